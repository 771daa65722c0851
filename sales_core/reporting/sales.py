"""The sales report of a scope, from the database."""

from dataclasses import replace

from sqlalchemy import Connection

from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.closed_month import load_closed_inputs, load_closed_month
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
    """Of a closed month the frozen one."""
    closed = load_closed_month(conn, scope.month)
    if closed is None:
        return load_present_report(conn, scope)
    inputs = load_closed_inputs(conn, closed, scope)
    return replace(build_sales_report(inputs, closed.scope(scope)), closing=closed.closing)


def load_present_report(conn: Connection, scope: Scope) -> SalesReport:
    """What the payments there are now come to, whether the month is closed or not."""
    return build_sales_report(load_present_inputs(conn, scope), scope)


def load_present_inputs(conn: Connection, scope: Scope) -> SalesInputs:
    account = load_account_or_default(conn)
    cells = load_cells(conn, scope)
    plans = load_month_plans(conn, [scope.month])[scope.month]
    return SalesInputs(
        cells=cells,
        whole_cells=load_cells(conn, scope.whole()) if scope.narrows_payments else cells,
        managers=load_managers(conn),
        in_report=load_in_report(conn, plans.in_force),
        plans=plans,
        deal_types=load_deal_types(conn, scope.month),
        scale=load_bonus_scale(conn, scope.month),
        currency=account.currency,
        bonus_unit=_bonus_unit(conn, account.currency),
        working_days=load_calendar(conn).working_days(scope.month),
    )


def load_bonus_scale(conn: Connection, month: Month) -> Scale | None:
    """The scale in force in the month."""
    stored = load_scale(conn, month)
    return scale_from_json(stored.tiers, stored.cap_minor) if stored else None


def _bonus_unit(conn: Connection, currency: Currency) -> int:
    return currency.minor_per_major if load_setting(conn, CURRENCY_ROUNDING, "minor") == "major" else 1
