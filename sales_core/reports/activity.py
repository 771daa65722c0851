"""The activity report: how much each manager did in a period, of what, and how that compares with the one before.

The definitions in words are in ``docs/metrics.md``. Pure: counts and settings in, a frozen report out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from sales_core.activity import Counts, Weights, add_counts
from sales_core.activity_scope import ActivityScope, Days
from sales_core.reports.plans import Employment
from sales_core.reports.sales import Manager
from sales_core.reports.work_calendar import WorkCalendar

NOBODY = 0
"""The manager of what robots did and of what reached nobody."""


@dataclass(frozen=True, slots=True)
class Effort:
    """The counts of a period and what they come to. ``days_present``: working days employed; of a total, of everybody
    together. ``per_day``: actions on one of them, ``None`` without any."""

    counts: Counts
    score: Decimal
    days_present: int
    per_day: Fraction | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """``previous``: of the period before, without tasks overdue, of which only today's number is known."""

    manager: Manager
    now: Effort
    previous: Effort | None


@dataclass(frozen=True, slots=True)
class ActivityReport:
    """``robots``: what nobody did, in no row and not in the total. ``is_complete``: whether all of amoCRM's history has
    been read; until then earlier days may show less than was done."""

    scope: ActivityScope
    rows: tuple[ActivityRow, ...]
    now: Effort
    previous: Effort | None
    robots: Counts
    working_days: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ActivityInputs:
    """Everything the report is made of. counts, previous: by manager id, of the scope's counted and previous days.
    managers: every user there ever was; in_report: the ids of those in the report."""

    counts: Mapping[int, Counts]
    previous: Mapping[int, Counts]
    managers: Mapping[int, Manager]
    in_report: frozenset[int]
    employments: Mapping[int, Employment]
    calendar: WorkCalendar
    weights: Weights
    is_complete: bool


def build_activity_report(inputs: ActivityInputs, scope: ActivityScope) -> ActivityReport:
    """Who did how much. Somebody in the report who did nothing has a row of zeros; anyone else has one, among others,
    as soon as they did anything or have a task overdue. Most active first."""
    worked = _working_days(inputs.calendar, scope.counted)
    before = _working_days(inputs.calendar, scope.previous) if scope.previous else None
    rows = tuple(sorted((_row(inputs, each, worked, before) for each in _managers(inputs, scope)), key=_by_score))
    return ActivityReport(
        scope=scope,
        rows=rows,
        now=_total((row.now for row in rows), inputs.weights),
        previous=None
        if scope.previous is None
        else _total((row.previous for row in rows if row.previous), inputs.weights),
        robots=inputs.counts.get(NOBODY, Counts()),
        working_days=len(worked),
        is_complete=inputs.is_complete,
    )


def _managers(inputs: ActivityInputs, scope: ActivityScope) -> list[Manager]:
    active = {id_ for counts in (inputs.counts, inputs.previous) for id_, each in counts.items() if not each.is_zero}
    managers = [
        replace(inputs.managers.get(i) or Manager(i, f"#{i}"), others=i not in inputs.in_report)
        for i in (inputs.in_report | active) - {NOBODY}
    ]
    return [each for each in managers if not scope.departments or each.department_id in scope.departments]


def _row(
    inputs: ActivityInputs, manager: Manager, worked: Sequence[date], before: Sequence[date] | None
) -> ActivityRow:
    """``worked``, ``before``: the working days of the counted days and of those they are compared with."""

    def effort(counts: Mapping[int, Counts], days: Sequence[date]) -> Effort:
        present = inputs.employments.get(manager.id, Employment()).days_of(days)
        return _effort(counts.get(manager.id, Counts()), present, inputs.weights)

    previous = None if before is None else effort(inputs.previous, before)
    return ActivityRow(manager, effort(inputs.counts, worked), previous)


def _effort(counts: Counts, days_present: int, weights: Weights) -> Effort:
    per_day = Fraction(counts.total, days_present) if days_present else None
    return Effort(counts, counts.score(weights), days_present, per_day)


def _total(efforts: Iterable[Effort], weights: Weights) -> Effort:
    known = list(efforts)
    return _effort(add_counts(each.counts for each in known), sum(each.days_present for each in known), weights)


def _working_days(calendar: WorkCalendar, days: Days) -> list[date]:
    return [day for n in range(days.length) if calendar.is_working(day := days.first + timedelta(days=n))]


def _by_score(row: ActivityRow) -> tuple[bool, Decimal, str, int]:
    return row.manager.others, -row.now.score, row.manager.name.casefold(), row.manager.id
