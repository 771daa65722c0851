"""Files stored: once however often they are brought, by the rule of equality, with a reason where a month is closed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from sales_core.closed_months import ClosedMonthError
from sales_core.closing.months import close_month
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.imports.cells import DayStyle, MonthAs, Order
from sales_core.imports.columns import find_layout, guess_fields
from sales_core.imports.deals import find_deals, load_matcher, rows_of_deals, settled
from sales_core.imports.foreign_rows import ForeignRows, Recipe, parse_foreign_rows
from sales_core.imports.memory import remember_deals, remember_recipe, remembered_deals, remembered_recipe
from sales_core.imports.payment_rows import PaymentRow
from sales_core.imports.payments import Prepared, faults_beside, import_act, prepare, store_prepared
from sales_core.imports.planning import sums_by_state
from sales_core.imports.tables import read_rows
from sales_core.money import currency
from sales_core.payment_history import Via
from sales_core.payment_states import State
from sales_core.periods import Month
from sales_core.register.payments import pay
from sales_core.register.undoing import undo_act
from sales_core.store.amocrm_tables import Company
from sales_core.store.attribution import month_sums_differ
from sales_core.store.database import Database
from sales_core.store.leads import save_leads
from sales_core.store.payment_writing import load_lead_payments
from sales_core.store.references import save_users
from sales_core.store.table_kit import table_of
from tests.register.conftest import save
from tests.store.conftest import NOW, a_lead, payments_of
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture

TODAY, OCT_5 = date(2026, 10, 20), date(2026, 10, 5)
FOREIGN = "Менеджер;Клиент;Сделка;Сумма;Срок;Оплачено\nСоколова;Гранит;Лицензии;1 250,50 р.;05.10.26;\n"


def read(text: str) -> tuple[Recipe, ForeignRows]:
    rows = read_rows(text.encode(), "f.csv")
    layout = find_layout(rows)
    recipe = Recipe(layout, guess_fields(layout.names), DayStyle())
    return recipe, parse_foreign_rows(rows, recipe, currency("RUB"), TODAY)


def matched(conn: Connection, text: str, **chosen: int | None) -> Prepared:
    """The foreign file as it would be stored; ``chosen``: by the deal's name in it."""
    matcher, found = load_matcher(conn), read(text)[1]
    deals = find_deals(found.rows, matcher)
    by_hand = {deal.key: chosen[deal.clues.deal] for deal in deals if deal.clues.deal in chosen}
    choices = settled(deals, remembered_deals(conn), by_hand, matcher)
    remember_deals(conn, by_hand)
    return prepare(conn, rows_of_deals(found.rows, choices), "f.csv", joins_alike=True)


def store(conn: Connection, prepared: Prepared, reason: str = "") -> int | None:
    act = import_act(prepared, NOW, "anna", reason)
    store_prepared(conn, prepared, act)
    return act.number


def counts(prepared: Prepared) -> tuple[int, int, int]:
    plan = prepared.plan
    return len(plan.added), len(plan.updated), len(plan.skipped)


@pytest.fixture
def company(conn: Connection) -> Connection:
    """Two deals called «Лицензии» of one client, and one of another."""
    save_users(conn, [{"id": 11, "name": "Анна Соколова"}, {"id": 12, "name": "Игорь Павлов"}])
    conn.execute(insert(table_of(Company)), [{"id": 5, "name": "ООО «Гранит»", "updated_at": 1}])
    leads = [
        a_lead(id_) | {"name": name, "company_id": 5} for id_, name in ((1, "Лицензии"), (2, "Работы"), (3, "Лицензии"))
    ]
    leads[2] |= {"responsible_user_id": 12}
    save_leads(conn, leads, now=NOW)
    return conn


def test_a_foreign_file_brought_twice_is_brought_once_and_taken_back_whole(company: Connection) -> None:
    first = matched(company, FOREIGN)
    number = store(company, first)
    assert counts(first) == (1, 0, 0)
    (payment,) = payments_of(company)
    assert (payment.lead_id, payment.amount_minor, payment.due_on, payment.source) == (1, 1250_50, OCT_5, "import")
    assert counts(matched(company, FOREIGN)) == (0, 0, 1)
    assert store(company, matched(company, FOREIGN)) is None
    assert number is not None
    undo_act(company, number, NOW, Via.PAGE, "anna")
    assert payments_of(company) == []
    assert not month_sums_differ(company)


def test_two_equal_rows_are_two_payments_and_stay_two(company: Connection) -> None:
    twice = FOREIGN + FOREIGN.splitlines()[1] + "\n"
    store(company, matched(company, twice))
    assert len(payments_of(company)) == 2
    assert counts(matched(company, twice)) == (0, 0, 2)


def test_what_was_chosen_for_a_row_is_remembered_and_what_was_left_out_is_asked_again(company: Connection) -> None:
    unclear = FOREIGN.replace("Лицензии", "Лицензия").replace("Соколова", "")
    assert matched(company, unclear).rows == ()
    assert matched(company, unclear, Лицензия=None).rows == ()
    assert matched(company, unclear, Лицензия=3).rows[0].lead_id == 3
    assert matched(company, unclear).rows[0].lead_id == 3
    assert matched(company, unclear.replace("1 250,50", "7")).rows[0].lead_id == 3


def test_a_row_that_has_been_paid_since_completes_its_payment(company: Connection) -> None:
    store(company, matched(company, FOREIGN))
    paid = FOREIGN.replace(";05.10.26;", ";05.10.26;06.10.26")
    prepared = matched(company, paid)
    assert (counts(prepared), len(prepared.plan.alike)) == ((0, 1, 0), 1)
    store(company, prepared)
    (payment,) = payments_of(company)
    assert payment.paid_on == date(2026, 10, 6)
    # The older file knows less: what was said since stays.
    assert counts(matched(company, FOREIGN)) == (0, 0, 1)
    beside = prepare(company, matched(company, FOREIGN).rows, "f.csv")
    assert (counts(beside), len(beside.plan.alike)) == ((1, 0, 0), 1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            PaymentRow, st.integers(2, 99), st.sampled_from([1, 2, 3]), st.sampled_from([100, 200]),
            st.sampled_from([OCT_5, TODAY]), st.sampled_from([None, OCT_5]), st.sampled_from(["", "x"]), st.none(),
        ), max_size=6,
    ),
    st.booleans(),
)  # fmt: skip
def test_any_file_brought_twice_adds_nothing_the_second_time(
    sqlite_database: Database, rows: list[PaymentRow], joins: bool
) -> None:
    with sqlite_database.rehearse() as conn:
        save_leads(conn, [a_lead(id_) for id_ in (1, 2, 3)], now=NOW)
        first = prepare(conn, rows, "f.csv", joins_alike=joins)
        store(conn, first)
        assert sum(payment.amount_minor for payment in payments_of(conn)) == sum(row.amount_minor for row in rows)
        again = prepare(conn, rows, "f.csv", joins_alike=joins)
        assert again.plan.written == ()
        assert store(conn, again) is None


def test_what_is_shown_is_what_is_stored_or_nothing(company: Connection) -> None:
    prepared = matched(company, FOREIGN)
    store(company, prepared)
    with pytest.raises(InputError, match="changed meanwhile"):
        store_prepared(company, prepared, import_act(prepared, NOW, "anna"), as_shown=True)
    assert len(payments_of(company)) == 1
    # A command has shown nothing: it does what is right by now.
    plan = store_prepared(company, prepared, import_act(prepared, NOW, "anna"))
    assert (len(plan.written), len(payments_of(company))) == (0, 1)


def test_progress_is_told_as_rows_are_stored(company: Connection) -> None:
    rows = [PaymentRow(n, 1, n, OCT_5, None, "", None) for n in range(2, 2502)]
    prepared = prepare(company, rows, "f.csv")
    told: list[tuple[int, int]] = []
    store_prepared(company, prepared, import_act(prepared, NOW, "anna"), lambda *how_far: told.append(how_far))
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_rows_of_a_closed_month_are_named_and_need_a_reason(company: Connection) -> None:
    store(company, matched(company, FOREIGN))
    save(company, pay(load_lead_payments(company, 1)[0], OCT_5))
    close_month(company, Month(2026, 9), NOW, "boss")
    row = PaymentRow(7, 2, 500, OCT_5, date(2026, 9, 30), "", None)
    harmless = PaymentRow(8, 2, 500, date(2026, 9, 30), OCT_5, "", None)
    prepared = prepare(company, [row, harmless], "f.csv")
    assert prepared.closed == (row,)
    before = payments_of(company)
    with pytest.raises(ClosedMonthError), company.begin_nested():
        store(company, prepared)
    assert payments_of(company) == before
    assert store(company, prepared, reason="банк прислал позже") is not None
    assert len(payments_of(company)) == 3


def test_faults_beside_what_is_stored_are_all_told(company: Connection) -> None:
    rows = [PaymentRow(n, 900 + n, 5, OCT_5, None, "", None) for n in range(2, 102)]
    assert len(faults_beside(company, rows)) == 100
    with pytest.raises(WrongFileError):
        prepare(company, rows, "f.csv")


def test_sums_are_told_by_the_state_a_payment_would_be_in(company: Connection) -> None:
    save_leads(company, [a_lead(2, status_id=143, closed_at=NOW)], now=NOW)
    rows = [
        PaymentRow(2, 1, 100, OCT_5, OCT_5, "", None),
        PaymentRow(3, 1, 200, OCT_5, None, "", None),
        PaymentRow(4, 1, 300, TODAY, None, "", None),
        PaymentRow(5, 2, 400, OCT_5, None, "", None),
        PaymentRow(6, 1, 50, TODAY, None, "", None),
    ]
    prepared = prepare(company, rows, "f.csv")
    assert sums_by_state(prepared.plan.written, prepared.leads, TODAY) == {
        State.PAID: (1, 100),
        State.PENDING: (2, 350),
        State.OVERDUE: (1, 200),
        State.LOST: (1, 400),
    }


def test_columns_once_confirmed_are_remembered_by_their_header(company: Connection) -> None:
    recipe = read(FOREIGN)[0]
    assert remembered_recipe(company, recipe.layout) is None
    confirmed = Recipe(
        recipe.layout, dict(list(recipe.fields.items())[1:]), DayStyle(Order.MONTH_FIRST, MonthAs.LAST_DAY)
    )
    remember_recipe(company, confirmed)
    assert remembered_recipe(company, find_layout(read_rows(FOREIGN.lower().encode(), "g.csv"))) == Recipe(
        find_layout(read_rows(FOREIGN.lower().encode(), "g.csv")), confirmed.fields, confirmed.style
    )
    assert remembered_recipe(company, read(FOREIGN.replace("Срок", "Срок оплаты"))[0].layout) is None
