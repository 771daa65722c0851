"""The months up to the scope's, from the database."""

from sqlalchemy import Connection

from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.people import load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.reporting.sales import load_bonus_scale
from sales_core.reports.trend import Trend, TrendInputs, build_trend
from sales_core.scope import Scope
from sales_core.store.aggregates import load_trend_cells


def load_trend(conn: Connection, scope: Scope, months: int = 12) -> Trend:
    """The scope's month last."""
    shown = [scope.month.plus(n) for n in range(1 - months, 1)]
    cells = load_trend_cells(conn, shown[0], shown[-1], scope)
    narrows = scope.narrows_payments
    inputs = TrendInputs(
        months=shown,
        cells=cells,
        whole_cells=load_trend_cells(conn, shown[0], shown[-1], scope.whole()) if narrows else cells,
        plans={month: plans.in_force for month, plans in load_month_plans(conn, shown).items()},
        scales={month: load_bonus_scale(conn, month) for month in shown},
        managers=load_managers(conn),
        currency=load_account_or_default(conn).currency,
    )
    return build_trend(inputs, scope)
