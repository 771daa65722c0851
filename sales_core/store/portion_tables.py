"""The tables behind a credit that several managers share. Conventions as in ``store.table_kit``."""

from typing import Any

from sqlalchemy import JSON, Dialect, Index
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from sales_core.credit_shares import CreditShares
from sales_core.store.table_kit import big, key


class CreditSharesColumn(TypeDecorator[CreditShares]):
    """``credit_shares.CreditShares`` as JSON; NULL where nothing is shared."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: CreditShares | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return [list(share) for share in value] if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> CreditShares:  # noqa: ARG002
        return tuple((int(manager_id), str(share)) for manager_id, share in value or ())


class PaymentPortion(SQLModel, table=True):
    """What one manager has of a payment that several share; the portions add up to the payment exactly.

    Everything is derived from the payment (``store.attribution`` is the only writer), what it is grouped by copied,
    so that portions are found and added as whole payments are.
    """

    __tablename__ = "payment_portion"
    __table_args__ = (
        Index("payment_portion_paid", "paid_month", "manager_id"),
        Index("payment_portion_due", "due_month", "manager_id"),
    )
    payment_id: int = key()
    manager_id: int = key()
    share: str
    amount_minor: int = big()
    margin_minor: int = big()
    deal_type_id: int = big()
    pipeline_id: int = big()
    due_month: str
    paid_month: str
