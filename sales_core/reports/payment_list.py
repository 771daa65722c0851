"""A list of payments: a page of it, what it adds up to, how old its debts are, and what is due day by day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sales_core.money import Currency
from sales_core.payment_filter import PAGE_SIZE, Age, PaymentFilter, age_of
from sales_core.payment_states import State, state_on
from sales_core.payment_sums import DueSum, Sum, add_up
from sales_core.periods import Month
from sales_core.reports.breakdown import BehindLine, days_overdue
from sales_core.reports.sales import Manager
from sales_core.reports.work_calendar import DayKind, WorkCalendar

DUE_STATES = (State.PAID, State.PENDING, State.OVERDUE)
"""What is or was really due: the calendar leaves out what will not happen."""


class ListedPayment(NamedTuple):
    """``line``: the payment, whole, of whoever has the largest part of it. ``version``: as in ``PaymentNow``;
    ``others``: who shares it with them."""

    line: BehindLine
    version: int
    others: tuple[Manager, ...] = ()


class DueDay(NamedTuple):
    """A day of the calendar: ``states`` holds those of ``DUE_STATES`` there are, with what is due in them. ``holiday``:
    its name."""

    day: date
    kind: DayKind
    holiday: str
    states: dict[State, Sum]

    @property
    def total(self) -> Sum:
        return add_up(self.states.values())


@dataclass(frozen=True, slots=True)
class PaymentOverview:
    """``selection``: what the list holds. ``states`` and ``ages``: what there is of each when it is not filtered by
    state or age; states in the order of ``State``, every age. ``days``: of one month, whatever the filter's period."""

    currency: Currency
    selection: Sum
    whole: Sum
    states: dict[State, Sum]
    ages: dict[Age, Sum]
    month: Month
    days: tuple[DueDay, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.selection.count // PAGE_SIZE))


def build_overview(
    sums: Iterable[DueSum], days: tuple[DueDay, ...], asked: PaymentFilter, month: Month, currency: Currency
) -> PaymentOverview:
    """sums: of ``asked.of_any_state()``."""
    cells = _cells(sums, asked.as_of)
    states = {state: add_up(total for (of, _), total in cells.items() if of is state) for state in State}
    return PaymentOverview(
        currency=currency,
        selection=add_up(total for cell, total in cells.items() if asked.passes(*cell)),
        whole=add_up(cells.values()),
        states={state: total for state, total in states.items() if total.count},
        ages={age: add_up(total for (_, of), total in cells.items() if of is age) for age in Age},
        month=month,
        days=days,
    )


def build_due_days(
    sums: Iterable[DueSum], asked: PaymentFilter, month: Month, calendar: WorkCalendar, language: str
) -> tuple[DueDay, ...]:
    """Every day of the month.

    sums: of ``asked.of_any_state()``, of which those due in the month are taken.
    language: of the holidays' names, ISO 639.
    """
    due: dict[date, dict[State, list[Sum]]] = {}
    for each in sums:
        state, age = _state_and_age(each, asked.as_of)
        if each.day in month and state in DUE_STATES and asked.passes(state, age):
            due.setdefault(each.day, {}).setdefault(state, []).append(each.sum)
    return tuple(
        DueDay(day.day, day.kind, day.holiday, _by_state(due.get(day.day, {})))
        for day in calendar.year(month.year, language)
        if day.day in month
    )


def _by_state(found: Mapping[State, list[Sum]]) -> dict[State, Sum]:
    return {state: add_up(found[state]) for state in DUE_STATES if state in found}


def _cells(sums: Iterable[DueSum], as_of: date) -> dict[tuple[State, Age | None], Sum]:
    """By state and age."""
    cells: dict[tuple[State, Age | None], list[Sum]] = {}
    for each in sums:
        cells.setdefault(_state_and_age(each, as_of), []).append(each.sum)
    return {cell: add_up(found) for cell, found in cells.items()}


def _state_and_age(sums: DueSum, as_of: date) -> tuple[State, Age | None]:
    state = state_on(sums.standing, sums.day, as_of)
    return state, age_of(days_overdue(state, sums.day, as_of))
