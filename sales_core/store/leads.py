"""Leads in, with everything that follows from them, and the tombstones of those deleted in amoCRM."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from sales_core.clock import system_clock
from sales_core.payment_states import ARCHIVED_STATUS
from sales_core.periods import day_of
from sales_core.store.actions import refresh_by_leads
from sales_core.store.amocrm_tables import Lead
from sales_core.store.attribution import restated
from sales_core.store.batches import batches
from sales_core.store.copies import deal_type_in
from sales_core.store.deal_ways import refresh_deal_ways
from sales_core.store.deals_in_work import refresh_deals_in_work
from sales_core.store.invoice_payments import settle_linked
from sales_core.store.invoices import save_links
from sales_core.store.references import ensure_users, load_zone
from sales_core.store.revisions import bump_revision
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting
from sales_core.store.table_kit import columns, table_of
from sales_core.store.upserts import Row, load_by_key, upsert


def save_leads(
    conn: Connection,
    rows: Sequence[Row],
    links: Mapping[int, Collection[int]] | None = None,
    *,
    restored: Collection[int] = (),
    now: int | None = None,
) -> int:
    """Stores leads as amoCRM lists them, and all that follows: deal type, closing day, payments, the month's sums.

    rows: the columns of Lead but ``deal_type_id``, ``closed_on`` and ``lost_minor``; ``deleted_at`` may be left out.
    links: the invoices of each lead, for leads whose links were read. A lead known to be deleted stays so, for a
    list may be older than the news, unless it is in ``restored``. ``now`` is when invoices that turn out paid are
    marked so. Returns how many leads are new or changed.
    """
    zone, field = load_zone(conn), load_setting(conn, DEAL_TYPE_FIELD)
    derived = [_derived(row, zone, field) for row in rows]
    stored = load_by_key(conn, Lead, derived)
    changed, counted, came, passed_on = [], [], [], []
    for row in derived:
        old = stored.get((row["id"],))
        is_restored = row["id"] in restored
        if row == old or (old and old["deleted_at"] is not None and not is_restored):
            continue
        changed.append(row)
        if old is None or _counted(row) != _counted(old):
            counted.append(row["id"])
        if old is None or row["deleted_at"] != old["deleted_at"]:
            came.append(row["id"])
        if old is None or row["responsible_user_id"] != old["responsible_user_id"]:
            passed_on.append(row["id"])
    if changed:
        ensure_users(conn, {row["responsible_user_id"] for row in changed})
        with restated(conn, counted):
            upsert(conn, Lead, changed)
        acted = refresh_by_leads(conn, passed_on)
        refresh_deals_in_work(conn, acted | ({row["id"] for row in changed} - set(counted)))
        refresh_deal_ways(conn, [row["id"] for row in changed])
        bump_revision(conn)
    at = system_clock() if now is None else now
    if links:
        save_links(conn, links, at)
    settle_linked(conn, came, at)
    return len(changed)


def mark_deleted(conn: Connection, lead_ids: Collection[int], at: int) -> int:
    """Puts tombstones, also for leads never seen, so that an old list cannot bring them back; how many are new."""
    leads = columns(Lead)
    marked = 0
    for part in batches(sorted(set(lead_ids))):
        found = conn.execute(select(leads.id, leads.deleted_at).where(leads.id.in_(part)))
        present = {row.id: row.deleted_at for row in found}
        unseen = [_tombstone(id_, at) for id_ in part if id_ not in present]
        dying = [id_ for id_, deleted_at in present.items() if deleted_at is None]
        upsert(conn, Lead, unseen)
        _set_deleted(conn, dying, at)
        settle_linked(conn, dying, at)
        marked += len(unseen) + len(dying)
    return marked


def mark_restored(conn: Connection, lead_ids: Collection[int], now: int | None = None) -> None:
    """Takes tombstones away; of a lead never seen the tombstone is all there is, and goes."""
    leads = table_of(Lead)
    for part in batches(sorted(set(lead_ids))):
        conn.execute(
            leads.delete().where(leads.c.id.in_(part), leads.c.deleted_at.is_not(None), leads.c.created_at == 0)
        )
        gone = list(conn.scalars(select(leads.c.id).where(leads.c.id.in_(part), leads.c.deleted_at.is_not(None))))
        _set_deleted(conn, gone, None)
        settle_linked(conn, gone, system_clock() if now is None else now)


def lead_ids(conn: Connection) -> set[int]:
    """The leads that are not deleted, as far as we know."""
    return set(conn.scalars(select(columns(Lead).id).where(columns(Lead).deleted_at.is_(None))))


def _set_deleted(conn: Connection, ids: Sequence[int], at: int | None) -> None:
    if ids:
        with restated(conn, ids):
            conn.execute(update(table_of(Lead)).where(columns(Lead).id.in_(ids)).values(deleted_at=at))
        refresh_deal_ways(conn, ids)
        bump_revision(conn)


def _counted(row: Row) -> tuple[Any, ...]:
    """What figures depend on. Most changes of a lead are none of it: a stage, a name, the budget of a deal in work."""
    is_archived = row["status_id"] == ARCHIVED_STATUS
    lost = (row["price_minor"], row["closed_on"]) if is_archived else ()
    return (row["responsible_user_id"], row["pipeline_id"], row["deal_type_id"], row["deleted_at"] is None, *lost)


def _derived(row: Row, zone: ZoneInfo, field: int | None) -> dict[str, Any]:
    choices = {str(field_id): option_id for field_id, option_id in row["choices"].items()}
    return {
        **row,
        "choices": choices,
        "deal_type_id": deal_type_in(choices, field),
        "closed_on": None if row["closed_at"] is None else day_of(row["closed_at"], zone),
        "deleted_at": row.get("deleted_at"),
    }


def _tombstone(lead_id: int, at: int) -> dict[str, Any]:
    return {
        "id": lead_id, "name": "", "price_minor": 0, "responsible_user_id": 0, "pipeline_id": 0, "status_id": 0,
        "created_at": 0, "updated_at": at, "choices": {}, "deleted_at": at,
    }  # fmt: skip
