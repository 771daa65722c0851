"""The portions of payments that several managers share: derived from the payment, stored where they changed."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from sales_core.credit_shares import CreditShares, apportion
from sales_core.store.batches import batches
from sales_core.store.copies import Copies
from sales_core.store.portion_tables import PaymentPortion
from sales_core.store.table_kit import columns, table_of


class Portion(NamedTuple):
    """The columns of the table."""

    payment_id: int
    manager_id: int
    share: str
    amount_minor: int
    margin_minor: int
    deal_type_id: int
    pipeline_id: int
    due_month: str
    paid_month: str


Portions = dict[int, list[Portion]]
"""By payment, in the order of the managers' ids."""


def portions_of(payment_id: int, shares: CreditShares, amount_minor: int, copies: Copies) -> list[Portion]:
    """What a paid payment's managers have of it; none where nothing is shared."""
    if not shares:
        return []
    assert copies.paid_month is not None
    amounts, margins = apportion(amount_minor, shares), apportion(copies.margin_minor, shares)
    months = copies.due_month, copies.paid_month
    return sorted(
        Portion(payment_id, manager_id, share, amount, margin, copies.deal_type_id, copies.pipeline_id, *months)
        for (manager_id, share), amount, margin in zip(shares, amounts, margins, strict=True)
    )


def load_portions(conn: Connection, payment_ids: Collection[int]) -> Portions:
    found: Portions = {}
    stored = columns(PaymentPortion)
    wanted = select(*(stored[name] for name in Portion._fields)).order_by(stored.payment_id, stored.manager_id)
    for part in batches(sorted(payment_ids)):
        for row in conn.execute(wanted.where(stored.payment_id.in_(part))):
            found.setdefault(row.payment_id, []).append(Portion(*row))
    return found


def save_portions(conn: Connection, stored: Mapping[int, list[Portion]], wanted: Mapping[int, list[Portion]]) -> bool:
    """Replaces what is stored of these payments by what is wanted; whether anything differed."""
    differing = sorted(id_ for id_ in stored.keys() | wanted.keys() if stored.get(id_) != wanted.get(id_))
    for part in batches(differing):
        conn.execute(delete(table_of(PaymentPortion)).where(columns(PaymentPortion).payment_id.in_(part)))
        rows = [portion._asdict() for id_ in part for portion in wanted.get(id_, ())]
        if rows:
            conn.execute(insert(table_of(PaymentPortion)), rows)
    return bool(differing)
