"""The names of the report's figures, and which payments stand behind each.

One table serves the page, the dialog, ``--figure`` on the command line and the tests; a figure's definition in SQL is
in ``sales_core.store.drilldown``, in words in ``docs/metrics.md``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter, sub
from typing import NamedTuple

from sales_core.periods import Month


class Figure(StrEnum):
    FACT = "fact"
    BONUS = "bonus"
    PAID = "expected.paid"
    PENDING = "expected.pending"
    OVERDUE = "expected.overdue"
    CARRIED = "expected.carried"
    TOTAL = "expected.total"
    FORECAST = "expected.forecast"
    REVENUE = "revenue"
    LOST = "lost"

    @property
    def counts_margin(self) -> bool:
        """Whether the figure adds margins (else full amounts)."""
        return self not in (Figure.REVENUE, Figure.LOST)


PARTS: dict[Figure, frozenset[Figure]] = {
    Figure.FACT: frozenset({Figure.FACT}),
    Figure.BONUS: frozenset({Figure.FACT}),
    Figure.PAID: frozenset({Figure.PAID}),
    Figure.PENDING: frozenset({Figure.PENDING}),
    Figure.OVERDUE: frozenset({Figure.OVERDUE}),
    Figure.CARRIED: frozenset({Figure.CARRIED}),
    Figure.TOTAL: frozenset({Figure.PAID, Figure.PENDING, Figure.OVERDUE, Figure.CARRIED}),
    Figure.FORECAST: frozenset({Figure.FACT, Figure.PENDING, Figure.OVERDUE, Figure.CARRIED}),
    Figure.REVENUE: frozenset({Figure.REVENUE}),
    Figure.LOST: frozenset({Figure.LOST}),
}
"""What each figure is the sum of. «Просрочено» on the screen is OVERDUE and CARRIED together."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The summable figures, minor units; and how many payments (leads for ``lost``) are in the counted ones."""

    fact: int = 0
    paid: int = 0
    pending: int = 0
    overdue: int = 0
    carried: int = 0
    revenue: int = 0
    lost: int = 0
    lost_leads: int = 0
    overdue_count: int = 0

    @property
    def total(self) -> int:
        return self.paid + self.pending + self.overdue + self.carried

    @property
    def forecast(self) -> int:
        return self.fact + self.pending + self.overdue + self.carried

    @property
    def is_zero(self) -> bool:
        """Whether no figure of the report shows anything."""
        shown = (self.fact, self.paid, self.pending, self.overdue, self.carried, self.revenue, self.lost)
        return not any(shown) and not self.lost_leads

    def __add__(self, other: "Sums") -> "Sums":
        return add_up((self, other))

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*map(sub, _columns(self), _columns(other)))


_columns = attrgetter(*Sums.__slots__)


def add_up(sums: Iterable[Sums]) -> Sums:
    """Column by column: a report adds thousands of them."""
    return Sums(*map(sum, zip(*map(_columns, sums), strict=True)))


@dataclass(frozen=True, slots=True)
class CellSums:
    """One cell of the aggregates: the sums of one manager and deal type (0: none) in the scope."""

    manager_id: int
    deal_type_id: int
    sums: Sums


class TrendCell(NamedTuple):
    """What one manager brought in during one month, all deal types of the scope together: a year of a large department
    has thousands."""

    month: Month
    manager_id: int
    fact: int
    revenue: int
    lost: int
