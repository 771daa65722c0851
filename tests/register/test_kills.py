"""A process killed between any two statements of an act leaves all of the act or nothing."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from sales_core.payment_history import replayed
from sales_core.store.acts import load_all_changes
from sales_core.store.attribution import month_sums_differ
from sales_core.store.database import Database, open_database
from sales_core.store.leads import save_leads
from sales_core.store.payment_writing import load_payments_now
from sales_core.store.portion_tables import PaymentPortion
from sales_core.store.references import save_account
from sales_core.store.register_tables import PaymentAct
from sales_core.store.revisions import load_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum, Payment
from tests.killing import kill_everywhere
from tests.register.runs import DEEDS
from tests.store.conftest import NOW, a_lead
from tests.store.worlds import account

pytestmark = pytest.mark.slow

FEWEST_STATEMENTS = 10


def test_an_act_killed_before_each_of_its_statements_is_whole_or_was_never_begun(database_url: str) -> None:
    database = open_database(database_url)
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        save_leads(conn, [a_lead(1), a_lead(2)], now=NOW)
    assert min(kill_everywhere(database, DEEDS, state)) >= FEWEST_STATEMENTS
    with database.read() as conn:
        assert len(conn.execute(select(table_of(PaymentAct))).all()) == len(DEEDS)
    database.dispose()


def state(database: Database) -> tuple[Any, ...]:
    """Everything an act can touch, found to agree with itself."""
    with database.read() as conn:
        payments = load_payments_now(conn, list(conn.scalars(select(columns(Payment).id))))
        history = list(load_all_changes(conn))
        assert replayed(history) == {id_: payment.terms for id_, payment in payments.items()}
        assert month_sums_differ(conn) == []
        return (
            payments,
            history,
            _rows(conn, MonthSum),
            _rows(conn, PaymentPortion),
            _rows(conn, PaymentAct),
            load_revision(conn),
        )


def _rows(conn: Connection, table: Any) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in conn.execute(select(table_of(table)))}
