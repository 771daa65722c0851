"""The sales report: what each manager brought in during the month, what it earns, what is expected, and what was lost.

The definitions in words are in ``docs/metrics.md``. Everything here is pure: sums and settings in, a frozen report out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sales_core.closed_months import Closing
from sales_core.figures import CellSums, Sums, add_up
from sales_core.money import Currency, split_by_largest_remainder
from sales_core.reports.bonus import Bonus, Scale, compute_bonus, percent_of_plan
from sales_core.reports.pace import Pace, build_pace
from sales_core.reports.plans import MonthPlans, PlanPart, filtered_plan, month_plan
from sales_core.scope import Scope


@dataclass(frozen=True, slots=True)
class Manager:
    """``others``: not in the report, shown last because of a non-zero figure. Id 0 is «Без ответственного»."""

    id: int
    name: str
    department_id: int = 0
    others: bool = False


@dataclass(frozen=True, slots=True)
class DealType:
    """Id 0 is «Без типа»; its name is empty and said by whoever shows it."""

    id: int
    name: str
    margin_share: Decimal
    share_is_set: bool


def unknown_deal_type(deal_type_id: int) -> DealType:
    """One that is no option of the deal-type field: counted whole, as any without a share."""
    return DealType(deal_type_id, "", Decimal(1), share_is_set=False)


@dataclass(frozen=True, slots=True)
class DealTypeRow:
    deal_type: DealType
    sums: Sums
    bonus: int | None
    percent: Fraction | None
    """Of the manager's plan."""


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """``sums`` are the filtered ones; ``plan``, ``percent``, ``bonus`` the whole month's (``Scope.whole``)."""

    manager: Manager
    sums: Sums
    plan: int | None
    percent: Fraction | None
    forecast_percent: Fraction | None
    bonus: Bonus
    deal_types: tuple[DealTypeRow, ...]
    is_behind: bool
    """percent < pace."""
    plan_part: PlanPart | None
    """Set where ``plan`` is a part of what was set, or is empty though a plan was set."""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """``plan`` is the sum of the plans there are, ``None`` when there are none; ``bonus`` likewise."""

    sums: Sums
    plan: int | None
    percent: Fraction | None
    forecast_percent: Fraction | None
    bonus: int | None
    deal_types: tuple[DealTypeRow, ...]
    """The department's sums by deal type."""


@dataclass(frozen=True, slots=True)
class SalesReport:
    """``scale`` is the one in force in the month, ``None`` if there is none. ``types_without_share`` are the ids of
    deal types that count at 100 % because nobody set a share. ``closing``: set where the figures are frozen."""

    scope: Scope
    currency: Currency
    rows: tuple[ManagerRow, ...]
    total: TotalRow
    pace: Pace
    scale: Scale | None
    types_without_share: tuple[int, ...]
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class SalesInputs:
    """Everything the report is made of.

    cells, whole_cells: the aggregates under the scope's filters and without those that narrow payments (the same
    object when nothing narrows). managers: every user who may get a row. in_report: ids of those in the report.
    deal_types: by id, with the share in force on the month's last day. working_days: those of the month.
    """

    cells: Sequence[CellSums]
    whole_cells: Sequence[CellSums]
    managers: Mapping[int, Manager]
    in_report: frozenset[int]
    plans: MonthPlans
    deal_types: Mapping[int, DealType]
    scale: Scale | None
    currency: Currency
    bonus_unit: int
    working_days: Sequence[date]


def build_sales_report(inputs: SalesInputs, scope: Scope) -> SalesReport:
    """What each manager brought in during the month, and the bonus it earns.

    A manager in the report with nothing to show gets a row of zeros; anyone else gets one, under «Остальные», as soon
    as the month holds a figure of theirs, their plan included. Filters by deal type and pipeline change the sums in the
    rows, never which managers have one. The total's percent is Σ fact / Σ plan over all rows, with a plan or without.
    """
    pace = build_pace(inputs.working_days, scope.as_of)
    narrowed, whole = _by_manager(inputs.cells), _by_manager(inputs.whole_cells)
    drafts = [
        _manager_row(inputs, scope, manager, narrowed.get(manager.id, {}), whole.get(manager.id, {}), pace)
        for manager in _managers_with_a_row(inputs, scope, narrowed, whole)
    ]
    rows = tuple(sorted((row for row, _ in drafts), key=_by_percent_then_name))
    return SalesReport(
        scope=scope,
        currency=inputs.currency,
        rows=rows,
        total=_total_row(inputs, rows, fact_of_plans=sum(fact for _, fact in drafts)),
        pace=pace,
        scale=inputs.scale,
        types_without_share=_types_without_share(inputs, whole),
    )


Cells = dict[int, dict[int, Sums]]
"""Manager id → deal type id → sums."""


def _by_manager(cells: Iterable[CellSums]) -> Cells:
    found: Cells = {}
    for cell in cells:
        types = found.setdefault(cell.manager_id, {})
        types[cell.deal_type_id] = types[cell.deal_type_id] + cell.sums if cell.deal_type_id in types else cell.sums
    return found


def _managers_with_a_row(inputs: SalesInputs, scope: Scope, narrowed: Cells, whole: Cells) -> list[Manager]:
    with_figures = {owner for cells in (narrowed, whole) for owner, types in cells.items() if _has_figure(types)}
    with_plan = {owner for (owner, _), amount in inputs.plans.in_force.items() if amount}
    managers = [
        replace(inputs.managers.get(i) or Manager(i, ""), others=i not in inputs.in_report)
        for i in inputs.in_report | with_figures | with_plan
    ]
    return [m for m in managers if not scope.departments or m.department_id in scope.departments]


def _has_figure(types: Mapping[int, Sums]) -> bool:
    return any(not sums.is_zero for sums in types.values())


def _manager_row(  # noqa: PLR0913, PLR0917 - one row's ingredients
    inputs: SalesInputs, scope: Scope, manager: Manager, types: dict[int, Sums], whole: dict[int, Sums], pace: Pace
) -> tuple[ManagerRow, int]:
    """The row, and the fact its percent is made of (the whole month's, unless plans are set per filtered type)."""
    sums = add_up(types.values())
    whole_facts = {deal_type_id: cell.fact for deal_type_id, cell in whole.items()}
    whole_fact, whole_plan = sum(whole_facts.values()), month_plan(inputs.plans.in_force, manager.id)
    own_plan = filtered_plan(inputs.plans.in_force, manager.id, scope)
    plan, fact = (whole_plan, whole_fact) if own_plan is None else (own_plan, sums.fact)
    percent = percent_of_plan(fact, plan)
    bonus = compute_bonus(whole_fact, whole_plan, inputs.scale, inputs.bonus_unit)
    row = ManagerRow(
        manager=manager,
        sums=sums,
        plan=plan,
        percent=percent,
        forecast_percent=percent_of_plan(sums.forecast, plan),
        bonus=bonus,
        deal_types=_type_rows(inputs, types, _split_bonus(bonus.amount, whole_facts, inputs.bonus_unit), plan),
        is_behind=percent is not None and percent < pace.ratio,
        plan_part=inputs.plans.part(manager.id, scope),
    )
    return row, fact


def _split_bonus(amount: int | None, facts: Mapping[int, int], unit: int) -> dict[int, int]:
    """The bonus by deal type in proportion to their facts, adding up exactly; empty where there is no bonus."""
    if not amount:
        return {} if amount is None else dict.fromkeys(facts, 0)
    largest_first = sorted(facts, key=lambda deal_type_id: (-facts[deal_type_id], deal_type_id))
    parts = split_by_largest_remainder(amount, [facts[deal_type_id] for deal_type_id in largest_first], unit)
    return dict(zip(largest_first, parts, strict=True))


def _type_rows(
    inputs: SalesInputs, types: Mapping[int, Sums], bonuses: Mapping[int, int], plan: int | None
) -> tuple[DealTypeRow, ...]:
    rows = [
        DealTypeRow(_deal_type(inputs, i), sums, bonuses.get(i), percent_of_plan(sums.fact, plan))
        for i, sums in types.items()
        if not sums.is_zero
    ]
    return tuple(sorted(rows, key=_by_fact_then_name))


def _deal_type(inputs: SalesInputs, deal_type_id: int) -> DealType:
    return inputs.deal_types.get(deal_type_id) or unknown_deal_type(deal_type_id)


def _by_fact_then_name(row: DealTypeRow) -> tuple[int, bool, str, int]:
    return -row.sums.fact, not row.deal_type.name, row.deal_type.name.casefold(), row.deal_type.id


def _by_percent_then_name(row: ManagerRow) -> tuple[bool, bool, int, str, int]:
    """«Остальные» last; within each half by percent descending, those without one last, then by name."""
    percent = row.percent or Fraction(0)
    # Whole numbers compare faster than fractions and as exactly: two ratios of amounts of money are further apart.
    in_steps = -(percent.numerator * 10**32 // percent.denominator)
    return row.manager.others, row.percent is None, in_steps, row.manager.name.casefold(), row.manager.id


def _total_row(inputs: SalesInputs, rows: Sequence[ManagerRow], fact_of_plans: int) -> TotalRow:
    sums = add_up(row.sums for row in rows)
    plan = _sum_of_known(row.plan for row in rows)
    types: dict[int, list[DealTypeRow]] = {}
    for row in rows:
        for of_type in row.deal_types:
            types.setdefault(of_type.deal_type.id, []).append(of_type)
    bonuses = {i: _sum_of_known(row.bonus for row in of_type) for i, of_type in types.items()}
    return TotalRow(
        sums=sums,
        plan=plan,
        percent=percent_of_plan(fact_of_plans, plan),
        forecast_percent=percent_of_plan(sums.forecast, plan),
        bonus=_sum_of_known(row.bonus.amount for row in rows),
        deal_types=_type_rows(
            inputs,
            {i: add_up(row.sums for row in of_type) for i, of_type in types.items()},
            {i: bonus for i, bonus in bonuses.items() if bonus is not None},
            plan,
        ),
    )


def _sum_of_known(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _types_without_share(inputs: SalesInputs, whole: Cells) -> tuple[int, ...]:
    shown = {i for types in whole.values() for i, sums in types.items() if not sums.is_zero}
    return tuple(sorted(i for i in shown if not _deal_type(inputs, i).share_is_set))
