"""Statements of the bank and their lines: stored once in whatever files they stand, and read with what is confirmed."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, func, insert, select, update

from sales_core.periods import Month
from sales_core.store.bank_tables import BankConfirmation, BankLine, BankStatement
from sales_core.store.batches import batches
from sales_core.store.dialects import insert_into
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.upserts import Row

_CONFIRMED = (
    select(cast(func.coalesce(func.sum(columns(BankConfirmation).amount_minor), 0), BigInteger))
    .where(columns(BankConfirmation).line_id == columns(BankLine).id, columns(BankConfirmation).released_at.is_(None))
    .correlate(table_of(BankLine))
    .scalar_subquery()
)
"""How much of a line payments stand for."""


class StoredStatement(NamedTuple):
    """``lines``: how many it brought that were not there before."""

    id: int
    file: str
    begins_on: date | None
    ends_on: date | None
    accounts: list[str]
    imported_at: int
    imported_by: str
    lines: int


class StoredLine(NamedTuple):
    """``confirmed_minor``: how much of it payments stand for, of its sign. ``set_aside_at``: ``None`` unless a person
    put it aside."""

    id: int
    account: str
    booked_on: date
    amount_minor: int
    number: str
    party_name: str
    party_inn: str
    purpose: str
    set_aside_at: int | None
    set_aside_by: str
    set_aside_reason: str
    confirmed_minor: int

    @property
    def rest_minor(self) -> int:
        return self.amount_minor - self.confirmed_minor

    @property
    def is_undecided(self) -> bool:
        return self.set_aside_at is None and self.rest_minor != 0


def save_statement(conn: Connection, statement: Row, lines: Sequence[Row]) -> int:
    """Stores the file and those of its lines that are not there yet; how many those are. ``lines``: without
    ``statement_id``. A file whose ``digest`` is there already leaves everything as it is."""
    if knows_file(conn, statement["digest"]):
        return 0
    key = conn.execute(insert(table_of(BankStatement)), [dict(statement)]).inserted_primary_key
    assert key is not None
    added = 0
    for part in batches(lines):
        known = known_identities(conn, [row["identity"] for row in part])
        rows = [{"statement_id": key[0], **_UNTOUCHED, **row} for row in part if row["identity"] not in known]
        if rows:
            conn.execute(insert_into(conn, BankLine).on_conflict_do_nothing(index_elements=["identity"]), rows)
            added += len(rows)
    bump_revision(conn)
    return added


_UNTOUCHED = {"set_aside_at": None, "set_aside_by": "", "set_aside_reason": ""}


def knows_file(conn: Connection, digest: str) -> bool:
    statements = columns(BankStatement)
    return conn.scalar(select(statements.id).where(statements.digest == digest)) is not None


def known_identities(conn: Connection, identities: Collection[str]) -> set[str]:
    """Those of these lines that are stored already."""
    lines = columns(BankLine).identity
    return {
        found
        for part in batches(sorted(identities))
        for found in conn.scalars(select(lines).where(lines.in_(part)))
    }  # fmt: skip


def has_statements(conn: Connection) -> bool:
    return conn.scalar(select(columns(BankStatement).id).limit(1)) is not None


def load_statements(conn: Connection, limit: int) -> list[StoredStatement]:
    """The newest first."""
    statements, lines = table_of(BankStatement), columns(BankLine)
    count = select(func.count()).where(lines.statement_id == statements.c.id).scalar_subquery()
    fields = [statements.c[name] for name in StoredStatement._fields[:-1]]
    wanted: Select[Any] = select(*fields, count).order_by(statements.c.id.desc()).limit(limit)
    return [StoredStatement(*row) for row in conn.execute(wanted)]


def load_undecided_lines(conn: Connection) -> list[StoredLine]:
    """By day: all that nobody set aside and that payments do not stand for in full."""
    lines = columns(BankLine)
    return _lines(conn, lines.set_aside_at.is_(None), lines.amount_minor != _CONFIRMED)


def count_undecided_incoming(conn: Connection) -> int:
    """How many of those brought money."""
    lines = columns(BankLine)
    undecided = select(func.count()).where(
        lines.set_aside_at.is_(None), lines.amount_minor > 0, lines.amount_minor != _CONFIRMED
    )
    return int(conn.scalar(undecided) or 0)


def load_lines_of(conn: Connection, month: Month) -> list[StoredLine]:
    """Those booked in the month, by day."""
    booked_on = columns(BankLine).booked_on
    return _lines(conn, booked_on >= month.first, booked_on < month.end)


def load_line(conn: Connection, line_id: int) -> StoredLine | None:
    return next(iter(_lines(conn, columns(BankLine).id == line_id)), None)


def load_months(conn: Connection) -> list[Month]:
    """Those any line is booked in, the first to the last without a gap."""
    booked_on = columns(BankLine).booked_on
    first, last = conn.execute(select(func.min(booked_on), func.max(booked_on))).one()
    months = []
    month = Month.of(first) if first else None
    while month is not None and month.first <= last:
        months.append(month)
        month = month.plus(1)
    return months


def set_line_aside(conn: Connection, line_id: int, at: int | None, by: str, reason: str) -> None:
    """``at``: ``None`` takes it up again."""
    values = {"set_aside_at": at, "set_aside_by": by, "set_aside_reason": reason}
    conn.execute(update(table_of(BankLine)).where(columns(BankLine).id == line_id).values(values))
    bump_revision(conn)


def _lines(conn: Connection, *conditions: ColumnElement[bool]) -> list[StoredLine]:
    lines = table_of(BankLine)
    fields = [lines.c[name] for name in StoredLine._fields[:-1]]
    wanted: Select[Any] = select(*fields, _CONFIRMED).where(*conditions).order_by(lines.c.booked_on, lines.c.id)
    return [StoredLine(*row) for row in conn.execute(wanted)]
