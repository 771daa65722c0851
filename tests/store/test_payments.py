"""Payments in: added, replaced, refused, and whose they are."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.money import margin_of
from sales_core.store.history import save_events
from sales_core.store.leads import save_leads
from sales_core.store.payments import Saved, delete_payments, save_payments
from sales_core.store.revisions import load_revision
from sales_core.store.shares import Shares
from tests.store.conftest import NOW, a_lead, act, payments_of, the_payment
from tests.store.worlds import handed_over, move_credit

DAY_S = 86_400
MIDDAY_OF_6TH = 1_791_277_200


def a_payment(**changes: Any) -> dict[str, Any]:
    return {"lead_id": 1, "amount_minor": 100_00, "due_on": date(2026, 10, 5), "source": "import"} | changes


def test_payments_are_added_replaced_and_left_alone(conn: Connection) -> None:
    assert save_payments(conn, [a_payment(external_id="a"), a_payment()], act()) == Saved(added=2)
    revision = load_revision(conn)
    assert save_payments(conn, [a_payment(external_id="a")], act()) == Saved(unchanged=1)
    assert load_revision(conn) == revision
    assert save_payments(conn, [a_payment(external_id="a", comment="аванс")], act(NOW + 1)) == Saved(changed=1)
    assert load_revision(conn) > revision
    first, second = payments_of(conn)
    assert (first.comment, first.created_at, first.updated_at) == ("аванс", NOW, NOW + 1)
    assert save_payments(conn, [a_payment(id=second.id, amount_minor=5)], act()) == Saved(changed=1)
    delete_payments(conn, [first.id], act())
    assert (the_payment(conn).id, the_payment(conn).margin_minor) == (second.id, 5)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount_minor": 0}, "cannot be 0"),
        ({"paid_on": date(2026, 10, 21)}, "cannot be paid on 2026-10-21"),
        ({"lead_id": 404}, "no lead 404"),
    ],
)
def test_a_wrong_payment_is_refused(conn: Connection, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        save_payments(conn, [a_payment(), a_payment(**wrong)], act())


def test_a_payment_paid_long_ago_is_credited_to_who_held_the_lead_then(conn: Connection) -> None:
    save_events(conn, [handed_over("1", 1, MIDDAY_OF_6TH + DAY_S, before=13, after=11)], NOW)
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6)), a_payment(paid_on=date(2026, 10, 7))], act())
    assert [payment.credited_to for payment in payments_of(conn)] == [13, 11]


def test_the_credit_is_judged_at_the_end_of_the_paid_day_in_the_accounts_zone(conn: Connection) -> None:
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6))], act())
    # 2026-10-06, 23:59:59 in Moscow.
    assert the_payment(conn).credit_at == 1791320399


def test_history_that_comes_later_corrects_a_credit_and_a_later_hand_over_does_not(conn: Connection) -> None:
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6))], act())
    save_leads(conn, [a_lead(responsible_user_id=12)])
    save_events(conn, [handed_over("9", 1, NOW + 5, before=11, after=12)], NOW)
    assert the_payment(conn).manager_id == 11
    save_events(conn, [handed_over("2", 1, MIDDAY_OF_6TH + 2 * DAY_S, before=13, after=11)], NOW)
    assert the_payment(conn).manager_id == 13
    save_events(conn, [handed_over("1", 1, MIDDAY_OF_6TH, before=14, after=13)], NOW)
    assert the_payment(conn).manager_id == 13


def test_a_hand_over_before_the_payment_that_was_heard_of_after_it_counts(conn: Connection) -> None:
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6))], act())
    save_events(conn, [handed_over("1", 1, MIDDAY_OF_6TH, before=11, after=12)], NOW)
    assert the_payment(conn).manager_id == 12


def test_an_admins_word_outweighs_history(conn: Connection) -> None:
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6), external_id="a")], act())
    move_credit(conn, the_payment(conn).id, {15: Decimal(1)}, act())
    save_events(conn, [handed_over("1", 1, MIDDAY_OF_6TH, before=11, after=12)], NOW)
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6), external_id="a", comment="x")], act())
    assert (the_payment(conn).manager_id, the_payment(conn).credit_is_manual) == (15, True)


def test_a_payment_that_is_no_longer_paid_goes_back_to_the_lead(conn: Connection) -> None:
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6), external_id="a")], act())
    move_credit(conn, the_payment(conn).id, {15: Decimal(1)}, act())
    save_payments(conn, [a_payment(external_id="a")], act())
    payment = the_payment(conn)
    assert (payment.manager_id, payment.credited_to, payment.credit_at, payment.credit_is_manual) == (
        11, None, None, False,
    )  # fmt: skip


SHARES = st.decimals(min_value=0, max_value=2, places=6, allow_nan=False)


@given(amount=st.integers(-(10**15), 10**15), share=SHARES)
def test_margins_are_those_of_the_money_module(amount: int, share: Decimal) -> None:
    assert Shares([(1, "2026-01", share)]).margin(amount, 1, "2026-05") == margin_of(amount, share)


def test_the_share_in_force_is_the_latest_not_after_the_month_or_else_the_first() -> None:
    shares = Shares([(1, "2026-06", Decimal("0.6")), (1, "2026-03", Decimal("0.3"))])
    by_month = {month: shares.in_force(1, month) for month in ("2026-01", "2026-03", "2026-05", "2026-06", "2027-01")}
    assert [str(share) for share in by_month.values()] == ["0.3", "0.3", "0.3", "0.6", "0.6"]
    assert shares.in_force(2, "2026-05") is None
    assert shares.margin(99, 2, "2026-05") == 99
