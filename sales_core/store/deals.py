"""One lead with the names around it, for the page of its payments."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import Company, Contact, Lead
from sales_core.store.table_kit import columns, table_of


class LeadRow(NamedTuple):
    """``contact``, ``company``: names, empty where there is none."""

    id: int
    name: str
    price_minor: int
    responsible_user_id: int
    status_id: int
    deal_type_id: int
    is_deleted: bool
    contact: str
    company: str


def load_lead_row(conn: Connection, lead_id: int) -> LeadRow | None:
    """``None`` where there is no lead of this id."""
    leads, contacts, companies = columns(Lead), columns(Contact), columns(Company)
    found = conn.execute(
        select(
            leads.id, leads.name, leads.price_minor, leads.responsible_user_id, leads.status_id, leads.deal_type_id,
            leads.deleted_at, contacts.name.label("contact"), companies.name.label("company"),
        )
        .select_from(table_of(Lead))
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .where(leads.id == lead_id)
    ).one_or_none()  # fmt: skip
    if found is None:
        return None
    *lead, deleted_at, contact, company = found
    return LeadRow._make((*lead, deleted_at is not None, contact or "", company or ""))
