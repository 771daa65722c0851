"""Which plan a manager's percent is taken of: the month's, or, under a deal-type filter, the plans of those types; and
what of a plan is left to somebody hired or dismissed within the month (docs/metrics.md, «Part of a month»)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from sales_core.money import round_half_away
from sales_core.periods import Month
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope

Plans = Mapping[tuple[int, int], int]
"""(manager id, deal type id, or 0 for the whole month) → minor units."""


@dataclass(frozen=True, slots=True)
class Employment:
    """The first and the last day somebody works; ``None``: since ever, until further notice."""

    hired_on: date | None = None
    dismissed_on: date | None = None

    def days_of(self, days: Sequence[date]) -> int:
        """On how many of these days."""
        if self.hired_on is None and self.dismissed_on is None:
            return len(days)
        first, last = self.hired_on or date.min, self.dismissed_on or date.max
        return sum(first <= day <= last for day in days)


@dataclass(frozen=True, slots=True)
class WorkedDays:
    """Of the month's ``total`` working days somebody is employed on ``worked``: fewer than all, or on none."""

    worked: int
    total: int


@dataclass(frozen=True, slots=True)
class PlanPart:
    """Why a plan is less than was set: ``worked`` of ``total`` working days of the ``whole``, in minor units."""

    worked: int
    total: int
    whole: int


@dataclass(frozen=True, slots=True)
class MonthPlans:
    """A month's plans ``as_set`` and as they are ``in_force``: the two differ for the managers in ``worked`` only."""

    as_set: Plans
    in_force: Plans
    worked: Mapping[int, WorkedDays] = field(default_factory=dict)

    def part(self, manager_id: int, scope: Scope) -> PlanPart | None:
        """``None`` where the plan is what was set, or nothing was."""
        days = self.worked.get(manager_id)
        whole = plan_in(self.as_set, manager_id, scope) if days else None
        return PlanPart(days.worked, days.total, whole) if days and whole else None


def whole_plans(plans: Plans) -> MonthPlans:
    """Every plan as it was set, whoever came or went."""
    return MonthPlans(plans, plans)


def prorated_plans(
    plans: Plans, month: Month, employments: Mapping[int, Employment], calendar: WorkCalendar
) -> MonthPlans:
    """Each plan × working days employed ÷ working days of the month, rounded by itself to the minor unit; the sums of
    plans add the rounded ones. Somebody employed on no working day has no plan, as if none had been set."""
    worked = {
        manager_id: days
        for manager_id, employment in employments.items()
        if (days := _worked_days(employment, month, calendar)) is not None
    }
    in_force = {
        key: _part_of(amount, worked.get(key[0]))
        for key, amount in plans.items()
        if key[0] not in worked or worked[key[0]].worked
    }
    return MonthPlans(plans, in_force, worked)


def _worked_days(employment: Employment, month: Month, calendar: WorkCalendar) -> WorkedDays | None:
    """``None``: all of them. In a month without working days: of those there for a part of it, none."""
    begin, end = month.first, month.end - timedelta(days=1)
    first, last = max(begin, employment.hired_on or begin), min(end, employment.dismissed_on or end)
    if (first, last) == (begin, end):
        return None
    days = WorkedDays(calendar.count(first, last), len(calendar.working_days(month)))
    return None if days.worked and days.worked == days.total else days


def _part_of(amount: int, days: WorkedDays | None) -> int:
    return amount if days is None else round_half_away(Fraction(amount * days.worked, days.total))


def plan_in(plans: Plans, manager_id: int, scope: Scope) -> int | None:
    """The plan a manager's row shows under the scope's filters."""
    own = filtered_plan(plans, manager_id, scope)
    return month_plan(plans, manager_id) if own is None else own


def month_plan(plans: Plans, manager_id: int) -> int | None:
    """The whole month's plan; where there are only plans per deal type, their sum."""
    if (manager_id, 0) in plans:
        return plans[manager_id, 0]
    by_type = [amount for (owner, _), amount in plans.items() if owner == manager_id]
    return sum(by_type) if by_type else None


def filtered_plan(plans: Plans, manager_id: int, scope: Scope) -> int | None:
    """The plan of the filtered deal types alone; ``None`` unless each of them has one.

    A plan speaks of all pipelines, so a filter by pipeline leaves the month's plan in force.
    """
    if not scope.deal_types or scope.pipelines or 0 in scope.deal_types:
        return None
    by_type = [plans.get((manager_id, deal_type_id)) for deal_type_id in set(scope.deal_types)]
    amounts = [amount for amount in by_type if amount is not None]
    return sum(amounts) if len(amounts) == len(by_type) else None
