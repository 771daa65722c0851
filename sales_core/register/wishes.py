"""What somebody wants of one payment."""

from typing import NamedTuple

from sales_core.payment_history import PaymentNow, Terms


class Wish(NamedTuple):
    """``seen``: the payment as its author saw it, ``None`` for a new one; ``after``: what it should become, ``None``:
    gone. The credit is no part of it, unless ``credit_is_manual``: it follows from when the payment is paid."""

    seen: PaymentNow | None
    after: Terms | None


Wishes = tuple[Wish, ...]
