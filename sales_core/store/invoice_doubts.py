"""Invoices that do not say all that a payment needs, and those that look like a payment there is already.

None of it changes a figure: it is told to a person, who knows. While the source is off there is nothing to tell.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from sales_core.payment_states import ARCHIVED_STATUS, Source
from sales_core.store.amocrm_tables import Invoice, Lead, LeadInvoice
from sales_core.store.invoice_payments import PAID_STATUSES, invoices_are_payments
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment

_KNOWN_STATUSES = frozenset({"created", *PAID_STATUSES})
_PARTLY_PAID = "partially_paid"
_NEAR_DAYS = 10


class Doubt(StrEnum):
    PARTLY_PAID = "partly_paid"
    """How much of it came, amoCRM does not say."""
    UNKNOWN_STATUS = "unknown_status"
    """None that is known here, or none at all."""
    NO_AMOUNT = "no_amount"
    SEVERAL_LEADS = "several_leads"


class DoubtfulInvoice(NamedTuple):
    """``lead_ids``: the leads that hold it and are not deleted, ascending; it counts for the first. ``status`` as
    amoCRM codes it."""

    doubt: Doubt
    invoice_id: int
    name: str
    amount_minor: int
    status: str
    lead_ids: tuple[int, ...]


class DoubledPayment(NamedTuple):
    """An invoice's payment and another of the same lead and amount, not many days apart; ``days``: when each was paid
    or, where one is not, when each is due."""

    lead_id: int
    amount_minor: int
    invoice_id: int
    name: str
    payment_ids: tuple[int, int]
    days: tuple[date, date]


def load_doubtful_invoices(conn: Connection) -> list[DoubtfulInvoice]:
    """By invoice; one can give cause for several doubts. Invoices that count for an archived lead are left out: nothing
    of them is expected any more."""
    if not invoices_are_payments(conn):
        return []
    invoices, links, leads = columns(Invoice), columns(LeadInvoice), columns(Lead)
    of_several = select(links.invoice_id).group_by(links.invoice_id).having(func.count() > 1)
    wanted = (
        select(invoices.id, invoices.name, invoices.amount_minor, invoices.status, links.lead_id,
               leads.status_id)
        .join(table_of(LeadInvoice), links.invoice_id == invoices.id)
        .join(table_of(Lead), leads.id == links.lead_id)
        .where(invoices.is_deleted.is_(False), leads.deleted_at.is_(None))
        .where(or_(invoices.amount_minor == 0, invoices.status.not_in(_KNOWN_STATUSES), invoices.id.in_(of_several)))
        .order_by(invoices.id, links.lead_id)
    )  # fmt: skip
    held: dict[int, tuple[Any, list[int]]] = {}
    for row in conn.execute(wanted):
        held.setdefault(row.id, (row, []))[1].append(row.lead_id)
    return [
        DoubtfulInvoice(doubt, row.id, row.name, row.amount_minor, row.status, tuple(lead_ids))
        for row, lead_ids in held.values()
        if row.status_id != ARCHIVED_STATUS
        for doubt in _doubts(row, lead_ids)
    ]


def load_doubled_payments(conn: Connection) -> list[DoubledPayment]:
    """Pairs of payments of which one is an invoice's and the other came by file or by hand; no payment in two pairs.

    What comes again every month is no double: only days close to each other count, the closest first.
    """
    invoiced, other, invoices = table_of(Payment).alias(), table_of(Payment).alias(), table_of(Invoice)
    same = (other.c.lead_id == invoiced.c.lead_id) & (other.c.amount_minor == invoiced.c.amount_minor)
    wanted = (
        select(invoiced, other.c.id.label("other_id"), other.c.due_on.label("other_due"),
               other.c.paid_on.label("other_paid"), invoices.c.name)
        .join(other, same)
        .join(invoices, invoices.c.id == invoiced.c.invoice_id)
        .where(invoiced.c.source == Source.INVOICE.value, other.c.source != Source.INVOICE.value)
    )  # fmt: skip
    return sorted(_pairs(_alike(row) for row in conn.execute(wanted)))


def _doubts(invoice: Any, lead_ids: list[int]) -> Iterator[Doubt]:
    if invoice.amount_minor == 0:
        yield Doubt.NO_AMOUNT
    elif invoice.status == _PARTLY_PAID:
        yield Doubt.PARTLY_PAID
    elif invoice.status not in _KNOWN_STATUSES:
        yield Doubt.UNKNOWN_STATUS
    if len(lead_ids) > 1:
        yield Doubt.SEVERAL_LEADS


def _alike(row: Any) -> DoubledPayment:
    both_paid = row.paid_on is not None and row.other_paid is not None
    days = (row.paid_on, row.other_paid) if both_paid else (row.due_on, row.other_due)
    return DoubledPayment(row.lead_id, row.amount_minor, row.invoice_id, row.name, (row.id, row.other_id), days)


def _pairs(alike: Iterable[DoubledPayment]) -> Iterator[DoubledPayment]:
    taken: set[int] = set()
    near = [pair for pair in alike if _apart(pair) <= _NEAR_DAYS]
    for pair in sorted(near, key=lambda pair: (_apart(pair), pair.payment_ids)):
        if taken.isdisjoint(pair.payment_ids):
            taken.update(pair.payment_ids)
            yield pair


def _apart(pair: DoubledPayment) -> int:
    return abs((pair.days[0] - pair.days[1]).days)
