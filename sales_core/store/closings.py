"""Closed months: the copies that were frozen, and which of them are in force."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, literal, select, update

from sales_core.closed_months import Closing
from sales_core.periods import Month
from sales_core.store.attribution import load_leads
from sales_core.store.batches import batches
from sales_core.store.behind_rows import BehindRow
from sales_core.store.closing_tables import ClosedPayment, ClosedSum, MonthClosing
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum

_FROZEN_SUMS = (
    ("fact_minor", "fact_minor"), ("revenue_minor", "revenue_minor"), ("paid_minor", "due_paid_minor"),
    ("overdue_minor", "open_minor"), ("overdue_count", "open_count"), ("lost_minor", "lost_minor"),
    ("lost_leads", "lost_leads"),
)  # fmt: skip
"""Columns of ``ClosedSum`` and those of ``MonthSum`` they are copies of."""


class StoredClosing(NamedTuple):
    """``terms`` as frozen."""

    closing: Closing
    terms: str


def load_closings(conn: Connection) -> list[Closing]:
    """Every one there ever was, in the order they were made."""
    return [_closing(row) for row in conn.execute(_known().order_by(columns(MonthClosing).id))]


def load_every_closing(conn: Connection) -> list[StoredClosing]:
    """The same with what they froze."""
    return [_stored(row) for row in conn.execute(select(table_of(MonthClosing)).order_by(columns(MonthClosing).id))]


def load_closed(conn: Connection, months: Iterable[Month]) -> dict[Month, StoredClosing]:
    """Those of the months that are closed now."""
    found = select(table_of(MonthClosing)).where(*_in_force(months))
    return {each.closing.month: each for each in map(_stored, conn.execute(found))}


def closed_among(conn: Connection, months: Collection[Month]) -> frozenset[Month]:
    """Which of the months are closed now."""
    if not months:
        return frozenset()
    found = select(columns(MonthClosing).month).where(*_in_force(months))
    return frozenset(map(Month.parse, conn.scalars(found)))


def last_closed(conn: Connection) -> Closing | None:
    """The latest month that is closed now."""
    closings = columns(MonthClosing)
    rows = conn.execute(_known().where(closings.reopened_at.is_(None)).order_by(closings.month.desc()).limit(1))
    return next(map(_closing, rows), None)


def save_closing(conn: Connection, closing: Closing, terms: str, payments: Iterable[BehindRow]) -> int:
    """Freezes the month's present sums, and what is given; returns the copy's number, which ``closing`` lacks."""
    made = conn.execute(insert(table_of(MonthClosing)), [{
        "month": str(closing.month), "as_of": closing.as_of, "closed_at": closing.closed_at,
        "closed_by": closing.closed_by, "terms": terms, "inputs_hash": "", "results_hash": "",
    }]).inserted_primary_key  # fmt: skip
    assert made is not None
    number = int(made[0])
    _freeze_sums(conn, number, closing.month)
    _freeze_payments(conn, number, payments)
    bump_revision(conn)
    return number


def seal_closing(conn: Connection, number: int, *, inputs_hash: str, results_hash: str) -> None:
    closings = columns(MonthClosing)
    sealed = update(table_of(MonthClosing)).where(closings.id == number)
    conn.execute(sealed.values(inputs_hash=inputs_hash, results_hash=results_hash))


def save_reopening(conn: Connection, number: int, at: int, by: str, reason: str) -> None:
    """The frozen copy stays, in force no longer."""
    closings = columns(MonthClosing)
    reopened = update(table_of(MonthClosing)).where(closings.id == number)
    conn.execute(reopened.values(reopened_at=at, reopened_by=by, reopen_reason=reason))
    bump_revision(conn)


def load_frozen_rows(conn: Connection, number: int) -> Iterator[list[Any]]:
    """Everything frozen beside the terms, sums before payments, in an order of its own: what is sealed."""
    for table in (ClosedSum, ClosedPayment):
        kept = table_of(table)
        frozen = select(kept).where(kept.c.closing_id == number).order_by(*list(kept.primary_key))
        for row in conn.execute(frozen):
            yield [None if value is None else value if isinstance(value, int) else str(value) for value in row[1:]]


def _freeze_sums(conn: Connection, number: int, month: Month) -> None:
    sums = columns(MonthSum)
    frozen = select(
        literal(number), sums.pipeline_id, sums.manager_id, sums.deal_type_id,
        *(sums[name] for _, name in _FROZEN_SUMS),
    ).where(sums.month == str(month))  # fmt: skip
    names = ["closing_id", "pipeline_id", "manager_id", "deal_type_id", *(name for name, _ in _FROZEN_SUMS)]
    conn.execute(insert(table_of(ClosedSum)).from_select(names, frozen))


def _freeze_payments(conn: Connection, number: int, payments: Iterable[BehindRow]) -> None:
    numbered = list(enumerate(payments, 1))
    for part in batches(numbered):
        leads = load_leads(conn, {row.lead_id for _, row in part})
        conn.execute(insert(table_of(ClosedPayment)), [
            {
                "closing_id": number,
                "line": line,
                "pipeline_id": leads[row.lead_id].pipeline_id,
                **{name: str(value) if isinstance(value, Decimal) else value for name, value in row._asdict().items()},
            }
            for line, row in part
        ])  # fmt: skip


def _in_force(months: Iterable[Month]) -> Collection[Any]:
    closings = columns(MonthClosing)
    return closings.reopened_at.is_(None), closings.month.in_(sorted(map(str, months)))


def _known() -> Any:
    closings = columns(MonthClosing)
    return select(*(closings[name] for name in Closing.__slots__))


def _stored(row: Any) -> StoredClosing:
    return StoredClosing(_closing(row), row.terms)


def _closing(row: Any) -> Closing:
    known = {name: getattr(row, name) for name in Closing.__slots__}
    return Closing(**known | {"month": Month.parse(row.month)})
