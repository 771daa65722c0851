"""The sales report of a scope, from the database."""

from sqlalchemy import Connection

from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.people import load_deal_types, load_in_report, load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.reporting.work_calendar import load_calendar
from sales_core.reports.bonus import Scale, scale_from_json
from sales_core.reports.sales import SalesInputs, SalesReport, build_sales_report
from sales_core.scope import Scope
from sales_core.store.aggregates import load_cells
from sales_core.store.setting_values import CURRENCY_ROUNDING, load_setting
from sales_core.store.settings import load_scale


def load_sales_report(conn: Connection, scope: Scope) -> SalesReport:
    account = load_account_or_default(conn)
    cells = load_cells(conn, scope)
    plans = load_month_plans(conn, [scope.month])[scope.month]
    inputs = SalesInputs(
        cells=cells,
        whole_cells=load_cells(conn, scope.whole()) if scope.narrows_payments else cells,
        managers=load_managers(conn),
        in_report=load_in_report(conn, plans.in_force),
        plans=plans,
        deal_types=load_deal_types(conn, scope.month),
        scale=load_bonus_scale(conn, scope.month),
        currency=account.currency,
        bonus_unit=_bonus_unit(conn, account.currency),
        calendar=load_calendar(conn),
    )
    return build_sales_report(inputs, scope)


def load_bonus_scale(conn: Connection, month: Month) -> Scale | None:
    """The scale in force in the month."""
    stored = load_scale(conn, month)
    return scale_from_json(stored.tiers, stored.cap_minor) if stored else None


def _bonus_unit(conn: Connection, currency: Currency) -> int:
    return currency.minor_per_major if load_setting(conn, CURRENCY_ROUNDING, "minor") == "major" else 1
