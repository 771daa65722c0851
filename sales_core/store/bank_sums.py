"""What the bank says of a month beside what the register says, added up by the database."""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, case, cast, func, select

from sales_core.periods import Month
from sales_core.store.bank_tables import BankConfirmation, BankLine
from sales_core.store.month_sums import ALL_PIPELINES
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum, Payment


class LineSums(NamedTuple):
    """Money that came by lines booked in a month. ``unmatched``: nobody set it aside, and no paid payment stands for
    it."""

    incoming_minor: int
    set_aside_minor: int
    unmatched_minor: int
    unmatched_count: int


def load_line_sums(conn: Connection, month: Month) -> LineSums:
    lines = columns(BankLine)
    rest = lines.amount_minor - _PAID_BY
    aside = lines.set_aside_at.is_not(None)
    counted = case((aside, 0), else_=rest)
    wanted = (
        select(
            _sum(lines.amount_minor), _sum(case((aside, rest), else_=0)), _sum(counted),
            func.count().filter(counted != 0),
        )
        .where(lines.booked_on >= month.first, lines.booked_on < month.end, lines.amount_minor > 0)
    )  # fmt: skip
    return LineSums(*conn.execute(wanted).one())


def load_confirmed_minor(conn: Connection, month: Month) -> int:
    """Of the payments paid in the month, how much the bank confirms."""
    held, payments = columns(BankConfirmation), columns(Payment)
    wanted = (
        select(_sum(held.amount_minor))
        .join(table_of(Payment), payments.id == held.payment_id)
        .where(held.released_at.is_(None), payments.paid_month == str(month))
    )
    return int(conn.scalar(wanted) or 0)


def load_revenue_minor(conn: Connection, month: Month) -> int:
    """Of all payments paid in the month."""
    sums = columns(MonthSum)
    wanted = select(_sum(sums.revenue_minor)).where(sums.pipeline_id == ALL_PIPELINES, sums.month == str(month))
    return int(conn.scalar(wanted) or 0)


def _sum(amount: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(amount), 0), BigInteger)


_PAID_BY = (
    select(_sum(columns(BankConfirmation).amount_minor))
    .join(table_of(Payment), columns(Payment).id == columns(BankConfirmation).payment_id)
    .where(
        columns(BankConfirmation).line_id == columns(BankLine).id,
        columns(BankConfirmation).released_at.is_(None),
        columns(Payment).paid_on.is_not(None),
    )
    .correlate(table_of(BankLine))
    .scalar_subquery()
)
"""How much of a line paid payments stand for."""
