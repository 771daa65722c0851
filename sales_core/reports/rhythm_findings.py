"""What stands out in the hours of a week: when most is done, the lull around noon, the quietest time. Pure.

Nothing is found in figures too small or too even to say it: the bounds are in ``docs/metrics.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sales_core.reports.rhythm import Rhythm, WeekdayHours

_ENOUGH_ACTIONS = 200
_ENOUGH_DAYS, _ENOUGH_WEEKDAYS = 2, 4
_BUSY = Fraction(1, 4)
_PEAK = Fraction(5, 4)
_LULL = _QUIET = Fraction(3, 4)
_NOON = (12, 13, 14)
_STRETCH = 3


@dataclass(frozen=True, slots=True)
class QuietTime:
    """From the hour ``first`` to before ``end``; ``begins_day``, ``ends_day``: whether nothing busy is before or after
    it."""

    weekday: int
    first: int
    end: int
    begins_day: bool
    ends_day: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """Hours as the clocks show them; ``None`` for what does not stand out."""

    peak: int | None = None
    lull: int | None = None
    quietest: QuietTime | None = None


def find_in_rhythm(rhythm: Rhythm) -> Findings:
    if rhythm.total < _ENOUGH_ACTIONS:
        return Findings()
    hours = [sum(each.hours[hour] for each in rhythm.weekdays) for hour in range(24)]
    used = [hour for hour in range(24) if hours[hour] >= _BUSY * max(hours)]
    busy = range(used[0], used[-1] + 1)
    return Findings(_peak(hours, busy), _lull(hours, busy), _quietest(rhythm.weekdays, busy))


def _peak(hours: Sequence[int], busy: range) -> int | None:
    """The one hour with most, clearly more than the busy ones have on average."""
    most = max(hours)
    is_clear = most * len(busy) >= _PEAK * sum(hours[hour] for hour in busy)
    return hours.index(most) if is_clear and hours.count(most) == 1 else None


def _lull(hours: Sequence[int], busy: range) -> int | None:
    """The least hour around noon, clearly less than the most before it and the most after it."""
    inner = [hour for hour in _NOON if busy.start < hour < busy.stop - 1]
    if not inner:
        return None
    least = min(inner, key=lambda hour: hours[hour])
    around = min(max(hours[busy.start : least]), max(hours[least + 1 : busy.stop]))
    return least if hours[least] <= _LULL * around else None


def _quietest(weekdays: Sequence[WeekdayHours], busy: range) -> QuietTime | None:
    """The three busy hours in a row with least, if that is clearly less than the same hours of other days have."""
    most = max(each.average() for each in weekdays)
    worked = [each for each in weekdays if each.average() >= _BUSY * most]
    starts = range(busy.start, busy.stop - _STRETCH + 1)
    if len(worked) < _ENOUGH_WEEKDAYS or min(each.days for each in worked) < _ENOUGH_DAYS or not starts:
        return None
    stretches = [(each.average(first, first + _STRETCH), first, each) for each in worked for first in starts]
    least, first, day = min(stretches, key=lambda stretch: stretch[0])
    others = [each.average(first, first + _STRETCH) for each in worked if each is not day]
    if sum(average == least for average, _, _ in stretches) > 1 or least > _QUIET * sum(others) / len(others):
        return None
    end = first + _STRETCH
    return QuietTime(day.weekday, first, end, first == busy.start, end == busy.stop)
