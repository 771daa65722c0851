"""Long lists a part at a time: a statement takes only so many parameters, and memory must not grow with the account."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, select

from sales_core.store.tables import Lead, Payment, columns

T = TypeVar("T")
_SIZE = 500


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _SIZE):
        yield items[start : start + _SIZE]


def lead_id_batches(conn: Connection) -> Iterator[list[int]]:
    """The ids of every lead, tombstones included, ascending."""
    leads = columns(Lead)
    return _by_key(conn, select(leads.id), leads.id)


def lead_id_batches_of_types(conn: Connection, deal_type_ids: Collection[int]) -> Iterator[list[int]]:
    """The ids of the leads that have payments of these deal types, ascending."""
    payments = columns(Payment)
    leads = select(payments.lead_id).where(payments.deal_type_id.in_(deal_type_ids)).distinct()
    return _by_key(conn, leads, payments.lead_id)


def _by_key(conn: Connection, wanted: Select[Any], key: ColumnElement[int]) -> Iterator[list[int]]:
    last = -1
    while ids := list(conn.scalars(wanted.where(key > last).order_by(key).limit(_SIZE))):
        yield ids
        last = ids[-1]
