"""What the sales head decides, out of its tables and into them; see ``sales_core.decisions`` for the form."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, or_, select
from sqlmodel import SQLModel

from sales_core.clock import system_clock
from sales_core.decisions import Change, Entry, Section, plan_key, share_key
from sales_core.store.attribution import restate_all, restate_deal_types
from sales_core.store.decision_tables import Person
from sales_core.store.invoice_payments import settle_all_invoices
from sales_core.store.revisions import bump_revision
from sales_core.store.setting_values import DEAL_TYPE_FIELD, DECIDED, INVOICES
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import BonusScale, MarginShare, Plan, Setting
from sales_core.store.upserts import upsert

_ROWS_AT_ONCE = 200


class _Stored(NamedTuple):
    """How a section lies in its table: ``row_of`` an entry's key and value, ``entry_of`` a row (columns by name)."""

    table: type[SQLModel]
    row_of: Callable[[str, Any], dict[str, Any]]
    entry_of: Callable[[Any], tuple[str, Any]]


def load_entries(conn: Connection) -> dict[Entry, Any]:
    """Everything decided now."""
    found = {}
    for section, stored in _STORED.items():
        wanted = select(table_of(stored.table))
        if section is Section.VALUES:
            wanted = wanted.where(columns(Setting).name.in_(DECIDED))
        for row in conn.execute(wanted):
            key, value = stored.entry_of(row)
            found[Entry(section, key)] = value
    return found


def apply_changes(conn: Connection, changes: Iterable[Change], now: int | None = None, by: str = "") -> None:
    """Makes each entry what its change says, and prices payments anew by what changed. Where the source of invoices is
    switched, their payments come or go: ``now``, in Unix seconds, and ``by`` are when and through whom.

    All or nothing, as any transaction. What the entries were before is not looked at: see ``settings.saving``.
    """
    wanted = list(changes)
    for section, stored in _STORED.items():
        mine = [change for change in wanted if change.entry.section is section]
        _delete(conn, stored, [change.entry.key for change in mine if change.after is None])
        given = [stored.row_of(change.entry.key, change.after) for change in mine if change.after is not None]
        upsert(conn, stored.table, given)
    touched = {change.entry for change in wanted}
    if Entry(Section.VALUES, DEAL_TYPE_FIELD) in touched:
        restate_all(conn)
    elif repriced := {share_key(key)[0] for section, key in touched if section is Section.MARGIN_SHARE}:
        restate_deal_types(conn, repriced)
    if Entry(Section.VALUES, INVOICES) in touched:
        settle_all_invoices(conn, system_clock() if now is None else now, by)
    if wanted:
        bump_revision(conn)


def _delete(conn: Connection, stored: _Stored, keys: Sequence[str]) -> None:
    table = table_of(stored.table)
    names = [column.name for column in table.primary_key]
    rows = [stored.row_of(key, None) for key in keys]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        conn.execute(delete(table).where(or_(*(and_(*(table.c[name] == row[name] for name in names)) for row in part))))


def _share_row(key: str, share: Any) -> dict[str, Any]:
    deal_type_id, month = share_key(key)
    return {"deal_type_id": deal_type_id, "from_month": str(month), "share": share}


def _plan_row(key: str, amount: Any) -> dict[str, Any]:
    manager_id, month, deal_type_id = plan_key(key)
    return {"manager_id": manager_id, "month": str(month), "deal_type_id": deal_type_id, "amount_minor": amount}


def _scale_row(key: str, scale: Any) -> dict[str, Any]:
    return {"from_month": key, **(scale or {})}


def _person_row(key: str, person: Any) -> dict[str, Any]:
    days = {name: value and date.fromisoformat(value) for name, value in (person or {}).items()}
    return {"user_id": int(key), **days}


_STORED = {
    Section.VALUES: _Stored(
        Setting, lambda key, value: {"name": key, "value": value}, lambda row: (row.name, row.value)
    ),
    Section.PLAN: _Stored(
        Plan, _plan_row, lambda row: (f"{row.manager_id} {row.month} {row.deal_type_id}", row.amount_minor)
    ),
    Section.BONUS_SCALE: _Stored(
        BonusScale, _scale_row, lambda row: (row.from_month, {"tiers": row.tiers, "cap_minor": row.cap_minor})
    ),
    Section.PERSON: _Stored(Person, _person_row, lambda row: (str(row.user_id), _days_of(row))),
    Section.MARGIN_SHARE: _Stored(
        MarginShare, _share_row, lambda row: (f"{row.deal_type_id} {row.from_month}", row.share)
    ),
}


def _days_of(row: Any) -> dict[str, str | None]:
    return {name: getattr(row, name) and getattr(row, name).isoformat() for name in ("hired_on", "dismissed_on")}
