"""The one door by which wishes are stored: compared with what others did meanwhile, checked, written as one act."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import Change, PastAct, PaymentNow, Terms, Via
from sales_core.payment_states import Source
from sales_core.register.wishes import Wish
from sales_core.reporting.account import load_account_or_default
from sales_core.store.acts import Act, load_act
from sales_core.store.bank_confirmations import are_confirmed, contradicts
from sales_core.store.payment_writing import load_payments_now, new_payment_ids
from sales_core.store.payments import enter_changes

__all__ = ["LONGEST_COMMENT", "Act", "PaymentClash", "PaymentClashError", "save_wishes"]

LONGEST_COMMENT = 10_000
FIRST_DAY, DAY_AFTER_LAST = date(2000, 1, 1), date(2200, 1, 1)


class PaymentClash(NamedTuple):
    """What its author wants, and the payment as somebody else left it; ``now`` is ``None`` where they deleted it."""

    wish: Wish
    now: PaymentNow | None


class PaymentClashError(InputError):
    """Somebody changed the same payments after their author had looked, so nothing was stored. ``theirs``: the other's
    act, where the payment is still there to tell."""

    def __init__(self, clashes: Sequence[PaymentClash], theirs: PastAct | None) -> None:
        self.clashes = tuple(clashes)
        self.theirs = theirs
        super().__init__(
            "Somebody changed this payment meanwhile; nothing of yours was stored or lost. Compare both and choose."
        )

    def __reduce__(self) -> tuple[type["PaymentClashError"], tuple[tuple[PaymentClash, ...], PastAct | None]]:
        return PaymentClashError, (self.clashes, self.theirs)


def save_wishes(conn: Connection, wishes: Collection[Wish], act: Act) -> int | None:
    """Stores them as one act and returns its number; ``None`` when everything was so already.

    Where a payment is no longer as its author saw it, and not as they want it either, they are told
    (PaymentClashError). That and every other InputError leaves nothing stored. Wishes that add payments as well are
    never so already: a part paid or split off twice would leave its rest twice.
    """
    adds = any(wish.seen is None for wish in wishes)
    there = load_payments_now(conn, {wish.seen.id for wish in wishes if wish.seen})
    needed: list[PaymentClash] = []
    clashes: list[PaymentClash] = []
    for wish in wishes:
        now = there.get(wish.seen.id) if wish.seen else None
        is_as_seen = _is_as_seen(wish, now)
        if _is_so(wish, now) and (is_as_seen or not adds):
            continue
        (needed if is_as_seen else clashes).append(PaymentClash(wish, now))
    if clashes:
        raise PaymentClashError(clashes, _theirs(conn, clashes))
    _refuse_confirmed(conn, needed)
    for wish, now in needed:
        _refuse_invoice(conn, wish, now, act)
        if wish.after is not None:
            _refuse_wrong(wish.after)
    enter_changes(conn, _changes(conn, needed, act), act)
    return act.number


def _is_so(wish: Wish, now: PaymentNow | None) -> bool:
    if wish.seen is None:
        return False
    return now is None if wish.after is None else now is not None and now.terms.said == wish.after.said


def _is_as_seen(wish: Wish, now: PaymentNow | None) -> bool:
    return wish.seen is None or (now is not None and now.version == wish.seen.version)


def _theirs(conn: Connection, clashes: Sequence[PaymentClash]) -> PastAct | None:
    versions = [clash.now.version for clash in clashes if clash.now]
    return load_act(conn, max(versions)) if versions else None


def _changes(conn: Connection, needed: Sequence[PaymentClash], act: Act) -> list[Change]:
    ids = iter(new_payment_ids(conn, sum(now is None for _, now in needed)))
    changes = []
    for wish, now in needed:
        if now is None:
            assert wish.after is not None
            changes.append(Change(next(ids), None, wish.after._replace(created_at=act.at)))
        else:
            changes.append(Change(now.id, now.terms, wish.after))
    return changes


def _refuse_confirmed(conn: Connection, needed: Collection[PaymentClash]) -> None:
    """A payment that the bank confirms is changed only after it was released."""
    changed = [now.id for wish, now in needed if now is not None and contradicts(now.terms, wish.after)]
    for payment_id in are_confirmed(conn, changed):
        raise InputError(
            "The bank confirms payment {number}: release it on the page of the bank statement first",
            number=str(payment_id),
        )


def _refuse_invoice(conn: Connection, wish: Wish, now: PaymentNow | None, act: Act) -> None:
    """Of the payment of an invoice only the credit is ours, and that the bank has its money."""
    if now is None or now.terms.source != Source.INVOICE:
        return
    if act.via is Via.BANK and wish.after is not None and now.terms._replace(paid_on=wish.after.paid_on) == wish.after:
        return
    if wish.after is None or not _differ_by_credit_alone(now.terms, wish.after):
        raise InputError(
            "This payment is an invoice of amoCRM: change it there, {link}",
            link=load_account_or_default(conn).invoice_url(now.terms.invoice_id, now.terms.lead_id),
        )


def _differ_by_credit_alone(before: Terms, after: Terms) -> bool:
    return _uncredited(before) == _uncredited(after)


def _uncredited(terms: Terms) -> Terms:
    return terms._replace(credit_is_manual=False, credit_shares=()).said


def _refuse_wrong(terms: Terms) -> None:
    for day in (terms.due_on, terms.paid_on):
        if day is not None and not FIRST_DAY <= day < DAY_AFTER_LAST:
            raise InputError("the year of {text} cannot be right", text=day.isoformat())
    if len(terms.comment) > LONGEST_COMMENT:
        raise InputError("The comment is longer than {limit} characters", limit=LONGEST_COMMENT)
