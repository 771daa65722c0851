"""What a changed share does to a great many payments at once is what would be done to each of them."""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sales_core.money import margin_of
from sales_core.periods import Month
from sales_core.store.attribution import month_sums_differ
from sales_core.store.payments import save_payments
from sales_core.store.shares import load_shares
from tests.deciding import replace_settings
from tests.store.conftest import act, payments_of

JULY, OCTOBER = Month(2026, 7), Month(2026, 10)
DAYS = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)]
# Where halves are, and far more decimals than 64 bits of numerator and denominator have room for.
SHARES = st.sampled_from(["0", "0.5", "0.333", "0.07125", "1", "0.3333333333333333333333"]).map(Decimal) | st.decimals(
    0, 1, places=5, allow_nan=False
)
AMOUNTS = st.sampled_from([1, -1, 3, -3, 8_000_001, -8_000_001]) | st.integers(-(10**15), 10**15).filter(bool)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=SHARES, then=SHARES, amounts=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_margins_reckoned_by_the_database_are_those_of_the_money_module(
    conn: Connection, first: Decimal, then: Decimal, amounts: list[int]
) -> None:
    replace_settings(conn, shares={(702, JULY): Decimal("0.1")})
    days = [(due_on, paid_on) for due_on in DAYS for paid_on in (None, DAYS[-1])]
    save_payments(conn, [
        {"external_id": f"{number}:{due_on}:{paid_on}", "lead_id": 1, "amount_minor": amount, "due_on": due_on,
         "paid_on": paid_on, "source": "x"}
        for number, amount in enumerate(amounts) for due_on, paid_on in days
    ], act())  # fmt: skip
    assert all(payment.margin_minor == payment.amount_minor for payment in payments_of(conn))
    replace_settings(conn, shares={(701, JULY): first, (701, OCTOBER): then, (702, JULY): Decimal("0.1")})
    for payment in payments_of(conn):
        share = then if (payment.paid_on or payment.due_on) >= OCTOBER.first else first
        assert payment.margin_minor == margin_of(payment.amount_minor, share)
        assert share == load_shares(conn).in_force(701, payment.paid_month or payment.due_month)
    assert month_sums_differ(conn) == []
