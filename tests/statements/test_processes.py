"""Processes killed at any moment, and two that do the same at once: nothing is half done, nothing is done twice."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from sales_core.store.bank_tables import BankConfirmation, BankLine, BankStatement
from sales_core.store.database import Database, open_database
from sales_core.store.references import save_account
from sales_core.store.revisions import load_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from tests.killing import NEVER, do_and_die, kill_everywhere
from tests.programs import started
from tests.statements.conftest import OCT_5, OCT_20, add_payment, fill
from tests.statements.runs import DEEDS
from tests.store.worlds import account

pytestmark = pytest.mark.slow

FEWEST_STATEMENTS = (5, 20, 15)


@pytest.fixture
def company_url(database_url: str) -> str:
    database = open_database(database_url)
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        fill(conn)
        add_payment(conn, 1000_00, OCT_20)
    database.dispose()
    return database_url


def test_a_deed_killed_before_each_of_its_statements_is_whole_or_was_never_begun(company_url: str) -> None:
    database = open_database(company_url)
    statements = kill_everywhere(database, DEEDS, state)
    assert all(many >= fewest for many, fewest in zip(statements, FEWEST_STATEMENTS, strict=True))
    database.dispose()


def test_two_who_do_the_same_at_once_do_it_once(company_url: str) -> None:
    codes = []
    for deed in DEEDS[:2]:
        both = [started(do_and_die, company_url, deed, NEVER) for _ in range(2)]
        for process in both:
            process.join()
        codes.append(sorted(process.exitcode or 0 for process in both))
    assert codes == [[0, 0], [0, 1]], "the second import adds nothing, the second confirmation is refused"
    database = open_database(company_url)
    with database.read() as conn:
        assert [len(rows(conn, table)) for table in (BankStatement, BankLine, BankConfirmation)] == [1, 2, 2]
        amounts = select(columns(Payment).amount_minor, columns(Payment).paid_on).order_by(columns(Payment).id)
        assert [tuple(row) for row in conn.execute(amounts)] == [(600_00, OCT_5), (400_00, None), (400_00, OCT_5)]
    database.dispose()


def state(database: Database) -> tuple[Any, ...]:
    with database.read() as conn:
        tables = (BankStatement, BankLine, BankConfirmation, Payment)
        return *(rows(conn, table) for table in tables), load_revision(conn)


def rows(conn: Connection, table: type[Any]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in conn.execute(select(table_of(table)))), key=repr)
