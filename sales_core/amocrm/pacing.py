"""How fast to ask: at most seven requests in any second, evenly, whichever thread asks.

There are seven slots. A slot can be used again only ``window_s`` after its last request had really left this machine,
so that no second holds more than seven, however threads are scheduled; a window a little longer than a second leaves
room for the network to bunch requests up. A gap between two requests keeps them from leaving in a burst.
"""

import threading
import time
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Self

# Longer waits are slept in pieces, so that a request nobody wants any more gives up soon.
_NAP_S = 0.25
_SLOWEST = 8.0
# Seven a second is amoCRM's word, so a 429 mostly means that the network bunched requests up: a small step is enough.
_STEP_DOWN = 1.05
_STEP_UP = 1.02
_CLEAN_SPELL_S = 300.0
_IN_A_ROW_S = 10.0
_LONGEST_PAUSE_S = 60.0


class Unwanted(Exception):  # noqa: N818 - not a failure: the answer is no longer needed
    """Nobody waits for this request any more; it was not sent."""


class Slot:
    """Leave to send one request; ``sent()`` says when it really left."""

    def __init__(self, pacer: "Pacer", ready_at: float) -> None:
        self._pacer = pacer
        self._ready_at = ready_at
        self._is_open = True

    def sent(self) -> None:
        """The request has left; later calls change nothing."""
        if self._is_open:
            self._is_open = False
            self._pacer.put_back_after_use()

    def give_back(self) -> None:
        """Nothing was sent: the next one may have it."""
        if self._is_open:
            self._is_open = False
            self._pacer.put_back(self._ready_at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.sent()


class Pacer:
    """Shared by everything that talks to one account; safe for threads.

    A 429 pauses everybody and slows the pace by a step; every five minutes without one take a smaller step back
    up. ``clock`` and ``sleep`` stand in for time in tests.
    """

    def __init__(
        self,
        per_window: int = 7,
        window_s: float = 1.015,
        *,
        first_pause_s: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._per_window = per_window
        self._window_s = window_s
        self._first_pause_s = first_pause_s
        self._clock = clock
        self._sleep = sleep
        self._ready = [clock() - window_s] * per_window
        heapify(self._ready)
        self._free = threading.Semaphore(per_window)
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._next_at = clock()
        self._paused_until = clock()
        self._slowdown = 1.0
        self._changed_at = clock()
        self._strikes = 0

    @property
    def rate(self) -> float:
        """Requests a second that are let through at the present pace."""
        with self._state:
            return self._per_window / (self._window_s * self._slowdown)

    def slot(self, wanted: Callable[[], bool] = lambda: True) -> Slot:
        """Waits for leave to send one request. Raises Unwanted as soon as ``wanted()`` says no."""
        with self._turn:
            while not self._free.acquire(timeout=_NAP_S):
                _check(wanted)
            with self._state:
                ready_at = heappop(self._ready)
            slot = Slot(self, ready_at)
            try:
                while (wait_s := self._wait_s(ready_at)) > 0:
                    _check(wanted)
                    self._sleep(min(wait_s, _NAP_S))
                _check(wanted)
            except Unwanted:
                slot.give_back()
                raise
            with self._state:
                # Four fifths of an even gap: lost time can be made up, a burst cannot happen.
                self._next_at = self._clock() + 0.8 * self._window_s * self._slowdown / self._per_window
            return slot

    def throttled(self, retry_after_s: float | None = None) -> None:
        """amoCRM said 429: everybody pauses, longer each time in a row, and the pace goes down a step."""
        with self._state:
            now = self._clock()
            if now < self._paused_until:
                return  # sent before the pause began: the same excess, told once more
            is_in_a_row = self._strikes > 0 and now - self._paused_until < _IN_A_ROW_S
            self._strikes = self._strikes + 1 if is_in_a_row else 1
            pause_s = retry_after_s or self._first_pause_s * 2 ** (self._strikes - 1)
            self._paused_until = now + min(pause_s, _LONGEST_PAUSE_S)
            self._slowdown = min(self._slowdown * _STEP_DOWN, _SLOWEST)
            self._changed_at = self._paused_until

    def put_back_after_use(self) -> None:
        with self._state:
            ready_at = self._clock() + self._window_s * self._slowdown
        self.put_back(ready_at)

    def put_back(self, ready_at: float) -> None:
        with self._state:
            heappush(self._ready, ready_at)
        self._free.release()

    def _wait_s(self, ready_at: float) -> float:
        with self._state:
            now = self._clock()
            if self._slowdown > 1 and now - self._changed_at >= _CLEAN_SPELL_S:
                self._slowdown = max(1.0, self._slowdown / _STEP_UP)
                self._changed_at = now
            return max(ready_at, self._next_at, self._paused_until) - now


def _check(wanted: Callable[[], bool]) -> None:
    if not wanted():
        raise Unwanted
