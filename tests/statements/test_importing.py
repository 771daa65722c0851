"""A statement's lines are stored once, in whatever files they stand, or nothing of a wrong file is."""

from datetime import date

import pytest
from sqlalchemy import Connection, func, select

from sales_core.errors import InputError
from sales_core.reporting.bank import load_bank_month
from sales_core.statements.importing import import_statement, plan_statement
from sales_core.store.bank_lines import load_months, load_statements
from sales_core.store.bank_tables import BankLine, BankStatement
from sales_core.store.references import save_account
from sales_core.store.table_kit import table_of
from tests.bank.test_malformed import REFUSED
from tests.bank.writing import OUR_INN, OURS, SAMPLES, SECOND, written
from tests.statements.conftest import OCTOBER, bring, came, gone, lines_of
from tests.store.conftest import NOW
from tests.store.worlds import account

pytestmark = pytest.mark.usefixtures("company")


def count_of(conn: Connection, table: type) -> int:
    return int(conn.scalar(select(func.count()).select_from(table_of(table))) or 0)


def test_lines_of_both_directions_are_kept_and_own_transfers_are_not(conn: Connection) -> None:
    content = (SAMPLES / "october.txt").read_bytes()
    imported = import_statement(conn, content, "october.txt", NOW, "anna")
    assert (imported.incoming, imported.incoming_minor, imported.outgoing, imported.own) == (2, 351_200_50, 1, 1)
    assert [line.amount_minor for line in lines_of(conn)] == [300_000_00, 51_200_50, -1_184_00]
    (first, *_), (statement,) = lines_of(conn), load_statements(conn, 10)
    assert (first.account, first.party_inn, first.number) == (OURS, "7707083893", "128")
    assert (statement.file, statement.imported_by, statement.lines) == ("october.txt", "anna", 3)
    assert load_months(conn) == [OCTOBER]


def test_the_same_file_again_adds_nothing(conn: Connection) -> None:
    assert bring(conn, came(1, "100"), came(2, "200")).added == 2
    again = bring(conn, came(1, "100"), came(2, "200"), file="copy.txt")
    assert (again.is_repeated, again.added, again.known) == (True, 0, 2)
    assert (count_of(conn, BankStatement), count_of(conn, BankLine)) == (1, 2)


def test_an_overlapping_file_adds_only_what_is_new(conn: Connection) -> None:
    bring(conn, came(1, "100"), came(2, "200", day=6))
    more = bring(conn, came(2, "200", day=6), came(3, "300", day=7))
    assert (more.is_repeated, more.added, more.known) == (False, 1, 1)
    assert [line.amount_minor for line in lines_of(conn)] == [100_00, 200_00, 300_00]


def test_two_equal_documents_of_one_day_are_two_lines(conn: Connection) -> None:
    twins = [came(1, "100"), came(1, "100")]
    bring(conn, *twins)
    assert bring(conn, *twins, came(2, "5", day=6)).added == 1
    assert len(lines_of(conn)) == 3


def test_a_dry_run_says_the_same_and_stores_nothing(conn: Connection) -> None:
    content = (SAMPLES / "every_day.txt").read_bytes()
    planned = plan_statement(conn, content, "d.txt")
    assert (count_of(conn, BankStatement), count_of(conn, BankLine)) == (0, 0)
    assert load_bank_month(conn, OCTOBER) is None
    assert import_statement(conn, content, "d.txt", NOW, "anna") == planned


def test_a_transfer_of_the_company_from_another_bank_is_no_client_s_money(conn: Connection) -> None:
    imported = bring(conn, came(1, "100", ПлательщикСчет=SECOND, ПлательщикИНН=OUR_INN), came(2, "7"))
    assert (imported.own, [line.amount_minor for line in lines_of(conn)]) == (1, [7_00])


def test_an_account_in_another_currency_takes_no_roubles(conn: Connection) -> None:
    tenge = account("Europe/Moscow")
    tenge.currency = "KZT"
    save_account(conn, tenge)
    with pytest.raises(InputError, match="counts in KZT"):
        bring(conn, came(1, "100"))


def test_a_wrong_file_stores_nothing(conn: Connection) -> None:
    for refused in REFUSED:
        with pytest.raises(InputError) as error:
            import_statement(conn, refused.content, "s.txt", NOW, "anna")
        assert f"line {refused.line}" in str(error.value), refused.name
    assert (count_of(conn, BankStatement), count_of(conn, BankLine)) == (0, 0)


def test_the_other_side_of_what_went_out_is_the_payee(conn: Connection) -> None:
    bring(conn, gone(1, "100"))
    (line,) = lines_of(conn)
    assert (line.amount_minor, line.account, line.party_name) == (-100_00, OURS, "ООО Вектор")


def test_a_file_that_does_not_say_its_days_has_those_of_its_lines(conn: Connection) -> None:
    nothing_said = written([came(1, "5", day=6), came(2, "7", day=9)], [])
    imported = import_statement(conn, nothing_said.encode(), "s.txt", NOW, "anna")
    assert imported.period == (date(2026, 10, 6), date(2026, 10, 9))
    assert load_statements(conn, 1)[0].ends_on == date(2026, 10, 9)
    assert import_statement(conn, written([], []).encode(), "empty.txt", NOW, "anna").period == (None, None)
