"""Months are closed one after the other, reopened from the last, and no copy is ever lost."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, event

from sales_core.closing.adjusting import add_adjustment, post_drift, take_back_adjustment
from sales_core.closing.drift import load_drift
from sales_core.closing.months import close_month, reopen_month
from sales_core.closing.overview import load_months_overview, load_obstacles
from sales_core.errors import InputError
from sales_core.payment_history import Via
from sales_core.periods import Month
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.store.acts import Act
from sales_core.store.adjustments import load_adjustments
from sales_core.store.closings import load_closings
from sales_core.store.database import Database
from sales_core.store.leads import save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import save_account, save_users
from sales_core.store.revisions import load_revision
from sales_core.store.settings import StoredScale
from tests.deciding import replace_settings
from tests.store.conftest import NOW, a_lead
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture
from tests.store.worlds import account

AUGUST, SEPTEMBER, OCTOBER = Month(2026, 8), Month(2026, 9), Month(2026, 10)
ANNA = 11


def test_months_are_closed_in_order_and_only_when_they_are_over(conn: Connection) -> None:
    with pytest.raises(InputError, match="not over yet"):
        close_month(conn, OCTOBER, NOW, "anna")
    close_month(conn, AUGUST, NOW, "anna")
    with pytest.raises(InputError, match="closed already"):
        close_month(conn, AUGUST, NOW, "anna")
    with pytest.raises(InputError, match="in order: the next is 2026-09"):
        close_month(conn, Month(2026, 7), NOW, "anna")
    with pytest.raises(InputError, match="in order: the next is 2026-09"):
        close_month(conn, OCTOBER, NOW, "anna")
    assert close_month(conn, SEPTEMBER, NOW, "boris").as_of == date(2026, 10, 20)
    assert [closing.closed_by for closing in load_closings(conn)] == ["anna", "boris"]


def test_only_the_last_month_is_reopened_and_only_with_a_reason(conn: Connection) -> None:
    for month in (AUGUST, SEPTEMBER):
        close_month(conn, month, NOW, "anna")
    with pytest.raises(InputError, match="Only the month closed last"):
        reopen_month(conn, AUGUST, NOW, "boris", "a mistake")
    with pytest.raises(InputError, match="not closed"):
        reopen_month(conn, OCTOBER, NOW, "boris", "a mistake")
    with pytest.raises(InputError, match="why"):
        reopen_month(conn, SEPTEMBER, NOW, "boris", "  ")
    reopened = reopen_month(conn, SEPTEMBER, NOW + 5, "boris", " a mistake ")
    assert (reopened.reopened_at, reopened.reopened_by, reopened.reopen_reason) == (NOW + 5, "boris", "a mistake")
    assert load_closings(conn)[-1] == reopened


def test_a_reopened_month_is_counted_anew_and_keeps_its_copies(conn: Connection) -> None:
    pay(conn, 100_00)
    first = close_month(conn, SEPTEMBER, NOW, "anna")
    pay(conn, 50_00)
    assert fact(conn) == 100_00
    reopen_month(conn, SEPTEMBER, NOW, "anna", "a payment was late")
    assert fact(conn) == 150_00
    second = close_month(conn, SEPTEMBER, NOW, "anna")
    assert fact(conn) == 150_00
    assert [closing.id for closing in load_closings(conn)] == [first.id, second.id]
    assert first.results_hash != second.results_hash


def test_a_month_whose_changes_are_posted_is_not_reopened_until_they_are_taken_back(conn: Connection) -> None:
    plan(conn)
    pay(conn, 100_00)
    close_month(conn, SEPTEMBER, NOW, "anna")
    pay(conn, 50_00)
    post_drift(conn, SEPTEMBER, load_drift(conn, SEPTEMBER).to_post, NOW, "anna", "late")
    (adjustment,) = load_adjustments(conn)
    assert (adjustment.month, adjustment.of_month) == (OCTOBER, SEPTEMBER)
    assert (adjustment.amount_minor, adjustment.fact_minor) == (5_00, 50_00)
    with pytest.raises(InputError, match="take them back first"):
        reopen_month(conn, SEPTEMBER, NOW, "anna", "a mistake")
    take_back_adjustment(conn, adjustment.id, NOW, "anna")
    reopen_month(conn, SEPTEMBER, NOW, "anna", "a mistake")


def test_what_is_paid_with_a_closed_month_is_settled(conn: Connection) -> None:
    plan(conn)
    add_adjustment(conn, SEPTEMBER, ANNA, 700, "a premium", NOW, "anna")
    (premium,) = load_adjustments(conn, month=SEPTEMBER)
    close_month(conn, SEPTEMBER, NOW, "anna")
    with pytest.raises(InputError, match="settled"):
        take_back_adjustment(conn, premium.id, NOW, "anna")
    with pytest.raises(InputError, match="settled"):
        add_adjustment(conn, SEPTEMBER, ANNA, -700, "a fine", NOW, "anna")
    assert load_adjustments(conn) == [premium]


@pytest.mark.parametrize(
    ("manager_id", "amount", "reason", "message"),
    [(ANNA, 0, "why", "0 changes nothing"), (ANNA, 5, " ", "what the adjustment is for"), (99, 5, "why", "no manager")],
)
def test_an_adjustment_that_makes_no_sense_is_refused(
    conn: Connection, manager_id: int, amount: int, reason: str, message: str
) -> None:
    plan(conn)
    with pytest.raises(InputError, match=message):
        add_adjustment(conn, OCTOBER, manager_id, amount, reason, NOW, "anna")
    assert load_adjustments(conn) == []


def test_an_adjustment_is_taken_back_once(conn: Connection) -> None:
    plan(conn)
    add_adjustment(conn, OCTOBER, ANNA, 700, "a premium", NOW, "anna")
    (premium,) = load_adjustments(conn)
    take_back_adjustment(conn, premium.id, NOW, "anna")
    with pytest.raises(InputError, match="no adjustment"):
        take_back_adjustment(conn, premium.id, NOW, "anna")


def test_the_overview_says_which_month_is_next(conn: Connection) -> None:
    pay(conn, 100_00)
    overview = load_months_overview(conn, NOW)
    assert [state.month for state in overview.months] == [OCTOBER, SEPTEMBER]
    assert (overview.to_close, overview.last) == ({SEPTEMBER}, None)
    close_month(conn, SEPTEMBER, NOW, "anna")
    overview = load_months_overview(conn, NOW)
    assert (overview.to_close, overview.last) == (set(), SEPTEMBER)
    assert [state.is_over for state in overview.months] == [False, True]


def test_whoever_closes_is_told_what_stands_in_the_way(conn: Connection) -> None:
    plan(conn)
    save_payments(conn, [
        {"lead_id": 1, "amount_minor": 5, "due_on": date(2026, 9, 9), "source": "manual"},
    ], Act(NOW, Via.PAGE, "anna"))  # fmt: skip
    replace_settings(conn, plans={}, scales=[])
    report, obstacles = load_obstacles(conn, SEPTEMBER, NOW)
    assert report.total.sums.overdue == 5
    told = " ".join(map(str, obstacles))
    for said in ("not fresh", "No margin share", "No bonus scale", "No plan, so no bonus: Анна", "not come: 1"):
        assert said in told


def test_of_two_who_close_a_month_at_once_one_closes_it(database: Database) -> None:
    fill(database)
    outcomes: list[object] = []

    def close() -> None:
        try:
            with database.write() as conn:
                outcomes.append(close_month(conn, SEPTEMBER, NOW, "anna"))
        except InputError as refused:
            outcomes.append(refused)

    people = [threading.Thread(target=close) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Closing", "InputError"]
    with database.read() as conn:
        assert len(load_closings(conn)) == 1


def test_a_closing_that_fails_before_any_of_its_statements_leaves_nothing(database: Database) -> None:
    fill(database)
    failed = 0
    while True:
        try:
            with failing(database, failed), database.write() as conn:
                close_month(conn, SEPTEMBER, NOW, "anna")
        except _FailedError:
            failed += 1
            with database.read() as conn:
                assert load_closings(conn) == []
        else:
            break
    assert failed > 10
    with database.read() as conn:
        assert [closing.month for closing in load_closings(conn)] == [SEPTEMBER]


class _FailedError(Exception):
    pass


class failing:  # noqa: N801 - reads as a word before "with"
    """The statement after so many fails."""

    def __init__(self, database: Database, statements: int) -> None:
        self.engine, self.left = database.engine, statements

    def __enter__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self._count)

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        if self.left == 0:
            raise _FailedError
        self.left -= 1


def test_closing_and_reopening_are_seen_by_open_pages(conn: Connection) -> None:
    revisions = list(_revisions(conn))
    assert revisions == sorted(set(revisions))


def _revisions(conn: Connection) -> Iterator[int]:
    plan(conn)
    yield load_revision(conn)
    close_month(conn, SEPTEMBER, NOW, "anna")
    yield load_revision(conn)
    reopen_month(conn, SEPTEMBER, NOW, "anna", "a mistake")
    yield load_revision(conn)
    add_adjustment(conn, SEPTEMBER, ANNA, 5, "a premium", NOW, "anna")
    yield load_revision(conn)


def fill(database: Database) -> None:
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        save_leads(conn, [a_lead()], now=NOW)
        pay(conn, 100_00)


def plan(conn: Connection) -> None:
    """A manager with a plan of 100 and a tenth of all she brings in."""
    save_users(conn, [
        {"id": ANNA, "name": "Анна", "email": "", "group_id": 0, "is_active": True, "is_admin": False},
    ])  # fmt: skip
    replace_settings(
        conn,
        plans={(ANNA, month, 0): 100_00 for month in (SEPTEMBER, OCTOBER)},
        scales=[StoredScale(Month(2026, 1), [{"from": "0", "rate": "0.1"}])],
    )


def pay(conn: Connection, amount_minor: int) -> None:
    day = date(2026, 9, 9)
    row = {"lead_id": 1, "amount_minor": amount_minor, "due_on": day, "paid_on": day, "source": "manual"}
    save_payments(conn, [row], Act(NOW, Via.PAGE, "anna", "found in a drawer"))


def fact(conn: Connection) -> int:
    return load_sales_report(conn, Scope(SEPTEMBER, date(2026, 10, 20))).total.sums.fact
