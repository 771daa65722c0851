"""Long lists a part at a time: a statement takes only so many parameters, and memory must not grow with the account."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import Lead
from sales_core.store.table_kit import columns

T = TypeVar("T")
_SIZE = 500


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _SIZE):
        yield items[start : start + _SIZE]


def lead_id_batches(conn: Connection) -> Iterator[list[int]]:
    """The ids of every lead, tombstones included, ascending."""
    leads, last = columns(Lead), -1
    while ids := list(conn.scalars(select(leads.id).where(leads.id > last).order_by(leads.id).limit(_SIZE))):
        yield ids
        last = ids[-1]
