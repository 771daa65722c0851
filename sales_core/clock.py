"""The one place that asks what time it is, so that tests and ``--as-of`` can answer instead."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Now, in Unix seconds."""


def system_clock() -> int:
    return int(time.time())
