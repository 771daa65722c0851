"""The months up to the scope's, from the database."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from sales_core.figures import TrendCell
from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.closed_month import ClosedMonth, load_closed_months
from sales_core.reporting.people import load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.reporting.sales import load_bonus_scale
from sales_core.reports.trend import Trend, TrendInputs, build_trend
from sales_core.scope import Scope
from sales_core.store.aggregates import load_trend_cells
from sales_core.store.closed_figures import load_closed_trend_cells


def load_trend(conn: Connection, scope: Scope, months: int = 12) -> Trend:
    """The scope's month last; closed months as they were frozen."""
    shown = [scope.month.plus(n) for n in range(1 - months, 1)]
    closed = load_closed_months(conn, shown)
    cells = _load_cells(conn, shown, closed.values(), scope)
    plans = {month: plans.in_force for month, plans in load_month_plans(conn, shown).items()}
    scales = {month: load_bonus_scale(conn, month) for month in shown if month not in closed}
    inputs = TrendInputs(
        months=shown,
        cells=cells,
        whole_cells=_load_cells(conn, shown, closed.values(), scope.whole()) if scope.narrows_payments else cells,
        plans=plans | {month: each.terms.plans.in_force for month, each in closed.items()},
        scales=scales | {month: each.terms.scale for month, each in closed.items()},
        managers=load_managers(conn),
        currency=load_account_or_default(conn).currency,
        managers_then={month: each.terms.managers for month, each in closed.items()},
    )
    return build_trend(inputs, scope)


def _load_cells(conn: Connection, shown: list[Month], closed: Iterable[ClosedMonth], scope: Scope) -> list[TrendCell]:
    frozen = {each.closing.month: each for each in closed}
    cells = [cell for cell in load_trend_cells(conn, shown[0], shown[-1], scope) if cell.month not in frozen]
    for month, each in frozen.items():
        of_month = replace(scope, month=month)
        cells += load_closed_trend_cells(conn, each.closing.id, of_month, each.sellers(scope))
    return cells
