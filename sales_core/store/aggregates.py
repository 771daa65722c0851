"""The report's sums, by manager and deal type, read from the monthly roll-up.

Only what depends on the day is counted from payments: in the month that holds ``as_of``, which of the open payments
are overdue. Everything else is a few thousand rows of the roll-up, however many payments there are.
"""

from typing import Any

from sqlalchemy import BigInteger, Connection, Select, case, cast, func, literal_column, select

from sales_core.figures import CellSums, Sums, TrendCell
from sales_core.payment_states import Standing
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.store.month_sums import ALL_MONTHS, ALL_PIPELINES
from sales_core.store.narrowing import narrowed
from sales_core.store.table_kit import columns
from sales_core.store.tables import MonthSum, Payment

Cell = tuple[int, int]
Pairs = dict[Cell, tuple[int, int]]
"""By manager and deal type: the margin of some payments and their number."""

_NOTHING = (0, 0)
_ONE: Any = literal_column("1")


def load_cells(conn: Connection, scope: Scope) -> list[CellSums]:
    """One cell for each manager and deal type (0: none) that anything in the month is counted for."""
    sums = columns(MonthSum)
    month = _grouped([sums.manager_id, sums.deal_type_id], [
        sums.fact_minor, sums.due_paid_minor, sums.open_minor, sums.open_count, sums.revenue_minor, sums.lost_minor,
        sums.lost_leads,
    ]).where(*_kept_for(scope), sums.month == str(scope.month))  # fmt: skip
    rows = {(row[0], row[1]): row[2:] for row in conn.execute(month)}
    overdue = _overdue_in_month(conn, scope)
    carried = _carried(conn, scope) if scope.as_of in scope.month else {}
    cells = []
    for cell in rows.keys() | carried.keys():
        fact, paid, open_, open_count, revenue, lost, lost_leads = rows.get(cell, (0,) * 7)
        late, late_count = (open_, open_count) if overdue is None else overdue.get(cell, _NOTHING)
        tail, tail_count = carried.get(cell, _NOTHING)
        added = Sums(fact, paid, open_ - late, late, tail, revenue, lost, lost_leads, late_count + tail_count)
        cells.append(CellSums(cell[0], cell[1], added))
    return cells


def load_trend_cells(conn: Connection, first: Month, last: Month, scope: Scope) -> list[TrendCell]:
    """One cell for each manager and month from ``first`` to ``last``, under the scope's filters."""
    sums = columns(MonthSum)
    found = _grouped([sums.month, sums.manager_id], [sums.fact_minor, sums.revenue_minor, sums.lost_minor]).where(
        *_kept_for(scope), sums.month.between(str(first), str(last))
    )
    rows = conn.execute(found).all()
    months = {name: Month.parse(name) for name in {row[0] for row in rows}}
    return [TrendCell(months[name], *amounts) for name, *amounts in rows]


def _overdue_in_month(conn: Connection, scope: Scope) -> Pairs | None:
    """The month's open payments due before ``as_of``; ``None``: all of them are."""
    if scope.as_of >= scope.month.end:
        return None
    if scope.as_of <= scope.month.first:
        return {}
    payments = columns(Payment)
    late = _grouped([payments.manager_id, payments.deal_type_id], [payments.margin_minor, _ONE]).where(
        *narrowed(scope, payments.manager_id, payments.deal_type_id, payments.pipeline_id),
        # Word for word as in the partial index, or neither database would use it.
        payments.standing == literal_column(f"'{Standing.OPEN.value}'"),
        payments.due_on >= scope.month.first,
        payments.due_on < scope.as_of,
    )
    return _pairs(conn, late)


def _carried(conn: Connection, scope: Scope) -> Pairs:
    """The open payments due before the month: all there are but those due in it or later."""
    sums = columns(MonthSum)
    sign = case((sums.month == ALL_MONTHS, 1), else_=-1)
    amounts = [sign * sums.open_minor, sign * sums.open_count]
    found = _grouped([sums.manager_id, sums.deal_type_id], amounts)
    return _pairs(conn, found.where(*_kept_for(scope), sums.month >= str(scope.month)))


def _kept_for(scope: Scope) -> list[Any]:
    """The rows of the roll-up that count under the scope's filters, whatever their month."""
    sums = columns(MonthSum)
    filters = narrowed(scope, sums.manager_id, sums.deal_type_id, sums.pipeline_id)
    return filters if scope.pipelines else [sums.pipeline_id == ALL_PIPELINES, *filters]


def _pairs(conn: Connection, found: Select[Any]) -> Pairs:
    pairs = {(row[0], row[1]): (row[2], row[3]) for row in conn.execute(found)}
    return {cell: pair for cell, pair in pairs.items() if pair != _NOTHING}


def _grouped(keys: list[Any], amounts: list[Any]) -> Select[Any]:
    # PostgreSQL's sum of big integers is a decimal; ours stay integers.
    return select(*keys, *(cast(func.sum(amount), BigInteger) for amount in amounts)).group_by(*keys)
