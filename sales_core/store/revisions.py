"""The numbers of the data's present state: what every cache of a report is keyed by."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from sales_core.store.dialects import insert_into
from sales_core.store.table_kit import columns
from sales_core.store.tables import Revision

_FIGURES, _WORK = 1, 2


class Revisions(NamedTuple):
    """Each grows with every transaction that changes anything; 0 while nothing was ever stored. ``work``: of events,
    tasks and notes, which nothing but activity and deals in work is made of; ``figures``: of everything else."""

    figures: int
    work: int


def load_revisions(conn: Connection) -> Revisions:
    numbers = {row.id: row.number for row in conn.execute(select(columns(Revision).id, columns(Revision).number))}
    return Revisions(numbers.get(_FIGURES, 0), numbers.get(_WORK, 0))


def load_revision(conn: Connection) -> int:
    """Of the figures."""
    return load_revisions(conn).figures


def bump_revision(conn: Connection) -> None:
    """For writers of what reports show, and only when something really changed."""
    _bump(conn, _FIGURES)


def bump_work(conn: Connection) -> None:
    """For writers of events, tasks and notes, likewise."""
    _bump(conn, _WORK)


def _bump(conn: Connection, id_: int) -> None:
    statement = insert_into(conn, Revision).values(id=id_, number=1)
    conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"number": columns(Revision).number + 1}))
