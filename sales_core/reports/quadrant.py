"""Activity against percent of plan: which manager needs what. The definitions in words are in ``docs/metrics.md``.

Pure: the activity report of a period and the sales reports of its months in, a frozen report out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sales_core.activity_scope import ActivityScope
from sales_core.reports.activity import ActivityReport, Effort
from sales_core.reports.pace import Pace
from sales_core.reports.sales import Manager, SalesReport

_NEAR = Fraction(1, 200)
"""Nearer than half a percent to a border nobody is on either side of it."""


class Verdict(StrEnum):
    """The four diagnoses, and why there is none of them."""

    WORKS_AND_SELLS = "works_and_sells"
    SELLS_WITH_LITTLE = "sells_with_little"
    TRIES_WITHOUT_SELLING = "tries_without_selling"
    LITTLE_OF_BOTH = "little_of_both"
    ON_BORDER = "on_border"
    ALONE = "alone"
    NO_PLAN = "no_plan"
    ABSENT = "absent"
    OUTSIDE = "outside_the_report"

    @property
    def is_diagnosis(self) -> bool:
        return self in DIAGNOSES.values()


DIAGNOSES = {
    (True, True): Verdict.WORKS_AND_SELLS,
    (False, True): Verdict.SELLS_WITH_LITTLE,
    (True, False): Verdict.TRIES_WITHOUT_SELLING,
    (False, False): Verdict.LITTLE_OF_BOTH,
}
"""By whether the activity is above the average, and whether the percent of plan is above the pace."""


@dataclass(frozen=True, slots=True)
class Point:
    """``activity``: the score of a working day as a share of the average, ``None`` without a working day or without an
    average above 0. ``percent``: of the plans of the period's months."""

    manager: Manager
    effort: Effort
    activity: Fraction | None
    percent: Fraction | None
    verdict: Verdict

    @property
    def is_drawn(self) -> bool:
        return not self.manager.others and self.activity is not None and self.percent is not None


@dataclass(frozen=True, slots=True)
class Quadrant:
    """``points``: one for each row of the activity report, in its order. ``average``: of the score of a working day
    over the managers in the report, ``None`` where none of them was there. ``days``: on how many working days each of
    those who were there was, ``None`` where they differ. ``percent``: the department's. ``thresholds``: ratios no
    percent is rounded up to."""

    scope: ActivityScope
    points: tuple[Point, ...]
    average: Fraction | None
    days: int | None
    pace: Pace
    percent: Fraction | None
    thresholds: tuple[Decimal, ...]

    @property
    def drawn(self) -> tuple[Point, ...]:
        """Those that have a place between the borders."""
        return tuple(point for point in self.points if point.is_drawn)


def build_quadrant(report: ActivityReport, sales: Sequence[SalesReport]) -> Quadrant:
    """Where each manager of the report stands.

    sales: of the months that the report's counted days lie in, in their order, as of the same day. Of several months
    percent and pace are those of all of them together; a manager's months without a plan are left out.
    """
    present = [row.now for row in report.rows if not row.manager.others and row.now.days_present]
    average = _average(present)
    pace = Pace(sum(each.pace.elapsed for each in sales), sum(each.pace.total for each in sales), None)
    percents = _percents(sales)
    points = []
    for row in report.rows:
        activity, percent = _share_of(row.now, average), percents.get(row.manager.id)
        verdict = _verdict(row.manager, row.now, activity, percent, pace, is_alone=len(present) == 1)
        points.append(Point(row.manager, row.now, activity, percent, verdict))
    days = {effort.days_present for effort in present}
    return Quadrant(
        scope=report.scope,
        points=tuple(points),
        average=average,
        days=days.pop() if len(days) == 1 else None,
        pace=pace,
        percent=_together((each.total.percent, each.total.plan) for each in sales),
        thresholds=sales[-1].scale.thresholds if sales and sales[-1].scale else (),
    )


def _average(present: Sequence[Effort]) -> Fraction | None:
    days = sum(effort.days_present for effort in present)
    return Fraction(sum((effort.score for effort in present), Decimal(0))) / days if days else None


def _share_of(effort: Effort, average: Fraction | None) -> Fraction | None:
    return Fraction(effort.score) / effort.days_present / average if average and effort.days_present else None


def _percents(sales: Iterable[SalesReport]) -> dict[int, Fraction | None]:
    months: dict[int, list[tuple[Fraction | None, int | None]]] = {}
    for report in sales:
        for row in report.rows:
            months.setdefault(row.manager.id, []).append((row.percent, row.plan))
    return {manager_id: _together(parts) for manager_id, parts in months.items()}


def _together(parts: Iterable[tuple[Fraction | None, int | None]]) -> Fraction | None:
    """Σ fact ÷ Σ plan of several months: each fact is its percent of its plan."""
    known = [(percent * plan, plan) for percent, plan in parts if percent is not None and plan is not None]
    fact = sum((fact for fact, _ in known), Fraction(0))
    return fact / plan if (plan := sum(plan for _, plan in known)) else None


def _verdict(  # noqa: PLR0913 - what is known of one manager
    manager: Manager,
    effort: Effort,
    activity: Fraction | None,
    percent: Fraction | None,
    pace: Pace,
    *,
    is_alone: bool,
) -> Verdict:
    if manager.others:
        return Verdict.OUTSIDE
    if not effort.days_present:
        return Verdict.ABSENT
    if percent is None:
        return Verdict.NO_PLAN
    if is_alone:
        return Verdict.ALONE
    above_average = _side(activity, Fraction(1))
    above_pace = _side(percent, pace.ratio)
    if above_average is None or above_pace is None:
        return Verdict.ON_BORDER
    return DIAGNOSES[above_average, above_pace]


def _side(value: Fraction | None, border: Fraction) -> bool | None:
    """Whether above it; ``None`` on it, or where there is nothing to compare."""
    return None if value is None or abs(value - border) < _NEAR else value > border
