"""The plans of a month as every figure reads them."""

from collections.abc import Iterable

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.reporting.work_calendar import load_calendar
from sales_core.reports.plans import Employment, MonthPlans, prorated_plans, whole_plans
from sales_core.setting_names import BY_WORKING_DAYS, PLAN_PRORATION
from sales_core.store.directory import load_employments
from sales_core.store.setting_values import load_setting
from sales_core.store.settings import load_plans


def load_month_plans(conn: Connection, months: Iterable[Month]) -> dict[Month, MonthPlans]:
    """The one way from the stored plans to a report. Where the setting says so, those of managers hired or dismissed
    within a month are the part that falls on their working days."""
    as_set = {month: load_plans(conn, month) for month in months}
    if load_setting(conn, PLAN_PRORATION) != BY_WORKING_DAYS:
        return {month: whole_plans(plans) for month, plans in as_set.items()}
    employments = {manager_id: Employment(*days) for manager_id, days in load_employments(conn).items()}
    calendar = load_calendar(conn)
    return {month: prorated_plans(plans, month, employments, calendar) for month, plans in as_set.items()}
