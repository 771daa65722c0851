"""Activity against percent of plan, now and in the months before, from the database."""

from sqlalchemy import Connection

from sales_core.activity_scope import ActivityScope
from sales_core.periods import Month
from sales_core.reporting.activity import load_months_of_activity
from sales_core.reporting.sales import load_sales_report
from sales_core.reports.activity import ActivityReport
from sales_core.reports.quadrant import Quadrant, build_quadrant
from sales_core.reports.sales import SalesReport
from sales_core.scope import Scope

MONTHS_BEFORE = 5
"""How far back a manager's way is followed."""


def load_quadrant(conn: Connection, report: ActivityReport) -> Quadrant:
    """Of the report's days; sales are those of the whole months these lie in."""
    return build_quadrant(report, [_load_sales(conn, report.scope, month) for month in _months(report.scope)])


def load_trail(conn: Connection, scope: ActivityScope) -> tuple[Quadrant, ...]:
    """The same of each of the months before the scope's, the earliest first; none under a filter by deal type or
    pipeline, where months would have to be counted action by action."""
    if scope.narrows_leads:
        return ()
    first = Month.of(scope.asked.first)
    months = [month for n in range(MONTHS_BEFORE, 0, -1) if (month := first.plus(-n)).end <= scope.as_of]
    return tuple(
        build_quadrant(activity, [_load_sales(conn, scope, month)])
        for month, activity in zip(months, load_months_of_activity(conn, scope, months), strict=True)
    )


def _load_sales(conn: Connection, scope: ActivityScope, month: Month) -> SalesReport:
    """Somebody's percent of plan is one, whatever deals the activity is narrowed to."""
    return load_sales_report(conn, Scope(month, scope.as_of, departments=scope.departments))


def _months(scope: ActivityScope) -> list[Month]:
    """Those of the days that have come."""
    months, month = [], Month.of(scope.counted.first)
    while month.first < scope.counted.end:
        months.append(month)
        month = month.plus(1)
    return months
