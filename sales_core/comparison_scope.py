"""What a comparison is about: a few managers in a month, beside the month before and the same month of the year before.

Its text is an address: ``manager`` any number of times, and what stands in a scope's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from sales_core.activity_scope import ActivityScope, Days, activity_scope
from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.params import DEPARTMENT, Kind, ParamReader, Params
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.scope_text import FilterChoices, params_of, scope_from_params
from sales_core.spans import month_span

MANAGER = "manager"
FEWEST, MOST = 2, 6
_DAY = timedelta(days=1)


class When(StrEnum):
    NOW = "now"
    MONTH_BEFORE = "month_before"
    YEAR_BEFORE = "year_before"


PAST = (When.MONTH_BEFORE, When.YEAR_BEFORE)
_MONTHS_BACK = {When.NOW: 0, When.MONTH_BEFORE: 1, When.YEAR_BEFORE: 12}


@dataclass(frozen=True, slots=True)
class ComparisonScope:
    """``scope`` has no departments: who is compared is said by name. ``managers``: ids."""

    scope: Scope
    managers: tuple[int, ...]

    @property
    def came(self) -> int:
        """How many days of the month have come, the day taken for today included."""
        days = self._days_of(When.NOW)
        return max(0, min(days.length, (self.scope.as_of - days.first).days + 1))

    @property
    def is_part(self) -> bool:
        """Whether days of the month are still to come, so that the months before show only as many of theirs."""
        return self.came < self._days_of(When.NOW).length

    def month(self, when: When) -> Month:
        return self.scope.month.plus(-_MONTHS_BACK[when])

    def days(self, when: When) -> Days:
        """The days compared: of a month that is over all, else as many of the first ones as have come."""
        days = self._days_of(when)
        return replace(days, end=min(days.end, days.first + self.came * _DAY)) if self.is_part else days

    def sales(self, when: When) -> Scope:
        """The whole month; how much of it is compared is said by ``days``."""
        return replace(self.scope, month=self.month(when))

    def activity(self, when: When) -> ActivityScope:
        as_of = self.scope.as_of if when is When.NOW else self.days(when).end - _DAY
        return activity_scope(
            month_span(self.month(when)), as_of, self.scope.deal_types, pipelines=self.scope.pipelines
        )

    def _days_of(self, when: When) -> Days:
        month = self.month(when)
        return Days(month.first, month.end)


def comparison_scope(scope: Scope, managers: Sequence[int]) -> ComparisonScope:
    """Raises InputError for fewer than two managers and for more than six, each counted once."""
    several = tuple(dict.fromkeys(managers))
    if len(several) < FEWEST:
        raise InputError("Two managers at least are needed for a comparison")
    if len(several) > MOST:
        raise _too_many()
    return ComparisonScope(replace(scope, departments=()), several)


def chosen_managers(params: Params, choices: FilterChoices) -> tuple[tuple[int, ...], list[InputError]]:
    """By id or name, in ascending order of their ids; and who is not there."""
    read = ParamReader(params)
    return read.ids(Kind(MANAGER, choices.managers, N_("There is no manager “{text}”"))), read.problems


class Asked(NamedTuple):
    """What an address asks for. ``problems``: with the scope, which then is the default one; ``left_out``: who is not
    compared, and why."""

    scope: Scope
    managers: tuple[int, ...]
    problems: list[InputError]
    left_out: list[InputError]


def asked_comparison(params: Params, choices: FilterChoices, default: Scope) -> Asked:
    """The first six managers of more; whether they are enough is not asked."""
    scope, problems = scope_from_params({**params, DEPARTMENT: ()}, choices, default)
    managers, unknown = chosen_managers(params, choices)
    return Asked(scope, managers[:MOST], problems, [*unknown, *([_too_many()] if len(managers) > MOST else [])])


def comparison_params(scope: Scope, managers: Sequence[int], default: Scope) -> dict[str, list[str]]:
    """What ``asked_comparison`` reads back."""
    chosen = [str(each) for each in sorted(managers)]
    return ({MANAGER: chosen} if chosen else {}) | params_of(scope, default)


def _too_many() -> InputError:
    return InputError("No more than {limit} managers are compared at once", limit=MOST)
