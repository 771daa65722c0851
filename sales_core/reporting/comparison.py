"""The comparison of managers, from the database."""

from sqlalchemy import Connection

from sales_core.clock import system_clock
from sales_core.comparison_scope import ComparisonScope, When
from sales_core.figures import Figure
from sales_core.payment_states import WON_STATUS
from sales_core.periods import day_of
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.activity import load_activity_report
from sales_core.reporting.closed_month import load_closed_inputs, load_closed_month
from sales_core.reporting.payments import load_payments
from sales_core.reporting.people import load_deal_types, load_managers
from sales_core.reporting.pipeline import load_pipeline_report
from sales_core.reporting.sales import load_present_inputs, load_sales_report
from sales_core.reports.breakdown import Breakdown
from sales_core.reports.comparison import Comparison, ComparisonInputs, build_comparison
from sales_core.reports.comparison_values import NO_WORK, ClosedBy, Closings, Stretch, of_these_days, paid_within
from sales_core.reports.pipeline import Work
from sales_core.reports.sales import SalesReport, build_sales_report
from sales_core.scope import Scope
from sales_core.store.closed_deals import load_closed_by_type
from sales_core.store.directory import load_employments
from sales_core.store.zone import load_zone


def load_comparison(conn: Connection, scope: ComparisonScope, now: int | None = None) -> Comparison:
    """Of closed months the frozen figures. ``now``: as of the activity report."""
    employments = load_employments(conn)
    inputs = ComparisonInputs(
        stretches={when: _load_stretch(conn, scope, when, now) for when in When},
        managers=load_managers(conn),
        left={manager_id: last for manager_id, (_, last) in employments.items() if last is not None},
        work=_load_work(conn, scope, now),
        deal_types=load_deal_types(conn, scope.scope.month),
    )
    return build_comparison(inputs, scope)


def _load_stretch(conn: Connection, scope: ComparisonScope, when: When, now: int | None) -> Stretch:
    """Of the month compared all that its report shows, of the months before what they had by as many days."""
    of_month, closed = scope.sales(when), _load_closed(conn, scope, when)
    paid = _load_paid(conn, scope, when, of_month)
    if when is When.NOW or not scope.is_part:
        sales = load_sales_report(conn, of_month)
    else:
        whole = _load_paid(conn, scope, when, of_month.whole()) if of_month.narrows_payments else paid
        sales = _load_part(conn, of_month, paid, whole, closed)
    return Stretch(sales, load_activity_report(conn, scope.activity(when), now), paid, closed)


def _load_paid(conn: Connection, scope: ComparisonScope, when: When, of_month: Scope) -> dict[int, Breakdown]:
    paid = {id_: load_payments(conn, of_month, [Figure.REVENUE], id_) for id_ in scope.managers}
    if when is When.NOW or not scope.is_part:
        return paid
    return {id_: paid_within(each, scope.days(when)) for id_, each in paid.items()}


def _load_part(
    conn: Connection, of_month: Scope, paid: dict[int, Breakdown], whole: dict[int, Breakdown], lost: ClosedBy
) -> SalesReport:
    """The month's report made of these payments and deals alone; right for those they are all of."""
    closed = load_closed_month(conn, of_month.month)
    inputs = load_present_inputs(conn, of_month) if closed is None else load_closed_inputs(conn, closed, of_month)
    return build_sales_report(of_these_days(inputs, paid.values(), whole.values(), lost), of_month)


def _load_closed(conn: Connection, scope: ComparisonScope, when: When) -> ClosedBy:
    asked = _pipeline_scope(scope, when)
    found: dict[tuple[int, int], Closings] = {}
    for manager_id, deal_type_id, status_id, closed in load_closed_by_type(conn, asked, scope.managers):
        is_won = status_id == WON_STATUS
        deals = Closings(
            won=closed.count if is_won else 0,
            archived=0 if is_won else closed.count,
            lost_minor=closed.lost_minor,
            lost_leads=closed.lost_leads,
        )
        found[manager_id, deal_type_id] = found.get((manager_id, deal_type_id), Closings()) + deals
    return found


def _load_work(conn: Connection, scope: ComparisonScope, now: int | None) -> dict[int, Work]:
    today = day_of(system_clock() if now is None else now, load_zone(conn))
    if scope.scope.as_of != today:
        return {}
    rows = load_pipeline_report(conn, _pipeline_scope(scope, When.NOW)).rows
    found = {row.manager.id: row.work for row in rows}
    return {id_: found.get(id_, NO_WORK) for id_ in scope.managers}


def _pipeline_scope(scope: ComparisonScope, when: When) -> PipelineScope:
    asked = scope.scope
    return PipelineScope(asked.as_of, scope.days(when), asked.pipelines, asked.deal_types)
