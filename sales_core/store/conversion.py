"""The statuses that deals go through, and the deals that came into a pipeline in some days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select

from sales_core.activity_scope import Days
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import start_of
from sales_core.pipeline_scope import PipelineScope
from sales_core.pipeline_ways import AlikeWays, Outcome
from sales_core.store.amocrm_tables import Status
from sales_core.store.deal_ways import parse_statuses
from sales_core.store.narrowing import narrowed
from sales_core.store.pipeline import INCOMING
from sales_core.store.pipeline_tables import DealWay
from sales_core.store.table_kit import columns
from sales_core.store.zone import load_zone


class StatusName(NamedTuple):
    id: int
    name: str
    is_deleted: bool


def load_ladder(conn: Connection, pipeline_id: int) -> list[StatusName]:
    """The statuses that deals go through, in amoCRM's order, won the last. Those that amoCRM lists no more are among
    them; neither archived nor incoming is one."""
    statuses = columns(Status)
    passed = statuses.id.not_in([ARCHIVED_STATUS, WON_STATUS]), statuses.type != INCOMING
    wanted = select(statuses.id, statuses.name, statuses.is_deleted).where(statuses.pipeline_id == pipeline_id)
    ordered = wanted.where(*passed).order_by(statuses.sort, statuses.id)
    found = [*conn.execute(ordered), *conn.execute(wanted.where(statuses.id == WON_STATUS))]
    return [StatusName(*row) for row in found]


def load_alike_ways(conn: Connection, scope: PipelineScope, pipeline_id: int, days: Days) -> Iterator[AlikeWays]:
    """Of the deals that entered the pipeline within the days. Filters by what the deals are now, but not by where they
    stand."""
    ways = columns(DealWay)
    moments = func.aggregate_strings(ways.moments, ",")
    wanted = select(ways.statuses, ways.outcome, moments).group_by(ways.statuses, ways.outcome)
    for told_statuses, outcome, told_moments in conn.execute(wanted.where(*_entered(conn, scope, pipeline_id, days))):
        statuses = parse_statuses(told_statuses)
        in_turn = [int(moment) for moment in told_moments.split(",")]
        of_each = tuple(in_turn[nth :: len(statuses)] for nth in range(len(statuses)))
        yield AlikeWays(statuses, Outcome(outcome), of_each)


def load_entered(  # noqa: PLR0913, PLR0917 - what is asked, and which part of its list
    conn: Connection,
    scope: PipelineScope,
    pipeline_id: int,
    days: Days,
    any_of: Sequence[int] | None,
    outcome: Outcome | None,
    limit: int | None = None,
    offset: int = 0,
) -> list[int]:
    """The deals that entered the pipeline within the days, the latest first; only those that stood in any of some
    statuses, or with an outcome."""
    ways = columns(DealWay)
    wanted = select(ways.lead_id).where(*_entered(conn, scope, pipeline_id, days))
    if any_of is not None:
        wanted = wanted.where(or_(*(ways.statuses.contains(f",{status},") for status in any_of)))
    if outcome is not None:
        wanted = wanted.where(ways.outcome == outcome.value)
    in_order = wanted.order_by(ways.entered_at.desc(), ways.lead_id.desc())
    return list(conn.scalars(in_order.limit(limit).offset(offset)))


def _entered(conn: Connection, scope: PipelineScope, pipeline_id: int, days: Days) -> list[ColumnElement[bool]]:
    ways = columns(DealWay)
    zone = load_zone(conn)
    start, end = start_of(days.first, zone), start_of(days.end, zone)
    within = [ways.pipeline_id == pipeline_id, ways.entered_at >= start, ways.entered_at < end]
    return within + narrowed(replace(scope, pipelines=()), ways.manager_id, ways.deal_type_id, ways.pipeline_id)
