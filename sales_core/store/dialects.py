"""What the two databases say differently: ``INSERT … ON CONFLICT``, alike in SQL and apart in SQLAlchemy, and exact
decimals, which SQLite has none of."""

import sqlite3
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Numeric, cast, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from sales_core.money import divide_half_away
from sales_core.store.table_kit import table_of


def insert_into(conn: Connection, model: type[SQLModel]) -> Any:
    """An insert that knows ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    maker = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    return maker(table_of(model))


def margin_in(conn: Connection, amount_minor: ColumnElement[int], share: Decimal) -> ColumnElement[int]:
    """``money.margin_of`` reckoned by the database, to the last kopeck."""
    text = f"{share:f}"
    if conn.dialect.name == "sqlite":
        return func.margin_of(amount_minor, text, type_=BigInteger)
    return cast(func.round(amount_minor * cast(text, Numeric)), BigInteger)


def teach_sqlite(connection: sqlite3.Connection) -> None:
    """Gives a new connection the functions that SQLite lacks."""
    connection.create_function("margin_of", 2, _margin_of, deterministic=True)


def _margin_of(amount_minor: int, share: str) -> int:
    numerator, denominator = _ratio(share)
    return divide_half_away(amount_minor * numerator, denominator)


@lru_cache(maxsize=256)
def _ratio(share: str) -> tuple[int, int]:
    return Decimal(share).as_integer_ratio()
