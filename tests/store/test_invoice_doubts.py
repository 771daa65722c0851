"""Invoices that only a person can judge, and payments that may be in the register twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.i18n import language
from sales_core.money import currency
from sales_core.reporting.invoice_doubts import (
    Doubt,
    load_doubled_payments,
    load_doubtful_invoices,
    tell_doubled_payment,
    tell_doubtful_invoice,
)
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payments import save_payments
from tests.store.conftest import NOW, a_lead, act, payments_of
from tests.store.test_invoice_source import switch
from tests.store.test_invoices import OCT_1, OCT_6, OCT_19, an_invoice

OCT_1_DAY = date(2026, 10, 1)


@pytest.fixture
def linked(conn: Connection) -> Connection:
    """Invoices 7, 8 and 9 belong to lead 1, of which lead 2 has 9 as well."""
    save_leads(conn, [a_lead(2)], {1: {7, 8, 9}, 2: {9}}, now=NOW)
    return conn


def doubts(conn: Connection) -> list[tuple[int, Doubt]]:
    return [(invoice.invoice_id, invoice.doubt) for invoice in load_doubtful_invoices(conn)]


def test_invoices_that_say_too_little_are_told(linked: Connection) -> None:
    save_invoices(
        linked, [an_invoice(status="partially_paid"), an_invoice(id=8, amount_minor=0), an_invoice(id=9)], NOW
    )
    assert doubts(linked) == [(7, Doubt.PARTLY_PAID), (8, Doubt.NO_AMOUNT), (9, Doubt.SEVERAL_LEADS)]
    (shared,) = [invoice for invoice in load_doubtful_invoices(linked) if invoice.invoice_id == 9]
    assert shared.lead_ids == (1, 2)
    save_leads(linked, [a_lead(1, status_id=143, closed_at=NOW)], now=NOW)
    assert doubts(linked) == []
    save_leads(linked, [a_lead(1)], now=NOW)
    assert len(doubts(linked)) == 3
    mark_deleted(linked, [1], NOW)
    assert doubts(linked) == []


@pytest.mark.parametrize("status", ["", "cancelled"])
def test_a_status_nobody_knows_is_told_and_the_usual_ones_are_not(linked: Connection, status: str) -> None:
    save_invoices(linked, [an_invoice(status=status), an_invoice(id=8, status="paid_in_advance")], NOW)
    assert doubts(linked) == [(7, Doubt.UNKNOWN_STATUS)]
    switch(linked, on=False)
    assert doubts(linked) == []


def test_each_doubt_has_its_sentence(linked: Connection) -> None:
    rows = [
        an_invoice(status="partially_paid"),
        an_invoice(id=8, amount_minor=0, name=" "),
        an_invoice(id=9, status="x"),
    ]
    save_invoices(linked, rows, NOW)
    money, ru = currency("RUB"), language("ru")
    told = [tell_doubtful_invoice(invoice, money, ru) for invoice in load_doubtful_invoices(linked)]
    assert told[0].startswith(
        "Счёт 7: оплачен частично. Сколько пришло, amoCRM не сообщает, поэтому ожидается вся сумма"
    )
    assert told[1:] == [
        "Счёт 8: суммы нет, поэтому платежа из него пока нет",
        "Счёт 7: незнакомый статус (x), считается неоплаченным",
        "Счёт 7: привязан к нескольким сделкам (1, 2); учтён один раз, в сделке 1",
    ]


def by_file(conn: Connection, *days: date, paid: bool = False, lead_id: int = 1, amount: int = 500_00) -> None:
    rows: list[dict[str, Any]] = [
        {
            "lead_id": lead_id,
            "amount_minor": amount,
            "due_on": day,
            "source": "import",
            "paid_on": day if paid else None,
        }
        for day in days
    ]
    save_payments(conn, rows, act())


def test_a_payment_that_came_by_file_and_as_an_invoice_is_told_once(linked: Connection) -> None:
    by_file(linked, OCT_1_DAY + timedelta(3), OCT_1_DAY + timedelta(2))
    save_invoices(linked, [an_invoice(billed_at=OCT_1)], NOW)
    (pair,) = load_doubled_payments(linked)
    payments = {payment.id: payment for payment in payments_of(linked)}
    assert [payments[id_].source for id_ in pair.payment_ids] == ["invoice", "import"]
    assert (pair.lead_id, pair.invoice_id, pair.days) == (1, 7, (OCT_1_DAY, OCT_1_DAY + timedelta(2)))
    told = tell_doubled_payment(pair, currency("RUB"), language("en"))
    assert told.startswith("Счёт 7 (")
    switch(linked, on=False)
    assert load_doubled_payments(linked) == []


@pytest.mark.parametrize(
    ("amount", "lead_id", "day"), [(500_01, 1, OCT_1_DAY), (500_00, 2, OCT_1_DAY), (500_00, 1, date(2026, 11, 1))]
)
def test_another_amount_another_lead_or_another_month_is_no_double(
    linked: Connection, amount: int, lead_id: int, day: date
) -> None:
    by_file(linked, day, amount=amount, lead_id=lead_id)
    save_invoices(linked, [an_invoice(billed_at=OCT_1)], NOW)
    assert load_doubled_payments(linked) == []


def test_two_paid_ones_are_compared_by_the_days_they_came(linked: Connection) -> None:
    by_file(linked, date(2026, 10, 5), paid=True)
    save_invoices(linked, [an_invoice(billed_at=OCT_19, updated_at=OCT_19)], NOW)
    assert load_doubled_payments(linked) == []
    save_invoices(linked, [an_invoice(billed_at=OCT_6, updated_at=OCT_6, status="paid")], NOW)
    (pair,) = load_doubled_payments(linked)
    assert pair.days == (date(2026, 10, 6), date(2026, 10, 5))


def test_of_instalments_each_has_its_own_double(linked: Connection) -> None:
    by_file(linked, OCT_1_DAY, date(2026, 11, 1))
    save_invoices(linked, [an_invoice(billed_at=OCT_1), an_invoice(id=8, billed_at=OCT_1 + 31 * 86_400)], NOW)
    save_links(linked, {2: set()}, NOW)
    assert [pair.days[0] for pair in load_doubled_payments(linked)] == [OCT_1_DAY, date(2026, 11, 1)]
