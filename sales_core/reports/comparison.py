"""A few managers side by side by all that is measured of them: now, in the month before and in the year before.

Nothing is defined here: every value is one of the sales report, the activity report or the report of deals in work, or
is counted from the payments behind the sales report. The definitions in words are in ``docs/metrics.md``. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sales_core.comparison import ACTIVITY, BY_TYPE, DEALS, ENOUGH, MONEY, TOLD, Better, Measure, Past, Unit
from sales_core.comparison_scope import PAST, ComparisonScope, When
from sales_core.money import Currency
from sales_core.reports.comparison_values import VALUES, Seen, Stretch, Value, see
from sales_core.reports.pipeline import Work
from sales_core.reports.sales import DealType, Manager, unknown_deal_type


@dataclass(frozen=True, slots=True)
class Compared:
    """``left_on``: the last day somebody worked who does no more on the scope's day."""

    manager: Manager
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """``None``: there is no such value, or it cannot be known. ``is_best``: of those compared, where more or less is
    better; nobody is when all are alike."""

    now: Value
    past: Mapping[When, Value]
    unit: Unit
    is_best: bool = False

    def change(self, when: When) -> Fraction | None:
        """By what share of what it was then; of a ratio, by how much. ``None`` where there is nothing to take it of."""
        before = self.past[when]
        if self.now is None or before is None:
            return None
        difference = Fraction(self.now) - Fraction(before)
        if self.unit is Unit.RATIO:
            return difference
        return difference / Fraction(before) if before > 0 else None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """``cells``: in the order of the report's managers."""

    measure: Measure
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TypeRows:
    deal_type: DealType
    rows: tuple[MeasureRow, ...]

    def row(self, measure: Measure) -> MeasureRow:
        return next(row for row in self.rows if row.measure is measure)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Managers by name. ``deal_types``: those any of them had anything of in the month, most fact together first.
    ``thresholds``: ratios that no percent of plan is rounded up to. ``is_complete``: as of the activity report."""

    scope: ComparisonScope
    currency: Currency
    managers: tuple[Compared, ...]
    money: tuple[MeasureRow, ...]
    activity: tuple[MeasureRow, ...]
    deals: tuple[MeasureRow, ...]
    deal_types: tuple[TypeRows, ...]
    thresholds: tuple[Decimal, ...]
    is_complete: bool

    @property
    def rows(self) -> tuple[MeasureRow, ...]:
        return self.money + self.activity + self.deals


@dataclass(frozen=True, slots=True)
class ComparisonInputs:
    """Everything the report is made of. managers: every user there ever was. left: the last days worked. work: the
    deals in work of every manager compared; of none where the scope's day is not today, which alone is known."""

    stretches: Mapping[When, Stretch]
    managers: Mapping[int, Manager]
    left: Mapping[int, date]
    work: Mapping[int, Work]
    deal_types: Mapping[int, DealType]


def build_comparison(inputs: ComparisonInputs, scope: ComparisonScope) -> Comparison:
    now = inputs.stretches[When.NOW]
    known = [inputs.managers.get(id_) or Manager(id_, "") for id_ in scope.managers]
    managers = sorted(known, key=lambda manager: (not manager.id, manager.name.casefold(), manager.id))
    times = [_times(inputs, manager.id) for manager in managers]

    def rows(measures: Iterable[Measure]) -> tuple[MeasureRow, ...]:
        return tuple(_row(measure, times, scope) for measure in measures)

    return Comparison(
        scope=scope,
        currency=now.sales.currency,
        managers=tuple(Compared(manager, _left_on(inputs, manager.id, scope)) for manager in managers),
        money=rows(MONEY),
        activity=rows(ACTIVITY),
        deals=rows(DEALS),
        deal_types=tuple(_types(inputs, managers, scope)),
        thresholds=now.sales.scale.thresholds if now.sales.scale else (),
        is_complete=now.activity.is_complete,
    )


def _left_on(inputs: ComparisonInputs, manager_id: int, scope: ComparisonScope) -> date | None:
    left = inputs.left.get(manager_id)
    return left if left is not None and left < scope.scope.as_of else None


_Times = Mapping[When, Seen]


def _times(inputs: ComparisonInputs, manager_id: int, deal_type_id: int | None = None) -> _Times:
    """Of one deal type if told."""
    seen = {when: see(stretch, manager_id, deal_type_id) for when, stretch in inputs.stretches.items()}
    return seen | {When.NOW: replace(seen[When.NOW], work=inputs.work.get(manager_id))}


def _row(measure: Measure, managers: Sequence[_Times], scope: ComparisonScope, *, of_type: bool = False) -> MeasureRow:
    values = [_value(measure, times, When.NOW, scope) for times in managers]
    best = _best(measure, values, [_is_enough(measure, times[When.NOW], of_type=of_type) for times in managers])
    return MeasureRow(
        measure,
        tuple(
            Cell(
                now=value,
                past={when: _value(measure, times, when, scope) for when in PAST},
                unit=TOLD[measure].unit,
                is_best=number in best,
            )
            for number, (value, times) in enumerate(zip(values, managers, strict=True))
        ),
    )


def _value(measure: Measure, times: _Times, when: When, scope: ComparisonScope) -> Value:
    past = TOLD[measure].past
    is_unknown = past is Past.NONE or (past is Past.OVER and scope.is_part)
    if (when is not When.NOW and is_unknown) or not times[when].is_anything:
        return None
    return VALUES[measure](times[when])


_RATES = frozenset({Measure.AVERAGE, Measure.WIN_RATE})
"""Which one lucky deal can make the highest."""


def _is_enough(measure: Measure, seen: Seen, *, of_type: bool) -> bool:
    """Whether what the measure is made of is no accident; a sum is judged so within one deal type only."""
    if measure not in _RATES and not of_type:
        return True
    return (seen.closed.count if measure in _CLOSINGS else len(seen.lines)) >= ENOUGH


_CLOSINGS = frozenset({Measure.WON, Measure.ARCHIVED, Measure.WIN_RATE})


def _best(measure: Measure, values: Sequence[Value], enough: Sequence[bool]) -> set[int]:
    """Who has the best value, by number. A rate of too few is no rival; a sum of too few is one, but is not marked."""
    better = TOLD[measure].better
    rivals = {
        number: Fraction(value)
        for number, value in enumerate(values)
        if value is not None and (enough[number] or measure not in _RATES)
    }
    if better is Better.NEITHER or len(set(rivals.values())) < 2:
        return set()
    goal = max(rivals.values()) if better is Better.MORE else min(rivals.values())
    return {number for number, value in rivals.items() if value == goal and enough[number]}


def _types(inputs: ComparisonInputs, managers: Sequence[Manager], scope: ComparisonScope) -> Iterator[TypeRows]:
    """Those that any of the managers was paid for or closed a deal of."""
    now = inputs.stretches[When.NOW]
    compared = {manager.id for manager in managers}
    facts: dict[int, int] = {}
    for row in now.sales.rows:
        for each in row.deal_types if row.manager.id in compared else ():
            if each.sums.fact or each.sums.revenue:
                facts[each.deal_type.id] = facts.get(each.deal_type.id, 0) + each.sums.fact
    for manager_id, type_id in now.closed:
        if manager_id in compared:
            facts.setdefault(type_id, 0)
    for type_id in sorted(facts, key=lambda type_id: (-facts[type_id], not type_id, type_id)):
        times = [_times(inputs, manager.id, type_id) for manager in managers]
        deal_type = inputs.deal_types.get(type_id) or unknown_deal_type(type_id)
        yield TypeRows(deal_type, tuple(_row(measure, times, scope, of_type=True) for measure in BY_TYPE))
