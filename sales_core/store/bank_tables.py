"""What the bank told: statements that were imported, their lines, and which payments each line confirms.

Conventions as in ``store.table_kit``. Amounts are the account's: above 0 for what came, below 0 for what went out.
"""

from datetime import date

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import KEY_TYPE, big, json_column


class BankStatement(SQLModel, table=True):
    """A file that was imported. ``digest``: SHA-256 of its bytes; ``accounts``: the company's that it tells of."""

    __tablename__ = "bank_statement"
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    file: str = Field(sa_type=Text)
    digest: str = Field(unique=True)
    begins_on: date | None = None
    ends_on: date | None = None
    accounts: list[str] = json_column()
    imported_at: int = big()
    imported_by: str


class BankLine(SQLModel, table=True):
    """A document of a statement by which money came from or went to somebody else, once in whatever files it stands.

    ``identity``: see ``bank.statement.Identity``; ``account`` is the company's own, the ``party_…`` is the other side.
    ``set_aside_…``: a person said that it is no client's payment, and why.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        Index("bank_line_identity", "identity", unique=True),
        Index("bank_line_booked", "booked_on"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    statement_id: int = Field(sa_column=Column(KEY_TYPE, ForeignKey("bank_statement.id"), nullable=False))
    identity: str = Field(sa_type=Text)
    account: str
    booked_on: date
    amount_minor: int = big()
    number: str
    party_name: str = Field(sa_type=Text)
    party_inn: str
    party_account: str
    purpose: str = Field(sa_type=Text)
    set_aside_at: int | None = big(default=None, nullable=True)
    set_aside_by: str = ""
    set_aside_reason: str = Field(default="", sa_type=Text)


class BankConfirmation(SQLModel, table=True):
    """So much of a line pays a payment. ``act_id``: the act that marked the payment as paid because of it, none where
    it was paid already. ``released_at``: it no longer holds; kept, for somebody decided by it."""

    __tablename__ = "bank_confirmation"
    __table_args__ = (
        Index("bank_confirmation_line", "line_id", "payment_id", unique=True,
              sqlite_where=text("released_at IS NULL"), postgresql_where=text("released_at IS NULL")),
        Index("bank_confirmation_payment", "payment_id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    line_id: int = Field(sa_column=Column(KEY_TYPE, ForeignKey("bank_line.id"), nullable=False))
    payment_id: int = Field(sa_type=BigInteger)
    amount_minor: int = big()
    act_id: int | None = big(default=None, nullable=True)
    confirmed_at: int = big()
    confirmed_by: str
    released_at: int | None = big(default=None, nullable=True)
    released_by: str = ""
