"""Invoices become payments, once, whatever is scanned, linked, paid or taken away, and in whatever order."""

from collections.abc import Callable  # noqa: TC003
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.store.attribution import month_sums_differ
from sales_core.store.invoice_payments import settle_all_invoices
from sales_core.store.invoices import invoice_ids, mark_invoices_deleted, save_invoices, save_links
from sales_core.store.leads import mark_deleted, mark_restored, save_leads
from sales_core.store.revisions import load_revision
from tests.store.conftest import NOW, a_lead, payments_of, the_payment

OCT_1, OCT_6, OCT_19 = 1_790_845_200, 1_791_277_200, 1_792_400_400
"""Noon or so of these days in Moscow."""


def an_invoice(**changes: Any) -> dict[str, Any]:
    return {
        "id": 7, "name": "Счёт 7", "amount_minor": 500_00, "status": "created", "billed_at": None,
        "created_at": OCT_1, "updated_at": OCT_1, "is_deleted": False, "payer": "ООО", "comment": "аванс",
    } | changes  # fmt: skip


@pytest.fixture
def linked(conn: Connection) -> Connection:
    """Invoice 7 is linked to lead 1."""
    save_links(conn, {1: {7}}, NOW)
    return conn


def test_an_unpaid_invoice_is_due_on_its_date_or_else_on_the_day_it_was_made(linked: Connection) -> None:
    save_invoices(linked, [an_invoice()], NOW)
    payment = the_payment(linked)
    assert (payment.due_on, payment.paid_on, payment.amount_minor) == (date(2026, 10, 1), None, 500_00)
    assert (payment.external_id, payment.invoice_id, payment.source) == ("amocrm-invoice:7", 7, "invoice")
    save_invoices(linked, [an_invoice(billed_at=OCT_6, status="partially_paid")], NOW)
    assert (the_payment(linked).due_on, the_payment(linked).paid_on) == (date(2026, 10, 6), None)


@pytest.mark.parametrize("status", ["paid", "paid_in_advance"])
def test_a_paid_invoice_keeps_the_day_it_was_due(linked: Connection, status: str) -> None:
    save_invoices(linked, [an_invoice(billed_at=OCT_6)], NOW)
    save_invoices(linked, [an_invoice(billed_at=OCT_19, updated_at=NOW, status=status)], NOW)
    payment = the_payment(linked)
    assert (payment.due_on, payment.paid_on, payment.credited_to) == (date(2026, 10, 6), date(2026, 10, 19), 11)
    save_invoices(linked, [an_invoice(billed_at=OCT_19, updated_at=NOW)], NOW)
    assert (the_payment(linked).due_on, the_payment(linked).credited_to) == (date(2026, 10, 19), None)


@pytest.mark.parametrize(
    ("billed_at", "updated_at", "paid_on"),
    [
        (None, OCT_6, date(2026, 10, 6)),
        (OCT_1, OCT_6, date(2026, 10, 1)),
        (OCT_19, OCT_6, date(2026, 10, 6)),  # dated ahead: it counts from the day that was said
    ],
)
def test_the_day_an_invoice_was_paid(linked: Connection, billed_at: int | None, updated_at: int, paid_on: date) -> None:
    save_invoices(linked, [an_invoice(status="paid", billed_at=billed_at, updated_at=updated_at)], NOW)
    assert (the_payment(linked).due_on, the_payment(linked).paid_on) == (date(2026, 10, 1), paid_on)


@pytest.mark.parametrize("billed_at", [None, NOW + 86_400])
def test_a_paid_day_that_the_invoice_does_not_tell_stays_whatever_is_edited_later(
    linked: Connection, billed_at: int | None
) -> None:
    paid = an_invoice(status="paid", billed_at=billed_at, updated_at=OCT_6)
    save_invoices(linked, [paid], NOW)
    save_invoices(linked, [paid | {"comment": "исправлено", "updated_at": OCT_19}], NOW)
    assert (the_payment(linked).paid_on, the_payment(linked).comment) == (date(2026, 10, 6), "исправлено")
    save_invoices(linked, [paid | {"billed_at": OCT_1, "updated_at": OCT_19}], NOW)
    assert the_payment(linked).paid_on == date(2026, 10, 1)


@pytest.mark.parametrize("status", ["", "partially_paid", "cancelled"])
def test_what_amocrm_does_not_call_paid_is_open_whole(linked: Connection, status: str) -> None:
    save_invoices(linked, [an_invoice(status="paid", billed_at=OCT_1)], NOW)
    save_invoices(linked, [an_invoice(status=status, billed_at=OCT_1)], NOW)
    payment = the_payment(linked)
    assert (payment.amount_minor, payment.paid_on, payment.credited_to) == (500_00, None, None)


def test_an_invoice_below_zero_is_a_refund(linked: Connection) -> None:
    save_invoices(linked, [an_invoice(amount_minor=-200_00, status="paid", billed_at=OCT_1)], NOW)
    assert (the_payment(linked).amount_minor, the_payment(linked).standing) == (-200_00, "paid")
    assert month_sums_differ(linked) == []


def test_an_invoice_entered_after_it_was_paid_was_due_when_it_was_paid(linked: Connection) -> None:
    save_invoices(linked, [an_invoice(status="paid", billed_at=OCT_1, created_at=OCT_6, updated_at=OCT_6)], NOW)
    assert the_payment(linked).due_on == date(2026, 10, 1)


@pytest.mark.parametrize("gone", [{"amount_minor": 0}, {"is_deleted": True}])
def test_an_invoice_of_nothing_or_deleted_has_no_payment(linked: Connection, gone: dict[str, Any]) -> None:
    save_invoices(linked, [an_invoice()], NOW)
    save_invoices(linked, [an_invoice(**gone)], NOW)
    assert payments_of(linked) == []
    save_invoices(linked, [an_invoice()], NOW)
    assert the_payment(linked).amount_minor == 500_00


def test_an_invoice_no_longer_found_or_linked_has_no_payment(linked: Connection) -> None:
    save_invoices(linked, [an_invoice()], NOW)
    mark_invoices_deleted(linked, {7}, NOW)
    assert (payments_of(linked), invoice_ids(linked)) == ([], set())
    save_invoices(linked, [an_invoice()], NOW)
    assert invoice_ids(linked) == {7}
    save_links(linked, {1: set()}, NOW)
    assert payments_of(linked) == []
    assert month_sums_differ(linked) == []


def test_an_invoice_on_several_leads_counts_for_the_lowest_live_one(conn: Connection) -> None:
    save_invoices(conn, [an_invoice()], NOW)
    save_leads(conn, [a_lead(2), a_lead(3)], {2: {7}, 3: {7}}, now=NOW)
    assert the_payment(conn).lead_id == 2
    save_leads(conn, [], {1: {7}}, now=NOW)
    assert the_payment(conn).lead_id == 1
    mark_deleted(conn, [1, 2], NOW)
    assert the_payment(conn).lead_id == 3
    mark_deleted(conn, [3], NOW)
    assert (the_payment(conn).lead_id, the_payment(conn).standing) == (1, "detached")
    mark_restored(conn, [2], NOW)
    assert (the_payment(conn).lead_id, the_payment(conn).standing) == (2, "open")
    assert month_sums_differ(conn) == []


def test_a_paid_invoice_that_moves_to_its_right_lead_is_credited_there(linked: Connection) -> None:
    save_invoices(linked, [an_invoice(status="paid")], NOW)
    save_leads(linked, [a_lead(2, responsible_user_id=12)], {1: set(), 2: {7}}, now=NOW)
    assert (the_payment(linked).lead_id, the_payment(linked).manager_id) == (2, 12)


def test_the_order_in_which_things_are_read_does_not_matter(conn: Connection) -> None:
    """Invoice, link and lead; then once more, which changes nothing."""

    def invoice() -> None:
        save_invoices(conn, [an_invoice(id=number)], NOW)

    def link() -> None:
        save_links(conn, {number: {number}}, NOW)

    def lead() -> None:
        save_leads(conn, [a_lead(number)], now=NOW)

    told: list[Callable[[], None]] = [invoice, link, lead]
    for number, order in enumerate(permutations(told), 100):
        for tell in order:
            tell()
        assert [payment.lead_id for payment in payments_of(conn)][-1] == number
    payments, revision = payments_of(conn), load_revision(conn)
    settle_all_invoices(conn, NOW + 1000)
    assert (payments_of(conn), load_revision(conn)) == (payments, revision)
