"""The trend: what the department brought in month by month, and each manager beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sales_core.figures import TrendCell
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.bonus import Scale, percent_of_plan
from sales_core.reports.plans import Plans, filtered_plan, month_plan
from sales_core.reports.sales import Manager
from sales_core.scope import Scope


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month of the department: ``plan`` and ``percent`` as in the total row of its sales report.

    ``scale``: the month's own; a percent is not shown as a threshold it has not reached.
    """

    month: Month
    fact: int
    plan: int | None
    percent: Fraction | None
    revenue: int
    lost: int
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class TrendManager:
    """``facts``: one for each month of the trend, zeros included."""

    manager: Manager
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """``months`` in order of time, the scope's month last; ``managers`` by their last month's fact descending."""

    scope: Scope
    currency: Currency
    months: tuple[TrendMonth, ...]
    managers: tuple[TrendManager, ...]


@dataclass(frozen=True, slots=True)
class TrendInputs:
    """cells, whole_cells: under the scope's filters and without those that narrow payments (the same object when
    nothing narrows). plans, scales: by month. managers_then: of closed months, who stood in other departments then."""

    months: Sequence[Month]
    cells: Sequence[TrendCell]
    whole_cells: Sequence[TrendCell]
    plans: Mapping[Month, Plans]
    scales: Mapping[Month, Scale | None]
    managers: Mapping[int, Manager]
    currency: Currency
    managers_then: Mapping[Month, Mapping[int, Manager]] = field(default_factory=dict)


@dataclass(slots=True)
class _MonthSums:
    """What one month's cells add up to; ``facts`` by manager."""

    facts: dict[int, int] = field(default_factory=dict)
    revenue: int = 0
    lost: int = 0


def build_trend(inputs: TrendInputs, scope: Scope) -> Trend:
    """The months up to the scope's, each with the figures its own sales report has in the total row."""
    shown = _by_month(inputs.months, inputs.cells)
    whole = shown if inputs.whole_cells is inputs.cells else _by_month(inputs.months, inputs.whole_cells)
    return Trend(
        scope=scope,
        currency=inputs.currency,
        months=tuple(_month(inputs, scope, month, shown[month], whole[month]) for month in inputs.months),
        managers=_managers(inputs, [shown[month].facts for month in inputs.months]),
    )


def _by_month(months: Sequence[Month], cells: Sequence[TrendCell]) -> dict[Month, _MonthSums]:
    found = {month: _MonthSums() for month in months}
    for month, manager_id, fact, revenue, lost in cells:
        of_month = found[month]
        of_month.facts[manager_id] = of_month.facts.get(manager_id, 0) + fact
        of_month.revenue += revenue
        of_month.lost += lost
    return found


def _month(inputs: TrendInputs, scope: Scope, month: Month, shown: _MonthSums, whole: _MonthSums) -> TrendMonth:
    plans, managers = inputs.plans.get(month, {}), inputs.managers_then.get(month, inputs.managers)
    owners = {owner for owner, _ in plans if _is_in_departments(managers, scope, owner)}
    known_plans = []
    fact_of_plans = 0
    for owner in owners | whole.facts.keys() | shown.facts.keys():
        own_plan = filtered_plan(plans, owner, scope)
        plan = month_plan(plans, owner) if own_plan is None else own_plan
        fact_of_plans += (whole if own_plan is None else shown).facts.get(owner, 0)
        known_plans += [] if plan is None else [plan]
    total_plan = sum(known_plans) if known_plans else None
    return TrendMonth(
        month=month,
        fact=sum(shown.facts.values()),
        plan=total_plan,
        percent=percent_of_plan(fact_of_plans, total_plan),
        revenue=shown.revenue,
        lost=shown.lost,
        scale=inputs.scales.get(month),
    )


def _is_in_departments(managers: Mapping[int, Manager], scope: Scope, manager_id: int) -> bool:
    manager = managers.get(manager_id) or Manager(manager_id, "")
    return not scope.departments or manager.department_id in scope.departments


def _managers(inputs: TrendInputs, facts: Sequence[Mapping[int, int]]) -> tuple[TrendManager, ...]:
    """Whoever brought in anything in any of the months; ``facts``: by manager, for each month."""
    rows = [
        TrendManager(inputs.managers.get(i) or Manager(i, ""), tuple(of_month.get(i, 0) for of_month in facts))
        for i in {owner for of_month in facts for owner, fact in of_month.items() if fact}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.facts[-1], row.manager.name.casefold(), row.manager.id)))
