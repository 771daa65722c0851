"""How deals went through pipelines, kept true to leads and their changes of status: the only writer of ``deal_way``.

Whoever stores either tells which leads it concerns, in the same transaction, and their ways are derived anew.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from sales_core.pipeline_ways import PipelineWay, find_ways
from sales_core.stage_history import Stage, StageChange, StageHistory
from sales_core.store.amocrm_tables import STAGE, Lead, LeadChange
from sales_core.store.batches import batches, lead_id_batches
from sales_core.store.pipeline_tables import DealWay
from sales_core.store.table_kit import columns, table_of


class _Row(NamedTuple):
    """The columns of the table."""

    pipeline_id: int
    entered_at: int
    lead_id: int
    manager_id: int
    deal_type_id: int
    outcome: str
    statuses: str
    moments: str


def refresh_deal_ways(conn: Connection, lead_ids: Collection[int]) -> None:
    """After these leads or their changes of status were stored."""
    for part in batches(sorted(set(lead_ids))):
        wanted, stored = _derived(conn, part), _stored(conn, part)
        stale = sorted({row.lead_id for row in stored - wanted})
        if stale:
            conn.execute(delete(table_of(DealWay)).where(columns(DealWay).lead_id.in_(stale)))
        fresh = wanted - {row for row in stored if row.lead_id not in stale}
        if fresh:
            conn.execute(insert(table_of(DealWay)), [row._asdict() for row in sorted(fresh)])


def restate_deal_ways(conn: Connection) -> None:
    """After deal types changed of a great many leads at once."""
    ways, leads = columns(DealWay), columns(Lead)
    deal_type = select(leads.deal_type_id).where(leads.id == ways.lead_id).scalar_subquery()
    conn.execute(update(table_of(DealWay)).values(deal_type_id=deal_type))


def rebuild_deal_ways(conn: Connection) -> None:
    """All of them anew, for a database that was filled before there were any."""
    conn.execute(delete(table_of(DealWay)))
    for ids in lead_id_batches(conn):
        refresh_deal_ways(conn, ids)


def deal_ways_differ(conn: Connection) -> list[int]:
    """The leads whose rows are not what follows from all that is known of them; empty when all is well."""
    ways, leads = columns(DealWay), columns(Lead)
    of_none = select(ways.lead_id).where(~select(leads.id).where(leads.id == ways.lead_id).exists())
    differing = set(conn.scalars(of_none))
    for ids in lead_id_batches(conn):
        differing |= {row.lead_id for row in _derived(conn, ids) ^ _stored(conn, ids)}
    return sorted(differing)


def parse_statuses(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.strip(",").split(",")))


def _stored(conn: Connection, ids: Sequence[int]) -> set[_Row]:
    ways = columns(DealWay)
    wanted = select(*(ways[name] for name in _Row._fields)).where(ways.lead_id.in_(ids))
    return {_Row(*row) for row in conn.execute(wanted)}


def _derived(conn: Connection, ids: Sequence[int]) -> set[_Row]:
    leads = columns(Lead)
    changes = _load_changes(conn, ids)
    wanted = select(
        leads.id, leads.created_at, leads.updated_at, leads.pipeline_id, leads.status_id, leads.responsible_user_id,
        leads.deal_type_id,
    ).where(leads.id.in_(ids), leads.deleted_at.is_(None))  # fmt: skip
    rows = set()
    for id_, created_at, updated_at, pipeline_id, status_id, manager_id, deal_type_id in conn.execute(wanted):
        present = Stage(pipeline_id, status_id)
        history = StageHistory(id_, created_at, updated_at, present, tuple(changes.get(id_, ())))
        rows |= {_row(way, id_, manager_id, deal_type_id) for way in find_ways(history)}
    return rows


def _row(way: PipelineWay, lead_id: int, manager_id: int, deal_type_id: int) -> _Row:
    statuses = f",{','.join(map(str, way.visits))},"
    moments = ",".join(str(at - way.entered_at) for at in way.visits.values())
    return _Row(
        way.pipeline_id, way.entered_at, lead_id, manager_id, deal_type_id, way.outcome.value, statuses, moments
    )


def _load_changes(conn: Connection, ids: Sequence[int]) -> dict[int, list[StageChange]]:
    changes = columns(LeadChange)
    wanted = select(changes.lead_id, changes.changed_at, changes.before, changes.after)
    of_stage = wanted.where(changes.lead_id.in_(ids), changes.kind == STAGE)
    found: dict[int, list[StageChange]] = {}
    for lead_id, at, before, after in conn.execute(of_stage.order_by(changes.changed_at, changes.event_id)):
        found.setdefault(lead_id, []).append(StageChange(at, Stage.parse(before), Stage.parse(after)))
    return found
