"""The history of what the sales head decides: one version for each act of saving, with what it changed."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from sales_core.decisions import Change, Entry, Section
from sales_core.store.decision_tables import SettingChange, SettingVersion
from sales_core.store.table_kit import columns, table_of


class Version(NamedTuple):
    """``saved_at`` in Unix seconds; ``via`` and ``restores`` as in the table. ``changes``: those of the sections asked
    for, in the order of their keys."""

    id: int
    saved_at: int
    saved_by: str
    via: str
    restores: int | None
    changes: tuple[Change, ...]


def record_version(  # noqa: PLR0913 - the columns of one row
    conn: Connection, changes: Sequence[Change], *, saved_at: int, saved_by: str, via: str, restores: int | None = None
) -> int:
    """The new version's number."""
    row = {"saved_at": saved_at, "saved_by": saved_by, "via": via, "restores": restores}
    key = conn.execute(insert(table_of(SettingVersion)), [row]).inserted_primary_key
    assert key is not None
    number = int(key[0])
    conn.execute(insert(table_of(SettingChange)), [
        {"version_id": number, "section": entry.section.value, "key": entry.key, "before": before, "after": after}
        for entry, before, after in changes
    ])  # fmt: skip
    return number


def load_version(conn: Connection, number: int) -> Version | None:
    """One, with all its changes."""
    found = load_versions(conn, list(Section), limit=1, after=number - 1, before=number + 1)
    return next(iter(found), None)


def load_versions(
    conn: Connection,
    sections: Collection[Section],
    *,
    limit: int | None = None,
    after: int = 0,
    before: int | None = None,
) -> list[Version]:
    """The versions that changed something in these sections, the newest first; of those the ones whose numbers lie
    between ``after`` and ``before``, both left out."""
    versions, changed = columns(SettingVersion), columns(SettingChange)
    names = [section.value for section in sections]
    touched = select(changed.version_id).where(changed.section.in_(names), changed.version_id > after).distinct()
    wanted = select(table_of(SettingVersion)).where(versions.id.in_(touched)).order_by(versions.id.desc())
    if before is not None:
        wanted = wanted.where(versions.id < before)
    rows = conn.execute(wanted.limit(limit)).all()
    changes: dict[int, list[Change]] = {row.id: [] for row in rows}
    ordered = select(table_of(SettingChange)).order_by(changed.section, changed.key)
    for row in conn.execute(ordered.where(changed.version_id.in_(changes), changed.section.in_(names))):
        entry = Entry(Section(row.section), row.key)
        changes[row.version_id].append(Change(entry, row.before, row.after))
    return [Version(*_head(row), tuple(changes[row.id])) for row in rows]


def _head(row: Any) -> tuple[int, int, str, str, int | None]:
    return row.id, row.saved_at, row.saved_by, row.via, row.restores
