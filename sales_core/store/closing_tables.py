"""The tables of closed months: what was frozen, and what is paid or kept back beside a bonus. Conventions as in
``store.table_kit``.

Nothing frozen is ever changed: a month that is reopened keeps its copy, and closing it again makes another.
"""

from datetime import date

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import KEY_TYPE, big, key


def _closing_key() -> Column[int]:
    return Column(KEY_TYPE, ForeignKey("closing.id"), primary_key=True, autoincrement=False)


class MonthClosing(SQLModel, table=True):
    """A month being closed, and perhaps reopened: then it is closed no longer.

    ``terms``: what its report is made of beside sums and payments (see ``reports.frozen_terms``). The hashes are those
    of ``closing.seals``.
    """

    __tablename__ = "closing"
    __table_args__ = (
        Index("closing_in_force", "month", unique=True,
              sqlite_where=text("reopened_at IS NULL"), postgresql_where=text("reopened_at IS NULL")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    month: str
    as_of: date
    closed_at: int = big()
    closed_by: str
    terms: str = Field(sa_type=Text)
    inputs_hash: str
    results_hash: str
    reopened_at: int | None = big(default=None, nullable=True)
    reopened_by: str = ""
    reopen_reason: str = Field(default="", sa_type=Text)


class ClosedSum(SQLModel, table=True):
    """The month's sums as they were (see ``MonthSum``), of each pipeline and, as pipeline -1, of all together. In a
    month that is over every open payment is overdue."""

    __tablename__ = "closed_sum"
    __table_args__ = {"sqlite_with_rowid": False}
    closing_id: int = Field(sa_column=_closing_key())
    pipeline_id: int = key()
    manager_id: int = key()
    deal_type_id: int = key()
    fact_minor: int = big()
    revenue_minor: int = big()
    paid_minor: int = big()
    overdue_minor: int = big()
    overdue_count: int
    lost_minor: int = big()
    lost_leads: int


class ClosedPayment(SQLModel, table=True):
    """A payment behind one of the month's figures as it was, or a lost lead without payments: then ``payment_id`` and
    ``due_on`` are null. ``line``: its place in the list."""

    __tablename__ = "closed_payment"
    __table_args__ = (Index("closed_payment_cell", "closing_id", "manager_id", "deal_type_id"),)
    closing_id: int = Field(sa_column=_closing_key())
    line: int = key()
    payment_id: int | None = big(default=None, nullable=True)
    lead_id: int = big()
    lead_name: str
    client: str
    manager_id: int = big()
    deal_type_id: int = big()
    pipeline_id: int = big()
    amount_minor: int = big()
    margin_share: str
    margin_minor: int = big()
    due_on: date | None = None
    paid_on: date | None = None
    standing: str
    comment: str = Field(sa_type=Text)
    source: str
    credit_share: str | None = None
    whole_minor: int = big()


class MonthAdjustment(SQLModel, table=True):
    """Money paid (or, below 0, kept back) beside the bonus of ``month``.

    ``of_month``: the closed month whose later changes it makes up for, by which its fact had moved by ``fact_minor``;
    both null where somebody just decided it. Never deleted: who takes one back is told.
    """

    __tablename__ = "adjustment"
    __table_args__ = (Index("adjustment_month", "month"), Index("adjustment_of_month", "of_month"))
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    month: str
    of_month: str | None = None
    manager_id: int = big()
    amount_minor: int = big()
    fact_minor: int | None = big(default=None, nullable=True)
    reason: str = Field(sa_type=Text)
    made_at: int = Field(sa_type=BigInteger)
    made_by: str
    taken_back_at: int | None = big(default=None, nullable=True)
    taken_back_by: str = ""
