"""After a clash: what comes of a deed whose author insists on it, over what somebody else did meanwhile. Pure."""

from collections.abc import Collection, Sequence
from typing import Any

from sales_core.payment_history import Terms
from sales_core.register.saving import PaymentClash
from sales_core.register.wishes import Wish, Wishes

_CREDIT = frozenset({"credited_to", "credit_is_manual", "credit_shares"})
"""One thing said in several fields."""


def mine_over_theirs(clash: PaymentClash) -> Terms | None:
    """What the payment becomes: theirs, but for what I changed. A payment they deleted comes back as I wanted it."""
    seen, after = clash.wish.seen, clash.wish.after
    if seen is None or after is None or clash.now is None:
        return after
    mine: dict[str, Any] = {
        name: new for name, old, new in zip(Terms._fields, seen.terms, after, strict=True) if new != old
    }
    if mine.keys() & _CREDIT:
        mine |= {name: getattr(after, name) for name in _CREDIT}
    return clash.now.terms._replace(**mine)


def can_insist(wishes: Collection[Wish], clashes: Sequence[PaymentClash]) -> bool:
    """Not where the deed also adds payments, a rest or parts, whose amounts follow from one that is another now or is
    paid or gone: money would be there twice. It is done again, from what is there."""
    if all(wish.seen is not None for wish in wishes):
        return True
    return all(
        wish.seen is not None
        and now is not None
        and now.terms.amount_minor == wish.seen.terms.amount_minor
        and now.terms.paid_on == wish.seen.terms.paid_on
        for wish, now in clashes
    )


def insisted(wishes: Collection[Wish], clashes: Sequence[PaymentClash], kept: Collection[int]) -> Wishes:
    """The wishes again: those that did not clash, and of what did the payments ``kept``, mine over theirs.

    Where the deed adds payments it is one piece: all of it, or nothing unless every payment is kept.
    """
    clashing = {clash.wish.seen.id: clash for clash in clashes if clash.wish.seen}
    adds = any(wish.seen is None for wish in wishes)
    if adds and not clashing.keys() <= set(kept):
        return ()
    again = []
    for wish in wishes:
        clash = clashing.get(wish.seen.id) if wish.seen else None
        if clash is None:
            again.append(wish)
        elif clash.wish.seen and clash.wish.seen.id in kept:
            again.append(Wish(clash.now, mine_over_theirs(clash)))
    return tuple(again)
