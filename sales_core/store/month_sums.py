"""The monthly roll-up: what each payment and lost lead adds to it, kept by differences, and rebuilt as a check.

The differences are counted here one by one and the rebuilding is one statement over the tables, so that the nightly
comparison of the two says something.
"""

# ruff: noqa: S608 - the statements are put together from this module's own constants

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, text

from sales_core.payment_states import Standing
from sales_core.store.copies import Copies
from sales_core.store.dialects import insert_into
from sales_core.store.portions import Portion
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum

ALL_MONTHS = "all"
"""The row that sums ``open`` over every month; letters sort after digits, so it comes after every month."""
ALL_PIPELINES = -1
"""The rows that sum all pipelines."""

_KEYS = ("pipeline_id", "month", "manager_id", "deal_type_id")
_SUMS = (
    "fact_minor", "fact_count", "revenue_minor", "due_paid_minor", "due_paid_count", "open_minor", "open_count",
    "lost_minor", "lost_leads",
)  # fmt: skip


class MonthCell(NamedTuple):
    """The key of one sum."""

    pipeline_id: int
    month: str
    manager_id: int
    deal_type_id: int


class MonthDifferences:
    """What a transaction changes in the roll-up: payments and leads as they were taken out, as they are put in."""

    def __init__(self) -> None:
        self._cells: dict[tuple[Any, ...], list[int]] = {}

    def count_payment(self, amount_minor: int, copies: Copies, portions: Sequence[Portion], sign: int) -> None:
        """Itself or, of a payment that several managers share, each portion of it."""
        if not portions:
            self._count(amount_minor, copies, sign)
        for portion in portions:
            held = copies._replace(manager_id=portion.manager_id, margin_minor=portion.margin_minor)
            self._count(portion.amount_minor, held, sign)

    def _count(self, amount_minor: int, copies: Copies, sign: int) -> None:
        margin = sign * copies.margin_minor
        for pipeline_id in (copies.pipeline_id, ALL_PIPELINES):
            if copies.paid_month is not None:
                fact = self._cell(pipeline_id, copies.paid_month, copies.manager_id, copies.deal_type_id)
                fact[0] += margin
                fact[1] += sign
                fact[2] += sign * amount_minor
                due = self._cell(pipeline_id, copies.due_month, copies.manager_id, copies.deal_type_id)
                due[3] += margin
                due[4] += sign
            elif copies.standing == Standing.OPEN:
                for month in (copies.due_month, ALL_MONTHS):
                    open_ = self._cell(pipeline_id, month, copies.manager_id, copies.deal_type_id)
                    open_[5] += margin
                    open_[6] += sign

    def count_lead(self, lead: Any, lost_minor: int, sign: int) -> None:
        """``lead``: a row with what a lost lead is grouped by."""
        if lost_minor:
            month = lead.closed_on.isoformat()[:7]
            for pipeline_id in (lead.pipeline_id, ALL_PIPELINES):
                cell = self._cell(pipeline_id, month, lead.responsible_user_id, lead.deal_type_id)
                cell[7] += sign * lost_minor
                cell[8] += sign

    def _cell(self, *key: Any) -> list[int]:
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
    conn.execute(text(f"INSERT INTO month_sum ({_COLUMNS}) {_counted()}"))


def rebuild_month_sums_of(conn: Connection, deal_type_ids: Collection[int]) -> None:
    """Counts the sums of these deal types anew."""
    conn.execute(delete(table_of(MonthSum)).where(columns(MonthSum).deal_type_id.in_(deal_type_ids)))
    counted = text(f"INSERT INTO month_sum ({_COLUMNS}) {_counted(' AND deal_type_id IN :types')}")
    conn.execute(counted.bindparams(bindparam("types", sorted(deal_type_ids), expanding=True)))


def month_sums_differ(conn: Connection) -> list[MonthCell]:
    """The cells whose kept sums are not what payments and leads add up to; empty when all is well."""
    both = f"SELECT {_COLUMNS} FROM month_sum UNION ALL SELECT {_COLUMNS} FROM ({_counted()}) AS counted"
    some = " OR ".join(f"{name} <> 0" for name in _SUMS)
    alone = f"SELECT {_COLUMNS} FROM ({both}) AS both_ways WHERE {some} GROUP BY {_COLUMNS} HAVING COUNT(*) = 1"
    rows = conn.execute(text(f"SELECT DISTINCT {', '.join(_KEYS)} FROM ({alone}) AS alone"))
    return sorted(MonthCell(*row) for row in rows)


def _part(month: str, manager: str, source: str, **sums: str) -> str:
    counted = ", ".join(f"{sums.get(name, '0')} AS {name}" for name in _SUMS)
    return f"SELECT pipeline_id, {month} AS month, {manager} AS manager_id, deal_type_id, {counted} FROM {source}"


def _added(source: str, pipeline: str = "pipeline_id", month: str = "month", only: str = "") -> str:
    """The sums of ``source``, over all pipelines or all months where a constant stands in for the column.

    ``only``: the sums to count by their name's beginning, the others being 0.
    """
    sums = ", ".join(f"CAST(SUM({name if name.startswith(only) else 0}) AS BIGINT) AS {name}" for name in _SUMS)
    keys = f"{pipeline} AS pipeline_id, {month} AS month, manager_id, deal_type_id"
    grouped = [name for name in (pipeline, month) if name in _KEYS]
    return f"SELECT {keys}, {sums} FROM {source} GROUP BY {', '.join([*grouped, 'manager_id', 'deal_type_id'])}"


_COLUMNS = ", ".join(_KEYS + _SUMS)


def _paid_parts(source: str) -> tuple[str, str]:
    return (
        _part("paid_month", "manager_id", source, fact_minor="margin_minor", fact_count="1",
              revenue_minor="amount_minor"),
        _part("due_month", "manager_id", source, due_paid_minor="margin_minor", due_paid_count="1"),
    )  # fmt: skip


def _counted(only: str = "") -> str:
    """The query for every sum, or for what ``only`` leaves of the payments and leads."""
    whole = f"payment WHERE standing = '{Standing.PAID}' AND credit_shares IS NULL{only}"
    portions = f"payment_portion WHERE paid_month IS NOT NULL{only}"
    open_ = f"payment WHERE standing = '{Standing.OPEN}'{only}"
    lost = f"lead WHERE lost_minor <> 0{only}"
    parts = (
        *_paid_parts(whole),
        *_paid_parts(portions),
        _part("due_month", "manager_id", open_, open_minor="margin_minor", open_count="1"),
        _part("substr(CAST(closed_on AS TEXT), 1, 7)", "responsible_user_id", lost, lost_minor="lost_minor",
              lost_leads="1"),
    )  # fmt: skip
    return (
        f"WITH parts AS ({' UNION ALL '.join(parts)}), months AS ({_added('parts')}), "
        f"tails AS ({_added('months', month=repr(ALL_MONTHS), only='open')}), "
        "cells AS (SELECT * FROM months UNION ALL SELECT * FROM tails WHERE open_count <> 0) "
        f"SELECT * FROM cells UNION ALL SELECT * FROM ({_added('cells', pipeline=str(ALL_PIPELINES))}) AS pipelines"
    )
