from datetime import timedelta

import pytest
from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_filter import PaymentFilter
from sales_core.register import bulk
from sales_core.register.bulk import load_all_found, load_seen, mark_paid, move_due
from sales_core.register.payments import Part, add, delete, pay
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payment, payments, save, undo
from tests.store.conftest import NOW

OPEN, PAID = payment(100_00), payment(70_00, paid_on=OCT_5)
INVOICE = payment(50_00, source="invoice", invoice_id=9)


def test_what_is_paid_and_what_is_an_invoice_is_left_out_and_counted() -> None:
    planned = mark_paid([OPEN, PAID, INVOICE], OCT_20)
    assert [(wish.seen, wish.after) for wish in planned.wishes] == [(OPEN, OPEN.terms._replace(paid_on=OCT_20))]
    assert (planned.invoices, planned.paid, planned.same, planned.amount_minor) == (1, 1, 0, 100_00)


def test_due_dates_move_by_days_or_to_a_day() -> None:
    later = payment(30_00, due_on=OCT_20)
    moved = move_due([OPEN, later], timedelta(days=3))
    assert [wish.after.due_on.day for wish in moved.wishes if wish.after] == [13, 23]
    to_a_day = move_due([OPEN, later, PAID], OCT_20)
    assert [wish.seen for wish in to_a_day.wishes] == [OPEN]
    assert (to_a_day.same, to_a_day.paid) == (1, 1)


def test_many_are_paid_in_one_act_and_taken_back_in_one(conn: Connection) -> None:
    save(conn, add(1, [Part(100_00 + n, OCT_10) for n in range(20)]))
    before = payments(conn)
    chosen = load_all_found(conn, PaymentFilter(OCT_20))
    assert chosen.payments == tuple(before)
    number = save(conn, mark_paid(chosen.payments, OCT_20).wishes)
    assert number is not None
    assert all(each.terms.paid_on == OCT_20 for each in payments(conn))
    undo(conn, number)
    assert [each.terms for each in payments(conn)] == [each.terms for each in before]


def test_what_others_changed_since_is_told(conn: Connection) -> None:
    save(conn, add(1, [Part(100_00, OCT_10), Part(200_00, OCT_10), Part(300_00, OCT_10)]))
    first, second, third = payments(conn)
    seen = {each.id: each.version for each in (first, second, third)}
    save(conn, pay(first, OCT_5), at=NOW + 1)
    save(conn, delete([third]), at=NOW + 2)
    chosen = load_seen(conn, seen)
    assert [each.id for each in chosen.payments] == [first.id, second.id]
    assert (chosen.changed, chosen.gone) == (1, 1)


def test_too_many_at_once_are_refused(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    save(conn, add(1, [Part(100_00, OCT_10)] * 3))
    with pytest.raises(InputError, match="More than 2 payments"):
        load_all_found(conn, PaymentFilter(OCT_20))
