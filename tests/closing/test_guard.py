"""Whoever changes payments of a closed month says why, by whichever door they come; only amoCRM need not."""

import pickle
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.closed_months import ClosedMonthError, paid_months
from sales_core.closing.months import close_month
from sales_core.payment_history import Change, PaymentNow, Terms, Via
from sales_core.periods import Month
from sales_core.register.payments import Part, add, delete, edit, pay, refund
from sales_core.register.saving import save_wishes
from sales_core.register.undoing import undo_act
from sales_core.register.wishes import Wishes
from sales_core.store.acts import Act, load_act
from sales_core.store.payment_writing import load_lead_payments
from sales_core.store.payments import delete_payments, save_payments
from tests.store.conftest import NOW
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture

SEPTEMBER = Month(2026, 9)
SEP_9, OCT_1 = date(2026, 9, 9), date(2026, 10, 1)


@pytest.fixture
def closed(conn: Connection) -> Connection:
    """September is closed, with one payment paid in it, and one due in it that has not come."""
    save(conn, add(1, [Part(100_00, SEP_9)], "paid", SEP_9))
    save(conn, add(1, [Part(200_00, SEP_9)], "late"))
    close_month(conn, SEPTEMBER, NOW, "anna")
    return conn


def save(conn: Connection, wishes: Wishes, **said: Any) -> int | None:
    return save_wishes(conn, wishes, Act(NOW, Via.PAGE, "anna", **said))


def payment(conn: Connection, comment: str) -> PaymentNow:
    return next(each for each in load_lead_payments(conn, 1) if each.terms.comment == comment)


def note_of(conn: Connection, number: int | None) -> str:
    assert number is not None
    act = load_act(conn, number)
    assert act is not None
    return act.note


def wishes_into(conn: Connection) -> dict[str, Wishes]:
    paid, late = payment(conn, "paid"), payment(conn, "late")
    return {
        "another amount": edit(paid, Part(1, SEP_9), "paid", SEP_9),
        "another due date": edit(paid, Part(100_00, OCT_1), "paid", SEP_9),
        "paid in another month after all": edit(paid, Part(100_00, SEP_9), "paid", OCT_1),
        "paid back then after all": pay(late, SEP_9),
        "deleted": delete([paid]),
        "added": add(1, [Part(5, OCT_1)], "", SEP_9),
        "given back back then": refund(paid, 5, SEP_9, "", [paid]),
    }


@pytest.mark.parametrize("name", [
    "another amount", "another due date", "paid in another month after all", "paid back then after all", "deleted",
    "added", "given back back then",
])  # fmt: skip
def test_a_wish_that_reaches_into_a_closed_month_needs_a_reason(closed: Connection, name: str) -> None:
    wishes, before = wishes_into(closed)[name], load_lead_payments(closed, 1)
    with pytest.raises(ClosedMonthError) as refused:
        save(closed, wishes)
    assert refused.value.months == (SEPTEMBER,)
    assert load_lead_payments(closed, 1) == before
    number = save(closed, wishes, note="the bank was wrong")
    assert note_of(closed, number) == "the bank was wrong"


def test_everyday_work_on_what_was_due_then_needs_none(closed: Connection) -> None:
    late = payment(closed, "late")
    assert save(closed, pay(late, OCT_1))
    assert save(closed, refund(payment(closed, "paid"), 5, OCT_1, "", [payment(closed, "paid")]))
    assert save(closed, add(1, [Part(5, SEP_9)]))


def test_the_name_of_a_file_is_no_reason(closed: Connection) -> None:
    row = {"lead_id": 1, "amount_minor": 5, "due_on": SEP_9, "paid_on": SEP_9, "source": "import"}
    for via in (Via.IMPORT, Via.BANK):
        with pytest.raises(ClosedMonthError):
            save_payments(closed, [row], Act(NOW, via, "anna", "september.csv"))
        act = Act(NOW, via, "anna", "september.csv", reason="found in a drawer")
        save_payments(closed, [row], act)
        assert note_of(closed, act.number) == "september.csv: found in a drawer"


def test_taking_an_act_back_is_a_change_as_any(closed: Connection) -> None:
    number = save(closed, add(1, [Part(5, SEP_9)], "", SEP_9), note="late")
    assert number
    with pytest.raises(ClosedMonthError):
        undo_act(closed, number, NOW, Via.PAGE, "anna")
    assert undo_act(closed, number, NOW, Via.PAGE, "anna", note="not late at all").note == "not late at all"


def test_a_command_gives_its_reason_too(closed: Connection) -> None:
    paid = payment(closed, "paid")
    with pytest.raises(ClosedMonthError):
        delete_payments(closed, [paid.id], Act(NOW, Via.COMMAND, "anna"))
    delete_payments(closed, [paid.id], Act(NOW, Via.COMMAND, "anna", "the bank was wrong"))


def test_what_comes_from_amocrm_is_not_stopped(closed: Connection) -> None:
    delete_payments(closed, [payment(closed, "paid").id], Act(NOW, Via.AMOCRM))
    assert [each.terms.comment for each in load_lead_payments(closed, 1)] == ["late"]


def test_the_error_outlives_its_process() -> None:
    error = ClosedMonthError([SEPTEMBER, Month(2026, 8), SEPTEMBER])
    again = pickle.loads(pickle.dumps(error))
    assert (again.months, str(again)) == ((Month(2026, 8), SEPTEMBER), str(error))


def test_what_stays_as_it_was_changes_no_month() -> None:
    terms = Terms(1, 5, SEP_9, "manual", SEP_9)
    assert paid_months([Change(1, terms, terms)]) == frozenset()
    assert paid_months([Change(1, terms, terms._replace(paid_on=OCT_1))]) == {SEPTEMBER, Month(2026, 10)}
