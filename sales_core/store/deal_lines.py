"""Deals as a list shows them, by their ids."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select

from sales_core.deal_lines import DealLine
from sales_core.store.amocrm_tables import Company, Contact, Lead, Pipeline, Status
from sales_core.store.batches import batches
from sales_core.store.behind_rows import client_name
from sales_core.store.table_kit import columns, table_of


def load_deal_lines(conn: Connection, lead_ids: Sequence[int]) -> list[DealLine]:
    """In the order of the ids."""
    leads, contacts, companies = columns(Lead), columns(Contact), columns(Company)
    pipelines, statuses = columns(Pipeline), columns(Status)
    of_lead = and_(statuses.pipeline_id == leads.pipeline_id, statuses.id == leads.status_id)
    wanted = (
        select(
            leads.id, leads.name, client_name(), leads.responsible_user_id, leads.deal_type_id,
            func.coalesce(pipelines.name, ""), func.coalesce(statuses.name, ""), leads.created_at, leads.closed_on,
            leads.price_minor,
        )
        .select_from(table_of(Lead))
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .outerjoin(table_of(Pipeline), pipelines.id == leads.pipeline_id)
        .outerjoin(table_of(Status), of_lead)
    )  # fmt: skip
    found = {
        row[0]: DealLine(*row) for part in batches(lead_ids) for row in conn.execute(wanted.where(leads.id.in_(part)))
    }
    return [found[id_] for id_ in lead_ids]
