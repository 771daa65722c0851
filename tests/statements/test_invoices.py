"""Of an invoice's money the bank knows more than amoCRM's list."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.statements.confirming import release
from sales_core.store.attribution import month_sums_differ
from sales_core.store.bank_confirmations import confirmed_payments
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.payment_writing import load_lead_payments
from tests.statements.conftest import ANNA, accept_certain, bring, came, lines_of
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
