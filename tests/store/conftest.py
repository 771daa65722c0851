"""A company small enough to read: one lead of one manager in Moscow, and the hands to change it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from sales_core.payment_history import Via
from sales_core.store.acts import Act
from sales_core.store.database import Database
from sales_core.store.leads import save_leads
from sales_core.store.references import save_account
from sales_core.store.table_kit import table_of
from sales_core.store.tables import Payment
from tests.deciding import replace_settings
from tests.oracle import OracleLead
from tests.store.worlds import FIELD, account, lead_row

NOW = 1_792_500_000
"""2026-10-20, 15:40 in Moscow."""


@pytest.fixture
def conn(database: Database) -> Iterator[Connection]:
    """A transaction on a database with its account, a deal-type field and lead 1 of manager 11."""
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        replace_settings(conn, values={"deal_type_field": FIELD})
        save_leads(conn, [a_lead()], now=NOW)
        yield conn


def act(at: int = NOW, via: Via = Via.PAGE, by: str = "anna") -> Act:
    return Act(at, via, by)


def a_lead(id_: int = 1, **changes: Any) -> dict[str, Any]:
    return lead_row(OracleLead(id_, [(0, 11)], pipeline=1, deal_type=701, price=25_000_00), **changes)


def payments_of(conn: Connection) -> list[Any]:
    return list(conn.execute(select(table_of(Payment)).order_by(table_of(Payment).c.id)))


def the_payment(conn: Connection) -> Any:
    (payment,) = payments_of(conn)
    return payment
