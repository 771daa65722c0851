"""Sums over a list of payments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sales_core.payment_states import Standing


@dataclass(frozen=True, slots=True)
class Sum:
    """How many payments, and what they come to."""

    count: int = 0
    amount_minor: int = 0
    margin_minor: int = 0


class DueSum(NamedTuple):
    """The payments of one standing due on one day, as the database adds them up. What state they are in and for how
    long overdue follows from the day taken for today."""

    day: date
    standing: Standing
    sum: Sum


def add_up(sums: Iterable[Sum]) -> Sum:
    known = list(sums)
    return Sum(
        sum(each.count for each in known),
        sum(each.amount_minor for each in known),
        sum(each.margin_minor for each in known),
    )
