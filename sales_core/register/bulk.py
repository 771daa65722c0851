"""Many payments changed alike: which, what becomes of them, and what is left out and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_filter import PaymentFilter
from sales_core.payment_history import PaymentNow
from sales_core.payment_states import Source
from sales_core.register.payments import pay_all, redate
from sales_core.register.wishes import Wishes
from sales_core.reporting.payment_list import load_found_payments
from sales_core.store.payment_writing import load_payments_now

MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The payments as they stand now. ``changed``: how many of them are no longer as their reader saw them; ``gone``:
    how many were deleted meanwhile."""

    payments: tuple[PaymentNow, ...]
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Bulk:
    """``wishes``: one for each payment it changes. Left out are ``invoices``, which are edited in amoCRM, what is
    ``paid`` already, and what would stay the ``same``."""

    wishes: Wishes
    invoices: int = 0
    paid: int = 0
    same: int = 0

    @property
    def amount_minor(self) -> int:
        return sum(wish.seen.terms.amount_minor for wish in self.wishes if wish.seen)


def load_seen(conn: Connection, versions: Mapping[int, int]) -> Chosen:
    """Those of these numbers. ``versions``: as their reader saw them."""
    there = load_payments_now(conn, versions.keys())
    changed = sum(payment.version != versions[id_] for id_, payment in there.items())
    return Chosen(tuple(there[id_] for id_ in sorted(there)), changed, gone=len(versions.keys() - there.keys()))


def load_all_found(conn: Connection, asked: PaymentFilter) -> Chosen:
    """All that meet the filter; InputError where they are too many to be changed at once."""
    found = load_found_payments(conn, asked, MOST_AT_ONCE + 1)
    if len(found) > MOST_AT_ONCE:
        raise InputError(
            "More than {limit} payments are not changed at once: narrow the list first", limit=MOST_AT_ONCE
        )
    return Chosen(tuple(found))


def mark_paid(payments: Sequence[PaymentNow], paid_on: date) -> Bulk:
    """Each whole."""
    return _planned(payments, lambda unpaid: pay_all(unpaid, paid_on))


def move_due(payments: Sequence[PaymentNow], to: date | timedelta) -> Bulk:
    """The same day for all, or as many days later for each."""
    return _planned(payments, lambda unpaid: redate(unpaid, to))


def _planned(payments: Sequence[PaymentNow], wish: Callable[[Sequence[PaymentNow]], Wishes]) -> Bulk:
    ours = [payment for payment in payments if payment.terms.source != Source.INVOICE]
    unpaid = [payment for payment in ours if payment.terms.paid_on is None]
    wishes = wish(unpaid)
    changing = tuple(each for each in wishes if each.seen and each.after != each.seen.terms)
    return Bulk(changing, len(payments) - len(ours), len(ours) - len(unpaid), len(wishes) - len(changing))
