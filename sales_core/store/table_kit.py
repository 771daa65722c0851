"""What the modules of tables share: conventions and column shapes.

Conventions, everywhere: ``…_at`` is an instant in Unix seconds UTC, ``…_on`` a calendar day in the account's zone,
``…_minor`` an integer of minor units, ``month`` the text ``2026-10``, a share or rate an exact decimal as text. Ids of
amoCRM's things are amoCRM's; 0 stands for "none" wherever a column belongs to a key of sums (no deal type, no manager).
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, Table
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Field, SQLModel

# SQLite keeps a table in the order of a key it calls INTEGER, and any of its integers has 64 bits.
KEY_TYPE: Any = BigInteger().with_variant(Integer(), "sqlite")


def key() -> Any:
    return Field(primary_key=True, sa_type=KEY_TYPE, sa_column_kwargs={"autoincrement": False})


def big(**options: Any) -> Any:
    return Field(sa_type=BigInteger, **options)


def json_column(**options: Any) -> Any:
    return Field(sa_type=JSON, **options)


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a model: what hot paths work with."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return table


def columns(model: type[SQLModel]) -> ReadOnlyColumnCollection[str, Any]:
    """The Core columns of a model, as ``columns(Lead).price_minor``."""
    return table_of(model).c
