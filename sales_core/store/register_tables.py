"""The tables behind the history of payments. Conventions as in ``store.table_kit``, words as in ``payment_history``."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from sales_core.store.table_kit import KEY_TYPE


class PaymentAct(SQLModel, table=True):
    """One thing done to payments in one transaction. ``via`` as ``Via``; ``undoes``: the act it took back."""

    __tablename__ = "payment_act"
    __table_args__ = (Index("payment_act_via", "via"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=KEY_TYPE)
    at: int = Field(sa_type=BigInteger)
    by: str
    via: str
    note: str = Field(default="", sa_type=Text)
    undoes: int | None = Field(default=None, sa_type=BigInteger, nullable=True)


class PaymentChange(SQLModel, table=True):
    """What an act changed, payment by payment; it outlives the payment.

    ``before``, ``after``: the terms that are not as usual, by name. ``lead_id``: whose payment it was before or, of a
    new one, whose it became, so that a deal finds the payments that went to another one or were deleted.
    """

    __tablename__ = "payment_change"
    __table_args__ = (
        Index("payment_change_payment", "payment_id", "act_id"),
        Index("payment_change_lead", "lead_id"),
    )
    act_id: int = Field(sa_column=Column(KEY_TYPE, ForeignKey("payment_act.id"), primary_key=True))
    payment_id: int = Field(sa_column=Column(KEY_TYPE, primary_key=True, autoincrement=False))
    lead_id: int = Field(sa_type=BigInteger)
    before: Any = Field(sa_column=Column(JSON(none_as_null=True)))
    after: Any = Field(sa_column=Column(JSON(none_as_null=True)))
