"""What can be done to payments, one at a time or many. Pure; InputError in words where it makes no sense.

What is true of any payment however it came to be (an amount that is not 0, no paid date after today, invoices are
edited in amoCRM) is looked after where wishes are stored.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sales_core.credit_shares import credit_shares
from sales_core.errors import InputError
from sales_core.money import Currency
from sales_core.payment_history import PaymentNow, Terms
from sales_core.payment_states import Source
from sales_core.register.wishes import Wish, Wishes


class Part(NamedTuple):
    """One agreed part of a lead's money."""

    amount_minor: int
    due_on: date


def parse_amount(text: str, currency: Currency) -> int:
    """Minor units of an amount as people type it (see ``Currency.parse``), which may be below 0 but not 0."""
    amount = currency.parse(text)
    if amount == 0:
        raise InputError("A payment's amount cannot be 0")
    return amount


def add(lead_id: int, parts: Iterable[Part], comment: str = "", paid_on: date | None = None) -> Wishes:
    """New payments of a lead, entered by a person."""
    return tuple(
        Wish(None, Terms(lead_id, part.amount_minor, part.due_on, Source.MANUAL.value, paid_on, comment.strip()))
        for part in parts
    )


def edit(payment: PaymentNow, part: Part, comment: str, paid_on: date | None) -> Wishes:
    """The payment with everything a form shows of it as the form says."""
    after = payment.terms._replace(
        amount_minor=part.amount_minor, due_on=part.due_on, paid_on=paid_on, comment=comment.strip()
    )
    return (Wish(payment, after),)


def split(payment: PaymentNow, parts: Sequence[Part]) -> Wishes:
    """An unpaid payment into parts that add up to it; the first keeps its history, the others are new payments."""
    _refuse_paid(payment)
    if len(parts) < 2:
        raise InputError("A payment is split into two parts or more")
    if sum(part.amount_minor for part in parts) != payment.terms.amount_minor:
        raise InputError("The parts must add up to the payment, to the last kopeck")
    first, *others = (payment.terms._replace(amount_minor=part.amount_minor, due_on=part.due_on) for part in parts)
    return Wish(payment, first), *(Wish(None, _of_its_own(terms)) for terms in others)


def pay(payment: PaymentNow, paid_on: date, amount_minor: int | None = None) -> Wishes:
    """Marks an unpaid payment as paid: whole, or as much of it as came.

    Where less came, the rest becomes a payment of its own, due when the whole was. Where more came, the surplus becomes
    one, due and paid on the day it came.
    """
    _refuse_paid(payment)
    terms = payment.terms
    came = terms.amount_minor if amount_minor is None else amount_minor
    if came * terms.amount_minor <= 0:
        raise InputError("What was paid must be of the same sign as what was to be paid, and not 0")
    rest = terms.amount_minor - came
    if rest == 0:
        return (Wish(payment, terms._replace(paid_on=paid_on)),)
    if abs(came) < abs(terms.amount_minor):
        paid = terms._replace(amount_minor=came, paid_on=paid_on)
        return Wish(payment, paid), Wish(None, _of_its_own(terms)._replace(amount_minor=rest))
    surplus = _of_its_own(terms)._replace(amount_minor=-rest, due_on=paid_on, paid_on=paid_on)
    return Wish(payment, terms._replace(paid_on=paid_on)), Wish(None, surplus)


def refund(payment: PaymentNow, amount_minor: int, on: date, comment: str, others: Iterable[PaymentNow]) -> Wishes:
    """A paid payment below 0 that gives back a paid one or a part of it.

    amount_minor: how much, above 0. others: the lead's payments, for no more can be given back than came.
    """
    given_back = -sum(other.terms.amount_minor for other in others if other.terms.refund_of == payment.id)
    if payment.terms.paid_on is None or payment.terms.amount_minor < 0:
        raise InputError("Only a payment that came can be given back")
    if amount_minor <= 0:
        raise InputError("Say how much is given back as an amount above 0")
    if amount_minor > payment.terms.amount_minor - given_back:
        raise InputError("More would be given back than came")
    if on < payment.terms.paid_on:
        raise InputError("A payment cannot be given back before it came")
    terms = Terms(
        payment.terms.lead_id, -amount_minor, on, Source.MANUAL.value, on, comment.strip(), refund_of=payment.id
    )
    return (Wish(None, _credited_as(payment.terms, terms)),)


def delete(payments: Iterable[PaymentNow]) -> Wishes:
    return tuple(Wish(payment, None) for payment in payments)


def pay_all(payments: Iterable[PaymentNow], paid_on: date) -> Wishes:
    """Each whole."""
    return tuple(wish for payment in payments for wish in pay(payment, paid_on))


def redate(payments: Collection[PaymentNow], to: date | timedelta) -> Wishes:
    """Another due date for unpaid payments: the same day for all, or as many days later for each."""
    wishes = []
    for payment in payments:
        _refuse_paid(payment)
        day = to if isinstance(to, date) else payment.terms.due_on + to
        wishes.append(Wish(payment, payment.terms._replace(due_on=day)))
    return tuple(wishes)


def credit(payment: PaymentNow, manager_id: int) -> Wishes:
    """The paid payment belongs to this manager, whatever the lead's history says."""
    return share_credit(payment, {manager_id: Decimal(1)})


def share_credit(payment: PaymentNow, shares: Mapping[int, Decimal]) -> Wishes:
    """The paid payment belongs to these managers, each to their share, whatever the lead's history says."""
    if payment.terms.paid_on is None:
        raise InputError("Only a paid payment can be credited to another manager")
    ordered = credit_shares(shares)
    after = payment.terms._replace(
        credited_to=ordered[0][0], credit_is_manual=True, credit_shares=ordered if len(ordered) > 1 else ()
    )
    return (Wish(payment, after),)


def _credited_as(paid: Terms, refund: Terms) -> Terms:
    """Those whom a person credited with what came lose what is given back, each by their share."""
    if not paid.credit_is_manual:
        return refund
    return refund._replace(credited_to=paid.credited_to, credit_is_manual=True, credit_shares=paid.credit_shares)


def _of_its_own(terms: Terms) -> Terms:
    """What a new payment takes from the one it was a part of."""
    return Terms(
        terms.lead_id, terms.amount_minor, terms.due_on, Source.MANUAL.value, comment=terms.comment,
        refund_of=terms.refund_of,
    )  # fmt: skip


def _refuse_paid(payment: PaymentNow) -> None:
    if payment.terms.paid_on is not None:
        raise InputError("The payment is paid already, on {day}", day=payment.terms.paid_on.isoformat())
