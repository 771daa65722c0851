"""What needs somebody's attention, found in the tables: leads whose payments and amoCRM do not agree.

Each search is a query of one shape, one row a lead, so that it is counted and listed alike. Deleted leads are in none
but the one that is about them.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, Subquery, cast, func, null, select

from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS, Standing
from sales_core.periods import Month
from sales_core.store.amocrm_tables import Invoice, Lead, LeadInvoice
from sales_core.store.invoice_payments import PAID_STATUSES
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class LeadAtStake(NamedTuple):
    """``amount_minor``: what it is about; ``other_minor``: what that is compared with, if anything."""

    lead_id: int
    lead_name: str
    manager_id: int
    amount_minor: int
    other_minor: int | None


Search = Callable[[Connection], Select[Any]]


def unpaid_of_deleted(_: Connection) -> Select[Any]:
    """Deleted leads with payments that nobody paid, and what those come to."""
    unpaid = _sums_by_lead(columns(Payment).standing == Standing.DETACHED.value)
    return _row(unpaid.c.sum).join(unpaid, unpaid.c.lead_id == columns(Lead).id)


def won_with_unpaid(_: Connection) -> Select[Any]:
    """Won leads with payments that are still to come, and what those come to."""
    leads, unpaid = columns(Lead), _sums_by_lead(columns(Payment).standing == Standing.OPEN.value)
    joined = _row(unpaid.c.sum).join(unpaid, unpaid.c.lead_id == leads.id)
    return joined.where(leads.status_id == WON_STATUS, leads.deleted_at.is_(None))


def won_without_payment(conn: Connection) -> Select[Any]:
    """Won leads with a budget and no payment at all, since the month the register begins with: before it, nobody
    entered any."""
    payments, leads = columns(Payment), columns(Lead)
    first = conn.scalar(select(func.min(payments.due_month)))
    since = Month.parse(first).first if first else date.max
    has_payment = select(payments.id).where(payments.lead_id == leads.id).exists()
    return _row(leads.price_minor).where(
        leads.status_id == WON_STATUS, leads.deleted_at.is_(None), leads.price_minor > 0, leads.closed_on >= since,
        ~has_payment,
    )  # fmt: skip


def more_than_budget(_: Connection) -> Select[Any]:
    """Leads not archived whose payments are together more than the budget, beside it."""
    leads, planned = columns(Lead), _sums_by_lead()
    live = (leads.deleted_at.is_(None), leads.status_id != ARCHIVED_STATUS, leads.price_minor > 0)
    joined = _row(planned.c.sum, leads.price_minor).join(planned, planned.c.lead_id == leads.id)
    return joined.where(*live, planned.c.sum > leads.price_minor)


def paid_in_amocrm(_: Connection) -> Select[Any]:
    """Leads whose invoices are paid in amoCRM for more than was paid here, beside that. An invoice of several leads
    counts once, for the lowest."""
    payments, leads, invoices, links = columns(Payment), columns(Lead), columns(Invoice), columns(LeadInvoice)
    owner = (
        select(links.invoice_id, func.min(links.lead_id).label("lead_id"))
        .join(table_of(Lead), leads.id == links.lead_id)
        .where(leads.deleted_at.is_(None))
        .group_by(links.invoice_id)
        .subquery()
    )
    invoiced = (
        select(owner.c.lead_id, _sum(invoices.amount_minor).label("sum"))
        .join(table_of(Invoice), invoices.id == owner.c.invoice_id)
        .where(invoices.status.in_(PAID_STATUSES), invoices.is_deleted.is_(False))
        .group_by(owner.c.lead_id)
        .subquery()
    )
    paid = select(_sum(payments.amount_minor)).where(
        payments.lead_id == leads.id, payments.standing == Standing.PAID.value
    )
    here = func.coalesce(paid.scalar_subquery(), 0)
    joined = _row(invoiced.c.sum, here).join(invoiced, invoiced.c.lead_id == leads.id)
    return joined.where(invoiced.c.sum > here)


def count_leads(conn: Connection, search: Search) -> int:
    return int(conn.scalar(select(func.count()).select_from(search(conn).subquery())) or 0)


def load_leads_at_stake(conn: Connection, search: Search, limit: int, offset: int = 0) -> list[LeadAtStake]:
    """The newest leads first."""
    found = search(conn).order_by(columns(Lead).id.desc()).limit(limit).offset(offset)
    return [LeadAtStake._make(row) for row in conn.execute(found)]


def _row(amount: Any, other: Any = None) -> Select[Any]:
    leads = columns(Lead)
    compared = null() if other is None else other
    wanted = select(
        leads.id, leads.name, leads.responsible_user_id, amount.label("amount_minor"), compared.label("other_minor")
    )
    return wanted.select_from(table_of(Lead))


def _sums_by_lead(*conditions: ColumnElement[bool]) -> Subquery:
    """What the payments of each lead come to, out of an index alone."""
    payments = columns(Payment)
    wanted = select(payments.lead_id, _sum(payments.amount_minor).label("sum")).where(*conditions)
    return wanted.group_by(payments.lead_id).subquery()


def _sum(amount: Any) -> Any:
    return cast(func.sum(amount), BigInteger)
