"""What amoCRM told: the tables of its things, in its own words. Conventions as in ``store.table_kit``."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Text, false, text
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import big, json_column, key

STAGE = "stage"
"""The kind of a lead's change by which it came into another status."""


class Account(SQLModel, table=True):
    """The one account of this database. Country is ISO 3166 (for the calendar of working days)."""

    id: int = key()
    name: str
    subdomain: str
    base_url: str
    country: str
    currency: str
    timezone: str
    invoices_catalog_id: int | None = big(default=None, nullable=True)
    token_is_admin: bool = True


class UserGroup(SQLModel, table=True):
    """A department. Id 0 is amoCRM's default group and is real."""

    __tablename__ = "user_group"
    id: int = key()
    name: str


class User(SQLModel, table=True):
    """An amoCRM user, kept for ever: figures of the past need their names. A placeholder stands in for an id seen
    before its user could be read (a token without admin rights, a deleted user)."""

    __tablename__ = "amo_user"
    id: int = key()
    name: str
    email: str = ""
    group_id: int = big(default=0)
    is_active: bool = True
    is_admin: bool = False
    is_placeholder: bool = False


class Pipeline(SQLModel, table=True):
    id: int = key()
    name: str
    sort: int = 0
    is_main: bool = False
    is_archive: bool = False


class Status(SQLModel, table=True):
    """A stage. 142 and 143 recur in every pipeline, so the key is the pair. ``is_deleted``: no longer listed by
    amoCRM."""

    pipeline_id: int = key()
    id: int = key()
    name: str
    sort: int = 0
    color: str = ""
    type: int = 0
    is_deleted: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class CustomField(SQLModel, table=True):
    """A custom field of leads. ``is_deleted``: no longer listed by amoCRM."""

    __tablename__ = "custom_field"
    id: int = key()
    name: str
    type: str
    code: str | None = None
    sort: int = 0
    is_deleted: bool = False


class FieldOption(SQLModel, table=True):
    """One choice of a select field; the deal types are the options of one of them. Options once seen are kept."""

    __tablename__ = "field_option"
    id: int = key()
    field_id: int = big(index=True)
    name: str
    sort: int = 0
    is_deleted: bool = False


class LossReason(SQLModel, table=True):
    __tablename__ = "loss_reason"
    id: int = key()
    name: str
    sort: int = 0


class Contact(SQLModel, table=True):
    """A client's name: a person. ``is_placeholder``: not read yet."""

    id: int = key()
    name: str = ""
    updated_at: int = big(default=0)


class Company(SQLModel, table=True):
    id: int = key()
    name: str = ""
    updated_at: int = big(default=0)


class Lead(SQLModel, table=True):
    """A deal. ``choices`` maps the id of each select field to the chosen option's id, so that another deal-type field
    can be picked without asking amoCRM again; ``deal_type_id`` is the choice in the field picked now (0: none).

    ``lost_minor`` is what the deal counts under «Ушли в архив», in the month of ``closed_on``: 0 unless archived.
    ``deleted_at`` is a tombstone: set from ``lead_deleted``, the trash or a reconciliation, cleared by a restore.
    """

    __table_args__ = (
        Index("lead_lost", "responsible_user_id", "closed_on", sqlite_where=text("lost_minor <> 0"),
              postgresql_where=text("lost_minor <> 0")),
        Index("lead_responsible", "responsible_user_id"),
        Index("lead_closed", "closed_on", "status_id", "responsible_user_id", "deal_type_id", "pipeline_id",
              "loss_reason_id", "price_minor", "lost_minor", "deleted_at",
              sqlite_where=text("closed_on IS NOT NULL"), postgresql_where=text("closed_on IS NOT NULL")),
    )  # fmt: skip
    id: int = key()
    name: str
    price_minor: int = big()
    responsible_user_id: int = big()
    pipeline_id: int = big()
    status_id: int = big()
    loss_reason_id: int | None = big(default=None, nullable=True)
    created_at: int = big()
    updated_at: int = big()
    closed_at: int | None = big(default=None, nullable=True)
    closed_on: date | None = None
    contact_id: int | None = big(default=None, nullable=True)
    company_id: int | None = big(default=None, nullable=True)
    choices: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    deal_type_id: int = big(default=0)
    lost_minor: int = big(default=0)
    deleted_at: int | None = big(default=None, nullable=True)


class Task(SQLModel, table=True):
    __table_args__ = (
        # Each as its database is asked, or the index is not used.
        Index("task_open", "responsible_user_id", "complete_till",
              sqlite_where=text("is_completed = 0 AND deleted_at IS NULL"),
              postgresql_where=text("NOT is_completed AND deleted_at IS NULL")),
    )  # fmt: skip
    id: int = key()
    entity_type: str | None = None
    entity_id: int | None = big(default=None, nullable=True, index=True)
    responsible_user_id: int = big()
    task_type_id: int = big()
    text: str = Field(sa_type=Text)
    result: str = Field(default="", sa_type=Text)
    complete_till: int = big()
    is_completed: bool = False
    created_by: int = big()
    created_at: int = big()
    updated_at: int = big()
    deleted_at: int | None = big(default=None, nullable=True)


class Event(SQLModel, table=True):
    """amoCRM's immutable log, kept as it came; types not known today are kept too."""

    __table_args__ = (Index("event_when", "created_at", "type"), Index("event_entity", "entity_type", "entity_id"))
    id: str = Field(primary_key=True)
    type: str
    entity_type: str
    entity_id: int = big()
    created_by: int = big()
    created_at: int = big()
    value_before: list[Any] = json_column()
    value_after: list[Any] = json_column()


class Note(SQLModel, table=True):
    """Calls, mails and notes that events point to; ``params`` as amoCRM sends it."""

    id: int = key()
    entity_type: str
    entity_id: int = big(index=True)
    note_type: str
    created_by: int = big()
    responsible_user_id: int = big()
    created_at: int = big()
    updated_at: int = big()
    params: dict[str, Any] = json_column()


class LeadChange(SQLModel, table=True):
    """The history of a lead's stage, responsible user and price, taken from events. Values are amoCRM's:
    ``pipeline:status`` for ``stage``, a user id for ``responsible``, minor units for ``price``."""

    __tablename__ = "lead_change"
    __table_args__ = (Index("lead_change_lead", "lead_id", "kind", "changed_at"),)
    event_id: str = Field(primary_key=True)
    lead_id: int = big()
    kind: str
    changed_at: int = big()
    changed_by: int = big()
    before: str
    after: str


class Invoice(SQLModel, table=True):
    """An element of the «Счета/покупки» list as last scanned. ``status`` is the ``enum_code`` of BILL_STATUS,
    ``billed_at`` BILL_PAYMENT_DATE. ``first_due_on`` is the day it was first expected, kept when it is paid.
    ``payer_inn`` is as somebody typed it."""

    id: int = key()
    name: str
    amount_minor: int = big()
    status: str
    billed_at: int | None = big(default=None, nullable=True)
    created_at: int = big()
    updated_at: int = big()
    is_deleted: bool = False
    first_due_on: date
    payer: str = ""
    payer_inn: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    comment: str = Field(default="", sa_type=Text)


class LeadInvoice(SQLModel, table=True):
    """Which invoices are linked to which lead, as last seen on the lead's side."""

    __tablename__ = "lead_invoice"
    lead_id: int = key()
    invoice_id: int = Field(primary_key=True, sa_type=BigInteger, index=True, sa_column_kwargs={"autoincrement": False})
