"""A credit that somebody moved or shared stays as they decided, and its portions add up to the payment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.closing.months import close_month, reopen_month
from sales_core.errors import InputError
from sales_core.figures import Figure
from sales_core.payment_history import PaymentNow, Via
from sales_core.periods import Month
from sales_core.register.payments import Part, add, credit, delete, edit, refund, share_credit
from sales_core.register.saving import Act, save_wishes
from sales_core.scope import Scope
from sales_core.store.attribution import month_sums_differ
from sales_core.store.drilldown import load_behind
from sales_core.store.history import save_events
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.payments import save_payments
from tests.deciding import replace_settings
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payment, payments, save, the_one, undo
from tests.store.conftest import NOW, act
from tests.store.test_invoices import OCT_6, an_invoice
from tests.store.worlds import handed_over

OCTOBER = Scope(Month(2026, 10), OCT_20)
HALVES = {11: Decimal("0.5"), 12: Decimal("0.5")}


def shared(conn: Connection, amount: int = 100_01, shares: dict[int, Decimal] = HALVES) -> PaymentNow:
    save(conn, add(1, [Part(amount, OCT_10)], paid_on=OCT_10))
    save(conn, share_credit(the_one(conn), shares))
    return the_one(conn)


def fact(conn: Connection) -> dict[int, tuple[int, int]]:
    """Amount and margin of October's payments by manager; each line says of which whole it is a part."""
    assert month_sums_differ(conn) == []
    rows = load_behind(conn, OCTOBER, [Figure.FACT])
    whole = {payment.id: payment.terms.amount_minor for payment in payments(conn)}
    assert all(row.whole_minor == whole[row.payment_id] for row in rows if row.payment_id)
    found: dict[int, tuple[int, int]] = {}
    for row in rows:
        amount, margin = found.get(row.manager_id, (0, 0))
        found[row.manager_id] = amount + row.amount_minor, margin + row.margin_minor
    return found


def test_a_shared_payment_counts_for_each_by_their_share(conn: Connection) -> None:
    replace_settings(conn, shares={(701, Month(2026, 1)): Decimal("0.3")})
    shared(conn)
    assert fact(conn) == {11: (50_01, 15_00), 12: (50_00, 15_00)}
    replace_settings(conn, shares={(701, Month(2026, 1)): Decimal("0.5001")})
    assert fact(conn) == {11: (50_01, 25_01), 12: (50_00, 25_01)}


def test_only_a_paid_payment_is_shared_and_alone_means_not_shared() -> None:
    with pytest.raises(InputError, match="Only a paid payment"):
        share_credit(payment(), HALVES)
    ((_, after),) = share_credit(payment(paid_on=OCT_10, credit_shares=((11, "0.5"), (12, "0.5"))), {12: Decimal(1)})
    assert after is not None
    assert (after.credited_to, after.credit_is_manual, after.credit_shares) == (12, True, ())


def test_another_amount_is_shared_anew_and_an_unpaid_one_is_nobodys(conn: Connection) -> None:
    save(conn, edit(shared(conn), Part(1_00, OCT_10), "less", OCT_10))
    assert fact(conn) == {11: (50, 50), 12: (50, 50)}
    save(conn, edit(the_one(conn), Part(1_00, OCT_10), "not yet", None))
    assert (the_one(conn).terms.credit_shares, fact(conn)) == ((), {})


def test_what_is_given_back_is_lost_by_those_who_had_it(conn: Connection) -> None:
    there = shared(conn)
    save(conn, refund(there, 100_01, OCT_20, "", [there]))
    assert fact(conn) == {11: (0, 0), 12: (0, 0)}
    save(conn, credit(there, 13))
    assert fact(conn) == {11: (-50_01, -50_01), 12: (-50_00, -50_00), 13: (100_01, 100_01)}


def test_neither_a_file_nor_an_invoice_nor_the_deals_history_undoes_a_decision(conn: Connection) -> None:
    row: dict[str, Any] = {
        "external_id": "a",
        "lead_id": 1,
        "amount_minor": 100,
        "due_on": OCT_5,
        "paid_on": OCT_5,
        "source": "import",
    }
    save_payments(conn, [row], act())
    save(conn, share_credit(the_one(conn), HALVES))
    save_payments(conn, [row | {"amount_minor": 200}], act())
    save_events(conn, [handed_over("000001", 1, 1_791_000_000, 13, 11)], NOW)
    assert fact(conn) == {11: (100, 100), 12: (100, 100)}
    save(conn, delete(payments(conn)))
    save_links(conn, {1: {7}}, NOW)
    save_invoices(conn, [an_invoice(billed_at=OCT_6, status="paid", amount_minor=300)], NOW)
    save(conn, share_credit(the_one(conn), HALVES))
    save_invoices(conn, [an_invoice(billed_at=OCT_6, status="paid", amount_minor=500)], NOW + 1)
    assert fact(conn) == {11: (250, 250), 12: (250, 250)}


def test_a_decision_is_taken_back_and_a_deleted_payment_comes_back_shared(conn: Connection) -> None:
    save(conn, add(1, [Part(100, OCT_10)], paid_on=OCT_10))
    number = save(conn, share_credit(the_one(conn), HALVES))
    gone = save(conn, delete(payments(conn)))
    assert fact(conn) == {}
    assert gone is not None
    assert number is not None
    undo(conn, gone)
    assert fact(conn) == {11: (50, 50), 12: (50, 50)}
    undo(conn, number)
    assert fact(conn) == {11: (100, 100)}


def test_only_those_of_the_department_asked_for_are_counted(conn: Connection) -> None:
    shared(conn)
    whole = load_behind(conn, OCTOBER, [Figure.FACT, Figure.PAID])
    assert [(row.manager_id, row.amount_minor, row.credit_share) for row in whole] == [
        (11, 50_01, Decimal("0.5")), (12, 50_00, Decimal("0.5")),
    ]  # fmt: skip
    assert load_behind(conn, OCTOBER, [Figure.FACT], manager_id=12) == whole[1:]
    assert load_behind(conn, OCTOBER, [Figure.FACT], limit=1, offset=1) == whole[1:]
    assert date(2026, 10, 10) == whole[0].due_on


def test_within_a_closed_month_nobody_moves_a_credit(conn: Connection) -> None:
    september = date(2026, 9, 10)
    save(conn, add(1, [Part(100, september)], paid_on=september))
    number = save(conn, share_credit(the_one(conn), HALVES))
    assert number is not None
    close_month(conn, Month(2026, 9), NOW, "anna")
    there = the_one(conn)
    reason = Act(NOW, Via.PAGE, "anna", "it was Boris who sold it")
    for wishes in (credit(there, 13), share_credit(there, {11: Decimal("0.9"), 12: Decimal("0.1")})):
        with pytest.raises(InputError, match="2026-09 is closed: its payments stay with the managers"):
            save_wishes(conn, wishes, reason)
    with pytest.raises(InputError, match="stay with the managers"):
        undo(conn, number)
    assert the_one(conn) == there
    save_wishes(conn, edit(there, Part(200, september), "", september), reason)
    assert the_one(conn).terms.credit_shares == there.terms.credit_shares
    reopen_month(conn, Month(2026, 9), NOW, "anna", "the wrong manager")
    save(conn, credit(the_one(conn), 13))
    assert the_one(conn).terms.credited_to == 13
