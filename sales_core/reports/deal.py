"""A deal's payments as they stand on a day: each with its state, and together against the deal's budget. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sales_core.money import Currency
from sales_core.payment_history import DueMove, PaymentNow
from sales_core.payment_states import ARCHIVED_STATUS, Source, State, standing_of, state_on
from sales_core.reports.sales import DealType, Manager


@dataclass(frozen=True, slots=True)
class DealFacts:
    """What amoCRM says of the deal. ``budget_minor`` is 0 where none is set."""

    lead_id: int
    name: str
    client: str
    manager: Manager
    deal_type: DealType
    budget_minor: int
    status_id: int
    is_deleted: bool

    @property
    def is_archived(self) -> bool:
        return self.status_id == ARCHIVED_STATUS


class DealLine(NamedTuple):
    """``days_from_due``: to the day it was paid, or to today while it is not; below 0 before the due day.
    ``returnable_minor``: how much of a paid payment was not given back yet. ``moves``: of its due date.
    ``is_confirmed``: the bank confirms it, so it is not changed before it is released there."""

    payment: PaymentNow
    state: State
    days_from_due: int
    returnable_minor: int
    moves: tuple[DueMove, ...]
    is_confirmed: bool

    @property
    def is_invoice(self) -> bool:
        """Changed in amoCRM alone."""
        return self.payment.terms.source == Source.INVOICE


@dataclass(frozen=True, slots=True)
class Deal:
    """``lines`` by due day. ``totals``: full amounts by state, of every state there is."""

    facts: DealFacts
    currency: Currency
    as_of: date
    lines: tuple[DealLine, ...]
    totals: Mapping[State, int]

    @property
    def planned_minor(self) -> int:
        """All payments together, whatever their state."""
        return sum(self.totals.values())

    @property
    def left_minor(self) -> int:
        """Of the budget, not in any payment yet; below 0 where the payments are more than the budget."""
        return self.facts.budget_minor - self.planned_minor


def build_deal(  # noqa: PLR0913 - the deal, the day, and what is known of its payments
    facts: DealFacts,
    currency: Currency,
    as_of: date,
    payments: Sequence[PaymentNow],
    *,
    moves: Mapping[int, tuple[DueMove, ...]],
    confirmed: Collection[int],
) -> Deal:
    """``moves``: how the due dates slipped, by payment; ``confirmed``: payments that the bank confirms. Nothing is read
    from the clock: ``as_of`` is today."""
    given_back = _given_back(payments)
    lines = tuple(
        DealLine(
            payment=payment,
            state=_state(payment, facts, as_of),
            days_from_due=((payment.terms.paid_on or as_of) - payment.terms.due_on).days,
            returnable_minor=_returnable(payment, given_back.get(payment.id, 0)),
            moves=moves.get(payment.id, ()),
            is_confirmed=payment.id in confirmed,
        )
        for payment in payments
    )
    totals = dict.fromkeys(State, 0)
    for line in lines:
        totals[line.state] += line.payment.terms.amount_minor
    present = {line.state for line in lines}
    return Deal(facts, currency, as_of, lines, {state: totals[state] for state in State if state in present})


def _state(payment: PaymentNow, facts: DealFacts, as_of: date) -> State:
    standing = standing_of(
        paid_on=payment.terms.paid_on, lead_status_id=facts.status_id, lead_is_deleted=facts.is_deleted
    )
    return state_on(standing, payment.terms.due_on, as_of)


def _returnable(payment: PaymentNow, given_back: int) -> int:
    return max(0, payment.terms.amount_minor - given_back) if payment.terms.paid_on else 0


def _given_back(payments: Iterable[PaymentNow]) -> dict[int, int]:
    """By the payment that it was given back of."""
    sums: dict[int, int] = {}
    for payment in payments:
        if payment.terms.refund_of is not None:
            sums[payment.terms.refund_of] = sums.get(payment.terms.refund_of, 0) - payment.terms.amount_minor
    return sums
