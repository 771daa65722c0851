"""Rows in by key: the fast way (Core, ``executemany``), and only those that really differ from what is stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, tuple_
from sqlmodel import SQLModel

from sales_core.store.dialects import insert_into
from sales_core.store.table_kit import table_of

Row = Mapping[str, Any]
# SQLite takes at most 32 766 parameters a statement; keys have one or two columns.
_KEYS_AT_ONCE = 1000


def upsert(conn: Connection, table: type[SQLModel], rows: Sequence[Row]) -> None:
    """Inserts each row or, where its primary key is there already, sets the columns it gives.

    All rows give the same columns; those a row does not give keep their value, or get their default when inserted.
    """
    if not rows:
        return
    statement = insert_into(conn, table)
    keys = [column.name for column in table_of(table).primary_key]
    given = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if given:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=given)
    else:
        statement = statement.on_conflict_do_nothing()
    conn.execute(statement, list(rows))


def upsert_changed(conn: Connection, table: type[SQLModel], rows: Sequence[Row]) -> list[Row]:
    """Upserts the rows that are new or differ from what is stored in a column they give, and returns them."""
    stored = load_by_key(conn, table, rows)
    keys = [column.name for column in table_of(table).primary_key]
    changed = [row for row in rows if dict(row) != stored.get(tuple(row[key] for key in keys))]
    upsert(conn, table, changed)
    return changed


def load_by_key(conn: Connection, table: type[SQLModel], rows: Sequence[Row]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """What is stored under the keys of ``rows``, in the columns that ``rows`` give."""
    if not rows:
        return {}
    all_columns = table_of(table).c
    keys = list(table_of(table).primary_key)
    key = keys[0] if len(keys) == 1 else tuple_(*keys)
    wanted = [row[keys[0].name] if len(keys) == 1 else tuple(row[k.name] for k in keys) for row in rows]
    given = [all_columns[name] for name in rows[0]]
    found = {}
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        part = wanted[start : start + _KEYS_AT_ONCE]
        for row in conn.execute(select(*given).where(key.in_(part))).mappings():
            found[tuple(row[k.name] for k in keys)] = dict(row)
    return found
