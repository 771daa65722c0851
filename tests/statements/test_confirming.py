"""What a line confirms: which payments become paid and when, and how that is taken back."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.closed_months import ClosedMonthError
from sales_core.closing.months import close_month
from sales_core.errors import InputError
from sales_core.payment_history import PaymentNow, Via
from sales_core.periods import Month
from sales_core.register.payments import Part, delete, edit, refund
from sales_core.register.undoing import undo_act
from sales_core.statements.confirming import NewPayment, Share, confirm, release, set_aside, take_up
from sales_core.statements.proposing import load_proposals
from sales_core.store.acts import load_act
from sales_core.store.bank_confirmations import confirmed_payments, load_parts
from sales_core.store.bank_lines import load_lines_of
from sales_core.store.payment_writing import load_lead_payments
from tests.register.conftest import save
from tests.statements.conftest import (
    ANNA,
    OCT_5,
    OCT_6,
    OCT_20,
    accept,
    accept_certain,
    add_payment,
    bring,
    came,
    now_of,
    october,
    the_line,
    the_offer,
)
from tests.store.conftest import NOW

pytestmark = pytest.mark.usefixtures("company")

SEPTEMBER = Month(2026, 9)


def share(payment: PaymentNow, amount: int | None = None) -> Share:
    return Share(payment.id, payment.version, payment.terms.amount_minor if amount is None else amount)


def told(conn: Connection, lead_id: int = 501) -> list[tuple[int, date | None]]:
    return [(each.terms.amount_minor, each.terms.paid_on) for each in load_lead_payments(conn, lead_id)]


def test_a_confirmed_payment_is_paid_on_the_day_its_money_was_booked(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    accept_certain(conn)
    paid = now_of(conn, payment.id)
    past = load_act(conn, paid.version)
    assert paid.terms.paid_on == OCT_5
    assert past is not None
    assert (past.via, past.by, past.note) == (Via.BANK, "anna", "ООО Вектор")
    assert confirmed_payments(conn, [payment.id]) == {payment.id: OCT_5}
    assert (october(conn).confirmed_minor, october(conn).claimed_minor, october(conn).unmatched_minor) == (
        100_000,
        0,
        0,
    )
    assert load_proposals(conn).offers == ()


def test_less_money_leaves_the_rest_as_a_payment_of_its_own(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "400", "по сделке 501"))
    assert not the_offer(conn).is_certain
    accept(conn, [the_offer(conn)])
    assert sorted(told(conn)) == [(400_00, OCT_5), (600_00, None)]
    assert list(confirmed_payments(conn, range(1, 9))) == [payment.id]


def test_more_money_stays_on_the_line_until_somebody_says_what_it_is(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1200", "по сделке 501"))
    accept(conn, [the_offer(conn)])
    line = the_line(conn)
    assert (line.rest_minor, october(conn).unmatched_minor) == (200_00, 200_00)
    confirm(conn, line.id, [], ANNA, [NewPayment(501, 200_00)])
    assert sorted(told(conn)) == [(200_00, OCT_5), (1000_00, OCT_5)]
    assert (the_line(conn).rest_minor, october(conn).confirmed_minor) == (0, 1200_00)
    assert len(confirmed_payments(conn, range(payment.id, payment.id + 2))) == 2


def test_a_line_pays_several_payments_and_a_new_one_at_once(conn: Connection) -> None:
    first, other = add_payment(conn, 300_00), add_payment(conn, 500_00, lead_id=503)
    bring(conn, came(1, "900"))
    number = confirm(conn, the_line(conn).id, [share(first), share(other, 400_00)], ANNA, [NewPayment(504, 200_00)])
    assert told(conn) == [(300_00, OCT_5)]
    assert sorted(told(conn, 503)) == [(100_00, None), (400_00, OCT_5)]
    assert told(conn, 504) == [(200_00, OCT_5)]
    parts = load_parts(conn, [the_line(conn).id])
    assert [(part.lead_id, part.amount_minor, part.act_id) for part in parts] == [
        (501, 300_00, number), (503, 400_00, number), (504, 200_00, number),
    ]  # fmt: skip


def test_a_payment_marked_as_paid_already_only_gets_the_mark(conn: Connection) -> None:
    payment = add_payment(conn, paid_on=OCT_6)
    bring(conn, came(1, "1000", "по сделке 501"))
    assert october(conn).claimed_minor == 1000_00
    accept_certain(conn)
    assert now_of(conn, payment.id) == payment
    assert (october(conn).confirmed_minor, october(conn).claimed_minor) == (1000_00, 0)


def test_a_claim_is_confirmed_by_several_lines(conn: Connection) -> None:
    payment = add_payment(conn, paid_on=OCT_5)
    bring(conn, came(1, "600"), came(2, "500", day=6))
    first, second = load_proposals(conn).offers
    confirm(conn, first.line.id, [share(payment, 600_00)], ANNA)
    assert (confirmed_payments(conn, [payment.id]), october(conn).claimed_minor) == ({}, 400_00)
    with pytest.raises(InputError, match="waits for less"):
        confirm(conn, second.line.id, [share(payment, 401_00)], ANNA)
    confirm(conn, second.line.id, [share(payment, 400_00)], ANNA)
    assert confirmed_payments(conn, [payment.id]) == {payment.id: OCT_6}


def test_what_is_released_is_as_it_was(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "400", "по сделке 501"))
    accept(conn, [the_offer(conn)])
    assert release(conn, the_line(conn).id, ANNA).kept == ()
    assert told(conn) == [(1000_00, None)]
    assert now_of(conn, payment.id).terms == payment.terms
    assert (the_line(conn).rest_minor, confirmed_payments(conn, [payment.id])) == (400_00, {})
    accept(conn, [the_offer(conn)])
    assert sorted(told(conn)) == [(400_00, OCT_5), (600_00, None)]


def test_a_payment_changed_since_stays_paid_when_its_line_is_released(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    accept_certain(conn)
    save(conn, edit(now_of(conn, payment.id), Part(1000_00, OCT_20), "акт подписан", OCT_5))
    assert release(conn, the_line(conn).id, ANNA).kept == (payment.id,)
    assert now_of(conn, payment.id).terms.paid_on == OCT_5
    assert (october(conn).claimed_minor, the_line(conn).rest_minor) == (1000_00, 1000_00)


def test_the_act_taken_back_takes_the_confirmation_back(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    accept_certain(conn)
    undo_act(conn, now_of(conn, payment.id).version, NOW, Via.COMMAND, "boris")
    assert now_of(conn, payment.id).terms.paid_on is None
    assert the_line(conn).rest_minor == 1000_00
    assert the_offer(conn).is_certain


def test_nobody_changes_a_confirmed_payment_unawares(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    accept_certain(conn)
    paid = now_of(conn, payment.id)
    for wishes in (
        delete([paid]), edit(paid, Part(999_00, OCT_20), "", OCT_5), edit(paid, Part(1000_00, OCT_20), "", OCT_6),
    ):  # fmt: skip
        with pytest.raises(InputError, match="release it"):
            save(conn, wishes)
    save(conn, edit(paid, Part(1000_00, OCT_6), "comment and due day are free", OCT_5))
    save(conn, refund(now_of(conn, payment.id), 10_00, OCT_20, "", []))
    assert confirmed_payments(conn, [payment.id]) == {payment.id: OCT_5}


def test_what_a_person_saw_must_still_be_so(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    seen = the_offer(conn)
    save(conn, edit(payment, Part(900_00, OCT_20), "", None))
    assert accept(conn, [seen]) == []
    with pytest.raises(InputError, match="changed meanwhile"):
        confirm(conn, the_line(conn).id, [share(payment)], ANNA)
    assert told(conn) == [(900_00, None)]


def test_a_line_is_confirmed_once(conn: Connection) -> None:
    payment, other = add_payment(conn), add_payment(conn, lead_id=502)
    bring(conn, came(1, "1000"))
    confirm(conn, the_line(conn).id, [share(payment)], ANNA)
    with pytest.raises(InputError, match="already, by anna"):
        confirm(conn, the_line(conn).id, [share(other)], ANNA)
    assert told(conn, 502) == [(1000_00, None)]


@pytest.mark.parametrize("amounts", [[], [0], [-1_00], [600_00, 500_00]])
def test_amounts_that_make_no_sense_are_refused(conn: Connection, amounts: list[int]) -> None:
    payments = [add_payment(conn), add_payment(conn, lead_id=502)]
    bring(conn, came(1, "1000"))
    shares = [share(payment, amount) for payment, amount in zip(payments, amounts, strict=False)]
    with pytest.raises(InputError):
        confirm(conn, the_line(conn).id, shares, ANNA)
    assert told(conn) == [(1000_00, None)]


def test_a_payment_twice_in_one_line_is_refused(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000"))
    with pytest.raises(InputError, match="pays a payment once"):
        confirm(conn, the_line(conn).id, [share(payment, 100_00), share(payment, 200_00)], ANNA)


def test_what_is_no_client_s_payment_is_set_aside_with_a_reason(conn: Connection) -> None:
    bring(conn, came(1, "1000"))
    line = the_line(conn)
    with pytest.raises(InputError, match="Say why"):
        set_aside(conn, line.id, "  ", ANNA)
    set_aside(conn, line.id, " возврат займа ", ANNA)
    assert (the_line(conn).set_aside_reason, the_line(conn).set_aside_by) == ("возврат займа", "anna")
    assert load_proposals(conn).offers == ()
    assert (october(conn).set_aside_minor, october(conn).unmatched_minor) == (1000_00, 0)
    with pytest.raises(InputError, match="take it up"):
        confirm(conn, line.id, [], ANNA, [NewPayment(501, 1000_00)])
    take_up(conn, line.id)
    assert october(conn).unmatched_minor == 1000_00


def test_a_day_that_is_still_to_come_is_no_paid_day(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", day=30))
    with pytest.raises(InputError, match="still to come"):
        confirm(conn, the_line(conn).id, [share(payment)], ANNA)


def test_a_lead_that_is_not_there_gets_no_payment(conn: Connection) -> None:
    bring(conn, came(1, "1000"))
    with pytest.raises(InputError, match="no lead 9"):
        confirm(conn, the_line(conn).id, [], ANNA, [NewPayment(9, 1000_00)])


def test_a_closed_month_asks_why(conn: Connection) -> None:
    payment, explained = add_payment(conn), ANNA._replace(reason="выписка пришла позже")
    bring(conn, came(1, "1000", "по сделке 501", Дата="15.09.2026", ДатаПоступило="15.09.2026"))
    close_month(conn, SEPTEMBER, NOW, "boris")
    (line,) = load_lines_of(conn, SEPTEMBER)
    with pytest.raises(ClosedMonthError):
        confirm(conn, line.id, [share(payment)], ANNA)
    confirm(conn, line.id, [share(payment)], explained)
    with pytest.raises(ClosedMonthError):
        release(conn, line.id, ANNA)
    assert now_of(conn, payment.id).terms.paid_on == line.booked_on
    release(conn, line.id, explained)
    assert told(conn) == [(1000_00, None)]
