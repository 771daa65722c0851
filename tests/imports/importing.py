"""A file imported in one go, as the command does it."""

from sqlalchemy import Connection

from sales_core.imports.payments import import_act, prepare, read_file, store_prepared
from sales_core.imports.planning import PaymentsPlan


def import_payments(
    conn: Connection, content: bytes, file: str, now: int, author: str
) -> tuple[PaymentsPlan, int | None]:
    """What it did, and the number of its act; ``None`` where all of it was there already."""
    prepared = prepare(conn, read_file(conn, content, file, now), file)
    act = import_act(prepared, now, author)
    return store_prepared(conn, prepared, act), act.number
