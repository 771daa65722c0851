"""The deals closed in a scope's period, counted and one by one, from the database."""

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.people import load_in_report, load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.reports.closed_deals import ClosedDealsReport, build_closed_deals_report
from sales_core.store.closed_deals import load_closed_cells, load_closed_deals, load_loss_reasons

__all__ = ["load_closed_deals", "load_closed_deals_report", "load_loss_reasons"]


def load_closed_deals_report(conn: Connection, scope: PipelineScope) -> ClosedDealsReport:
    month = Month.of(scope.as_of)
    return build_closed_deals_report(
        load_closed_cells(conn, scope),
        scope.period,
        load_managers(conn),
        load_in_report(conn, load_month_plans(conn, [month])[month].in_force),
        load_loss_reasons(conn),
    )
