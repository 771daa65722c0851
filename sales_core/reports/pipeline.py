"""The report of deals in work: how many each manager has in each status, for how long, and which of them are stuck.

The definitions in words are in ``docs/metrics.md``. Pure: counts and settings in, a frozen report out. Load, conversion
and loss reasons are reports of their own beside this one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sales_core.money import Currency
from sales_core.pipeline import Deals, StuckReason
from sales_core.pipeline_scope import PipelineScope
from sales_core.reports.sales import Manager


@dataclass(frozen=True, slots=True)
class Column:
    """A status of the one pipeline shown, or one pipeline of several. ``is_incoming``: amoCRM's «Неразобранное», whose
    deals nobody has taken yet. An empty name: amoCRM lists it no more."""

    id: int
    name: str
    color: str = ""
    is_incoming: bool = False


@dataclass(frozen=True, slots=True)
class Ages:
    """In whole days of some deals, at least one."""

    median_days: int
    max_days: int


@dataclass(frozen=True, slots=True)
class Expected:
    """Payments of deals in work that are not paid yet, pending and overdue alike; ``deals``: how many have any."""

    deals: int = 0
    margin_minor: int = 0
    revenue_minor: int = 0


@dataclass(frozen=True, slots=True)
class Stuck:
    """``deals``: those with any reason. One with several is counted under each of them."""

    deals: Deals = field(default_factory=Deals)
    reasons: Mapping[StuckReason, int] = field(default_factory=dict)

    def of(self, reason: StuckReason) -> int:
        return self.reasons.get(reason, 0)


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """All deals of a column. ``in_stage``, ``in_total``: days since they came into their status, and since they were
    created, ``None`` without deals. ``expected_days``: in how many days three of four won deals had left the status;
    ``None`` for a whole pipeline and where too few were won to tell."""

    column: Column
    deals: Deals
    in_stage: Ages | None
    in_total: Ages | None
    stuck: Stuck
    expected: Expected
    expected_days: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """The deals of one manager, or of all. ``cells``: in the order of the report's columns, which add up to
    ``in_work``. ``won``, ``archived``: in the period, by their budgets."""

    cells: tuple[Deals, ...]
    in_work: Deals
    won: Deals
    archived: Deals
    stuck: Stuck
    expected: Expected


@dataclass(frozen=True, slots=True)
class PipelineRow:
    manager: Manager
    work: Work


@dataclass(frozen=True, slots=True)
class PipelineReport:
    """Rows: those with most deals in work first. ``is_complete``: whether all of amoCRM's history has been read; until
    then stage times and last actions may be older than they were."""

    scope: PipelineScope
    currency: Currency
    columns: tuple[ColumnSummary, ...]
    rows: tuple[PipelineRow, ...]
    total: Work
    is_complete: bool


@dataclass(frozen=True, slots=True)
class DealBehind:
    """A deal of a list. Days are whole ones of the account's zone: in its status, since its creation, and since anybody
    did something for it. ``expected_minor``: of payments not paid yet, ``expected_margin_minor`` their margin.
    ``next_task_at``: the deadline of the open task due first. ``reasons``: why it is stuck, if it is."""

    lead_id: int
    name: str
    client: str
    manager_id: int
    deal_type_id: int
    pipeline: str
    status: str
    days_in_stage: int
    age_days: int
    idle_days: int
    last_action_at: int
    budget_minor: int
    paid_minor: int
    expected_minor: int
    expected_margin_minor: int
    next_task_at: int | None
    next_task: str
    reasons: frozenset[StuckReason]
    url: str


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody has in one column."""

    deals: Deals = field(default_factory=Deals)
    stuck: Stuck = field(default_factory=Stuck)
    expected: Expected = field(default_factory=Expected)


@dataclass(frozen=True, slots=True)
class ColumnInputs:
    """A column and what is known of it as a whole; ``ages``: in stage and in total, ``None`` without deals.
    ``stays``: whether it is shown without deals too."""

    column: Column
    ages: tuple[Ages, Ages] | None
    expected_days: int | None
    stays: bool


@dataclass(frozen=True, slots=True)
class PipelineInputs:
    """Everything the report is made of. held: by manager and column. won, archived: by manager, in the scope's period.
    managers: every user there ever was; in_report: the ids of those in the report."""

    columns: Sequence[ColumnInputs]
    held: Mapping[tuple[int, int], Held]
    won: Mapping[int, Deals]
    archived: Mapping[int, Deals]
    managers: Mapping[int, Manager]
    in_report: frozenset[int]
    currency: Currency
    is_complete: bool


def build_pipeline_report(inputs: PipelineInputs, scope: PipelineScope) -> PipelineReport:
    """Somebody in the report without deals has a row of zeros; anyone else has one, among others, as soon as they have
    a deal in work or one closed in the period. Every deal is in one row and one column, so both add up to the total."""
    filled = {column_id for _, column_id in inputs.held}
    shown = [each for each in inputs.columns if each.stays or each.column.id in filled]
    rows = sorted((PipelineRow(each, _work(inputs, shown, [each.id])) for each in _managers(inputs, scope)), key=_order)
    everybody = [row.manager.id for row in rows]
    return PipelineReport(
        scope=scope,
        currency=inputs.currency,
        columns=tuple(_summary(inputs, each, everybody) for each in shown),
        rows=tuple(rows),
        total=_work(inputs, shown, everybody),
        is_complete=inputs.is_complete,
    )


def _managers(inputs: PipelineInputs, scope: PipelineScope) -> list[Manager]:
    busy = {manager_id for manager_id, _ in inputs.held} | inputs.won.keys() | inputs.archived.keys()
    managers = [
        replace(inputs.managers.get(id_) or Manager(id_, ""), others=id_ not in inputs.in_report)
        for id_ in inputs.in_report | busy
    ]
    return [each for each in managers if not scope.departments or each.department_id in scope.departments]


def _work(inputs: PipelineInputs, shown: Sequence[ColumnInputs], managers: Sequence[int]) -> Work:
    by_column = [_held(inputs, managers, each.column.id) for each in shown]
    together = add_held(by_column)
    return Work(
        cells=tuple(held.deals for held in by_column),
        in_work=together.deals,
        won=_add(inputs.won.get(id_, Deals()) for id_ in managers),
        archived=_add(inputs.archived.get(id_, Deals()) for id_ in managers),
        stuck=together.stuck,
        expected=together.expected,
    )


def _summary(inputs: PipelineInputs, of: ColumnInputs, managers: Sequence[int]) -> ColumnSummary:
    held = _held(inputs, managers, of.column.id)
    in_stage, in_total = of.ages or (None, None)
    return ColumnSummary(of.column, held.deals, in_stage, in_total, held.stuck, held.expected, of.expected_days)


def _held(inputs: PipelineInputs, managers: Iterable[int], column_id: int) -> Held:
    return add_held(inputs.held.get((id_, column_id), Held()) for id_ in managers)


def add_held(parts: Iterable[Held]) -> Held:
    deals, stuck, reasons = Deals(), Deals(), defaultdict[StuckReason, int](int)
    expecting = margin = revenue = 0
    for held in parts:
        deals += held.deals
        stuck += held.stuck.deals
        for reason, count in held.stuck.reasons.items():
            reasons[reason] += count
        expecting += held.expected.deals
        margin += held.expected.margin_minor
        revenue += held.expected.revenue_minor
    return Held(deals, Stuck(stuck, dict(reasons)), Expected(expecting, margin, revenue))


def _add(parts: Iterable[Deals]) -> Deals:
    return sum(parts, Deals())


def _order(row: PipelineRow) -> tuple[bool, int, str, int]:
    return row.manager.others, -row.work.in_work.count, row.manager.name.casefold(), row.manager.id
