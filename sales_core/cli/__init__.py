"""The ``tablo`` command."""

import sys

from sales_core.cli.app import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))
