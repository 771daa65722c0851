"""The help of every command as one Markdown text, for docs/commands.md: ``python -m sales_core.cli.reference``."""

import sys
from collections.abc import Iterator

from typer._click.core import Command, Context

from sales_core.cli.app import build_command
from sales_core.i18n import language

_WIDTH = 100


def build_reference() -> str:
    """Every command with its help as a terminal shows it, in English."""
    return "\n".join(_sections(build_command(language("en"))))


def _sections(command: Command, parent: Context | None = None) -> Iterator[str]:
    context = command.context_class(command, parent=parent, info_name=command.name if parent else "tablo")
    context.terminal_width = _WIDTH
    yield f"### `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    for inner in getattr(command, "commands", {}).values():
        yield from _sections(inner, context)


if __name__ == "__main__":
    sys.stdout.write(build_reference())
