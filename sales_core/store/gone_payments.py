"""Payments that are no more, as the history knew them last: what comes back comes back as the same payment."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from sales_core.payment_history import PaymentNow, Terms
from sales_core.store.acts import load_history
from sales_core.store.batches import batches
from sales_core.store.register_tables import PaymentChange
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment


def load_gone_payments(conn: Connection, lead_ids: Collection[int] | None = None) -> list[PaymentNow]:
    """Those deleted from these leads (``None``: all that ever were), with their terms before that, the last one last.

    ``version``: the act that deleted them.
    """
    if lead_ids is None:
        return _as_they_were(conn, _gone_ids(conn, None))
    parts = batches(sorted(lead_ids))
    return _as_they_were(conn, {id_ for part in parts for id_ in _gone_ids(conn, part)})


def _gone_ids(conn: Connection, lead_ids: Collection[int] | None) -> set[int]:
    changed, payments = columns(PaymentChange), columns(Payment)
    is_there = select(payments.id).where(payments.id == changed.payment_id).exists()
    gone = select(changed.payment_id).where(changed.after.is_(None), ~is_there)
    return set(conn.scalars(gone if lead_ids is None else gone.where(changed.lead_id.in_(lead_ids))))


def _as_they_were(conn: Connection, ids: Collection[int]) -> list[PaymentNow]:
    last: dict[int, tuple[int, Terms]] = {}
    for part in batches(sorted(ids)):
        for act in load_history(conn, part):
            for change in act.changes:
                if change.before is not None:
                    last[change.payment_id] = act.id, change.before
    found = [PaymentNow(id_, version, terms) for id_, (version, terms) in last.items()]
    return sorted(found, key=lambda payment: payment.version)
