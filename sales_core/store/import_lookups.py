"""What imported files are read beside: the leads and payments there are, and what names in a settings file can mean."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from sales_core.store.amocrm_tables import Company, Contact, CustomField, FieldOption, Lead, Status, User
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class StoredPayment(NamedTuple):
    id: int
    lead_id: int
    amount_minor: int
    due_on: date
    paid_on: date | None
    comment: str
    external_id: str | None
    source: str


class LeadState(NamedTuple):
    """What a payment's state depends on, with the name to show beside it."""

    name: str
    status_id: int
    is_deleted: bool


class KnownLead(NamedTuple):
    """A deal to be found by what a spreadsheet says of it. ``clients``: its company and its contact, those that have a
    name; ``status``: its stage's name."""

    id: int
    name: str
    clients: tuple[str, ...]
    manager_id: int
    price_minor: int
    status: str


def load_lead_states(conn: Connection, ids: Collection[int]) -> dict[int, LeadState]:
    """Of those that are leads here, deleted ones too."""
    leads = columns(Lead)
    wanted = select(leads.id, leads.name, leads.status_id, leads.deleted_at.is_not(None))
    found = (row for part in batches(sorted(ids)) for row in conn.execute(wanted.where(leads.id.in_(part))))
    return {id_: LeadState(name, status_id, bool(is_deleted)) for id_, name, status_id, is_deleted in found}


def load_known_leads(conn: Connection) -> list[KnownLead]:
    """Every lead that is not deleted, by number."""
    leads, companies, contacts, statuses = columns(Lead), columns(Company), columns(Contact), columns(Status)
    wanted = (
        select(leads.id, leads.name, companies.name, contacts.name, leads.responsible_user_id, leads.price_minor,
               statuses.name)
        .join_from(table_of(Lead), table_of(Company), companies.id == leads.company_id, isouter=True)
        .join(table_of(Contact), contacts.id == leads.contact_id, isouter=True)
        .join(table_of(Status), and_(statuses.id == leads.status_id, statuses.pipeline_id == leads.pipeline_id),
              isouter=True)
        .where(leads.deleted_at.is_(None))
        .order_by(leads.id)
    )  # fmt: skip
    return [
        KnownLead(id_, name, tuple(client for client in (company, contact) if client), manager_id, price, status or "")
        for id_, name, company, contact, manager_id, price, status in conn.execute(wanted)
    ]


def load_payments_of_leads(conn: Connection, lead_ids: Collection[int]) -> list[StoredPayment]:
    payments = columns(Payment)
    wanted = select(*(payments[name] for name in StoredPayment._fields))
    found = (
        row for part in batches(sorted(lead_ids)) for row in conn.execute(wanted.where(payments.lead_id.in_(part)))
    )
    return [StoredPayment(*row) for row in found]


def load_payments_named(conn: Connection, external_ids: Collection[str]) -> dict[str, StoredPayment]:
    """By external id."""
    payments = columns(Payment)
    wanted = select(*(payments[name] for name in StoredPayment._fields))
    found = (
        row
        for part in batches(sorted(external_ids))
        for row in conn.execute(wanted.where(payments.external_id.in_(part)))
    )
    return {str(row.external_id): StoredPayment(*row) for row in found}


# A "radiobutton" is a select field shown another way.
_SELECT_FIELDS = ("select", "radiobutton")


class Listed(NamedTuple):
    """A field or an option; ``is_deleted``: amoCRM no longer lists it."""

    id: int
    name: str
    is_deleted: bool


def load_emails(conn: Connection) -> list[tuple[int, str]]:
    """(user id, e-mail or an empty text), by id."""
    users = columns(User)
    return [(row.id, row.email) for row in conn.execute(select(users.id, users.email).order_by(users.id))]


def load_select_fields(conn: Connection) -> dict[Listed, list[Listed]]:
    """The select fields of leads with their options, in amoCRM's order."""
    fields, options = columns(CustomField), columns(FieldOption)
    ordered = select(fields.id, fields.name, fields.is_deleted).order_by(fields.sort, fields.id)
    found: dict[Listed, list[Listed]] = {
        Listed(*row): [] for row in conn.execute(ordered.where(fields.type.in_(_SELECT_FIELDS)))
    }
    by_id = {field.id: listed for field, listed in found.items()}
    rows = select(options.field_id, options.id, options.name, options.is_deleted).order_by(options.sort, options.id)
    for field_id, *option in conn.execute(rows.where(options.field_id.in_(by_id))):
        by_id[field_id].append(Listed(*option))
    return found
