"""A month's money by what vouches for it: the bank, a person's word, or a line of a statement that nobody explained."""

from dataclasses import dataclass

from sales_core.money import Currency
from sales_core.periods import Month


@dataclass(frozen=True, slots=True)
class BankMonth:
    """``confirmed`` and ``claimed`` are the payments paid in the month, and add up to its revenue; ``incoming``,
    ``set_aside`` and ``unmatched`` are the lines booked in it. ``unmatched_count``: lines with money that no paid
    payment stands for."""

    month: Month
    currency: Currency
    confirmed_minor: int
    claimed_minor: int
    incoming_minor: int
    set_aside_minor: int
    unmatched_minor: int
    unmatched_count: int


@dataclass(frozen=True, slots=True)
class BankSums:
    """What the month adds up to, minor units. ``revenue``: all payments paid in the month; ``confirmed``: how much of
    them the bank confirms; the rest as in ``BankMonth``."""

    revenue: int
    confirmed: int
    incoming: int
    set_aside: int
    unmatched: int
    unmatched_count: int


def build_bank_month(sums: BankSums, month: Month, currency: Currency) -> BankMonth:
    return BankMonth(
        month=month,
        currency=currency,
        confirmed_minor=sums.confirmed,
        claimed_minor=sums.revenue - sums.confirmed,
        incoming_minor=sums.incoming,
        set_aside_minor=sums.set_aside,
        unmatched_minor=sums.unmatched,
        unmatched_count=sums.unmatched_count,
    )
