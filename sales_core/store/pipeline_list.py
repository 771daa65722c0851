"""The deals in work behind a count as a reader sees them, a page at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, cast, func, select

from sales_core.payment_states import Standing
from sales_core.pipeline import PipelineCell, StuckReason
from sales_core.pipeline_scope import PipelineScope
from sales_core.store.amocrm_tables import Company, Contact, Lead, Pipeline, Status, Task
from sales_core.store.batches import batches
from sales_core.store.behind_rows import client_name
from sales_core.store.pipeline import Cutoffs, reasons_of, select_deals
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class NextTask(NamedTuple):
    """The open task that is due first."""

    due_at: int
    text: str


class DealRow(NamedTuple):
    """Moments as in ``deal_in_work``. ``expected_minor``, ``expected_margin_minor``: of payments not paid yet."""

    lead_id: int
    name: str
    client: str
    manager_id: int
    deal_type_id: int
    pipeline: str
    status: str
    created_at: int
    stage_since: int
    last_action_at: int
    budget_minor: int
    paid_minor: int
    expected_minor: int
    expected_margin_minor: int
    next_task: NextTask | None
    reasons: frozenset[StuckReason]


def load_deals(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: PipelineScope,
    cell: PipelineCell,
    cutoffs: Cutoffs,
    limit: int | None = None,
    offset: int = 0,
) -> list[DealRow]:
    """Those longest without action first."""
    ids = list(conn.scalars(select_deals(scope, cell, cutoffs).limit(limit).offset(offset)))
    found: dict[int, DealRow] = {}
    for part in batches(ids):
        paid, tasks = _load_paid(conn, part), _load_next_tasks(conn, part)
        for row in conn.execute(_selected(part)):
            found[row.lead_id] = DealRow(
                row.lead_id, row.name, row.client, row.manager_id, row.deal_type_id, row.pipeline or "",
                row.status or "", row.created_at, row.stage_since, row.last_action_at, row.price_minor,
                paid.get(row.lead_id, 0), row.unpaid_minor, row.unpaid_margin_minor, tasks.get(row.lead_id),
                reasons_of(row, cutoffs),
            )  # fmt: skip
    return [found[id_] for id_ in ids]


def _selected(ids: Sequence[int]) -> Any:
    deals, leads, contacts, companies = columns(DealInWork), columns(Lead), columns(Contact), columns(Company)
    pipelines, statuses = columns(Pipeline), columns(Status)
    joined = (
        table_of(DealInWork)
        .join(table_of(Lead), leads.id == deals.lead_id)
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .outerjoin(table_of(Pipeline), pipelines.id == deals.pipeline_id)
        .outerjoin(
            table_of(Status), (statuses.pipeline_id == deals.pipeline_id) & (statuses.id == deals.status_id)
        )
    )  # fmt: skip
    names = leads.name, client_name().label("client"), pipelines.name.label("pipeline"), statuses.name.label("status")
    return select(*deals, *names).select_from(joined).where(deals.lead_id.in_(ids))


def _load_paid(conn: Connection, ids: Sequence[int]) -> dict[int, int]:
    payments = columns(Payment)
    wanted = select(payments.lead_id, cast(func.sum(payments.amount_minor), BigInteger)).group_by(payments.lead_id)
    paid = payments.lead_id.in_(ids), payments.standing == Standing.PAID.value
    return {row[0]: row[1] for row in conn.execute(wanted.where(*paid))}


def _load_next_tasks(conn: Connection, ids: Sequence[int]) -> dict[int, NextTask]:
    tasks = columns(Task)
    is_open = ~tasks.is_completed, tasks.deleted_at.is_(None)
    wanted = select(tasks.entity_id, tasks.complete_till, tasks.text).where(
        tasks.entity_type == "leads", tasks.entity_id.in_(ids), *is_open
    )
    latest_first = wanted.order_by(tasks.complete_till.desc(), tasks.id.desc())
    return {row[0]: NextTask(row[1], row[2]) for row in conn.execute(latest_first)}
