"""A deal's payments on a day: their states, and their sums against the budget."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.money import currency
from sales_core.payment_history import PaymentNow, Terms
from sales_core.payment_states import ARCHIVED_STATUS, State
from sales_core.reports.deal import Deal, DealFacts, build_deal
from sales_core.reports.sales import DealType, Manager

TODAY = date(2026, 9, 18)
OPEN_STATUS = 11


def facts(budget_minor: int = 500_000_00, *, status_id: int = OPEN_STATUS, is_deleted: bool = False) -> DealFacts:
    manager, deal_type = Manager(11, "Анна"), DealType(702, "Работы", Decimal(1), share_is_set=True)
    return DealFacts(1, "Внедрение", "Гранит", manager, deal_type, budget_minor, status_id, is_deleted)


def payment(
    id_: int, amount_minor: int, due_in: int, paid_in: int | None = None, refund_of: int | None = None
) -> PaymentNow:
    """Due and paid so many days after today."""
    paid_on = None if paid_in is None else TODAY + timedelta(days=paid_in)
    due_on = TODAY + timedelta(days=due_in)
    return PaymentNow(id_, 0, Terms(1, amount_minor, due_on, "manual", paid_on, refund_of=refund_of))


def deal(*payments: PaymentNow, of: DealFacts | None = None) -> Deal:
    return build_deal(of or facts(), currency("RUB"), TODAY, payments, moves={}, confirmed=())


PAYMENTS = st.lists(
    st.tuples(st.integers(-(10**9), 10**9).filter(bool), st.integers(-99, 99), st.none() | st.integers(-99, 0)),
    max_size=12,
)
FACTS = st.builds(
    facts, st.integers(0, 10**9), status_id=st.sampled_from([OPEN_STATUS, ARCHIVED_STATUS]), is_deleted=st.booleans()
)


@given(PAYMENTS, FACTS)
def test_every_payment_is_in_one_sum_and_the_rest_of_the_budget_is_left(
    made: list[tuple[int, int, int | None]], of: DealFacts
) -> None:
    found = deal(*(payment(n, *each) for n, each in enumerate(made)), of=of)
    assert len(found.lines) == len(made)
    assert sum(found.totals.values()) == sum(line.payment.terms.amount_minor for line in found.lines)
    assert found.totals.keys() == {line.state for line in found.lines}
    assert found.planned_minor + found.left_minor == of.budget_minor
    for line in found.lines:
        assert (line.state is State.PAID) == (line.payment.terms.paid_on is not None)


@pytest.mark.parametrize(
    ("due_in", "paid_in", "state", "days"),
    [
        (-6, -7, State.PAID, -1),
        (-6, -3, State.PAID, 3),
        (-7, None, State.OVERDUE, 7),
        (0, None, State.PENDING, 0),
        (24, None, State.PENDING, -24),
    ],
)
def test_a_payment_stands_so_many_days_from_its_due_date(
    due_in: int, paid_in: int | None, state: State, days: int
) -> None:
    (line,) = deal(payment(1, 100, due_in, paid_in)).lines
    assert (line.state, line.days_from_due) == (state, days)


@pytest.mark.parametrize(
    ("of", "state"),
    [
        (facts(status_id=ARCHIVED_STATUS), State.LOST),
        (facts(is_deleted=True), State.DETACHED),
        (facts(status_id=ARCHIVED_STATUS, is_deleted=True), State.DETACHED),
    ],
)
def test_what_came_of_a_lost_deal_stays_paid_and_the_rest_does_not_happen(of: DealFacts, state: State) -> None:
    found = deal(payment(1, 40, -30, -30), payment(2, 60, -3), payment(3, 70, 3), of=of)
    assert found.totals == {State.PAID: 40, state: 130}


def test_no_more_can_be_given_back_than_came() -> None:
    found = deal(payment(1, 100, -5, -5), payment(2, -30, -2, -2, refund_of=1), payment(3, 50, 5))
    assert [line.returnable_minor for line in found.lines] == [70, 0, 0]
    assert found.totals[State.PAID] == 70
