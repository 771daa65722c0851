"""When people work: how many actions fall on each hour of the week, from when until when each manager works, and the
days on which they did nothing.

The definitions in words are in ``docs/metrics.md``. Pure: hours and settings in, a frozen report out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sales_core.activity_scope import Days
from sales_core.median import median_of
from sales_core.reports.activity import ActivityReport
from sales_core.reports.plans import Employment
from sales_core.reports.sales import Manager
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.worked_hours import DayEnds, Worked

_ALWAYS_SHOWN = set(range(9, 19))


@dataclass(frozen=True, slots=True)
class WeekdayHours:
    """``weekday``: as ``date.weekday``; ``days``: how many such days of the period there have been, at least one;
    ``hours``: actions in each of the 24."""

    weekday: int
    days: int
    hours: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.hours)

    def average(self, first: int = 0, end: int = 24) -> Fraction:
        """Actions on one such day, from one hour to before another."""
        return Fraction(sum(self.hours[first:end]), self.days)


@dataclass(frozen=True, slots=True)
class PersonDays:
    """``days``: those with anything. ``begin_s``, ``end_s``: the middle of their first and of their last actions, as
    the clocks showed it. ``idle``: working days of theirs that are over and passed without any action."""

    manager: Manager
    days: tuple[DayEnds, ...]
    begin_s: int | None
    end_s: int | None
    idle: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``weekdays``: in the order of the account's week; ``shown``: the hours with anything, and those of a usual day;
    ``manager_id``: of whom alone it tells."""

    activity: ActivityReport
    manager_id: int | None
    weekdays: tuple[WeekdayHours, ...]
    shown: tuple[int, ...]
    people: tuple[PersonDays, ...]

    @property
    def total(self) -> int:
        return sum(each.total for each in self.weekdays)


@dataclass(frozen=True, slots=True)
class RhythmInputs:
    """``week``: the weekdays in their order; ``over``: the first day that is not over yet."""

    worked: Worked
    employments: Mapping[int, Employment]
    calendar: WorkCalendar
    week: Sequence[int]
    over: date


def build_rhythm(inputs: RhythmInputs, activity: ActivityReport, manager_id: int | None = None) -> Rhythm:
    """Of everybody in the activity report, in its order, or of one of them. The weekdays are those the period has had
    that are worked on or with anything. Robots are left out: all hours add up to the total of the activity report."""
    weekdays = tuple(_weekdays(inputs, activity.scope.counted))
    used = {hour for each in weekdays for hour, count in enumerate(each.hours) if count}
    managers = [row.manager for row in activity.rows if manager_id in {None, row.manager.id}]
    return Rhythm(
        activity=activity,
        manager_id=manager_id,
        weekdays=weekdays,
        shown=tuple(sorted(used | _ALWAYS_SHOWN)),
        people=tuple(_people(inputs, activity.scope.counted, managers)),
    )


def _weekdays(inputs: RhythmInputs, counted: Days) -> Iterable[WeekdayHours]:
    days = [counted.first + timedelta(days=n) for n in range(counted.length)]
    for weekday in inputs.week:
        of_weekday = [day for day in days if day.weekday() == weekday]
        worked = [inputs.worked.hours[day] for day in of_weekday if day in inputs.worked.hours]
        if worked or any(inputs.calendar.is_working(day) for day in of_weekday):
            hours = tuple(map(sum, zip(*worked, strict=True))) if worked else (0,) * 24
            yield WeekdayHours(weekday, len(of_weekday), hours)


def _people(inputs: RhythmInputs, counted: Days, managers: Sequence[Manager]) -> Iterable[PersonDays]:
    passed = [counted.first + timedelta(days=n) for n in range((min(counted.end, inputs.over) - counted.first).days)]
    working = [day for day in passed if inputs.calendar.is_working(day)]
    ends: dict[int, list[DayEnds]] = {}
    for each in sorted(inputs.worked.ends):
        ends.setdefault(each.manager_id, []).append(each)
    for manager in managers:
        days = tuple(ends.get(manager.id, ()))
        active = {each.day for each in days}
        employment = inputs.employments.get(manager.id, Employment())
        idle = tuple(day for day in working if day not in active and employment.days_of([day]))
        begin_s, end_s = (_middle(seconds) for seconds in ((d.first_s for d in days), (d.last_s for d in days)))
        yield PersonDays(manager, days, begin_s, end_s, idle)


def _middle(seconds: Iterable[int]) -> int | None:
    middle = median_of(seconds)
    return None if middle is None else int(middle)
