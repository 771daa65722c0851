"""What imported files are read beside: the leads and payments there are, and what names in a settings file can mean."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import CustomField, FieldOption, Lead, User
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment


class StoredPayment(NamedTuple):
    lead_id: int
    amount_minor: int
    due_on: date
    paid_on: date | None
    comment: str
    external_id: str | None
    source: str


def known_leads(conn: Connection, ids: Collection[int]) -> set[int]:
    """Those of ``ids`` that are leads here, deleted ones too."""
    leads = columns(Lead)
    return {id_ for part in batches(sorted(ids)) for id_ in conn.scalars(select(leads.id).where(leads.id.in_(part)))}


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
