"""amoCRM's log of events: immutable, newest first, asked for in windows of time and by type."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import islice

from sales_core.demo.entities import Event

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [a + b for a in _ALPHABET for b in _ALPHABET]

MAIL_TYPES = frozenset({"incoming_mail", "outgoing_mail"})


def ulid(created_at: int, number: int) -> str:
    """A 26-character id that sorts by time, then by number; the same inputs give the same id."""
    return _base32(created_at * 1000, 10) + _base32(number * 0x9E3779B97F4A7 + (number << 56), 16)


def _base32(value: int, length: int) -> str:
    pairs = []
    for _ in range(length // 2):
        pairs.append(_PAIRS[value & 1023])
        value >>= 10
    return "".join(reversed(pairs))


def _key(event: Event) -> tuple[int, str]:
    return event.created_at, event.id


class EventLog:
    """Each selection of types asked for once is kept as its own sorted list, so a page of a million is two bisections.

    ``add(…, visible_at)`` later than now holds an event back, as amoCRM does: it appears with an older ``created_at``.
    """

    def __init__(self) -> None:
        self._all: list[Event] = []
        self._selections: dict[tuple[frozenset[str], bool], list[Event]] = {}
        self._late: list[tuple[int, str, Event]] = []

    def __len__(self) -> int:
        return len(self._all) + len(self._late)

    def add(self, event: Event, visible_at: int | None = None) -> None:
        if visible_at is not None and visible_at > event.created_at:
            heappush(self._late, (visible_at, event.id, event))
            return
        self._show(event)

    def everything(self) -> list[Event]:
        """All events shown so far, oldest first."""
        return self._all

    def page(  # noqa: PLR0913 - one parameter for each thing the request may ask
        self,
        *,
        now: int,
        offset: int,
        limit: int,
        first: int | None = None,
        last: int | None = None,
        types: frozenset[str] = frozenset(),
        but: frozenset[str] = frozenset(),
        tests: Sequence[Callable[[Event], bool]] = (),
    ) -> tuple[list[Event], bool]:
        """Newest first: events of ``types`` (or all but ``but``) within ``[first, last]``, and whether more follow."""
        self._show_late(now)
        events = self._selected(types, but)
        low = 0 if first is None else bisect_left(events, first, key=lambda event: event.created_at)
        high = len(events) if last is None else bisect_right(events, last, key=lambda event: event.created_at)
        if tests:
            newest_first = (events[i] for i in range(high - 1, low - 1, -1))
            matching = (event for event in newest_first if all(test(event) for test in tests))
            found = list(islice(matching, offset, offset + limit + 1))
        else:
            stop = max(low, high - offset)
            found = events[max(low, stop - limit - 1) : stop][::-1]
        return found[:limit], len(found) > limit

    def _selected(self, types: frozenset[str], but: frozenset[str]) -> list[Event]:
        if not types and not but:
            return self._all
        key = (types or but, bool(types))
        if key not in self._selections:
            self._selections[key] = [event for event in self._all if (event.type in key[0]) is key[1]]
        return self._selections[key]

    def _show_late(self, now: int) -> None:
        while self._late and self._late[0][0] <= now:
            self._show(heappop(self._late)[2])

    def _show(self, event: Event) -> None:
        _insert(self._all, event)
        for (types, wanted), events in self._selections.items():
            if (event.type in types) is wanted:
                _insert(events, event)


def _insert(events: list[Event], event: Event) -> None:
    if not events or _key(events[-1]) <= _key(event):
        events.append(event)
    else:
        insort(events, event, key=_key)
