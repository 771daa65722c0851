"""Acts taken back: single ones and whole imports, and what stands in the way."""

import random
from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import Via
from sales_core.register.payments import Part, add, delete, edit, pay, redate
from sales_core.register.undoing import undo_last_import
from sales_core.store.attribution import month_sums_differ
from sales_core.store.history import save_events
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.leads import save_leads
from tests.imports.importing import import_payments
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payments, save, the_one, undo
from tests.store.conftest import NOW, a_lead, payments_of
from tests.store.test_invoices import an_invoice
from tests.store.worlds import handed_over

HEADER = "lead_id;amount;due_on;paid_on;comment;external_id\n"


def bring(conn: Connection, rows: str, file: str = "payments.csv") -> int:
    _, number = import_payments(conn, (HEADER + rows).encode(), file, NOW, "anna")
    assert number is not None
    return number


def test_a_deleted_payment_comes_back_as_it_was(conn: Connection) -> None:
    save(conn, add(1, [Part(100_00, OCT_10)], "аванс", paid_on=OCT_10))
    before = the_one(conn)
    number = save(conn, delete([before]))
    assert number is not None
    done = undo(conn, number)
    assert (done.undoes, done.by, done.via) == (number, "boris", Via.COMMAND)
    assert (the_one(conn).id, the_one(conn).terms) == (before.id, before.terms)
    assert month_sums_differ(conn) == []


def test_what_was_taken_back_can_be_done_again(conn: Connection) -> None:
    save(conn, add(1, [Part(100_00, OCT_10)]))
    number = save(conn, pay(the_one(conn), OCT_20, 30_00))
    assert number is not None
    after = [payment[::2] for payment in payments(conn)]
    undone = undo(conn, number)
    assert the_one(conn).terms.paid_on is None
    undo(conn, undone.id)
    assert [payment[::2] for payment in payments(conn)] == after


def test_an_import_is_taken_back_whole(conn: Connection) -> None:
    bring(conn, "1;100;2026-10-05;;x;a\n1;50;2026-10-06;2026-10-07;y;b\n")
    before = [payment[::2] for payment in payments(conn)]
    bring(conn, "1;111;2026-10-09;2026-10-09;x;a\n1;50;2026-10-06;;y;b\n1;7;2026-10-05;;;\n1;8;2026-10-05;;z;c\n")
    assert len(payments(conn)) == 4
    done = undo_last_import(conn, NOW, Via.COMMAND, "boris")
    assert len(done.changes) == 4
    assert [payment[::2] for payment in payments(conn)] == before
    assert month_sums_differ(conn) == []
    undo_last_import(conn, NOW, Via.COMMAND, "boris")
    assert payments(conn) == []
    with pytest.raises(InputError, match="no import to take back"):
        undo_last_import(conn, NOW, Via.COMMAND, "boris")


def test_an_import_taken_back_can_be_brought_again(conn: Connection) -> None:
    rows = "1;100;2026-10-05;;x;a\n"
    undo(conn, bring(conn, rows))
    bring(conn, rows)
    assert the_one(conn).terms.amount_minor == 100_00


def test_an_act_whose_payments_were_changed_since_stays_and_the_later_one_is_named(conn: Connection) -> None:
    number = bring(conn, "1;100;2026-10-05;;x;a\n1;200;2026-10-05;;x;b\n1;300;2026-10-05;;x;c\n")
    first, second, _ = payments(conn)
    later = save(conn, redate([second], OCT_20))
    assert later is not None
    before = payments_of(conn)
    with pytest.raises(
        InputError, match=rf"Act {number} .* since: 1\. The first is payment {second.id}, .* act {later}:"
    ):
        undo(conn, number)
    assert payments_of(conn) == before
    undo(conn, later)
    undo(conn, number)
    assert payments(conn) == []
    with pytest.raises(InputError, match=rf"since: 3\. The first is payment {first.id}"):
        undo(conn, number)


def test_what_amocrm_did_is_changed_there(conn: Connection) -> None:
    save_links(conn, {1: {7}}, NOW)
    save_invoices(conn, [an_invoice()], NOW)
    with pytest.raises(InputError, match="came from amoCRM"):
        undo(conn, the_one(conn).version)


def test_there_must_be_something_to_take_back(conn: Connection) -> None:
    with pytest.raises(InputError, match="no act 404"):
        undo(conn, 404)


def test_a_deleted_payment_whose_external_id_was_given_away_does_not_come_back(conn: Connection) -> None:
    bring(conn, "1;100;2026-10-05;;x;a\n")
    number = save(conn, delete(payments(conn)))
    assert number is not None
    bring(conn, "1;200;2026-10-05;;x;a\n")
    with pytest.raises(InputError, match="“a” is the external id of another payment"):
        undo(conn, number)


def test_a_credit_that_followed_late_history_stands_in_no_way(conn: Connection) -> None:
    number = bring(conn, "1;100;2026-10-05;2026-10-06;x;a\n")
    save_events(conn, [handed_over("1", 1, NOW, before=12, after=11)], NOW)
    assert the_one(conn).terms.credited_to == 12
    assert the_one(conn).version > number
    undo(conn, number)
    assert payments(conn) == []


def test_a_payment_that_comes_back_is_credited_by_what_is_known_now(conn: Connection) -> None:
    bring(conn, "1;100;2026-10-05;2026-10-06;x;a\n")
    number = save(conn, delete(payments(conn)))
    assert number is not None
    save_events(conn, [handed_over("1", 1, NOW, before=12, after=11)], NOW)
    undo(conn, number)
    assert the_one(conn).terms.credited_to == 12
    assert month_sums_differ(conn) == []


@pytest.mark.parametrize("seed", range(6))
def test_any_acts_taken_back_from_the_last_to_the_first_leave_what_was_there(conn: Connection, seed: int) -> None:
    chance = random.Random(seed)
    save_leads(conn, [a_lead(2), a_lead(3)], now=NOW)
    save(conn, add(1, [Part(100, OCT_5), Part(200, OCT_10)]))
    before = [payment[::2] for lead_id in (1, 2, 3) for payment in payments(conn, lead_id)]
    numbers = []
    for step in range(12):
        there = [payment for lead_id in (1, 2, 3) for payment in payments(conn, lead_id)]
        one = chance.choice(there) if there else None
        amount = chance.randint(1, 500)
        if one is None or chance.random() < 0.3:
            wishes = add(chance.choice([1, 2, 3]), [Part(amount, OCT_5)], str(step))
        elif chance.random() < 0.3:
            wishes = delete([one])
        elif one.terms.paid_on is None:
            wishes = pay(one, date(2026, 10, 7), amount)
        else:
            wishes = edit(one, Part(amount, OCT_20), str(step), None)
        numbers.append(save(conn, wishes))
    for number in reversed(numbers):
        assert number is not None
        undo(conn, number)
    assert [payment[::2] for lead_id in (1, 2, 3) for payment in payments(conn, lead_id)] == before
    assert month_sums_differ(conn) == []
