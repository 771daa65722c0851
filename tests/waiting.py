"""Waiting for what must happen soon, on however busy a machine."""

import time
from collections.abc import Callable

PATIENCE_S = 60.0
"""How long a busy machine may take for what takes milliseconds."""


def until(is_so: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_at, "it never came"
        time.sleep(0.002)
