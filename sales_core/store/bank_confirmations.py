"""Which payments the bank confirms, by which lines.

A confirmation holds as long as the payment is what was confirmed. Whatever takes that away, by whichever way (an act
taken back, a file, amoCRM), releases it in the same transaction, and the line is to be decided again.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, cast, func, insert, select, update

from sales_core.payment_history import Change, Terms
from sales_core.store.amocrm_tables import Lead
from sales_core.store.bank_tables import BankConfirmation, BankLine
from sales_core.store.batches import batches
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class Confirmation(NamedTuple):
    """``act_id``: the act that marked the payment as paid by it; ``None`` where it was paid already, or is not paid
    yet because more is to come."""

    line_id: int
    payment_id: int
    amount_minor: int
    act_id: int | None
    confirmed_at: int
    confirmed_by: str


class ConfirmedPart(NamedTuple):
    """A confirmation with what is told of its payment."""

    line_id: int
    payment_id: int
    amount_minor: int
    act_id: int | None
    confirmed_at: int
    confirmed_by: str
    lead_id: int
    lead_name: str
    payment_minor: int
    paid_on: date | None
    source: str


def contradicts(before: Terms, after: Terms | None) -> bool:
    """Whether a payment that the bank confirmed would no longer be the one it confirmed. That it becomes paid is what
    is waited for."""
    if after is None or (before.lead_id, before.amount_minor) != (after.lead_id, after.amount_minor):
        return True
    return before.paid_on is not None and before.paid_on != after.paid_on


def add_confirmations(conn: Connection, confirmations: Sequence[Confirmation]) -> None:
    conn.execute(insert(table_of(BankConfirmation)), [
        {**confirmation._asdict(), "released_at": None, "released_by": ""} for confirmation in confirmations
    ])  # fmt: skip
    bump_revision(conn)


def load_parts(conn: Connection, line_ids: Collection[int]) -> list[ConfirmedPart]:
    """What holds of these lines."""
    held, payments, leads = columns(BankConfirmation), columns(Payment), columns(Lead)
    wanted = (
        select(
            *(held[name] for name in Confirmation._fields), payments.lead_id, leads.name, payments.amount_minor,
            payments.paid_on, payments.source,
        )
        .join(table_of(Payment), payments.id == held.payment_id)
        .join(table_of(Lead), leads.id == payments.lead_id)
        .where(held.released_at.is_(None))
        .order_by(held.id)
    )  # fmt: skip
    found = (row for part in batches(sorted(line_ids)) for row in conn.execute(wanted.where(held.line_id.in_(part))))
    return [ConfirmedPart(*row) for row in found]


def load_confirmed_sums(conn: Connection, payment_ids: Collection[int]) -> dict[int, int]:
    """How much of each payment the bank confirms; those of which nothing is left out."""
    held = columns(BankConfirmation)
    wanted = (
        select(held.payment_id, cast(func.sum(held.amount_minor), BigInteger))
        .where(held.released_at.is_(None))
        .group_by(held.payment_id)
    )
    found = (
        row for part in batches(sorted(payment_ids)) for row in conn.execute(wanted.where(held.payment_id.in_(part)))
    )
    return {row[0]: row[1] for row in found}


def load_acts_behind(conn: Connection, payment_ids: Collection[int]) -> dict[int, set[int]]:
    """The acts that marked these payments as paid because the bank confirms them, the last first, each with those of
    the payments it marked."""
    held = columns(BankConfirmation)
    acts: dict[int, set[int]] = {}
    wanted = select(held.act_id, held.payment_id).where(held.released_at.is_(None), held.act_id.is_not(None))
    for part in batches(sorted(payment_ids)):
        for number, payment_id in conn.execute(wanted.where(held.payment_id.in_(part))):
            acts.setdefault(number, set()).add(payment_id)
    return dict(sorted(acts.items(), reverse=True))


def are_confirmed(conn: Connection, payment_ids: Collection[int]) -> list[int]:
    """Those of which the bank confirms anything."""
    return sorted(load_confirmed_sums(conn, payment_ids))


def confirmed_payments(conn: Connection, ids: Collection[int]) -> dict[int, date]:
    """Of these payments those that the bank confirms in full, with the day the last of the money was booked."""
    held, lines, payments = columns(BankConfirmation), columns(BankLine), columns(Payment)
    wanted = (
        select(held.payment_id, func.max(lines.booked_on))
        .join(table_of(BankLine), lines.id == held.line_id)
        .join(table_of(Payment), payments.id == held.payment_id)
        .where(held.released_at.is_(None), payments.paid_on.is_not(None))
        .group_by(held.payment_id, payments.amount_minor)
        .having(func.sum(held.amount_minor) == payments.amount_minor)
    )
    found = (row for part in batches(sorted(ids)) for row in conn.execute(wanted.where(held.payment_id.in_(part))))
    return {row[0]: row[1] for row in found}


def release_line(conn: Connection, line_id: int, at: int, by: str) -> None:
    """What still holds of it."""
    _release(conn, columns(BankConfirmation).line_id == line_id, at, by)


def release_contradicted(conn: Connection, changes: Sequence[Change], at: int, by: str) -> None:
    """After these changes of payments."""
    changed = [id_ for id_, before, after in changes if before is not None and contradicts(before, after)]
    for part in batches(sorted(changed)):
        _release(conn, columns(BankConfirmation).payment_id.in_(part), at, by)


def _release(conn: Connection, condition: ColumnElement[bool], at: int, by: str) -> None:
    held = table_of(BankConfirmation)
    wanted = update(held).where(condition, held.c.released_at.is_(None))
    released = conn.execute(wanted.values(released_at=at, released_by=by))
    if released.rowcount:
        bump_revision(conn)
