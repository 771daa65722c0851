"""How fast to ask, and in which order: at most seven requests in any second, evenly, the most needed ones first.

There are seven slots. A slot can be used again only ``window_s`` after its last request had really left this machine,
so that no second holds more than seven, however threads are scheduled; a window a little longer than a second leaves
room for the network to bunch requests up. A gap between two requests keeps them from leaving in a burst.

What is asked for on a guess, such as a page that may lie past the end of its list, leaves only while nothing that is
surely needed waits: see ``Need``.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from operator import itemgetter
from typing import Self

Need = Callable[[], int | None]
"""How far off the need for a request is just now: 0 when its answer is surely needed, the more the wilder the guess;
``None`` as soon as nobody wants it any more."""

# Longer waits are cut into pieces, so that a request nobody wants any more gives up soon.
_NAP_S = 0.25
_SLOWEST = 8.0
# Seven a second is amoCRM's word, so the first 429 in a long time means that the network bunched requests up.
_FIRST_STEP_DOWN = 1.02
_STEP_DOWN = 1.05
_STEP_UP = 1.02
_CLEAN_SPELL_S = 300.0
_IN_A_ROW_S = 10.0
_LONGEST_PAUSE_S = 60.0


class Unwanted(Exception):  # noqa: N818 - not a failure: the answer is no longer needed
    """Nobody waits for this request any more; it was not sent."""


class Slot:
    """Leave to send one request; ``sent()`` says when it really left."""

    def __init__(self, pacer: "Pacer") -> None:
        self._pacer = pacer
        self._is_open = True

    def sent(self) -> None:
        """The request has left; later calls change nothing."""
        if self._is_open:
            self._is_open = False
            self._pacer.put_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.sent()


class Pacer:
    """Shared by everything that talks to one account; safe for threads.

    A 429 pauses everybody and slows the pace by a step; every five minutes without one take a smaller step back
    up. ``clock`` and ``wait`` stand in for time in tests.
    """

    def __init__(
        self,
        per_window: int = 7,
        window_s: float = 1.005,
        *,
        first_pause_s: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Condition, float], object] = threading.Condition.wait,
    ) -> None:
        self._per_window = per_window
        self._window_s = window_s
        self._first_pause_s = first_pause_s
        self._clock = clock
        self._wait = wait
        self._ready = [clock() - window_s] * per_window
        self._state = threading.Lock()
        self._waiting: list[_Place] = []
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

    def slot(self, need: Need = lambda: 0) -> Slot:
        """Waits for leave to send one request, behind those more needed. Raises Unwanted as soon as nobody wants it."""
        with self._state:
            place = _Place(need, threading.Condition(self._state))
            self._waiting.append(place)
            try:
                while (wait_s := self._wait_s(place)) > 0:
                    self._wait(place.called, min(wait_s, _NAP_S))
                heappop(self._ready)
                # Four fifths of an even gap: lost time can be made up, a burst cannot happen.
                self._next_at = self._clock() + 0.8 * self._window_s * self._slowdown / self._per_window
                return Slot(self)
            finally:
                self._waiting.remove(place)
                self._call_next()

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
            step = _FIRST_STEP_DOWN if self._slowdown == 1 else _STEP_DOWN
            self._slowdown = min(self._slowdown * step, _SLOWEST)
            self._changed_at = self._paused_until

    def put_back(self) -> None:
        """A slot was used at this moment."""
        with self._state:
            heappush(self._ready, self._clock() + self._window_s * self._slowdown)
            self._call_next()

    def _wait_s(self, place: "_Place") -> float:
        """How long before the next look; 0 when this place may send. Only the one most needed watches the clock."""
        if place.need() is None:
            raise Unwanted
        if place is not self._most_needed():
            self._call_next()
            return _NAP_S
        if not self._ready:
            return _NAP_S  # all slots are being used at this moment; the first one put back calls
        now = self._clock()
        if self._slowdown > 1 and now - self._changed_at >= _CLEAN_SPELL_S:
            self._slowdown = max(1.0, self._slowdown / _STEP_UP)
            self._changed_at = now
        return max(self._ready[0], self._next_at, self._paused_until) - now

    def _call_next(self) -> None:
        if place := self._most_needed():
            place.called.notify()

    def _most_needed(self) -> "_Place | None":
        """The one that came first among those with the least guesswork."""
        wanted = ((need, place) for place in self._waiting if (need := place.need()) is not None)
        return min(wanted, key=itemgetter(0), default=(0, None))[1]


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A request in the queue; ``called`` wakes it up."""

    need: Need
    called: threading.Condition
