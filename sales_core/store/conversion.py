"""The deals that came into a pipeline in some days, each with the history of its statuses."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, literal_column, select, union

from sales_core.activity_scope import Days
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import start_of
from sales_core.pipeline_scope import PipelineScope
from sales_core.stage_history import Stage, StageChange, StageHistory
from sales_core.store.amocrm_tables import STAGE, Lead, LeadChange, Status
from sales_core.store.narrowing import narrowed
from sales_core.store.pipeline import INCOMING
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


def load_histories(conn: Connection, scope: PipelineScope, pipeline_id: int, days: Days) -> Iterator[StageHistory]:
    """Of every deal that may have come into the pipeline within the days, and of some that did not; in no order.
    Filters by what the deals are now, but not by where they stand."""
    leads, changes = columns(Lead), columns(LeadChange)
    zone = load_zone(conn)
    came = _came(pipeline_id, start_of(days.first, zone), start_of(days.end, zone))
    filters = replace(scope, pipelines=())
    wanted = (
        select(leads.id, leads.created_at, leads.updated_at, leads.pipeline_id, leads.status_id)
        .where(leads.id.in_(came), leads.deleted_at.is_(None))
        .where(*narrowed(filters, leads.responsible_user_id, leads.deal_type_id, leads.pipeline_id))
    )
    told: dict[int, list[tuple[int, str, str, str]]] = {}
    changed = select(changes.lead_id, changes.changed_at, changes.event_id, changes.before, changes.after)
    of_stage = changed.where(changes.lead_id.in_(came), changes.kind == STAGE)
    for lead_id, at, event_id, before, after in conn.execute(of_stage):
        told.setdefault(lead_id, []).append((at, event_id, before, after))
    for id_, created_at, updated_at, present_pipeline, status_id in conn.execute(wanted):
        in_order = sorted(told.get(id_, ()))
        history = tuple(StageChange(at, Stage.parse(before), Stage.parse(after)) for at, _, before, after in in_order)
        yield StageHistory(id_, created_at, updated_at, Stage(present_pipeline, status_id), history)


def _came(pipeline_id: int, start: int, end: int) -> CompoundSelect[Any]:
    """The deals created in the time, wherever, and those moved into the pipeline from another."""
    leads, changes = columns(Lead), columns(LeadChange)
    created = select(leads.id).where(leads.created_at >= start, leads.created_at < end)
    moved = select(changes.lead_id).where(
        # Word for word as in the partial index, or neither database would use it.
        changes.kind == literal_column(f"'{STAGE}'"),
        changes.changed_at >= start,
        changes.changed_at < end,
        changes.after.startswith(f"{pipeline_id}:"),
        ~changes.before.startswith(f"{pipeline_id}:"),
    )
    return union(created, moved)
