"""Invoices of amoCRM's «Счета/покупки» list become payments of the leads they are linked to.

- ``paid`` and ``paid_in_advance`` are paid, on the invoice's own date or, lacking it, the day it was last changed. A
  date after that day was still to come when it was entered, and counts as that day.
- ``created`` and ``partially_paid`` are unpaid (amoCRM does not say how much was paid), due on the invoice's date or,
  lacking it, the day it was made. That due day stays when the invoice is paid later.
- One first seen as paid was due on the day it was made, or paid if that was earlier: nobody can say better.
- Linked to several leads, an invoice counts once: for the lowest lead that is not deleted.
- Amount 0, an invoice that is deleted, or one linked to no lead we know: no payment.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select, update

from sales_core.payment_history import Via
from sales_core.payment_states import Source
from sales_core.periods import day_of
from sales_core.store.acts import Act
from sales_core.store.amocrm_tables import Invoice, Lead, LeadInvoice
from sales_core.store.batches import batches
from sales_core.store.payments import delete_payments, store_payments
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.store.upserts import Row, upsert, upsert_changed
from sales_core.store.zone import load_zone

_PAID = frozenset({"paid", "paid_in_advance"})


def save_invoices(conn: Connection, rows: Sequence[Row], now: int) -> int:
    """Stores what a scan found, and settles what changed. ``first_due_on`` is worked out here.

    Returns how many invoices are new or changed.
    """
    zone = load_zone(conn)
    invoices = columns(Invoice)
    changed: list[Row] = []
    for part in batches(rows):
        ids = [row["id"] for row in part]
        found = conn.execute(select(invoices.id, invoices.first_due_on).where(invoices.id.in_(ids)))
        known = {row.id: row.first_due_on for row in found}
        whole = [{**row, "first_due_on": _first_due_on(row, known.get(row["id"]), zone)} for row in part]
        changed += upsert_changed(conn, Invoice, whole)
    settle_invoices(conn, [row["id"] for row in changed], now)
    return len(changed)


def mark_invoices_deleted(conn: Connection, ids: Collection[int], now: int) -> None:
    """Those a whole scan no longer found."""
    invoices = table_of(Invoice)
    for part in batches(sorted(ids)):
        conn.execute(update(invoices).where(invoices.c.id.in_(part)).values(is_deleted=True))
    settle_invoices(conn, ids, now)


def invoice_ids(conn: Connection) -> set[int]:
    """Those not deleted."""
    return set(conn.scalars(select(columns(Invoice).id).where(columns(Invoice).is_deleted.is_(False))))


def save_links(conn: Connection, links: Mapping[int, Collection[int]], now: int) -> None:
    """``links``: each lead's invoices, all of them; leads not named keep theirs."""
    table = table_of(LeadInvoice)
    stored = select(table.c.lead_id, table.c.invoice_id)
    touched: set[int] = set()
    for part in batches(sorted(links)):
        wanted = {(lead_id, invoice_id) for lead_id in part for invoice_id in links[lead_id]}
        present = {
            (lead_id, invoice_id) for lead_id, invoice_id in conn.execute(stored.where(table.c.lead_id.in_(part)))
        }
        for lead_id, invoice_id in present - wanted:
            conn.execute(delete(table).where(table.c.lead_id == lead_id, table.c.invoice_id == invoice_id))
        added = [{"lead_id": lead_id, "invoice_id": invoice_id} for lead_id, invoice_id in sorted(wanted - present)]
        upsert(conn, LeadInvoice, added)
        touched |= {invoice_id for _, invoice_id in present ^ wanted}
    settle_invoices(conn, touched, now)


def settle_linked(conn: Connection, lead_ids: Collection[int], now: int) -> None:
    """After leads came or went: which lead an invoice counts for depends on which are there."""
    links = columns(LeadInvoice)
    for part in batches(sorted(lead_ids)):
        linked = set(conn.scalars(select(links.invoice_id).where(links.lead_id.in_(part))))
        settle_invoices(conn, linked, now)


def settle_invoices(conn: Connection, ids: Collection[int] | None, now: int) -> None:
    """Makes the payments of these invoices (``None``: of all) what the invoices and their links say. Twice is once."""
    if ids is None:
        ids = set(conn.scalars(select(columns(Invoice).id)))
    zone, act = load_zone(conn), Act(now, Via.AMOCRM)
    for part in batches(sorted(ids)):
        _settle(conn, part, zone, act)


def _settle(conn: Connection, ids: Sequence[int], zone: ZoneInfo, act: Act) -> None:
    leads = _leads_of(conn, ids)
    invoices = conn.execute(select(table_of(Invoice)).where(columns(Invoice).id.in_(ids)))
    wanted = {
        invoice.id: _payment(invoice, leads[invoice.id], zone)
        for invoice in invoices
        if invoice.id in leads and invoice.amount_minor and not invoice.is_deleted
    }
    payments = columns(Payment)
    names = {_name(id_): id_ for id_ in ids}
    stored = conn.execute(select(payments.id, payments.external_id).where(payments.external_id.in_(names)))
    delete_payments(conn, [row.id for row in stored if names[row.external_id] not in wanted], act)
    store_payments(conn, list(wanted.values()), act)


def _leads_of(conn: Connection, ids: Sequence[int]) -> dict[int, int]:
    """The lead each invoice counts for: the lowest live one; when all are deleted, the lowest of those."""
    links, leads = columns(LeadInvoice), columns(Lead)
    linked = (
        select(links.invoice_id, links.lead_id)
        .join(table_of(Lead), leads.id == links.lead_id)
        .where(links.invoice_id.in_(ids))
        .order_by(leads.deleted_at.is_not(None).desc(), links.lead_id.desc())
    )
    return {row.invoice_id: row.lead_id for row in conn.execute(linked)}


def _payment(invoice: Any, lead_id: int, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "lead_id": lead_id,
        "amount_minor": invoice.amount_minor,
        "due_on": invoice.first_due_on,
        "paid_on": _paid_on(invoice.billed_at, invoice.updated_at, zone) if invoice.status in _PAID else None,
        "comment": invoice.comment,
        "source": Source.INVOICE.value,
        "external_id": _name(invoice.id),
        "invoice_id": invoice.id,
    }


def _name(invoice_id: int) -> str:
    return f"amocrm-invoice:{invoice_id}"


def _paid_on(billed_at: int | None, updated_at: int, zone: ZoneInfo) -> date:
    return day_of(updated_at if billed_at is None else min(billed_at, updated_at), zone)


def _first_due_on(row: Row, known: date | None, zone: ZoneInfo) -> date:
    made_on = day_of(row["created_at"], zone)
    if row["status"] in _PAID:
        return known or min(made_on, _paid_on(row["billed_at"], row["updated_at"], zone))
    return made_on if row["billed_at"] is None else day_of(row["billed_at"], zone)
