"""Which payments a list holds, as of which day, and how it is looked at: sorted by what, which page of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from sales_core.payment_states import Source, State
from sales_core.periods import Month
from sales_core.spans import ALL_DAYS, Span

LONGEST_TEXT = 100
PAGE_SIZE = 50


class Dated(StrEnum):
    """Which of a payment's days a span is about."""

    DUE = "due"
    PAID = "paid"


class Age(StrEnum):
    """For how many days a payment is overdue."""

    WEEK = "1-7"
    MONTH = "8-30"
    QUARTER = "31-90"
    OLDER = "91-"

    @property
    def days(self) -> tuple[int, int | None]:
        """From how many to how many; ``None``: without end."""
        first, _, last = self.value.partition("-")
        return int(first), int(last) if last else None

    def due_span(self, as_of: date) -> tuple[date | None, date]:
        """The first and the last due day of payments overdue for so long on a day."""
        least, most = self.days
        return None if most is None else as_of - timedelta(days=most), as_of - timedelta(days=least)


def age_of(days_overdue: int) -> Age | None:
    """``None`` for what is not overdue."""
    ages = (age for age in Age if days_overdue >= age.days[0])
    return max(ages, key=lambda age: age.days[0], default=None)


class SortBy(StrEnum):
    DUE = "due"
    PAID = "paid"
    AMOUNT = "amount"
    DEAL = "deal"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Sort:
    by: SortBy = SortBy.DUE
    down: bool = False


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Empty means all. A payment passes when it has one of the values of each filter that is not empty.

    ``ages`` leave only overdue payments. ``text``: every word occurs in the client's or the deal's name or the
    comment, or is the deal's number or the amount. Department 0, manager 0 and deal type 0 as in ``Scope``.
    """

    as_of: date
    span: Span = ALL_DAYS
    dated: Dated = Dated.DUE
    states: tuple[State, ...] = ()
    ages: tuple[Age, ...] = ()
    managers: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    deal_types: tuple[int, ...] = ()
    pipelines: tuple[int, ...] = ()
    sources: tuple[Source, ...] = ()
    text: str = ""

    def of_any_state(self) -> Self:
        """What its chips are counted of."""
        return replace(self, states=(), ages=())

    def passes(self, state: State, age: Age | None) -> bool:
        """Whether a payment of that state and age does, as far as these go."""
        return (not self.states or state in self.states) and (not self.ages or age in self.ages)

    @property
    def narrowed_by(self) -> int:
        """How many filters are set beside the period, the states and the text."""
        return sum(map(bool, (self.managers, self.departments, self.deal_types, self.pipelines, self.sources)))


@dataclass(frozen=True, slots=True)
class PaymentView:
    """``page``: from 1; one after the last shows the last. ``calendar``: its month, if one was chosen."""

    filter: PaymentFilter
    sort: Sort = Sort()
    page: int = 1
    calendar: Month | None = None

    @property
    def calendar_month(self) -> Month:
        """The one chosen, else the one the filter's period begins in."""
        span, today = self.filter.span, self.filter.as_of
        begins = span.first if self.filter.dated is Dated.DUE and span.first else today
        return self.calendar or Month.of(begins)

    def narrowed(self, **filters: Any) -> Self:
        """The first page under other filters."""
        return replace(self, filter=replace(self.filter, **filters), page=1, calendar=None)
