"""Pacers that a test can look into, and one whose requests leave only when the test says so.

What a client decides (which request leaves next, and which none is wanted of) is then the same on the busiest machine.
"""

import threading
import time

from sales_core.amocrm.pacing import Need, Pacer, Slot
from tests.waiting import until


class Watched(Pacer):
    """Notes when slots were granted and when their requests had left, and lets a test wait for a queue."""

    def __init__(self, per_window: int = 7, window_s: float = 1.005) -> None:
        super().__init__(per_window, window_s)
        self.window_s = window_s
        self.granted: list[float] = []
        self.left: list[float] = []

    def slot(self, need: Need = lambda: 0) -> Slot:
        slot = super().slot(need)
        self.granted.append(time.monotonic())
        return slot

    def put_back(self) -> None:
        self.left.append(time.monotonic())
        super().put_back()

    def await_queue(self, length: int) -> None:
        """Until so many wait for a slot."""
        until(lambda: len(self._waiting) == length)


class ByHand(Pacer):
    """Has one slot and a time that stands still: after the first request, one leaves for each ``let_one_leave``.

    ``left``: how many have left so far."""

    def __init__(self) -> None:
        self._now = 0.0
        self.left = 0
        super().__init__(per_window=1, window_s=1.0, clock=lambda: self._now, wait=_look_again)

    def put_back(self) -> None:
        super().put_back()
        self.left += 1

    @property
    def queue(self) -> int:
        """How many wait for a slot."""
        return len(self._waiting)

    @property
    def is_taken(self) -> bool:
        """Whether the one that may leave has left."""
        with self._state:
            return bool(self._ready) and self._ready[0] > self._now

    def let_one_leave(self) -> None:
        """The one most needed now, or else the next to ask."""
        until(lambda: bool(self._ready))
        with self._state:
            self._now = max(self._ready[0], self._next_at)
            self._call_next()


def _look_again(called: threading.Condition, _seconds: float) -> None:
    called.wait(0.005)
