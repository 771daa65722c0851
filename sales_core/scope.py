"""What a report is about: one month as of one day, narrowed by deal types, departments and pipelines."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sales_core.periods import Month


@dataclass(frozen=True, slots=True)
class Scope:
    """The question a report answers. Empty filters mean "all"; deal type 0 is «Без типа», department 0 is amoCRM's
    default group. ``as_of`` is the day taken for "today", in the account's zone."""

    month: Month
    as_of: date
    deal_types: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    pipelines: tuple[int, ...] = ()

    @property
    def narrows_payments(self) -> bool:
        """Whether fact, expected, revenue and lost are those of a part of the month's work only."""
        return bool(self.deal_types or self.pipelines)

    def whole(self) -> Self:
        """The same month without the filters that narrow payments: what plan, percent and bonus stand on."""
        return replace(self, deal_types=(), pipelines=())
