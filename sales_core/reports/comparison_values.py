"""What the comparison of managers is made of: what is known of a manager at one time, and each measure of it.

Nothing is defined here: a value is another report's, or is counted from what lies behind it. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from sales_core.activity import ActivityFigure
from sales_core.activity_scope import Days
from sales_core.comparison import Measure
from sales_core.figures import CellSums, Sums
from sales_core.money import round_half_away
from sales_core.pipeline import Deals
from sales_core.reports.activity import ActivityReport, Effort
from sales_core.reports.breakdown import BehindLine, Breakdown, build_breakdown
from sales_core.reports.pipeline import Expected, Stuck, Work
from sales_core.reports.sales import ManagerRow, SalesInputs, SalesReport

Value = int | Fraction | Decimal | None

NO_WORK = Work((), Deals(), Deals(), Deals(), Stuck(), Expected())
"""Of whom the report of deals in work has no row."""


@dataclass(frozen=True, slots=True)
class Closings:
    """How many deals were won, and how many archived; of these what «Ушли в архив» counts."""

    won: int = 0
    archived: int = 0
    lost_minor: int = 0
    lost_leads: int = 0

    def __add__(self, other: "Closings") -> "Closings":
        return Closings(
            self.won + other.won,
            self.archived + other.archived,
            self.lost_minor + other.lost_minor,
            self.lost_leads + other.lost_leads,
        )

    @property
    def count(self) -> int:
        return self.won + self.archived

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.won, self.count) if self.count else None


ClosedBy = Mapping[tuple[int, int], Closings]
"""By manager and deal type."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is known of one time. ``paid``: the payments behind the revenue of each manager compared; ``closed``:
    the deals closed on the days compared."""

    sales: SalesReport
    activity: ActivityReport
    paid: Mapping[int, Breakdown]
    closed: ClosedBy = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a manager at one time, or of one deal type of theirs: then ``row`` and ``effort`` are the
    manager's, and only sums, payments and closed deals the type's."""

    sums: Sums
    lines: tuple[BehindLine, ...]
    closed: Closings
    row: ManagerRow | None
    effort: Effort | None
    work: Work | None = None

    @property
    def is_anything(self) -> bool:
        """Whether anything at all is known of the manager then; if not, a zero would be a guess."""
        did = self.effort is not None and not self.effort.counts.is_zero
        earned = self.row is not None and (self.row.plan is not None or not self.row.sums.is_zero)
        has_work = self.work is not None and self.work.in_work.count > 0
        return did or earned or bool(self.lines) or self.closed.count > 0 or has_work


def see(stretch: Stretch, manager_id: int, deal_type_id: int | None) -> Seen:
    """``deal_type_id``: ``None`` for all."""
    row = next((row for row in stretch.sales.rows if row.manager.id == manager_id), None)
    sums = [row.sums] if row else []
    if row and deal_type_id is not None:
        sums = [each.sums for each in row.deal_types if each.deal_type.id == deal_type_id]
    lines = stretch.paid[manager_id].rows
    closed = [
        each
        for (owner, type_id), each in stretch.closed.items()
        if owner == manager_id and deal_type_id in {None, type_id}
    ]
    return Seen(
        sums=sums[0] if sums else Sums(),
        lines=tuple(line for line in lines if deal_type_id in {None, line.deal_type.id}),
        closed=sum(closed, Closings()),
        row=row,
        effort=next((row.now for row in stretch.activity.rows if row.manager.id == manager_id), None),
    )


def _counted(figure: ActivityFigure) -> Callable[[Seen], Value]:
    return lambda seen: seen.effort.counts.of(figure) if seen.effort else 0


def _of_row(take: Callable[[ManagerRow], Value]) -> Callable[[Seen], Value]:
    return lambda seen: take(seen.row) if seen.row else None


def _of_work(take: Callable[[Work], int]) -> Callable[[Seen], Value]:
    return lambda seen: take(seen.work) if seen.work else None


def _average(seen: Seen) -> Value:
    return round_half_away(Fraction(seen.sums.revenue, len(seen.lines))) if seen.lines else None


def _share(seen: Seen) -> Value:
    """Of the manager's fact under the same filters; none where that is not above zero."""
    fact = seen.row.sums.fact if seen.row else 0
    return Fraction(seen.sums.fact, fact) if fact > 0 else None


VALUES: Mapping[Measure, Callable[[Seen], Value]] = {
    Measure.PLAN: _of_row(lambda row: row.plan),
    Measure.FACT: lambda seen: seen.sums.fact,
    Measure.PERCENT: _of_row(lambda row: row.percent),
    Measure.BONUS: _of_row(lambda row: row.bonus.amount),
    Measure.PAID: lambda seen: seen.sums.paid,
    Measure.PENDING: lambda seen: seen.sums.pending,
    Measure.LATE: lambda seen: seen.sums.overdue + seen.sums.carried,
    Measure.FORECAST: lambda seen: seen.sums.forecast,
    Measure.FORECAST_PERCENT: _of_row(lambda row: row.forecast_percent),
    Measure.REVENUE: lambda seen: seen.sums.revenue,
    Measure.PAYMENTS: lambda seen: len(seen.lines),
    Measure.AVERAGE: _average,
    Measure.LOST: lambda seen: seen.sums.lost,
    Measure.TOTAL: _counted(ActivityFigure.TOTAL),
    Measure.SCORE: lambda seen: seen.effort.score if seen.effort else 0,
    Measure.PER_DAY: lambda seen: seen.effort.per_day if seen.effort else None,
    Measure.CALLS: _counted(ActivityFigure.CALLS),
    Measure.TALK: _counted(ActivityFigure.TALK),
    Measure.MAILS: _counted(ActivityFigure.MAILS),
    Measure.MESSAGES: _counted(ActivityFigure.MESSAGES),
    Measure.ON_TIME: _counted(ActivityFigure.ON_TIME),
    Measure.TASKS_LATE: _counted(ActivityFigure.LATE),
    Measure.TASKS_OVERDUE: _counted(ActivityFigure.OVERDUE),
    Measure.STATUS_CHANGES: _counted(ActivityFigure.STATUS_CHANGES),
    Measure.LEADS_TAKEN: _counted(ActivityFigure.LEADS_TAKEN),
    Measure.IN_WORK: _of_work(lambda work: work.in_work.count),
    Measure.IN_WORK_SUM: _of_work(lambda work: work.in_work.sum_minor),
    Measure.STUCK: _of_work(lambda work: work.stuck.deals.count),
    Measure.WON: lambda seen: seen.closed.won,
    Measure.ARCHIVED: lambda seen: seen.closed.archived,
    Measure.WIN_RATE: lambda seen: seen.closed.rate,
    Measure.SHARE: _share,
}


def paid_within(paid: Breakdown, days: Days) -> Breakdown:
    """The payments of a list that were paid on these days."""
    rows = [line for line in paid.rows if line.paid_on is not None and days.first <= line.paid_on < days.end]
    return build_breakdown(paid.scope, paid.figures, paid.currency, rows)


def of_these_days(
    inputs: SalesInputs, paid: Iterable[Breakdown], whole: Iterable[Breakdown], closed: ClosedBy
) -> SalesInputs:
    """The sales report's inputs as if nothing else had been paid or archived in the month. ``whole``: what was paid
    without the filters that narrow payments."""
    lost = [
        CellSums(manager_id, type_id, Sums(lost=each.lost_minor, lost_leads=each.lost_leads))
        for (manager_id, type_id), each in closed.items()
    ]
    return replace(inputs, cells=[*_cells(paid), *lost], whole_cells=_cells(whole))


def _cells(lists: Iterable[Breakdown]) -> list[CellSums]:
    return [
        CellSums(line.manager.id, line.deal_type.id, Sums(fact=line.margin_minor, revenue=line.amount_minor))
        for each in lists
        for line in each.rows
    ]
