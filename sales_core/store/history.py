"""What happened in amoCRM: events as they came, the history of leads derived from them, tasks, notes and clients."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from sales_core.money import currency
from sales_core.store.actions import add_actions, refresh_by_notes, refresh_by_tasks
from sales_core.store.amocrm_tables import STAGE, Account, Company, Contact, Event, Lead, LeadChange, Note, Task
from sales_core.store.batches import batches
from sales_core.store.credit import RESPONSIBLE
from sales_core.store.deal_ways import refresh_deal_ways
from sales_core.store.deals_in_work import (
    leads_of_tasks,
    note_last_actions,
    refresh_deals_in_work,
    restate_stages,
)
from sales_core.store.dialects import insert_into
from sales_core.store.payments import recredit
from sales_core.store.revisions import bump_revision, bump_work
from sales_core.store.table_kit import columns, table_of
from sales_core.store.upserts import Row, upsert_changed

PRICE = "price"


def save_events(conn: Connection, rows: Sequence[Row], now: int) -> list[str]:
    """Stores events not seen before and returns their ids.

    Changes of a lead's stage, responsible user and price become its history; payments are credited anew by it, ``now``.
    What somebody did becomes an action.
    """
    fresh: dict[str, Row] = {}
    for part in batches(rows):
        known = set(conn.scalars(select(columns(Event).id).where(columns(Event).id.in_([row["id"] for row in part]))))
        fresh.update({row["id"]: row for row in part if row["id"] not in known})
    if not fresh:
        return []
    conn.execute(insert_into(conn, Event), list(fresh.values()))
    per_major = currency(conn.scalar(select(columns(Account).currency).limit(1)) or "RUB").minor_per_major
    changes = [change for row in fresh.values() if (change := _change(row, per_major))]
    handed_over = {change["lead_id"] for change in changes if change["kind"] == RESPONSIBLE}
    if changes:
        conn.execute(insert_into(conn, LeadChange).on_conflict_do_nothing(), changes)
        recredit(conn, handed_over, now)
        moved = {change["lead_id"] for change in changes if change["kind"] == STAGE}
        refresh_deal_ways(conn, moved)
        restate_stages(conn, moved)
    acted = add_actions(conn, list(fresh.values()), handed_over)
    refresh_deals_in_work(conn, acted.changed)
    note_last_actions(conn, acted.latest, fresh.values())
    bump_work(conn)
    return list(fresh)


def save_tasks(conn: Connection, rows: Sequence[Row]) -> int:
    """How many are new or changed."""
    hung_on = leads_of_tasks(conn, [row["id"] for row in rows])
    changed = upsert_changed(conn, Task, rows)
    if changed:
        ids = [row["id"] for row in changed]
        acted = refresh_by_tasks(conn, ids)
        refresh_deals_in_work(conn, acted | hung_on | leads_of_tasks(conn, ids))
        bump_work(conn)
    return len(changed)


def save_notes(conn: Connection, rows: Sequence[Row]) -> int:
    """How many are new or changed."""
    changed = upsert_changed(conn, Note, rows)
    if changed:
        refresh_deals_in_work(conn, refresh_by_notes(conn, [row["id"] for row in changed]))
        bump_work(conn)
    return len(changed)


def mark_tasks_deleted(conn: Connection, ids: Collection[int], at: int) -> None:
    tasks = table_of(Task)
    dying = update(tasks).where(tasks.c.id.in_(ids), tasks.c.deleted_at.is_(None))
    if conn.execute(dying.values(deleted_at=at)).rowcount:
        refresh_deals_in_work(conn, leads_of_tasks(conn, ids))
        bump_work(conn)


def save_contacts(conn: Connection, rows: Sequence[Row]) -> int:
    """How many are new or changed."""
    return _save_clients(conn, Contact, rows)


def save_companies(conn: Connection, rows: Sequence[Row]) -> int:
    """How many are new or changed."""
    return _save_clients(conn, Company, rows)


def missing_contact_ids(conn: Connection, limit: int) -> list[int]:
    """Main contacts of leads that were not read yet."""
    return _missing(conn, Contact, columns(Lead).contact_id, limit)


def missing_company_ids(conn: Connection, limit: int) -> list[int]:
    """Companies of leads that were not read yet."""
    return _missing(conn, Company, columns(Lead).company_id, limit)


def _save_clients(conn: Connection, table: type[SQLModel], rows: Sequence[Row]) -> int:
    changed = upsert_changed(conn, table, rows)
    if changed:
        bump_revision(conn)
    return len(changed)


def _missing(conn: Connection, table: type[SQLModel], referring: Any, limit: int) -> list[int]:
    known = select(columns(table).id).where(columns(table).id == referring).exists()
    live = columns(Lead).deleted_at.is_(None)
    return list(conn.scalars(select(referring).where(referring.is_not(None), live, ~known).distinct().limit(limit)))


def _change(event: Row, per_major: int) -> dict[str, Any] | None:
    """The event as a lead's history, if it is one. A value that cannot be read makes no history."""
    reading = _READINGS.get(event["type"])
    if reading is None or event["entity_type"] != "lead":
        return None
    kind, read = reading
    before, after = read(event["value_before"], per_major), read(event["value_after"], per_major)
    if before is None or after is None:
        return None
    return {
        "event_id": event["id"], "lead_id": event["entity_id"], "kind": kind, "changed_at": event["created_at"],
        "changed_by": event["created_by"], "before": before, "after": after,
    }  # fmt: skip


def _first(value: Any, name: str) -> dict[str, Any] | None:
    """``[{name: {…}}]`` → ``{…}``."""
    first = value[0] if isinstance(value, list) and value else None
    found = first.get(name) if isinstance(first, dict) else None
    return found if isinstance(found, dict) else None


def _stage(value: Any, _per_major: int) -> str | None:
    status = _first(value, "lead_status")
    return f"{status['pipeline_id']}:{status['id']}" if status and {"pipeline_id", "id"} <= status.keys() else None


def _responsible(value: Any, _per_major: int) -> str | None:
    user = _first(value, "responsible_user")
    return str(user["id"]) if user and isinstance(user.get("id"), int) else None


def _price(value: Any, per_major: int) -> str | None:
    """No price at all is 0; a price is a whole number of units."""
    sale = _first(value, "sale_field_value")
    amount = sale.get("sale") if sale else 0
    if amount is None:
        return "0"
    text = str(amount).removesuffix(".0")
    return str(int(text) * per_major) if text.lstrip("-").isdecimal() else None


_READINGS: dict[str, tuple[str, Callable[[Any, int], str | None]]] = {
    "lead_status_changed": (STAGE, _stage),
    "entity_responsible_changed": (RESPONSIBLE, _responsible),
    "sale_field_changed": (PRICE, _price),
}
