"""Payments in: entered, imported or made of invoices; each credited when it is marked as paid."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import Change, PaymentNow, Terms, Via
from sales_core.periods import day_of
from sales_core.store.acts import Act
from sales_core.store.batches import batches
from sales_core.store.credit import HandOvers, credit_instant
from sales_core.store.payment_writing import (
    change_payments,
    known_leads,
    load_payments_now,
    new_payment_ids,
    payment_now,
    payments_now,
)
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment
from sales_core.store.upserts import Row
from sales_core.store.zone import load_zone

_ENTERED = ("lead_id", "amount_minor", "due_on", "paid_on", "comment", "source", "external_id", "invoice_id")
_OPTIONAL = {"paid_on": None, "comment": "", "external_id": None, "invoice_id": None}


@dataclass(frozen=True, slots=True)
class Saved:
    """How many payments were added, changed, and found as they are already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def save_payments(conn: Connection, rows: Sequence[Row], act: Act) -> Saved:
    """Stores payments: one with an ``id`` or a known ``external_id`` replaces that payment, any other is new.

    rows: ``lead_id``, ``amount_minor``, ``due_on``, ``source`` and, if need be, ``paid_on``, ``comment``,
    ``external_id``, ``invoice_id``, ``id``. Raises InputError, and stores nothing, for amount 0, a paid date after
    today, or a lead that is not known.
    """
    refuse_wrong(((row["amount_minor"], row.get("paid_on")) for row in rows), day_of(act.at, load_zone(conn)))
    return store_payments(conn, rows, act)


def store_payments(conn: Connection, rows: Sequence[Row], act: Act) -> Saved:
    """``save_payments`` for rows whose amounts and days are known to be right."""
    saved = Saved()
    for part in batches(rows):
        some = _store(conn, part, act)
        saved = Saved(saved.added + some.added, saved.changed + some.changed, saved.unchanged + some.unchanged)
    return saved


def enter_changes(conn: Connection, changes: Sequence[Change], act: Act) -> None:
    """``change_payments`` for what people enter: amount 0 and a paid date after today are refused, and a payment that
    becomes paid is credited, unless the change itself says to whom."""
    entered = ((after.amount_minor, after.paid_on) for _, _, after in changes if after)
    refuse_wrong(entered, day_of(act.at, load_zone(conn)))
    for part in batches(changes):
        change_payments(conn, credited(conn, part, act.at), act)


def credited(conn: Connection, changes: Sequence[Change], now: int) -> list[Change]:
    """Gives each payment its credit: kept while it stays paid on the same lead, judged when it becomes paid."""
    leads = known_leads(conn, {after.lead_id for _, _, after in changes if after})
    hand_overs = HandOvers(conn, [after.lead_id for _, _, after in changes if after and after.paid_on])
    zone = load_zone(conn)

    def of(before: Terms | None, after: Terms) -> Terms:
        if after.paid_on is None:
            return after._replace(credited_to=None, credit_at=None, credit_is_manual=False, credit_shares=())
        was_paid_for = before.lead_id if before and before.paid_on else None
        if after.credit_is_manual or was_paid_for == after.lead_id:
            return after
        # Paid for another lead until now: what counts is still when it was paid.
        at = credit_instant(after.paid_on, zone, now) if was_paid_for is None else after.credit_at
        assert at is not None
        held_by = hand_overs.responsible_at(after.lead_id, at)
        present = leads[after.lead_id].responsible_user_id
        return after._replace(credited_to=present if held_by is None else held_by, credit_at=at)

    return [Change(id_, before, after and of(before, after)) for id_, before, after in changes]


def delete_payments(conn: Connection, ids: Collection[int], act: Act) -> None:
    for part in batches(sorted(ids)):
        there = load_payments_now(conn, part).values()
        change_payments(conn, [Change(payment.id, payment.terms, None) for payment in there], act)


def recredit(conn: Connection, lead_ids: Collection[int], now: int) -> None:
    """After history of these leads arrived: whoever it shows to have held the lead gets the credit."""
    payments = columns(Payment)
    hand_overs = HandOvers(conn, lead_ids)
    act = Act(now, Via.AMOCRM)
    wanted = payments_now().where(payments.credit_at.is_not(None), payments.credit_is_manual.is_(False))
    for part in batches(sorted(set(lead_ids))):
        moved = []
        for payment in map(payment_now, conn.execute(wanted.where(payments.lead_id.in_(part)))):
            assert payment.terms.credit_at is not None
            held_by = hand_overs.responsible_at(payment.terms.lead_id, payment.terms.credit_at)
            if held_by is not None and held_by != payment.terms.credited_to:
                moved.append(Change(payment.id, payment.terms, payment.terms._replace(credited_to=held_by)))
        change_payments(conn, moved, act)


def refuse_wrong(entered: Iterable[tuple[int, date | None]], today: date) -> None:
    """``entered``: amounts with their paid dates."""
    for amount_minor, paid_on in entered:
        if amount_minor == 0:
            raise InputError("A payment's amount cannot be 0")
        if paid_on is not None and paid_on > today:
            raise InputError("A payment cannot be paid on {day}: that day is still to come", day=paid_on.isoformat())


def _store(conn: Connection, rows: Sequence[Row], act: Act) -> Saved:
    entered = [{name: row.get(name, _OPTIONAL.get(name)) for name in ("id", *_ENTERED)} for row in rows]
    stored = _stored(conn, entered)
    known = [stored.get(row["external_id"]) or stored.get(row["id"]) for row in entered]
    ids = iter(new_payment_ids(conn, known.count(None)))
    changes = [_wanted(row, old, ids, act.at) for row, old in zip(entered, known, strict=True)]
    work = [change for change in changes if change.before != change.after]
    added = sum(change.before is None for change in work)
    if work:
        change_payments(conn, credited(conn, work, act.at), act)
    return Saved(added, len(work) - added, len(rows) - len(work))


def _wanted(row: Mapping[str, Any], old: PaymentNow | None, ids: Iterator[int], now: int) -> Change:
    said = {name: row[name] for name in _ENTERED}
    if old is None:
        return Change(next(ids), None, Terms(**said, created_at=now))
    return Change(old.id, old.terms, old.terms._replace(**said))


def _stored(conn: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[Any, PaymentNow]:
    """The payments that the rows speak of, by id and by external id."""
    payments = columns(Payment)
    ids = [row["id"] for row in rows if row["id"] is not None]
    names = [row["external_id"] for row in rows if row["external_id"] is not None]
    found = list(conn.execute(payments_now().where(payments.external_id.in_(names)))) if names else []
    if ids:
        found += conn.execute(payments_now().where(payments.id.in_(ids)))
    known = [payment_now(row) for row in found]
    return {key: each for each in known for key in (each.id, each.terms.external_id) if key is not None}
