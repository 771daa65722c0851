"""Deeds planned for moments of the past, done in order of time, so that ids and the log grow as they would have."""

import heapq
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sales_core.periods import Month, start_of

MOSCOW = ZoneInfo("Europe/Moscow")
_OPENS_S, _CLOSES_S = 9 * 3600, 18 * 3600


class Agenda:
    """Deeds at or after ``until`` are never done."""

    def __init__(self, until: int) -> None:
        self.until = until
        self._deeds: list[tuple[int, int, Callable[[int], object]]] = []
        self._numbers = count()

    def plan(self, at: int, deed: Callable[[int], object]) -> None:
        """``deed(at)`` will be done; deeds of one moment in the order they were planned. A deed may plan later ones."""
        heapq.heappush(self._deeds, (at, next(self._numbers), deed))

    def run(self) -> None:
        while self._deeds and self._deeds[0][0] < self.until:
            at, _, deed = heapq.heappop(self._deeds)
            deed(at)


def working_days(month: Month) -> list[date]:
    """Mondays to Fridays of the month, without the first days of January."""
    days = (month.first + timedelta(n) for n in range((month.end - month.first).days))
    return [day for day in days if day.weekday() < 5 and not (day.month == 1 and day.day < 9)]


def working_day_near(day: date) -> date:
    """The day itself, the Friday before a Saturday, the Monday after a Sunday."""
    return day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0))


def office_moment(day: date, random: Random) -> int:
    """An instant of that day's working hours in Moscow."""
    return start_of(day, MOSCOW) + random.randrange(_OPENS_S, _CLOSES_S)


def noon(day: date) -> int:
    return start_of(day, MOSCOW) + 12 * 3600
