"""What became of closed months since, from the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from sales_core.adjustments import sum_by_manager
from sales_core.errors import InputError
from sales_core.figures import Figure, TrendCell
from sales_core.periods import Month
from sales_core.reporting import load_payments, load_sales_report
from sales_core.reporting.closed_month import ClosedMonth, load_closed_month, load_closed_months
from sales_core.reporting.payments import load_present_payments
from sales_core.reporting.sales import load_present_report
from sales_core.reports.bonus import compute_bonus
from sales_core.reports.drift import Drift, Versions, build_drift
from sales_core.reports.plans import month_plan
from sales_core.scope import Scope
from sales_core.store.adjustments import load_adjustments
from sales_core.store.aggregates import load_trend_cells
from sales_core.store.closed_figures import load_closed_trend_cells
from sales_core.store.closings import load_closings


def load_drift(conn: Connection, month: Month) -> Drift:
    """Raises InputError for a month that is not closed."""
    closed = load_closed_month(conn, month)
    if closed is None:
        raise InputError("{month} is not closed", month=str(month))
    scope, everything = Scope(month, closed.closing.as_of), list(Figure)
    return build_drift(
        closed.closing,
        frozen=Versions(load_sales_report(conn, scope), load_payments(conn, scope, everything).rows),
        present=Versions(load_present_report(conn, scope), load_present_payments(conn, scope, everything).rows),
        bonus_unit=closed.terms.bonus_unit,
        posted=sum_by_manager(load_adjustments(conn, of_month=month)),
    )


@dataclass(frozen=True, slots=True)
class DriftSums:
    """By how much a closed month's totals moved, and what of its bonuses was made up for: the totals of ``Drift``."""

    fact: int = 0
    revenue: int = 0
    lost: int = 0
    bonus: int = 0
    posted: int = 0

    @property
    def is_nothing(self) -> bool:
        return self == DriftSums()


def load_drift_sums(conn: Connection) -> dict[Month, DriftSums]:
    """Of every closed month, by a few queries however many there are."""
    months = sorted(closing.month for closing in load_closings(conn) if closing.reopened_at is None)
    if not months:
        return {}
    closed = load_closed_months(conn, months)
    scope = Scope(months[-1], closed[months[-1]].closing.as_of)
    moved = {month: _Moved() for month in months}
    for cell in load_trend_cells(conn, months[0], months[-1], scope):
        if cell.month in moved:
            moved[cell.month].count(cell, +1)
    for month, each in closed.items():
        for cell in load_closed_trend_cells(conn, each.closing.id, replace(scope, month=month), None):
            moved[month].count(cell, -1)
    posted: dict[Month, int] = {}
    for adjustment in load_adjustments(conn):
        if adjustment.of_month is not None:
            posted[adjustment.of_month] = posted.get(adjustment.of_month, 0) + adjustment.amount_minor
    return {month: _sums(closed[month], moved[month], posted.get(month, 0)) for month in months}


@dataclass(slots=True)
class _Moved:
    """``facts``: present and frozen fact by manager, where they differ or not."""

    present: dict[int, int] = field(default_factory=dict)
    frozen: dict[int, int] = field(default_factory=dict)
    revenue: int = 0
    lost: int = 0

    def count(self, cell: TrendCell, sign: int) -> None:
        facts = self.present if sign > 0 else self.frozen
        facts[cell.manager_id] = facts.get(cell.manager_id, 0) + cell.fact
        self.revenue += sign * cell.revenue
        self.lost += sign * cell.lost


def _sums(closed: ClosedMonth, moved: _Moved, posted: int) -> DriftSums:
    managers = moved.present.keys() | moved.frozen.keys()
    changed = [id_ for id_ in managers if moved.present.get(id_, 0) != moved.frozen.get(id_, 0)]
    return DriftSums(
        fact=sum(moved.present.values()) - sum(moved.frozen.values()),
        revenue=moved.revenue,
        lost=moved.lost,
        bonus=_bonuses(closed, changed, moved.present) - _bonuses(closed, changed, moved.frozen),
        posted=posted,
    )


def _bonuses(closed: ClosedMonth, managers: Iterable[int], facts: Mapping[int, int]) -> int:
    terms = closed.terms
    plans = {id_: month_plan(terms.plans.in_force, id_) for id_ in managers}
    bonuses = (compute_bonus(facts.get(id_, 0), plan, terms.scale, terms.bonus_unit) for id_, plan in plans.items())
    return sum(bonus.amount or 0 for bonus in bonuses)
