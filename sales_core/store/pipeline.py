"""How many deals in work everybody has in each status, which are stuck, and what lies behind a count.

A count and its list ask with the same conditions. All of it is read from ``deal_in_work``, which lies in the order that
it is grouped in.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from sales_core.periods import start_of
from sales_core.pipeline import REASONS, PipelineCell, PipelineFigure, StuckReason
from sales_core.pipeline_scope import PipelineScope
from sales_core.stage_history import Stage
from sales_core.store.amocrm_tables import Pipeline, Status
from sales_core.store.narrowing import narrowed
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.stage_times import load_expected_days
from sales_core.store.table_kit import columns
from sales_core.store.zone import load_zone

INCOMING = 1
"""The type of «Неразобранное»: nobody has taken such a deal yet, so it is never stuck."""
_NEVER = 0
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")


class Cutoffs(NamedTuple):
    """What a deal is stuck by: no action since ``idle``; into its status before that status's moment. The statuses of
    ``incoming`` are left out."""

    idle: int
    entered: Mapping[int, int]
    incoming: Sequence[int]


class CellSums(NamedTuple):
    """The deals of one manager in one status."""

    pipeline_id: int
    status_id: int
    manager_id: int
    deals: int
    sum_minor: int
    no_action: int
    no_task: int
    past_expected: int
    stuck: int
    stuck_minor: int
    expecting: int
    revenue_minor: int
    margin_minor: int


class Moments(NamedTuple):
    """Of the deals of some statuses: the moment of the one in the middle (of two, the later), and the first."""

    middle: int
    first: int


class PipelineName(NamedTuple):
    id: int
    name: str
    is_archive: bool


class StatusRow(NamedTuple):
    pipeline_id: int
    id: int
    name: str
    color: str
    is_incoming: bool
    is_deleted: bool


def load_cutoffs(conn: Connection, scope: PipelineScope) -> Cutoffs:
    """In whole days of the account's zone: a deal is past a number of days on the day after them."""
    zone, statuses = load_zone(conn), columns(Status)
    incoming = conn.scalars(select(statuses.id).where(statuses.type == INCOMING))

    def before(days: int) -> int:
        return start_of(scope.as_of - timedelta(days=days), zone)

    expected = load_expected_days(conn).items()
    in_scope = {stage.status_id: before(days) for stage, days in expected if _is_shown(stage, scope)}
    return Cutoffs(before(scope.stuck_days), in_scope, sorted(set(incoming)))


def load_cells(conn: Connection, scope: PipelineScope, cutoffs: Cutoffs) -> list[CellSums]:
    """In the order the table lies in, so that nothing has to be sorted."""
    deals = columns(DealInWork)
    keys = deals.pipeline_id, deals.status_id, deals.manager_id
    reasons = _reasons(cutoffs)
    stuck = or_(*reasons.values())
    sums = (
        deals.price_minor,
        *(case((reasons[reason], _ONE), else_=_ZERO) for reason in StuckReason),
        case((stuck, _ONE), else_=_ZERO),
        case((stuck, deals.price_minor), else_=_ZERO),
        case((deals.unpaid_count > _ZERO, _ONE), else_=_ZERO),
        deals.unpaid_minor,
        deals.unpaid_margin_minor,
    )
    counted = select(*keys, func.count(), *(cast(func.sum(each), BigInteger) for each in sums))
    found = conn.execute(counted.where(*_narrowed(scope)).group_by(*keys).order_by(*keys))
    return [CellSums(*row) for row in found]


def load_moments(conn: Connection, scope: PipelineScope, of: str, stages: Collection[Stage], count: int) -> Moments:
    """``of``: ``stage_since`` or ``created_at``. ``count``: how many deals these statuses hold in the scope, at least
    one; of a single status the middle is found by an index."""
    deals = columns(DealInWork)
    moment = deals[of]
    pipelines, statuses = sorted({s.pipeline_id for s in stages}), sorted({s.status_id for s in stages})
    wanted = select(moment).where(_one_of(deals.pipeline_id, pipelines), _one_of(deals.status_id, statuses))
    wanted = wanted.where(*_narrowed(scope))
    middle = conn.scalar(wanted.order_by(moment.desc()).limit(1).offset((count - 1) // 2))
    first = conn.scalar(wanted.order_by(moment).limit(1))
    assert middle is not None
    assert first is not None
    return Moments(middle, first)


def load_pipelines_shown(conn: Connection) -> list[PipelineName]:
    """In amoCRM's order, archived ones last."""
    pipelines = columns(Pipeline)
    ordered = select(pipelines.id, pipelines.name, pipelines.is_archive).order_by(
        pipelines.is_archive, pipelines.sort, pipelines.id
    )
    return [PipelineName(*row) for row in conn.execute(ordered)]


def load_statuses(conn: Connection) -> list[StatusRow]:
    """Of all pipelines, in amoCRM's order."""
    statuses = columns(Status)
    wanted = select(
        statuses.pipeline_id, statuses.id, statuses.name, statuses.color, statuses.type, statuses.is_deleted
    ).order_by(statuses.sort, statuses.id)  # fmt: skip
    return [StatusRow(*row[:4], row.type == INCOMING, row.is_deleted) for row in conn.execute(wanted)]


def select_deals(scope: PipelineScope, cell: PipelineCell, cutoffs: Cutoffs) -> Select[Any]:
    """The ids of the deals in work behind a cell, those longest without action first."""
    deals = columns(DealInWork)
    found = select(deals.lead_id).where(*_narrowed(scope), *_of_cell(scope, cell, cutoffs))
    if cell.manager_id is not None:
        found = found.where(deals.manager_id == cell.manager_id)
    return found.order_by(deals.last_action_at, deals.lead_id)


def reasons_of(deal: Any, cutoffs: Cutoffs) -> frozenset[StuckReason]:
    """``deal``: a row of the table. As the database judges."""
    if deal.status_id in cutoffs.incoming:
        return frozenset()
    holds = {
        StuckReason.NO_ACTION: deal.last_action_at < cutoffs.idle,
        StuckReason.NO_TASK: deal.open_tasks == 0,
        StuckReason.PAST_EXPECTED: deal.stage_since < cutoffs.entered.get(deal.status_id, _NEVER),
    }
    return frozenset(reason for reason, is_so in holds.items() if is_so)


def _of_cell(scope: PipelineScope, cell: PipelineCell, cutoffs: Cutoffs) -> list[ColumnElement[bool]]:
    deals = columns(DealInWork)
    conditions = []
    if cell.column_id is not None:
        column = deals.pipeline_id if scope.pipeline_id is None else deals.status_id
        conditions.append(column == cell.column_id)
    if cell.figure is PipelineFigure.EXPECTED:
        conditions.append(deals.unpaid_count > 0)
    if wanted := REASONS.get(cell.figure):
        reasons = _reasons(cutoffs)
        conditions += [or_(*(reasons[reason] for reason in sorted(wanted))), deals.status_id.not_in(cutoffs.incoming)]
    return conditions


def _reasons(cutoffs: Cutoffs) -> dict[StuckReason, ColumnElement[bool]]:
    """What each means in SQL, for deals of any status but those incoming."""
    deals = columns(DealInWork)
    by_cutoff: dict[int, list[int]] = {}
    for status_id, cutoff in cutoffs.entered.items():
        by_cutoff.setdefault(cutoff, []).append(status_id)
    past = (and_(deals.status_id.in_(sorted(ids)), deals.stage_since < cutoff) for cutoff, ids in by_cutoff.items())
    return {
        StuckReason.NO_ACTION: deals.last_action_at < cutoffs.idle,
        StuckReason.NO_TASK: deals.open_tasks == _ZERO,
        StuckReason.PAST_EXPECTED: or_(_ONE == _ZERO, *past),
    }


def _narrowed(scope: PipelineScope) -> list[ColumnElement[bool]]:
    deals = columns(DealInWork)
    return narrowed(scope, deals.manager_id, deals.deal_type_id, deals.pipeline_id)


def _is_shown(stage: Stage, scope: PipelineScope) -> bool:
    return not scope.pipelines or stage.pipeline_id in scope.pipelines


def _one_of(column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """An index is walked in its order only behind an equality."""
    condition: ColumnElement[bool] = column == ids[0] if len(ids) == 1 else column.in_(ids)
    return condition
