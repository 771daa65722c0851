"""Payments by any filter: what they come to day by day, and any page of them in any order.

Sums are a walk along the index ``payment_day``, which alone holds all they need. A page is found as ids first, mostly
in the same index, so that only what is shown is joined with deals and clients.
"""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, cast, func, null, select

from sales_core.credit_shares import CreditShares
from sales_core.payment_filter import PAGE_SIZE, PaymentFilter, PaymentView, SortBy
from sales_core.payment_history import PaymentNow
from sales_core.payment_search import Search
from sales_core.payment_states import Standing
from sales_core.payment_sums import DueSum, Sum
from sales_core.store.amocrm_tables import Lead, User
from sales_core.store.behind_rows import BehindRow, payment_row, select_listed, with_leads
from sales_core.store.payment_conditions import conditions_of
from sales_core.store.payment_writing import payment_now, payments_now
from sales_core.store.shares import load_shares
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class ListedRow(NamedTuple):
    """``row``: the payment, whole. ``version``: as in ``PaymentNow``. ``credit_shares``: of those who share it."""

    row: BehindRow
    version: int
    credit_shares: CreditShares


def load_due_sums(conn: Connection, asked: PaymentFilter, search: Search) -> list[DueSum]:
    """By due day and standing, of all that meet the filter."""
    payments = columns(Payment)
    keys = payments.due_on, payments.standing
    sums = (cast(func.sum(amount), BigInteger) for amount in (payments.amount_minor, payments.margin_minor))
    found = select(*keys, func.count(), *sums).where(*conditions_of(asked, search, conn)).group_by(*keys)
    return [DueSum(day, Standing(standing), Sum(*added)) for day, standing, *added in conn.execute(found)]


def load_page(conn: Connection, view: PaymentView, search: Search) -> list[ListedRow]:
    """One page, in the view's order."""
    page = _found(conn, view, search).limit(PAGE_SIZE).offset((view.page - 1) * PAGE_SIZE)
    ids = list(conn.scalars(page))
    return _in_order(conn, ids, columns(Payment).id.in_(ids))


def load_listed(conn: Connection, view: PaymentView, search: Search) -> list[ListedRow]:
    """All pages."""
    ids = list(conn.scalars(_found(conn, view, search)))
    return _in_order(conn, ids, *conditions_of(view.filter, search, conn))


def load_found(conn: Connection, asked: PaymentFilter, search: Search, limit: int) -> list[PaymentNow]:
    """As they stand, to be changed."""
    wanted = payments_now().where(*conditions_of(asked, search, conn)).order_by(columns(Payment).id).limit(limit)
    return [payment_now(row) for row in conn.execute(wanted)]


def _found(conn: Connection, view: PaymentView, search: Search) -> Select[Any]:
    """The ids, in order."""
    payments, sort = columns(Payment), view.sort
    found = select(payments.id).where(*conditions_of(view.filter, search, conn))
    if sort.by is SortBy.DEAL:
        found = found.join(table_of(Lead), columns(Lead).id == payments.lead_id)
    if sort.by is SortBy.MANAGER:
        found = found.outerjoin(table_of(User), columns(User).id == payments.manager_id)
    key = _sort_keys()[sort.by]
    ordered, by_id = (key.desc(), payments.id.desc()) if sort.down else (key.asc(), payments.id)
    can_be_empty = sort.by in (SortBy.PAID, SortBy.MANAGER)
    return found.order_by(ordered.nulls_last() if can_be_empty else ordered, by_id)


def _sort_keys() -> dict[SortBy, Any]:
    payments = columns(Payment)
    return {
        SortBy.DUE: payments.due_on,
        SortBy.PAID: payments.paid_on,
        SortBy.AMOUNT: payments.amount_minor,
        SortBy.DEAL: columns(Lead).name,
        SortBy.MANAGER: columns(User).name,
    }


def _in_order(conn: Connection, ids: list[int], *conditions: ColumnElement[bool]) -> list[ListedRow]:
    """The payments of these ids, which are what the conditions find."""
    payments, shares = columns(Payment), load_shares(conn)
    found = select_listed(payments, null()).add_columns(payments.version, payments.credit_shares)
    rows = {row[0]: row for row in conn.execute(found.select_from(with_leads(table_of(Payment))).where(*conditions))}
    return [ListedRow(payment_row(rows[id_][:-2], shares), *rows[id_][-2:]) for id_ in ids]
