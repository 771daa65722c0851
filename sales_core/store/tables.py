"""Our own tables: payments with their sums, what the sales head decides, the worker's memory. Conventions as in
``store.table_kit``.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from sales_core.credit_shares import CreditShares
from sales_core.store.portion_tables import CreditSharesColumn
from sales_core.store.table_kit import KEY_TYPE, big, json_column, key


class Payment(SQLModel, table=True):
    """One agreed part of a lead's money.

    What the report groups by is copied here from the lead, so that a month is one index range and a drill-down one
    more; ``store.attribution`` is the only writer of the copies: ``manager_id`` (the credited manager once paid, else
    the lead's responsible user), ``deal_type_id``, ``pipeline_id``, ``standing`` (see ``Standing``), ``margin_minor``
    (rounded payment by payment) and ``paid_month``/``due_month``.

    ``credited_to`` is frozen when the payment is marked as paid, ``credit_at`` the instant it is judged by (the end of
    the paid day, or the moment it was marked, whichever was first), ``credit_is_manual`` after an admin moved it.
    ``credit_shares``: where several managers share it, ``manager_id`` being that of the largest share; then its
    portions are counted in its place (``store.portion_tables``).

    ``version`` is the number of the act that last changed what was said of it (see ``store.register_tables``), 0 before
    there was a history; ``refund_of`` the payment that this one gives back a part of. Ids are never used twice.
    """

    __table_args__ = (
        Index("payment_paid", "paid_month", "manager_id", "deal_type_id", "pipeline_id"),
        Index("payment_due", "due_month", "standing", "manager_id", "deal_type_id", "pipeline_id"),
        Index("payment_open", "due_on", "manager_id", "deal_type_id", "pipeline_id", "margin_minor", "standing",
              sqlite_where=text("standing = 'open'"), postgresql_where=text("standing = 'open'")),
        Index("payment_day", "due_on", "standing", "manager_id", "deal_type_id", "pipeline_id", "source",
              "amount_minor", "margin_minor"),
        Index("payment_external", "external_id", unique=True),
        Index("payment_lead", "lead_id", "standing", "amount_minor"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    lead_id: int = big()
    amount_minor: int = big()
    due_on: date
    paid_on: date | None = None
    comment: str = Field(default="", sa_type=Text)
    source: str
    external_id: str | None = None
    invoice_id: int | None = big(default=None, nullable=True)
    credited_to: int | None = big(default=None, nullable=True)
    credit_at: int | None = big(default=None, nullable=True)
    credit_is_manual: bool = False
    credit_shares: CreditShares = Field(default=(), sa_type=CreditSharesColumn, nullable=True)
    refund_of: int | None = big(default=None, nullable=True)
    version: int = big(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: int = big()
    updated_at: int = big()
    manager_id: int = big(default=0)
    deal_type_id: int = big(default=0)
    pipeline_id: int = big(default=0)
    standing: str = "open"
    margin_minor: int = big(default=0)
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
    pipeline_id: int = key()
    month: str = Field(primary_key=True)
    manager_id: int = key()
    deal_type_id: int = key()
    fact_minor: int = big(default=0)
    fact_count: int = 0
    revenue_minor: int = big(default=0)
    due_paid_minor: int = big(default=0)
    due_paid_count: int = 0
    open_minor: int = big(default=0)
    open_count: int = 0
    lost_minor: int = big(default=0)
    lost_leads: int = 0


class MarginShare(SQLModel, table=True):
    """The share of a payment that is margin, by deal type, from a month on."""

    __tablename__ = "margin_share"
    deal_type_id: int = key()
    from_month: str = Field(primary_key=True)
    share: str


class Plan(SQLModel, table=True):
    """The margin a manager should bring in a month; ``deal_type_id`` 0 is the whole month's plan."""

    manager_id: int = key()
    month: str = Field(primary_key=True)
    deal_type_id: int = Field(
        default=0, primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    amount_minor: int = big()


class BonusScale(SQLModel, table=True):
    """Tiers as a list of ``{"from": "0.5", "rate": "0.03", "applies": "whole"}``, ascending."""

    __tablename__ = "bonus_scale"
    from_month: str = Field(primary_key=True)
    tiers: list[dict[str, str]] = json_column()
    cap_minor: int | None = big(default=None, nullable=True)


class Setting(SQLModel, table=True):
    """What the sales head decides that is one value: ``deal_type_field``, ``currency_rounding``, ``managers``."""

    name: str = Field(primary_key=True)
    value: Any = Field(sa_column=Column(JSON, nullable=False))


# ---------------------------------------------------------------- the worker's memory


class Revision(SQLModel, table=True):
    """What caches are keyed by. Row 1 is bumped by each transaction that changes anything a report shows but what only
    people's work is made of, which has row 2: it changes every minute, and few pages show it."""

    id: int = Field(default=1, primary_key=True)
    number: int = big(default=0)


class Bookmark(SQLModel, table=True):
    """Where the sync of one resource stands; saved in the transaction that saves the page it speaks of."""

    resource: str = Field(primary_key=True)
    cursor: dict[str, Any] = json_column()
    pages_done: int = 0
    pages_expected: int | None = None
    is_complete: bool = False
    succeeded_at: int | None = big(default=None, nullable=True)


class SyncRun(SQLModel, table=True):
    """One pass of the worker; ``kind``: ``first``, ``full`` or ``incremental``.

    ``error`` and each of ``remarks`` (worth telling, no failures; ``None`` is none) is a sentence as
    ``{"template": …, "params": …}``, to be told in the reader's words.
    """

    __tablename__ = "sync_run"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    started_at: int = big()
    finished_at: int | None = big(default=None, nullable=True)
    outcome: str = "running"
    stage: str = ""
    requests: int = 0
    changes: dict[str, int] = json_column(default_factory=dict)
    error: dict[str, Any] | None = json_column(default=None, nullable=True)
    remarks: list[dict[str, Any]] | None = json_column(default=None, nullable=True)


class OAuthToken(SQLModel, table=True):
    """The rotating pair of an OAuth connection. ``spent_at``: the refresh token was sent, no answer is stored yet."""

    __tablename__ = "oauth_token"
    account_host: str = Field(primary_key=True)
    access_token: str = Field(sa_type=Text)
    refresh_token: str = Field(sa_type=Text)
    expires_at: int = big()
    spent_at: int | None = big(default=None, nullable=True)
    is_dead: bool = False
