"""Adjustments beside the bonuses: made, taken back, never deleted."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sales_core.adjustments import Adjustment
from sales_core.periods import Month
from sales_core.store.closing_tables import MonthAdjustment
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of


def load_adjustments(
    conn: Connection, *, month: Month | None = None, of_month: Month | None = None
) -> list[Adjustment]:
    """Those that stand, in the order they were made: paid with a month, or making up for a month, or all."""
    kept = columns(MonthAdjustment)
    found = _standing().order_by(kept.id)
    for column, wanted in ((kept.month, month), (kept.of_month, of_month)):
        if wanted is not None:
            found = found.where(column == str(wanted))
    return list(map(_adjustment, conn.execute(found)))


def load_adjustment(conn: Connection, number: int) -> Adjustment | None:
    """``None`` where there is none, or it was taken back."""
    return next(map(_adjustment, conn.execute(_standing().where(columns(MonthAdjustment).id == number))), None)


def save_adjustments(conn: Connection, adjustments: Iterable[Adjustment]) -> None:
    """New ones; their numbers are given here."""
    rows = [
        {
            "month": str(each.month),
            "of_month": each.of_month and str(each.of_month),
            **{
                name: getattr(each, name)
                for name in ("manager_id", "amount_minor", "fact_minor", "reason", "made_at", "made_by")
            },
        }
        for each in adjustments
    ]
    conn.execute(insert(table_of(MonthAdjustment)), rows)
    bump_revision(conn)


def save_taking_back(conn: Connection, number: int, at: int, by: str) -> None:
    kept = columns(MonthAdjustment)
    conn.execute(update(table_of(MonthAdjustment)).where(kept.id == number).values(taken_back_at=at, taken_back_by=by))
    bump_revision(conn)


def _standing() -> Any:
    kept = columns(MonthAdjustment)
    return select(*(kept[name] for name in Adjustment.__slots__)).where(kept.taken_back_at.is_(None))


def _adjustment(row: Any) -> Adjustment:
    known = {name: getattr(row, name) for name in Adjustment.__slots__}
    of_month = row.of_month and Month.parse(row.of_month)
    return Adjustment(**known | {"month": Month.parse(row.month), "of_month": of_month})
