"""Margin shares by deal type and effective month, ready to price payments by the million."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from sales_core.money import divide_half_away
from sales_core.store.dialects import margin_in
from sales_core.store.table_kit import columns
from sales_core.store.tables import MarginShare, Payment


class Shares:
    """Every margin share there is. ``rows``: (deal type, from month as ``2026-10``, share)."""

    def __init__(self, rows: Iterable[tuple[int, str, Decimal]]) -> None:
        self.rows = tuple(sorted(rows))
        self._by_type: dict[int, list[tuple[str, Decimal]]] = {}
        for deal_type_id, month, share in self.rows:
            self._by_type.setdefault(deal_type_id, []).append((month, share))
        self._ratios: dict[tuple[int, str], tuple[int, int]] = {}

    def in_force(self, deal_type_id: int, month: str) -> Decimal | None:
        """The latest one not after the month; before the first, the first; ``None`` for a type that has none."""
        shares = self._by_type.get(deal_type_id)
        if not shares:
            return None
        return next((share for since, share in reversed(shares) if since <= month), shares[0][1])

    def margin(self, amount_minor: int, deal_type_id: int, month: str) -> int:
        """``money.margin_of`` at the share in force (100 % where there is none), in whole numbers throughout."""
        key = (deal_type_id, month)
        ratio = self._ratios.get(key)
        if ratio is None:
            share = self.in_force(deal_type_id, month)
            ratio = self._ratios[key] = (Decimal(1) if share is None else share).as_integer_ratio()
        numerator, denominator = ratio
        return divide_half_away(amount_minor * numerator, denominator)

    def margin_column(self, conn: Connection) -> ColumnElement[int]:
        """The same of every payment's own amount, deal type and month, reckoned by the database."""
        payments = columns(Payment)
        month = func.coalesce(payments.paid_month, payments.due_month)
        margins = []
        for deal_type_id, shares in self._by_type.items():
            of_type = payments.deal_type_id == deal_type_id
            for since, share in reversed(shares[1:]):
                margins.append((and_(of_type, month >= since), margin_in(conn, payments.amount_minor, share)))
            margins.append((of_type, margin_in(conn, payments.amount_minor, shares[0][1])))
        return case(*margins, else_=payments.amount_minor) if margins else payments.amount_minor


def load_shares(conn: Connection) -> Shares:
    shares = columns(MarginShare)
    rows = conn.execute(select(shares.deal_type_id, shares.from_month, shares.share))
    return Shares((row.deal_type_id, row.from_month, Decimal(row.share)) for row in rows)
