"""Within how many days won deals leave each status: counted once a day, as it changes slowly and all their history is
read for it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, delete, select

from sales_core.payment_states import WON_STATUS
from sales_core.stage_history import Stage, StageChange, StageHistory
from sales_core.stage_times import expected_days, seconds_in_stages
from sales_core.store.amocrm_tables import STAGE, Lead, LeadChange
from sales_core.store.batches import batches
from sales_core.store.pipeline_tables import StageTime
from sales_core.store.table_kit import columns, table_of
from sales_core.store.upserts import upsert

WON_WITHIN = timedelta(days=180)
"""The deals that are looked at: won so long before the day, or later."""


def count_stage_times(conn: Connection, today: date) -> dict[Stage, int]:
    """In days, from the deals won of late; statuses that too few went through are left out."""
    spent: dict[Stage, list[int]] = {}
    for history in _load_won(conn, today - WON_WITHIN):
        for stage, seconds in seconds_in_stages(history).items():
            spent.setdefault(stage, []).append(seconds)
    return {stage: days for stage, seconds in spent.items() if (days := expected_days(seconds)) is not None}


def save_stage_times(conn: Connection, counted: Mapping[Stage, int]) -> None:
    """In place of those of before."""
    conn.execute(delete(table_of(StageTime)))
    upsert(conn, StageTime, [{**stage._asdict(), "days": days} for stage, days in sorted(counted.items())])


def load_expected_days(conn: Connection) -> dict[Stage, int]:
    times = columns(StageTime)
    found = conn.execute(select(times.pipeline_id, times.status_id, times.days))
    return {Stage(row[0], row[1]): row[2] for row in found}


def _load_won(conn: Connection, since: date) -> Iterator[StageHistory]:
    leads, changes = columns(Lead), columns(LeadChange)
    won = leads.status_id == WON_STATUS, leads.deleted_at.is_(None), leads.closed_on >= since
    ids = list(conn.scalars(select(leads.id).where(*won).order_by(leads.id)))
    for part in batches(ids):
        told: dict[int, list[StageChange]] = {id_: [] for id_ in part}
        wanted = select(changes.lead_id, changes.changed_at, changes.before, changes.after)
        of_stage = wanted.where(changes.lead_id.in_(part), changes.kind == STAGE)
        for lead_id, at, before, after in conn.execute(of_stage.order_by(changes.changed_at, changes.event_id)):
            told[lead_id].append(StageChange(at, Stage.parse(before), Stage.parse(after)))
        deals = select(leads.id, leads.created_at, leads.updated_at, leads.pipeline_id, leads.status_id)
        for id_, created_at, updated_at, pipeline_id, status_id in conn.execute(deals.where(leads.id.in_(part))):
            present = Stage(pipeline_id, status_id)
            yield StageHistory(id_, created_at, updated_at, present, tuple(told[id_]))
