"""The payments behind a figure, from the database."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection

from sales_core.figures import Figure
from sales_core.payment_states import State, state_on
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.closed_month import load_closed_month
from sales_core.reporting.people import load_deal_types, load_managers
from sales_core.reports.breakdown import BehindLine, Breakdown, build_breakdown, days_overdue
from sales_core.reports.sales import DealType, Manager, unknown_deal_type
from sales_core.scope import Scope
from sales_core.store.behind_rows import BehindRow
from sales_core.store.closed_figures import load_closed_behind
from sales_core.store.drilldown import load_behind


def load_payments(
    conn: Connection,
    scope: Scope,
    figures: Collection[Figure],
    manager_id: int | None = None,
    deal_type_id: int | None = None,
) -> Breakdown:
    """What the figures are made of, each payment once; of one manager's row or one deal type's if told. Of a closed
    month as it was frozen."""
    closed = load_closed_month(conn, scope.month)
    if closed is None:
        return load_present_payments(conn, scope, figures, manager_id, deal_type_id)
    rows = load_closed_behind(
        conn, closed.closing.id, scope, closed.sellers(scope), figures, manager_id=manager_id, deal_type_id=deal_type_id
    )
    terms, then = closed.terms, closed.scope(scope)
    lines = [behind_line(row, terms.managers, terms.deal_types, then.as_of) for row in rows]
    return build_breakdown(then, figures, terms.currency, lines)


def load_present_payments(
    conn: Connection,
    scope: Scope,
    figures: Collection[Figure],
    manager_id: int | None = None,
    deal_type_id: int | None = None,
) -> Breakdown:
    """As the payments are now, whether the month is closed or not."""
    managers, deal_types = load_managers(conn), load_deal_types(conn, scope.month)
    rows = load_behind(conn, scope, figures, manager_id=manager_id, deal_type_id=deal_type_id)
    lines = [behind_line(row, managers, deal_types, scope.as_of) for row in rows]
    return build_breakdown(scope, figures, load_account_or_default(conn).currency, lines)


def behind_line(
    row: BehindRow, managers: Mapping[int, Manager], deal_types: Mapping[int, DealType], as_of: date
) -> BehindLine:
    state = State.LOST if row.due_on is None else state_on(row.standing, row.due_on, as_of)
    return BehindLine(
        payment_id=row.payment_id,
        lead_id=row.lead_id,
        lead_name=row.lead_name,
        client=row.client,
        manager=managers.get(row.manager_id) or Manager(row.manager_id, ""),
        deal_type=deal_types.get(row.deal_type_id) or unknown_deal_type(row.deal_type_id),
        amount_minor=row.amount_minor,
        margin_share=None if row.payment_id is None else row.margin_share,
        margin_minor=row.margin_minor,
        due_on=row.due_on,
        paid_on=row.paid_on,
        state=state,
        days_overdue=days_overdue(state, row.due_on, as_of),
        comment=row.comment,
        source=row.source or None,
        credit_share=row.credit_share,
        whole_minor=None if row.credit_share is None else row.whole_minor,
    )
