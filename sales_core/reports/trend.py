"""The trend: what the department brought in month by month, and each manager beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sales_core.figures import CellSums
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.bonus import percent_of_plan
from sales_core.reports.plans import Plans, filtered_plan, month_plan
from sales_core.reports.sales import Manager
from sales_core.scope import Scope


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month of the department. ``plan`` and ``percent`` as in the sales report's total row."""

    month: Month
    fact: int
    plan: int | None
    percent: Fraction | None
    revenue: int
    lost: int


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
    """Cells by month under the scope's filters and without those that narrow payments, plans by month."""

    months: Sequence[Month]
    cells: Mapping[Month, Sequence[CellSums]]
    whole_cells: Mapping[Month, Sequence[CellSums]]
    plans: Mapping[Month, Plans]
    managers: Mapping[int, Manager]
    currency: Currency


def build_trend(inputs: TrendInputs, scope: Scope) -> Trend:
    """The months up to the scope's, each with the figures its own sales report has in the total row."""
    return Trend(
        scope=scope,
        currency=inputs.currency,
        months=tuple(_month(inputs, scope, month) for month in inputs.months),
        managers=_managers(inputs),
    )


def _month(inputs: TrendInputs, scope: Scope, month: Month) -> TrendMonth:
    cells, plans = inputs.cells.get(month, ()), inputs.plans.get(month, {})
    facts, whole_facts = _facts(cells), _facts(inputs.whole_cells.get(month, ()))
    owners = {owner for owner, _ in plans if _is_in_departments(inputs, scope, owner)}
    known_plans = []
    counted = 0
    for owner in owners | whole_facts.keys() | facts.keys():
        own_plan = filtered_plan(plans, owner, scope)
        plan = month_plan(plans, owner) if own_plan is None else own_plan
        counted += (whole_facts if own_plan is None else facts).get(owner, 0)
        known_plans += [] if plan is None else [plan]
    total_plan = sum(known_plans) if known_plans else None
    return TrendMonth(
        month=month,
        fact=sum(facts.values()),
        plan=total_plan,
        percent=percent_of_plan(counted, total_plan),
        revenue=sum(cell.sums.revenue for cell in cells),
        lost=sum(cell.sums.lost for cell in cells),
    )


def _facts(cells: Sequence[CellSums]) -> dict[int, int]:
    facts: dict[int, int] = {}
    for cell in cells:
        facts[cell.manager_id] = facts.get(cell.manager_id, 0) + cell.sums.fact
    return facts


def _is_in_departments(inputs: TrendInputs, scope: Scope, manager_id: int) -> bool:
    manager = inputs.managers.get(manager_id) or Manager(manager_id, "")
    return not scope.departments or manager.department_id in scope.departments


def _managers(inputs: TrendInputs) -> tuple[TrendManager, ...]:
    by_month = [_facts(inputs.cells.get(month, ())) for month in inputs.months]
    rows = [
        TrendManager(inputs.managers.get(i) or Manager(i, ""), tuple(facts.get(i, 0) for facts in by_month))
        for i in {owner for facts in by_month for owner, fact in facts.items() if fact}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.facts[-1], row.manager.name.casefold(), row.manager.id)))
