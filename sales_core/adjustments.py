"""Adjustments: money that is paid (or, below 0, kept back) beside the bonus of a month."""

from collections.abc import Iterable
from dataclasses import dataclass

from sales_core.periods import Month


@dataclass(frozen=True, slots=True)
class Adjustment:
    """``month``: with whose bonus it is paid. ``of_month``: the closed month whose later changes it makes up for, by
    which its fact had moved by ``fact_minor``; both ``None`` where somebody just decided it. ``id``: 0 until stored."""

    id: int
    month: Month
    manager_id: int
    amount_minor: int
    reason: str
    made_at: int
    made_by: str
    of_month: Month | None = None
    fact_minor: int | None = None


def sum_by_manager(adjustments: Iterable[Adjustment]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for adjustment in adjustments:
        sums[adjustment.manager_id] = sums.get(adjustment.manager_id, 0) + adjustment.amount_minor
    return sums
