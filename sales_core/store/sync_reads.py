"""What the sync asks the store before it asks amoCRM: whose fate is known, what is out of date, what may be gone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import Event, Invoice, Lead, LeadInvoice
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns
from sales_core.store.upserts import Row, load_by_key

_ONE_BATCH = 500


def load_lead_fates(conn: Connection, lead_ids: Collection[int]) -> dict[int, int | None]:
    """lead id → when it was deleted, or ``None`` where it was restored: the last such event of each lead decides."""
    events = columns(Event)
    told = select(events.entity_id, events.type, events.created_at).order_by(events.created_at, events.id)
    fates: dict[int, int | None] = {}
    for part in batches(sorted(lead_ids)):
        of_part = told.where(
            events.entity_type == "lead", events.entity_id.in_(part), events.type.in_(("lead_deleted", "lead_restored"))
        )
        for row in conn.execute(of_part):
            fates[row.entity_id] = row.created_at if row.type == "lead_deleted" else None
    return fates


def leads_older_than(conn: Connection, instants: Mapping[int, int]) -> set[int]:
    """Leads never seen, or whose stored state is older than the instant given; those deleted are not wanted."""
    leads = columns(Lead)
    older: set[int] = set()
    for part in batches(sorted(instants)):
        found = conn.execute(select(leads.id, leads.updated_at, leads.deleted_at).where(leads.id.in_(part)))
        fresh = {row.id for row in found if row.deleted_at is not None or row.updated_at >= instants[row.id]}
        older |= set(part) - fresh
    return older


def leads_that_differ(conn: Connection, rows: Sequence[Row], links: Mapping[int, Collection[int]]) -> set[int]:
    """Of leads as amoCRM lists them (columns of Lead without the derived ones, and their invoices): those that are
    stored otherwise, not at all, or as deleted."""
    stored = load_by_key(conn, Lead, [{**row, "deleted_at": None} for row in rows])
    differing = {row["id"] for row in rows if {**row, "deleted_at": None} != stored.get((row["id"],))}
    linked = columns(LeadInvoice)
    present: dict[int, set[int]] = {lead_id: set() for lead_id in links}
    for part in batches(sorted(links)):
        for row in conn.execute(select(linked.lead_id, linked.invoice_id).where(linked.lead_id.in_(part))):
            present[row.lead_id].add(row.invoice_id)
    return differing | {lead_id for lead_id, invoices in links.items() if present[lead_id] != set(invoices)}


def live_lead_ids(conn: Connection) -> Iterator[int]:
    """Leads that are not deleted, as far as we know, ascending; streamed."""
    leads = columns(Lead)
    return _streamed(conn, leads.id, leads.deleted_at.is_(None))


def live_invoice_ids(conn: Connection) -> Iterator[int]:
    """Invoices that are not deleted, as far as we know, ascending; streamed."""
    invoices = columns(Invoice)
    return _streamed(conn, invoices.id, invoices.is_deleted.is_(False))


def has_invoices(conn: Connection) -> bool:
    """Any that are not deleted."""
    return conn.scalar(select(columns(Invoice).id).where(columns(Invoice).is_deleted.is_(False)).limit(1)) is not None


def unlinked_since(conn: Connection, made_since: int) -> bool:
    """Whether invoices were made since then that no lead is known to hold."""
    invoices, links = columns(Invoice), columns(LeadInvoice)
    is_linked = select(links.invoice_id).where(links.invoice_id == invoices.id).exists()
    wanted = select(invoices.id).where(invoices.created_at >= made_since, invoices.is_deleted.is_(False), ~is_linked)
    return conn.scalar(wanted.limit(1)) is not None


def leads_of_invoices(conn: Connection, invoice_ids: Collection[int]) -> set[int]:
    """The leads known to hold them."""
    links = columns(LeadInvoice)
    held = select(links.lead_id)
    parts = batches(sorted(invoice_ids))
    return {lead_id for part in parts for lead_id in conn.scalars(held.where(links.invoice_id.in_(part)))}


def recent_lead_ids(conn: Connection, limit: int) -> list[int]:
    """The leads changed last."""
    leads = columns(Lead)
    return list(
        conn.scalars(
            select(leads.id).where(leads.deleted_at.is_(None)).order_by(leads.updated_at.desc(), leads.id).limit(limit)
        )
    )


def _streamed(conn: Connection, key: Any, condition: Any) -> Iterator[int]:
    last = -1
    while True:
        ids = list(conn.scalars(select(key).where(condition, key > last).order_by(key).limit(_ONE_BATCH)))
        yield from ids
        if len(ids) < _ONE_BATCH:
            return
        last = ids[-1]
