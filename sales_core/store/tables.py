"""The tables. amoCRM's own words for its things; ours are payment, plan, margin share and bonus scale.

Conventions, everywhere: ``…_at`` is an instant in Unix seconds UTC, ``…_on`` a calendar day in the account's zone,
``…_minor`` an integer of minor units, ``month`` the text ``2026-10``, a share or rate an exact decimal as text. Ids of
amoCRM's things are amoCRM's; 0 stands for "none" wherever a column belongs to a key of sums (no deal type, no manager).
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Table, Text, text
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Field, SQLModel

# SQLite keeps a table in the order of a key it calls INTEGER, and any of its integers has 64 bits.
_KeyType: Any = BigInteger().with_variant(Integer(), "sqlite")


def _key() -> Any:
    return Field(primary_key=True, sa_type=_KeyType, sa_column_kwargs={"autoincrement": False})


def _big(**options: Any) -> Any:
    return Field(sa_type=BigInteger, **options)


def _json(**options: Any) -> Any:
    return Field(sa_type=JSON, **options)


# ---------------------------------------------------------------- amoCRM's side


class Account(SQLModel, table=True):
    """The one account of this database. Country is ISO 3166 (for the calendar of working days)."""

    id: int = _key()
    name: str
    subdomain: str
    base_url: str
    country: str
    currency: str
    timezone: str
    invoices_catalog_id: int | None = _big(default=None, nullable=True)
    token_is_admin: bool = True


class UserGroup(SQLModel, table=True):
    """A department. Id 0 is amoCRM's default group and is real."""

    __tablename__ = "user_group"
    id: int = _key()
    name: str


class User(SQLModel, table=True):
    """An amoCRM user, kept for ever: figures of the past need their names. A placeholder stands in for an id seen
    before its user could be read (a token without admin rights, a deleted user)."""

    __tablename__ = "amo_user"
    id: int = _key()
    name: str
    email: str = ""
    group_id: int = _big(default=0)
    is_active: bool = True
    is_admin: bool = False
    is_placeholder: bool = False


class Pipeline(SQLModel, table=True):
    id: int = _key()
    name: str
    sort: int = 0
    is_main: bool = False
    is_archive: bool = False


class Status(SQLModel, table=True):
    """A stage. 142 and 143 recur in every pipeline, so the key is the pair."""

    pipeline_id: int = _key()
    id: int = _key()
    name: str
    sort: int = 0
    color: str = ""
    type: int = 0


class CustomField(SQLModel, table=True):
    """A custom field of leads. ``is_deleted``: no longer listed by amoCRM."""

    __tablename__ = "custom_field"
    id: int = _key()
    name: str
    type: str
    code: str | None = None
    sort: int = 0
    is_deleted: bool = False


class FieldOption(SQLModel, table=True):
    """One choice of a select field; the deal types are the options of one of them. Options once seen are kept."""

    __tablename__ = "field_option"
    id: int = _key()
    field_id: int = _big(index=True)
    name: str
    sort: int = 0
    is_deleted: bool = False


class LossReason(SQLModel, table=True):
    __tablename__ = "loss_reason"
    id: int = _key()
    name: str
    sort: int = 0


class Contact(SQLModel, table=True):
    """A client's name: a person. ``is_placeholder``: not read yet."""

    id: int = _key()
    name: str = ""
    updated_at: int = _big(default=0)


class Company(SQLModel, table=True):
    id: int = _key()
    name: str = ""
    updated_at: int = _big(default=0)


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
    )  # fmt: skip
    id: int = _key()
    name: str
    price_minor: int = _big()
    responsible_user_id: int = _big()
    pipeline_id: int = _big()
    status_id: int = _big()
    loss_reason_id: int | None = _big(default=None, nullable=True)
    created_at: int = _big()
    updated_at: int = _big()
    closed_at: int | None = _big(default=None, nullable=True)
    closed_on: date | None = None
    contact_id: int | None = _big(default=None, nullable=True)
    company_id: int | None = _big(default=None, nullable=True)
    choices: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    deal_type_id: int = _big(default=0)
    lost_minor: int = _big(default=0)
    deleted_at: int | None = _big(default=None, nullable=True)


class Task(SQLModel, table=True):
    id: int = _key()
    entity_type: str | None = None
    entity_id: int | None = _big(default=None, nullable=True, index=True)
    responsible_user_id: int = _big()
    task_type_id: int = _big()
    text: str = Field(sa_type=Text)
    result: str = Field(default="", sa_type=Text)
    complete_till: int = _big()
    is_completed: bool = False
    created_by: int = _big()
    created_at: int = _big()
    updated_at: int = _big()
    deleted_at: int | None = _big(default=None, nullable=True)


class Event(SQLModel, table=True):
    """amoCRM's immutable log, kept as it came; types not known today are kept too."""

    __table_args__ = (Index("event_when", "created_at", "type"), Index("event_entity", "entity_type", "entity_id"))
    id: str = Field(primary_key=True)
    type: str
    entity_type: str
    entity_id: int = _big()
    created_by: int = _big()
    created_at: int = _big()
    value_before: list[Any] = _json()
    value_after: list[Any] = _json()


class Note(SQLModel, table=True):
    """Calls, mails and notes that events point to; ``params`` as amoCRM sends it."""

    id: int = _key()
    entity_type: str
    entity_id: int = _big(index=True)
    note_type: str
    created_by: int = _big()
    responsible_user_id: int = _big()
    created_at: int = _big()
    updated_at: int = _big()
    params: dict[str, Any] = _json()


class LeadChange(SQLModel, table=True):
    """The history of a lead's stage, responsible user and price, taken from events. Values are amoCRM's:
    ``pipeline:status`` for ``stage``, a user id for ``responsible``, minor units for ``price``."""

    __tablename__ = "lead_change"
    __table_args__ = (Index("lead_change_lead", "lead_id", "kind", "changed_at"),)
    event_id: str = Field(primary_key=True)
    lead_id: int = _big()
    kind: str
    changed_at: int = _big()
    changed_by: int = _big()
    before: str
    after: str


class Invoice(SQLModel, table=True):
    """An element of the «Счета/покупки» list as last scanned. ``status`` is the ``enum_code`` of BILL_STATUS,
    ``billed_at`` BILL_PAYMENT_DATE. ``first_due_on`` is the day it was first expected, kept when it is paid."""

    id: int = _key()
    name: str
    amount_minor: int = _big()
    status: str
    billed_at: int | None = _big(default=None, nullable=True)
    created_at: int = _big()
    updated_at: int = _big()
    is_deleted: bool = False
    first_due_on: date
    payer: str = ""
    comment: str = Field(default="", sa_type=Text)


class LeadInvoice(SQLModel, table=True):
    """Which invoices are linked to which lead, as last seen on the lead's side."""

    __tablename__ = "lead_invoice"
    lead_id: int = _key()
    invoice_id: int = Field(primary_key=True, sa_type=BigInteger, index=True, sa_column_kwargs={"autoincrement": False})


# ---------------------------------------------------------------- ours


class Payment(SQLModel, table=True):
    """One agreed part of a lead's money.

    What the report groups by is copied here from the lead, so that a month is one index range and a drill-down one
    more; ``store.attribution`` is the only writer of the copies: ``manager_id`` (the credited manager once paid, else
    the lead's responsible user), ``deal_type_id``, ``pipeline_id``, ``standing`` (see ``Standing``), ``margin_minor``
    (rounded payment by payment) and ``paid_month``/``due_month``.

    ``credited_to`` is frozen when the payment is marked as paid, ``credit_at`` the instant it is judged by (the end of
    the paid day, or the moment it was marked, whichever was first), ``credit_is_manual`` after an admin moved it.

    ``version`` is the number of the act that last changed what was said of it (see ``store.register_tables``), 0 before
    there was a history; ``refund_of`` the payment that this one gives back a part of. Ids are never used twice.
    """

    __table_args__ = (
        Index("payment_paid", "paid_month", "manager_id", "deal_type_id", "pipeline_id"),
        Index("payment_due", "due_month", "standing", "manager_id", "deal_type_id", "pipeline_id"),
        Index("payment_open", "due_on", "manager_id", "deal_type_id", "pipeline_id", "margin_minor", "standing",
              sqlite_where=text("standing = 'open'"), postgresql_where=text("standing = 'open'")),
        Index("payment_external", "external_id", unique=True),
        Index("payment_lead", "lead_id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True, sa_type=_KeyType)
    lead_id: int = _big()
    amount_minor: int = _big()
    due_on: date
    paid_on: date | None = None
    comment: str = Field(default="", sa_type=Text)
    source: str
    external_id: str | None = None
    invoice_id: int | None = _big(default=None, nullable=True)
    credited_to: int | None = _big(default=None, nullable=True)
    credit_at: int | None = _big(default=None, nullable=True)
    credit_is_manual: bool = False
    refund_of: int | None = _big(default=None, nullable=True)
    version: int = _big(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: int = _big()
    updated_at: int = _big()
    manager_id: int = _big(default=0)
    deal_type_id: int = _big(default=0)
    pipeline_id: int = _big(default=0)
    standing: str = "open"
    margin_minor: int = _big(default=0)
    due_month: str = ""
    paid_month: str | None = None


class MonthSum(SQLModel, table=True):
    """The monthly roll-up behind the report: kept by adding and subtracting what a change touches, in its transaction.

    ``fact``/``revenue`` by the month of ``paid_on``; ``due_paid``/``open`` by the month of ``due_on`` (margin);
    ``lost``/``lost_leads`` by the month of the lead's ``closed_on``. Rows of zeros may stay. Two kinds of rows sum up
    others: pipeline -1 all pipelines, so that a report without that filter is a range of this table as it lies; and
    month ``all`` the ``open`` of every month, so that what is carried over is found without walking the past.
    """

    __tablename__ = "month_sum"
    __table_args__ = {"sqlite_with_rowid": False}
    pipeline_id: int = _key()
    month: str = Field(primary_key=True)
    manager_id: int = _key()
    deal_type_id: int = _key()
    fact_minor: int = _big(default=0)
    fact_count: int = 0
    revenue_minor: int = _big(default=0)
    due_paid_minor: int = _big(default=0)
    due_paid_count: int = 0
    open_minor: int = _big(default=0)
    open_count: int = 0
    lost_minor: int = _big(default=0)
    lost_leads: int = 0


class MarginShare(SQLModel, table=True):
    """The share of a payment that is margin, by deal type, from a month on."""

    __tablename__ = "margin_share"
    deal_type_id: int = _key()
    from_month: str = Field(primary_key=True)
    share: str


class Plan(SQLModel, table=True):
    """The margin a manager should bring in a month; ``deal_type_id`` 0 is the whole month's plan."""

    manager_id: int = _key()
    month: str = Field(primary_key=True)
    deal_type_id: int = Field(
        default=0, primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    amount_minor: int = _big()


class BonusScale(SQLModel, table=True):
    """Tiers as a list of ``{"from": "0.5", "rate": "0.03", "applies": "whole"}``, ascending."""

    __tablename__ = "bonus_scale"
    from_month: str = Field(primary_key=True)
    tiers: list[dict[str, str]] = _json()
    cap_minor: int | None = _big(default=None, nullable=True)


class Setting(SQLModel, table=True):
    """What the sales head decides that is one value: ``deal_type_field``, ``currency_rounding``, ``managers``."""

    name: str = Field(primary_key=True)
    value: Any = Field(sa_column=Column(JSON, nullable=False))


# ---------------------------------------------------------------- the worker's memory


class Revision(SQLModel, table=True):
    """One row, bumped by each transaction that changes anything a report shows: what caches are keyed by."""

    id: int = Field(default=1, primary_key=True)
    number: int = _big(default=0)


class Bookmark(SQLModel, table=True):
    """Where the sync of one resource stands; saved in the transaction that saves the page it speaks of."""

    resource: str = Field(primary_key=True)
    cursor: dict[str, Any] = _json()
    pages_done: int = 0
    pages_expected: int | None = None
    is_complete: bool = False
    succeeded_at: int | None = _big(default=None, nullable=True)


class SyncRun(SQLModel, table=True):
    """One pass of the worker; ``kind``: ``first``, ``full`` or ``incremental``.

    ``error`` and each of ``remarks`` (worth telling, no failures; ``None`` is none) is a sentence as
    ``{"template": …, "params": …}``, to be told in the reader's words.
    """

    __tablename__ = "sync_run"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    started_at: int = _big()
    finished_at: int | None = _big(default=None, nullable=True)
    outcome: str = "running"
    stage: str = ""
    requests: int = 0
    changes: dict[str, int] = _json(default_factory=dict)
    error: dict[str, Any] | None = _json(default=None, nullable=True)
    remarks: list[dict[str, Any]] | None = _json(default=None, nullable=True)


class OAuthToken(SQLModel, table=True):
    """The rotating pair of an OAuth connection. ``spent_at``: the refresh token was sent, no answer is stored yet."""

    __tablename__ = "oauth_token"
    account_host: str = Field(primary_key=True)
    access_token: str = Field(sa_type=Text)
    refresh_token: str = Field(sa_type=Text)
    expires_at: int = _big()
    spent_at: int | None = _big(default=None, nullable=True)
    is_dead: bool = False


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a model: what hot paths work with."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return table


def columns(model: type[SQLModel]) -> ReadOnlyColumnCollection[str, Any]:
    """The Core columns of a model, as ``columns(Lead).price_minor``."""
    return table_of(model).c
