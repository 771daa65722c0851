"""The report of deals in work: how many each manager has in each status, for how long, and which of them are stuck.

The definitions in words are in ``docs/metrics.md``. Pure: counts and settings in, a frozen report out. Load, conversion
and loss reasons are reports of their own beside this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

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

    deals: Deals = Deals()
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
