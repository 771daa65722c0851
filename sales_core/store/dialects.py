"""The one thing the two databases say differently: ``INSERT … ON CONFLICT``, alike in SQL and apart in SQLAlchemy."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from sales_core.store.tables import table_of


def insert_into(conn: Connection, model: type[SQLModel]) -> Any:
    """An insert that knows ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    maker = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    return maker(table_of(model))
