"""The past of payments: what is found, how often a due date slipped, and how it is told."""

from datetime import date

import pytest
from sqlalchemy import Connection, insert

from sales_core.errors import InputError
from sales_core.i18n import language
from sales_core.register.history import load_lead_history, load_payment_history
from sales_core.register.payments import Part, add, delete, edit, pay, redate
from sales_core.register.words import load_names, tell_change, tell_due_moves, tell_way
from sales_core.store.leads import save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import save_users
from sales_core.store.table_kit import table_of
from sales_core.store.tables import Payment
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payments, save, the_one, undo
from tests.store.conftest import NOW, a_lead, act

RU = language("ru")


def test_a_payment_tells_its_life_even_after_it_is_gone(conn: Connection) -> None:
    save(conn, add(1, [Part(100_00, OCT_10)], "аванс"))
    there = the_one(conn)
    save(conn, pay(there, OCT_20), by="boris")
    save(conn, delete(payments(conn)))
    history = load_payment_history(conn, there.id)
    assert [act.by for act in history.acts] == ["anna", "boris", "anna"]
    assert history.older == frozenset()
    assert [change.after is None for act in history.acts for change in act.changes] == [False, False, True]


def test_a_deal_finds_what_was_deleted_and_what_went_to_another(conn: Connection) -> None:
    save_leads(conn, [a_lead(2), a_lead(3)], now=NOW)
    row = {"lead_id": 1, "amount_minor": 5, "due_on": OCT_5, "source": "import", "external_id": "a"}
    save_payments(conn, [row], act())
    gone = the_one(conn).id
    save(conn, delete(payments(conn)))
    save_payments(conn, [row], act())
    for lead_id in (2, 3):
        save_payments(conn, [{**row, "lead_id": lead_id}], act())
    moved = payments(conn, 3)[0].id
    found = {
        lead_id: {change.payment_id for act in load_lead_history(conn, lead_id).acts for change in act.changes}
        for lead_id in (1, 2, 3)
    }
    assert found == {1: {gone, moved}, 2: {moved}, 3: {moved}}


def test_payments_of_before_the_history_are_told_apart(conn: Connection) -> None:
    conn.execute(insert(table_of(Payment)), [
        {"id": 50, "lead_id": 1, "amount_minor": 5, "due_on": OCT_5, "source": "import", "created_at": 0,
         "updated_at": 0, "version": 0}
    ])  # fmt: skip
    assert (load_lead_history(conn, 1).acts, load_lead_history(conn, 1).older) == ((), {50})
    save(conn, redate(payments(conn), OCT_10))
    save(conn, add(1, [Part(7, OCT_5)]))
    assert load_lead_history(conn, 1).older == {50}
    assert load_payment_history(conn, 50).acts[0].changes[0].before is not None
    save(conn, delete(payments(conn)))
    assert load_lead_history(conn, 1).older == {50}


def test_what_never_was_is_told(conn: Connection) -> None:
    with pytest.raises(InputError, match="no payment 404"):
        load_payment_history(conn, 404)
    with pytest.raises(InputError, match="no lead 404"):
        load_lead_history(conn, 404)


def test_a_due_date_tells_how_often_and_how_far_it_slipped(conn: Connection) -> None:
    save(conn, add(1, [Part(100, OCT_5)]))
    for day in (date(2026, 10, 20), date(2026, 11, 10), date(2026, 11, 15)):
        save(conn, redate(payments(conn), day))
    save(conn, edit(the_one(conn), Part(200, date(2026, 11, 15)), "", None))
    ((id_, moves),) = load_lead_history(conn, 1).due_moves.items()
    assert (id_, [(move.before, move.after) for move in moves]) == (
        the_one(conn).id,
        [(OCT_5, OCT_20), (OCT_20, date(2026, 11, 10)), (date(2026, 11, 10), date(2026, 11, 15))],
    )
    assert tell_due_moves(moves, RU) == "срок переносили 3 раза, +41 день"
    assert tell_due_moves(moves, language("en")) == "due date moved 3 times, +41 days"
    assert tell_due_moves(moves[:1], RU) == "срок переносили 1 раз, +15 дней"


def test_a_move_that_was_taken_back_does_not_count_until_it_is_done_again(conn: Connection) -> None:
    save(conn, add(1, [Part(100, OCT_5)]))
    number = save(conn, redate(payments(conn), OCT_20))
    assert number is not None
    undone = undo(conn, number)
    history = load_lead_history(conn, 1)
    assert (history.due_moves, history.undone) == ({}, {number})
    undo(conn, undone.id)
    history = load_lead_history(conn, 1)
    assert ([len(moves) for moves in history.due_moves.values()], history.undone) == ([1], {undone.id})


def test_acts_are_told_in_the_readers_words(conn: Connection) -> None:
    save_users(conn, [{"id": 11, "name": "Анна", "email": "", "group_id": 0, "is_active": True, "is_admin": False}])
    save(conn, add(1, [Part(100_00, OCT_5)], "аванс"))
    number = save(conn, pay(the_one(conn), OCT_20, 30_00))
    assert number is not None
    undo(conn, number)
    history, names = load_lead_history(conn, 1), load_names(conn)
    told = [tell_change(change, names, RU).replace("\u202f", " ") for act in history.acts for change in act.changes]
    assert told == [
        "добавлен: сумма: 100,00 ₽; срок: 05.10.26; комментарий: аванс",
        "сумма: 100,00 ₽ → 30,00 ₽; оплачен: — → 20.10.26; засчитан: — → Анна",
        "добавлен: сумма: 70,00 ₽; срок: 05.10.26; комментарий: аванс",
        "сумма: 30,00 ₽ → 100,00 ₽; оплачен: 20.10.26 → —; засчитан: Анна → —",
        "удалён: сумма: 70,00 ₽; срок: 05.10.26; комментарий: аванс",
    ]
    first, second, third = history.acts
    assert tell_way(first, RU) == "на табло"
    assert tell_way(second, RU, is_undone=True) == "на табло; потом отменено"
    assert tell_way(third, RU) == f"командой, отменяет действие {number}"
