"""Which deals in work could be handed over, and which deal types each manager deals with."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, or_, select

from sales_core.open_deals import OpenDeal
from sales_core.payment_states import Standing
from sales_core.periods import Month
from sales_core.pipeline_scope import PipelineScope
from sales_core.store.amocrm_tables import Lead, Status
from sales_core.store.month_sums import ALL_MONTHS, ALL_PIPELINES
from sales_core.store.narrowing import narrowed
from sales_core.store.pipeline import INCOMING
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum, Payment


def load_movable(conn: Connection, scope: PipelineScope, manager_ids: Collection[int], statuses: int) -> list[OpenDeal]:
    """The deals of these managers that stand in the first so many statuses of their pipeline and brought no money."""
    deals, leads, payments = columns(DealInWork), columns(Lead), columns(Payment)
    places = _first_statuses(conn, statuses)
    if not places:
        return []
    is_paid = select(payments.id).where(payments.lead_id == deals.lead_id, payments.standing == Standing.PAID.value)
    wanted = (
        select(
            deals.pipeline_id, deals.status_id, deals.lead_id, leads.name, deals.manager_id, deals.deal_type_id,
            deals.created_at,
        )
        .join_from(table_of(DealInWork), table_of(Lead), leads.id == deals.lead_id)
        .where(or_(*(and_(deals.pipeline_id == pipeline, deals.status_id == status) for pipeline, status in places)))
        .where(deals.manager_id.in_(sorted(manager_ids)), ~is_paid.exists())
        .where(*narrowed(scope, deals.manager_id, deals.deal_type_id, deals.pipeline_id))
    )  # fmt: skip
    return [
        OpenDeal(lead_id, name, manager_id, type_id, places[pipeline_id, status_id], created_at)
        for pipeline_id, status_id, lead_id, name, manager_id, type_id, created_at in conn.execute(wanted)
    ]


def load_types_dealt_with(conn: Connection, manager_ids: Collection[int], since: Month) -> dict[int, frozenset[int]]:
    """By manager: the types of deals in work, and those with any figure in the sales report since a month. Who has
    neither is left out."""
    deals, sums = columns(DealInWork), columns(MonthSum)
    held = select(deals.manager_id, deals.deal_type_id).where(deals.manager_id.in_(sorted(manager_ids)))
    counted = select(sums.manager_id, sums.deal_type_id).where(
        sums.pipeline_id == ALL_PIPELINES,
        sums.month >= str(since),
        sums.month != ALL_MONTHS,
        sums.manager_id.in_(sorted(manager_ids)),
    )
    found: dict[int, set[int]] = {}
    for manager_id, type_id in conn.execute(held.union(counted)):
        found.setdefault(manager_id, set()).add(type_id)
    return {manager_id: frozenset(types) for manager_id, types in found.items()}


def _first_statuses(conn: Connection, number: int) -> dict[tuple[int, int], int]:
    """(pipeline, status) → its place. «Неразобранное» is no status somebody works on."""
    statuses = columns(Status)
    ordered = select(statuses.pipeline_id, statuses.id).where(statuses.type != INCOMING, ~statuses.is_deleted)
    places: dict[tuple[int, int], int] = {}
    seen: dict[int, int] = {}
    for pipeline_id, status_id in conn.execute(ordered.order_by(statuses.pipeline_id, statuses.sort, statuses.id)):
        place = seen.get(pipeline_id, 0)
        seen[pipeline_id] = place + 1
        if place < number:
            places[pipeline_id, status_id] = place
    return places
