"""What is proposed for the lines of a statement, rule by rule, from a file to the payments in the database."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.bank.proposals import Rule
from sales_core.payment_history import Via
from sales_core.payment_states import Source
from sales_core.statements.confirming import NewPayment, Share, confirm, release
from sales_core.statements.proposing import Offer, load_proposals
from sales_core.statements.searching import search_payables
from sales_core.store.acts import Act
from sales_core.store.payments import save_payments
from tests.bank.writing import OTHER_INN
from tests.statements.conftest import (
    ANNA,
    OCT_5,
    OCT_20,
    accept,
    accept_certain,
    add_payment,
    bring,
    came,
    gone,
    lines_of,
    now_of,
    the_line,
    the_offer,
)
from tests.store.conftest import NOW

pytestmark = pytest.mark.usefixtures("company")


def offered(offer: Offer) -> tuple[Rule, dict[int, int], bool]:
    return offer.rule, {part.payable.id: part.amount_minor for part in offer.parts}, offer.is_certain


def teach(conn: Connection) -> None:
    """The bank once confirmed a payment of Vector's, deal 501."""
    payment = add_payment(conn, 77_00)
    bring(conn, came(99, "77", "по сделке 501", day=1))
    accept_certain(conn)
    assert now_of(conn, payment.id).terms.paid_on == date(2026, 10, 1)


def test_the_deal_that_the_purpose_names(conn: Connection) -> None:
    payment = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    assert offered(the_offer(conn)) == (Rule.NUMBER, {payment.id: 1000_00}, True)


def test_the_payer_s_inn_and_the_sum(conn: Connection) -> None:
    teach(conn)
    payment = add_payment(conn, lead_id=502)
    add_payment(conn, 500_00, lead_id=502, due_on=date(2026, 11, 1))
    bring(conn, came(1, "1000"))
    assert offered(the_offer(conn)) == (Rule.INN_AND_SUM, {payment.id: 1000_00}, True)


def test_the_payer_s_inn_and_the_only_payment(conn: Connection) -> None:
    teach(conn)
    payment = add_payment(conn, lead_id=502)
    bring(conn, came(1, "400"))
    assert offered(the_offer(conn)) == (Rule.INN_AND_ONE, {payment.id: 400_00}, False)


def test_a_person_decides_about_the_rest(conn: Connection) -> None:
    payments = [add_payment(conn), add_payment(conn, lead_id=503)]
    bring(conn, came(1, "1000"))
    assert offered(the_offer(conn)) == (Rule.PERSON, {}, False)
    assert [payable.id for payable in the_offer(conn).candidates] == [payment.id for payment in payments]


def test_what_was_learned_is_forgotten_when_it_is_released(conn: Connection) -> None:
    teach(conn)
    add_payment(conn, lead_id=502)
    release(conn, lines_of(conn)[0].id, ANNA)
    bring(conn, came(1, "1000"))
    assert load_proposals(conn).offers[1].rule is Rule.PERSON


def test_of_two_inns_of_a_client_the_one_that_pays_counts(conn: Connection) -> None:
    teach(conn)
    add_payment(conn, 50_00, lead_id=502)
    bring(conn, came(2, "50", "по сделке 502", ПлательщикИНН=OTHER_INN, day=2))
    confirm(conn, lines_of(conn)[1].id, [Share(*_seen(conn, 2), 50_00)], ANNA)
    payment = add_payment(conn)
    bring(conn, came(3, "1000", ПлательщикИНН=OTHER_INN))
    assert offered(the_offer(conn)) == (Rule.INN_AND_SUM, {payment.id: 1000_00}, True)


def _seen(conn: Connection, payment_id: int) -> tuple[int, int]:
    return payment_id, now_of(conn, payment_id).version


def test_a_claim_comes_before_the_next_instalment(conn: Connection) -> None:
    claimed = add_payment(conn, paid_on=OCT_5)
    add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    assert offered(the_offer(conn)) == (Rule.NUMBER, {claimed.id: 1000_00}, True)


def test_a_claim_further_off_leaves_a_doubt(conn: Connection) -> None:
    """Or the next instalment would be paid with the money of the last."""
    claimed = add_payment(conn, paid_on=OCT_20)
    waiting = add_payment(conn)
    bring(conn, came(1, "1000", "по сделке 501"))
    offer = the_offer(conn)
    assert offered(offer) == (Rule.NUMBER, {waiting.id: 1000_00}, False)
    assert offer.doubt is not None
    assert (offer.doubt.id, [payable.id for payable in offer.candidates]) == (claimed.id, [claimed.id])


def test_money_that_went_out_is_asked_about_only_when_it_went_to_a_client(conn: Connection) -> None:
    bring(conn, gone(1, "500"))
    assert [line.amount_minor for line in load_proposals(conn).outgoing] == [-500_00]
    teach(conn)
    assert load_proposals(conn).outgoing == ()
    assert offered(the_offer(conn)) == (Rule.PERSON, {}, False)
    refund = add_payment(conn, -500_00, paid_on=OCT_5)
    assert offered(the_offer(conn)) == (Rule.INN_AND_SUM, {refund.id: -500_00}, True)
    accept_certain(conn)
    assert load_proposals(conn).offers == ()


def test_an_invoice_is_paid_once_all_of_its_money_came(conn: Connection) -> None:
    save_payments(
        conn,
        [{"lead_id": 501, "amount_minor": 1000_00, "due_on": OCT_20, "source": Source.INVOICE.value}],
        Act(NOW, Via.AMOCRM),
    )
    bring(conn, came(1, "600", "по сделке 501"), came(2, "400", "по сделке 501", day=6))
    accept(conn, load_proposals(conn).offers[:1])
    assert now_of(conn, 1).terms.paid_on is None
    assert offered(the_offer(conn)) == (Rule.NUMBER, {1: 400_00}, True)
    accept_certain(conn)
    assert now_of(conn, 1).terms.paid_on == date(2026, 10, 6)
    release(conn, lines_of(conn)[0].id, ANNA)
    assert now_of(conn, 1).terms.paid_on is None
    assert [line.rest_minor for line in lines_of(conn)] == [600_00, 400_00]


def test_a_person_finds_payments_by_deal_client_and_amount(conn: Connection) -> None:
    vector, north = add_payment(conn, 300_00), add_payment(conn, 700_00, lead_id=503)
    paid = add_payment(conn, 800_00, lead_id=503, paid_on=OCT_5)
    far = add_payment(conn, 900_00, lead_id=503, paid_on=date(2026, 3, 1))
    bring(conn, came(1, "750"))
    line = the_line(conn)

    def found(text: str) -> list[int]:
        return [payable.id for payable in search_payables(conn, line, text)]

    assert found("север") == [paid.id, north.id]
    assert found("503") == [paid.id, north.id, far.id]
    assert found("300,00") == [vector.id]
    assert found("СДЕЛКА 501") == [vector.id]
    confirm(conn, line.id, [Share(north.id, north.version, 700_00)], ANNA, [NewPayment(504, 50_00)])
    assert found("север") == [paid.id]
