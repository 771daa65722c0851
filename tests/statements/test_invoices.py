"""Of an invoice's money the bank knows more than amoCRM's list."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.bank.proposals import Rule
from sales_core.statements.confirming import release
from sales_core.statements.proposing import load_proposals
from sales_core.store.attribution import month_sums_differ
from sales_core.store.bank_confirmations import confirmed_payments
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.payment_writing import load_lead_payments
from tests.bank.writing import CLIENT_INN, OTHER_INN
from tests.statements.conftest import ANNA, accept_certain, add_payment, bring, came, gone, lines_of, the_offer
from tests.store.conftest import NOW
from tests.store.test_invoices import OCT_1, OCT_19, an_invoice


@pytest.fixture
def confirmed(company: Connection) -> Connection:
    """Invoice 7 of 1 000 is open in amoCRM; its money came on the 5th, as the bank says."""
    save_links(company, {501: {7}}, NOW)
    save_invoices(company, [an_invoice(amount_minor=1000_00)], NOW)
    bring(company, came(1, "1000", "по сделке 501"))
    accept_certain(company)
    return company


def paid_on(conn: Connection) -> date | None:
    (payment,) = load_lead_payments(conn, 501)
    return payment.terms.paid_on


def test_it_stays_paid_on_the_day_of_the_bank_whatever_the_list_says(confirmed: Connection) -> None:
    assert paid_on(confirmed) == date(2026, 10, 5)
    renamed = an_invoice(amount_minor=1000_00, comment="исправлено", updated_at=OCT_19)
    for row in (renamed, renamed | {"status": "paid", "billed_at": OCT_1}):
        save_invoices(confirmed, [row], NOW)
        (payment,) = load_lead_payments(confirmed, 501)
        assert (payment.terms.paid_on, payment.terms.comment) == (date(2026, 10, 5), "исправлено")
        assert payment.id in confirmed_payments(confirmed, [payment.id])
    assert month_sums_differ(confirmed) == []


def test_another_amount_is_other_money(confirmed: Connection) -> None:
    save_invoices(confirmed, [an_invoice(amount_minor=1200_00, updated_at=OCT_19)], NOW)
    (payment,) = load_lead_payments(confirmed, 501)
    assert payment.terms.paid_on is None
    assert confirmed_payments(confirmed, [payment.id]) == {}


def test_a_line_that_is_released_leaves_it_to_the_list_again(confirmed: Connection) -> None:
    paid = an_invoice(amount_minor=1000_00, comment="исправлено", status="paid", billed_at=OCT_1, updated_at=OCT_19)
    save_invoices(confirmed, [paid], NOW)
    (line,) = lines_of(confirmed)
    assert release(confirmed, line.id, ANNA).kept == ()
    assert paid_on(confirmed) == date(2026, 10, 1)


def test_a_released_one_that_the_list_calls_open_is_open(confirmed: Connection) -> None:
    save_invoices(confirmed, [an_invoice(amount_minor=1000_00, comment="исправлено", updated_at=OCT_19)], NOW)
    (line,) = lines_of(confirmed)
    release(confirmed, line.id, ANNA)
    assert paid_on(confirmed) is None
    assert month_sums_differ(confirmed) == []


def bill(conn: Connection, inns: dict[int, str]) -> dict[int, int]:
    """An open invoice of 1 000 for each of the leads, with that payer's INN; lead → payment."""
    save_links(conn, {lead_id: {lead_id} for lead_id in inns}, NOW)
    rows = [an_invoice(id=lead_id, amount_minor=1000_00, payer_inn=inn) for lead_id, inn in inns.items()]
    save_invoices(conn, rows, NOW)
    return {lead_id: payment.id for lead_id in inns for payment in load_lead_payments(conn, lead_id)}


def proposed(conn: Connection) -> tuple[Rule, list[int]]:
    offer = the_offer(conn)
    return offer.rule, [part.payable.id for part in offer.parts]


def test_its_payer_s_inn_and_the_sum_tell_it_in_the_first_statement_ever(company: Connection) -> None:
    payments = bill(company, {501: f"{CLIENT_INN}/770701001", 503: OTHER_INN})
    bring(company, came(1, "1000"))
    assert proposed(company) == (Rule.INN_AND_SUM, [payments[501]])
    assert the_offer(company).is_certain


def test_of_a_client_s_invoices_to_several_payers_the_one_to_this_payer_is_meant(company: Connection) -> None:
    payments = bill(company, {501: OTHER_INN, 502: CLIENT_INN})
    bring(company, came(1, "1000"))
    assert proposed(company) == (Rule.INN_AND_SUM, [payments[502]])
    accept_certain(company)
    bring(company, came(2, "1000", "по сделке 501", day=6))
    assert proposed(company) == (Rule.NUMBER, [payments[501]]), "a payer of the same client is not somebody else"


def test_its_payer_is_known_for_the_client_s_other_payments(company: Connection) -> None:
    bill(company, {501: CLIENT_INN, 503: OTHER_INN})
    payment = add_payment(company, 700_00, lead_id=502)
    add_payment(company, 700_00, lead_id=503)
    bring(company, came(1, "700"))
    assert proposed(company) == (Rule.INN_AND_SUM, [payment.id])


@pytest.mark.parametrize("mistyped", ["7707083894", "770708389", "нет", ""])
def test_a_mistyped_inn_is_nobody_s(company: Connection, mistyped: str) -> None:
    payments = bill(company, {501: mistyped})
    bring(company, came(1, "1000", ПлательщикИНН=mistyped if mistyped.isdecimal() else None))
    assert proposed(company) == (Rule.PERSON, [])
    bring(company, came(2, "1000", "по сделке 501"))
    assert [part.payable.id for part in load_proposals(company).offers[1].parts] == [payments[501]]


def test_money_that_went_to_its_payer_is_asked_about(company: Connection) -> None:
    bring(company, gone(1, "500"))
    assert load_proposals(company).offers == ()
    bill(company, {501: CLIENT_INN})
    assert proposed(company) == (Rule.PERSON, [])
