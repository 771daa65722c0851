"""The number of the data's present state: what every cache of a report is keyed by."""

from sqlalchemy import Connection, select

from sales_core.store.dialects import insert_into
from sales_core.store.table_kit import columns
from sales_core.store.tables import Revision


def load_revision(conn: Connection) -> int:
    """Grows with each transaction that changes anything a report shows; 0 while nothing was ever stored."""
    return conn.scalar(select(columns(Revision).number)) or 0


def bump_revision(conn: Connection) -> None:
    """For writers of what reports show, and only when something really changed."""
    statement = insert_into(conn, Revision).values(id=1, number=1)
    conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"number": columns(Revision).number + 1}))
