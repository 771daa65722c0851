"""The monthly roll-up: what each payment and lost lead adds to it, kept by differences, and rebuilt as a check.

The differences are counted here one by one and the rebuilding is one statement over the tables, so that the nightly
comparison of the two says something.
"""

# ruff: noqa: S608 - the statements are put together from this module's own constants

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, text

from sales_core.payment_states import Standing
from sales_core.store.copies import Copies
from sales_core.store.dialects import insert_into
from sales_core.store.tables import MonthSum, columns, table_of

ALL_MONTHS = "all"
"""The row that sums ``open`` over every month; letters sort after digits, so it comes after every month."""

_KEYS = ("month", "manager_id", "deal_type_id", "pipeline_id")
_SUMS = (
    "fact_minor", "fact_count", "revenue_minor", "due_paid_minor", "due_paid_count", "open_minor", "open_count",
    "lost_minor", "lost_leads",
)  # fmt: skip


class MonthCell(NamedTuple):
    """The key of one sum."""

    month: str
    manager_id: int
    deal_type_id: int
    pipeline_id: int


class MonthDifferences:
    """What a transaction changes in the roll-up: payments and leads as they were taken out, as they are put in."""

    def __init__(self) -> None:
        self._cells: dict[MonthCell, list[int]] = {}

    def count_payment(self, amount_minor: int, copies: Copies, sign: int) -> None:
        cell = copies.manager_id, copies.deal_type_id, copies.pipeline_id
        margin = sign * copies.margin_minor
        if copies.paid_month is not None:
            fact = self._cell(MonthCell(copies.paid_month, *cell))
            fact[0] += margin
            fact[1] += sign
            fact[2] += sign * amount_minor
            due = self._cell(MonthCell(copies.due_month, *cell))
            due[3] += margin
            due[4] += sign
        elif copies.standing == Standing.OPEN:
            for month in (copies.due_month, ALL_MONTHS):
                open_ = self._cell(MonthCell(month, *cell))
                open_[5] += margin
                open_[6] += sign

    def count_lead(self, lead: Any, lost_minor: int, sign: int) -> None:
        """``lead``: a row with what a lost lead is grouped by."""
        if lost_minor:
            month = lead.closed_on.isoformat()[:7]
            cell = self._cell(MonthCell(month, lead.responsible_user_id, lead.deal_type_id, lead.pipeline_id))
            cell[7] += sign * lost_minor
            cell[8] += sign

    def _cell(self, key: MonthCell) -> list[int]:
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = [0] * len(_SUMS)
        return cell

    def save(self, conn: Connection) -> bool:
        """Adds them to what is stored; whether there were any."""
        changed = [(*key, *sums) for key, sums in self._cells.items() if any(sums)]
        if changed:
            statement = insert_into(conn, MonthSum)
            stored = columns(MonthSum)
            added = {name: stored[name] + statement.excluded[name] for name in _SUMS}
            rows = [dict(zip(_KEYS + _SUMS, row, strict=True)) for row in changed]
            conn.execute(statement.on_conflict_do_update(index_elements=_KEYS, set_=added), rows)
        return bool(changed)


def rebuild_month_sums(conn: Connection) -> None:
    """Counts every sum anew from payments and leads."""
    conn.execute(delete(table_of(MonthSum)))
    conn.execute(text(f"INSERT INTO month_sum ({_names(_KEYS + _SUMS)}) {_COUNTED}"))


def month_sums_differ(conn: Connection) -> list[MonthCell]:
    """The cells whose kept sums are not what payments and leads add up to; empty when all is well."""
    stored = f"SELECT {_names(_KEYS + _SUMS)} FROM month_sum WHERE {' OR '.join(f'{name} <> 0' for name in _SUMS)}"
    counted = f"SELECT * FROM ({_COUNTED}) AS counted WHERE {' OR '.join(f'{name} <> 0' for name in _SUMS)}"
    found: set[MonthCell] = set()
    for one, other in ((stored, counted), (counted, stored)):
        rows = conn.execute(text(f"SELECT {_names(_KEYS)} FROM ({one} EXCEPT {other}) AS different"))
        found.update(MonthCell(*row) for row in rows)
    return sorted(found)


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)


def _part(month: str, manager: str, source: str, **sums: str) -> str:
    counted = _names(f"{sums.get(name, '0')} AS {name}" for name in _SUMS)
    return f"SELECT {month} AS month, {manager} AS manager_id, deal_type_id, pipeline_id, {counted} FROM {source}"


_PAID = "payment WHERE standing = 'paid'"
_OPEN = "payment WHERE standing = 'open'"
_PARTS = (
    _part("paid_month", "manager_id", _PAID, fact_minor="margin_minor", fact_count="1", revenue_minor="amount_minor"),
    _part("due_month", "manager_id", _PAID, due_paid_minor="margin_minor", due_paid_count="1"),
    _part("due_month", "manager_id", _OPEN, open_minor="margin_minor", open_count="1"),
    _part(f"'{ALL_MONTHS}'", "manager_id", _OPEN, open_minor="margin_minor", open_count="1"),
    _part("substr(CAST(closed_on AS TEXT), 1, 7)", "responsible_user_id", "lead WHERE lost_minor <> 0",
          lost_minor="lost_minor", lost_leads="1"),
)  # fmt: skip
_COUNTED = (
    f"SELECT {_names(_KEYS)}, {_names(f'CAST(SUM({name}) AS BIGINT) AS {name}' for name in _SUMS)} "
    f"FROM ({' UNION ALL '.join(_PARTS)}) AS parts GROUP BY {_names(_KEYS)}"
)
