"""Deals won and archived in a period: counted by manager and loss reason, and one by one.

A count and its list ask with the same conditions, and so does «Ушли в архив» of the sales report: by the day of
closing, the manager responsible now and the pipeline the deal is in now.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, case, cast, func, literal_column, select

from sales_core.closed_deals import NO_REASON, Closed, ClosedCell, ClosedDeal
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.pipeline_scope import PipelineScope
from sales_core.store.amocrm_tables import Company, Contact, Lead, LossReason
from sales_core.store.behind_rows import client_name
from sales_core.store.narrowing import narrowed
from sales_core.store.table_kit import columns, table_of


def load_closed_cells(conn: Connection, scope: PipelineScope) -> list[ClosedCell]:
    """One for each manager, won or archived, and loss reason with a deal."""
    leads = columns(Lead)
    keys = leads.responsible_user_id, leads.status_id, leads.loss_reason_id
    return [
        ClosedCell(manager_id, status_id, reason_id or NO_REASON, Closed(*sums_of_cell))
        for manager_id, status_id, reason_id, *sums_of_cell in conn.execute(_counted(scope, *keys))
    ]


def load_closed_by_type(
    conn: Connection, scope: PipelineScope, managers: Collection[int]
) -> list[tuple[int, int, int, Closed]]:
    """(manager, deal type, won or archived, what was closed) of these managers, each that has a deal."""
    leads = columns(Lead)
    keys = leads.responsible_user_id, leads.deal_type_id, leads.status_id
    counted = _counted(scope, *keys).where(leads.responsible_user_id.in_(sorted(managers)))
    return [
        (manager_id, deal_type_id, status_id, Closed(*sums))
        for manager_id, deal_type_id, status_id, *sums in conn.execute(counted)
    ]


def _counted(scope: PipelineScope, *keys: Any) -> Select[Any]:
    leads = columns(Lead)
    lost = case((leads.lost_minor != literal_column("0"), literal_column("1")), else_=literal_column("0"))
    sums = (cast(func.sum(each), BigInteger) for each in (leads.price_minor, leads.lost_minor, lost))
    return select(*keys, func.count(), *sums).where(*_closed(scope)).group_by(*keys)


def load_closed_deals(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: PipelineScope,
    status_id: int,
    manager_id: int | None = None,
    reason_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[ClosedDeal]:
    """Won or archived ones, the latest first; of one manager and for one reason where asked."""
    leads, contacts, companies = columns(Lead), columns(Contact), columns(Company)
    reason = func.coalesce(leads.loss_reason_id, NO_REASON)
    wanted = (
        select(
            leads.id, leads.name, client_name(), leads.responsible_user_id, leads.status_id, reason,
            leads.closed_on, leads.price_minor, leads.lost_minor,
        )
        .select_from(table_of(Lead))
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .where(*_closed(scope), leads.status_id == status_id)
        .order_by(leads.closed_on.desc(), leads.id.desc())
    )  # fmt: skip
    if manager_id is not None:
        wanted = wanted.where(leads.responsible_user_id == manager_id)
    if reason_id is not None:
        wanted = wanted.where(reason == reason_id)
    return [ClosedDeal(*row) for row in conn.execute(wanted.limit(limit).offset(offset))]


def load_loss_reasons(conn: Connection) -> dict[int, str]:
    """By id, those that amoCRM lists no more included."""
    reasons = columns(LossReason)
    return {row.id: row.name for row in conn.execute(select(reasons.id, reasons.name))}


def _closed(scope: PipelineScope) -> list[Any]:
    leads = columns(Lead)
    return [
        leads.closed_on >= scope.period.first,
        leads.closed_on < scope.period.end,
        leads.status_id.in_([WON_STATUS, ARCHIVED_STATUS]),
        leads.deleted_at.is_(None),
        *narrowed(scope, leads.responsible_user_id, leads.deal_type_id, leads.pipeline_id),
    ]
