"""The figures of a closed month out of its frozen copy: the counterpart of ``aggregates`` and ``drilldown``.

Departments are given as the managers who belonged to them when the month was closed.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, cast, false, func, or_, select

from sales_core.figures import PARTS, CellSums, Figure, Sums, TrendCell
from sales_core.payment_states import Standing
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.store.behind_rows import BehindRow
from sales_core.store.closing_tables import ClosedPayment, ClosedSum
from sales_core.store.month_sums import ALL_PIPELINES
from sales_core.store.table_kit import columns

Sellers = Collection[int] | None
"""Whose figures are wanted; ``None``: everybody's."""


def load_closed_cells(conn: Connection, number: int, scope: Scope, sellers: Sellers) -> list[CellSums]:
    """As ``aggregates.load_cells``."""
    sums = columns(ClosedSum)
    keys = [sums.manager_id, sums.deal_type_id]
    added = [
        sums.fact_minor, sums.paid_minor, sums.overdue_minor, sums.revenue_minor, sums.lost_minor, sums.lost_leads,
        sums.overdue_count,
    ]  # fmt: skip
    found = select(*keys, *map(_added, added)).where(sums.closing_id == number, *_kept(scope, sellers)).group_by(*keys)
    return [
        CellSums(manager_id, deal_type_id, Sums(
            fact=fact, paid=paid, overdue=overdue, revenue=revenue, lost=lost, lost_leads=leads, overdue_count=count,
        ))
        for manager_id, deal_type_id, fact, paid, overdue, revenue, lost, leads, count in conn.execute(found)
    ]  # fmt: skip


def load_closed_trend_cells(conn: Connection, number: int, scope: Scope, sellers: Sellers) -> list[TrendCell]:
    """As ``aggregates.load_trend_cells``, of the scope's month alone."""
    sums = columns(ClosedSum)
    added = map(_added, (sums.fact_minor, sums.revenue_minor, sums.lost_minor))
    found = select(sums.manager_id, *added).where(sums.closing_id == number, *_kept(scope, sellers))
    return [TrendCell(scope.month, *row) for row in conn.execute(found.group_by(sums.manager_id))]


def load_closed_behind(  # noqa: PLR0913 - what to list, of which row
    conn: Connection,
    number: int,
    scope: Scope,
    sellers: Sellers,
    figures: Collection[Figure],
    *,
    manager_id: int | None = None,
    deal_type_id: int | None = None,
) -> list[BehindRow]:
    """As ``drilldown.load_behind``."""
    payments = columns(ClosedPayment)
    filters = _filters(scope, sellers, payments.manager_id, payments.deal_type_id, payments.pipeline_id)
    cell = [(payments.manager_id, manager_id), (payments.deal_type_id, deal_type_id)]
    wanted = [column == value for column, value in cell if value is not None]
    parts = {part for figure in figures for part in PARTS[figure]}
    is_behind = or_(*(_condition(part, scope.month) for part in sorted(parts)))
    found = select(*(payments[name] for name in BehindRow._fields)).where(
        payments.closing_id == number, is_behind, *filters, *wanted
    )
    return [_row(row) for row in conn.execute(found.order_by(payments.line))]


def _condition(part: Figure, month: Month) -> ColumnElement[bool]:
    """Which frozen lines are one of the figure's; each is there because it is one of some figure's."""
    payments = columns(ClosedPayment)
    match part:
        case Figure.FACT | Figure.REVENUE:
            return and_(payments.paid_on >= month.first, payments.paid_on < month.end)
        case Figure.PAID:
            is_due = and_(payments.due_on >= month.first, payments.due_on < month.end)
            return and_(payments.standing == Standing.PAID.value, is_due)
        case Figure.OVERDUE:
            return and_(payments.standing == Standing.OPEN.value)
        case Figure.LOST:
            return and_(payments.standing == Standing.LOST.value)
    return false()


def _row(row: Any) -> BehindRow:
    told = BehindRow(*row)
    credit_share = row.credit_share and Decimal(row.credit_share)
    return told._replace(
        margin_share=Decimal(row.margin_share), standing=Standing(row.standing), credit_share=credit_share
    )


def _kept(scope: Scope, sellers: Sellers) -> list[Any]:
    sums = columns(ClosedSum)
    filters = _filters(scope, sellers, sums.manager_id, sums.deal_type_id, sums.pipeline_id)
    return filters if scope.pipelines else [sums.pipeline_id == ALL_PIPELINES, *filters]


def _filters(scope: Scope, sellers: Sellers, manager: Any, deal_type: Any, pipeline: Any) -> list[Any]:
    chosen = [(deal_type, scope.deal_types or None), (pipeline, scope.pipelines or None), (manager, sellers)]
    return [column.in_(sorted(ids)) for column, ids in chosen if ids is not None]


def _added(column: Any) -> Any:
    # PostgreSQL's sum of big integers is a decimal; ours stay integers.
    return cast(func.sum(column), BigInteger)
