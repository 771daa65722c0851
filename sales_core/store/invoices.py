"""Invoices of amoCRM's «Счета/покупки» list and their links to leads, as last read.

Whatever changes here is settled in the same transaction: see ``store.invoice_payments`` for the payments it makes.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select, update

from sales_core.payment_states import Source
from sales_core.store.amocrm_tables import Invoice, LeadInvoice
from sales_core.store.batches import batches
from sales_core.store.invoice_payments import first_due_on, settle_invoices
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.store.upserts import Row, upsert, upsert_changed
from sales_core.store.zone import load_zone


def save_invoices(conn: Connection, rows: Sequence[Row], now: int) -> list[int]:
    """Stores what a scan found, ``first_due_on`` worked out; the ids of those that are new or changed."""
    zone = load_zone(conn)
    invoices = columns(Invoice)
    changed: list[Row] = []
    for part in batches(rows):
        ids = [row["id"] for row in part]
        found = conn.execute(select(invoices.id, invoices.first_due_on).where(invoices.id.in_(ids)))
        known = {row.id: row.first_due_on for row in found}
        whole = [{**row, "first_due_on": first_due_on(row, known.get(row["id"]), zone)} for row in part]
        changed += upsert_changed(conn, Invoice, whole)
    ids = [row["id"] for row in changed]
    settle_invoices(conn, ids, now)
    return ids


def mark_invoices_deleted(conn: Connection, ids: Collection[int], now: int) -> None:
    """Those a whole scan no longer found."""
    invoices = table_of(Invoice)
    for part in batches(sorted(ids)):
        conn.execute(update(invoices).where(invoices.c.id.in_(part)).values(is_deleted=True))
    settle_invoices(conn, ids, now)


def invoice_ids(conn: Connection) -> set[int]:
    """Those not deleted."""
    return set(conn.scalars(select(columns(Invoice).id).where(columns(Invoice).is_deleted.is_(False))))


def count_invoices(conn: Connection) -> tuple[int, int]:
    """How many there are, and how many payments they are."""
    there = select(func.count()).select_from(table_of(Invoice)).where(columns(Invoice).is_deleted.is_(False))
    made = select(func.count()).select_from(table_of(Payment)).where(columns(Payment).source == Source.INVOICE.value)
    return conn.scalar(there) or 0, conn.scalar(made) or 0


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
