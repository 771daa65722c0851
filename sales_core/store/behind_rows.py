"""A payment with all that a list of payments shows of it and of its deal: how it is selected, and how read."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from sales_core.payment_states import Standing
from sales_core.store.amocrm_tables import Company, Contact, Lead
from sales_core.store.shares import Shares
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class BehindRow(NamedTuple):
    """A payment, or a lead without payments that is lost with its budget: then ``payment_id`` and ``due_on`` are
    ``None``, the source is empty and the margin 0. ``margin_share``: the share in force, 1 where none is set.

    Of a payment that several managers share there is a row for each: amount and margin are that manager's portion,
    ``credit_share`` of the ``whole_minor``. It is ``None`` where the whole is one manager's."""

    payment_id: int | None
    lead_id: int
    lead_name: str
    client: str
    manager_id: int
    deal_type_id: int
    amount_minor: int
    margin_share: Decimal
    margin_minor: int
    due_on: date | None
    paid_on: date | None
    standing: Standing
    comment: str
    source: str
    credit_share: Decimal | None
    whole_minor: int


def select_listed(held: Any, credit_share: Any) -> Select[Any]:
    """``held``: the columns that say who has how much of it, a payment's or a portion's."""
    payments = columns(Payment)
    return select(
        payments.id.label("id"), payments.lead_id, columns(Lead).name, client_name(),
        held.manager_id.label("manager_id"), payments.deal_type_id, held.amount_minor, held.margin_minor,
        payments.due_on.label("due_on"), payments.paid_on, payments.standing, payments.comment, payments.source,
        credit_share.label("credit_share"), payments.amount_minor.label("whole_minor"),
    )  # fmt: skip


def with_leads(payments: Any) -> Any:
    """Joined with their leads and clients."""
    leads, contacts, companies = columns(Lead), columns(Contact), columns(Company)
    return (
        payments.join(table_of(Lead), leads.id == columns(Payment).lead_id)
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
    )


def client_name() -> ColumnElement[str]:
    """The main contact's name; where there is none, the company's."""
    return func.coalesce(func.nullif(columns(Contact).name, ""), columns(Company).name, "")


def payment_row(row: Any, shares: Shares) -> BehindRow:
    (id_, lead_id, lead_name, client, manager_id, deal_type_id, amount, margin, due_on, paid_on, standing, comment,
     source, credit_share, whole) = row  # fmt: skip
    share = share_in_force(shares, deal_type_id, (paid_on or due_on).isoformat()[:7])
    return BehindRow(
        id_, lead_id, lead_name, client, manager_id, deal_type_id, amount, share, margin,
        due_on, paid_on, Standing(standing), comment, source, credit_share and Decimal(credit_share), whole,
    )  # fmt: skip


def share_in_force(shares: Shares, deal_type_id: int, month: str) -> Decimal:
    share = shares.in_force(deal_type_id, month)
    return Decimal(1) if share is None else share
