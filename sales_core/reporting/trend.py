"""The months up to the scope's, from the database."""

from collections.abc import Sequence

from sqlalchemy import Connection

from sales_core.figures import CellSums
from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.people import load_managers
from sales_core.reports.trend import Trend, TrendInputs, build_trend
from sales_core.scope import Scope
from sales_core.store.aggregates import load_trend_cells
from sales_core.store.settings import load_plans


def load_trend(conn: Connection, scope: Scope, months: int = 12) -> Trend:
    """The scope's month last."""
    shown = [scope.month.plus(n) for n in range(1 - months, 1)]
    cells = _cells_by_month(conn, shown, scope)
    inputs = TrendInputs(
        months=shown,
        cells=cells,
        whole_cells=_cells_by_month(conn, shown, scope.whole()) if scope.narrows_payments else cells,
        plans={month: load_plans(conn, month) for month in shown},
        managers=load_managers(conn),
        currency=load_account_or_default(conn).currency,
    )
    return build_trend(inputs, scope)


def _cells_by_month(conn: Connection, months: Sequence[Month], scope: Scope) -> dict[Month, list[CellSums]]:
    found: dict[Month, list[CellSums]] = {}
    for month, manager_id, deal_type_id, sums in load_trend_cells(conn, months[0], months[-1], scope):
        found.setdefault(month, []).append(CellSums(manager_id, deal_type_id, sums))
    return found
