"""Payments in: entered, imported or made of invoices; each credited when it is marked as paid."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from sales_core.errors import InputError
from sales_core.periods import day_of
from sales_core.store.attribution import load_leads, restated
from sales_core.store.batches import batches
from sales_core.store.copies import copies_of
from sales_core.store.credit import HandOvers, credit_instant
from sales_core.store.revisions import bump_revision
from sales_core.store.shares import load_shares
from sales_core.store.tables import Payment, columns, table_of
from sales_core.store.upserts import Row
from sales_core.store.zone import load_zone

_ENTERED = ("lead_id", "amount_minor", "due_on", "paid_on", "comment", "source", "external_id", "invoice_id")
_CREDIT = ("credited_to", "credit_at", "credit_is_manual")
_UNCREDITED = {"credited_to": None, "credit_at": None, "credit_is_manual": False}
_OPTIONAL = {"paid_on": None, "comment": "", "external_id": None, "invoice_id": None}


@dataclass(frozen=True, slots=True)
class Saved:
    """How many payments were added, changed, and found as they are already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def save_payments(conn: Connection, rows: Sequence[Row], now: int) -> Saved:
    """Stores payments: one with an ``id`` or a known ``external_id`` replaces that payment, any other is new.

    rows: ``lead_id``, ``amount_minor``, ``due_on``, ``source`` and, if need be, ``paid_on``, ``comment``,
    ``external_id``, ``invoice_id``, ``id``. Raises InputError, and stores nothing, for amount 0, a paid date after
    today, or a lead that is not known.
    """
    _refuse_wrong(rows, day_of(now, load_zone(conn)))
    return store_payments(conn, rows, now)


def store_payments(conn: Connection, rows: Sequence[Row], now: int) -> Saved:
    """``save_payments`` for rows whose amounts and days are known to be right."""
    saved = Saved()
    for part in batches(rows):
        some = _save(conn, part, now)
        saved = Saved(saved.added + some.added, saved.changed + some.changed, saved.unchanged + some.unchanged)
    return saved


def delete_payments(conn: Connection, ids: Collection[int]) -> None:
    payments = table_of(Payment)
    for part in batches(sorted(ids)):
        owners = list(conn.scalars(select(payments.c.lead_id).where(payments.c.id.in_(part)).distinct()))
        with restated(conn, owners):
            conn.execute(delete(payments).where(payments.c.id.in_(part)))
        bump_revision(conn)


def move_credit(conn: Connection, payment_id: int, manager_id: int) -> None:
    """An admin's decision: the paid payment belongs to this manager, whatever the lead's history says."""
    payments = table_of(Payment)
    lead_id = conn.scalar(
        select(payments.c.lead_id).where(payments.c.id == payment_id, payments.c.paid_on.is_not(None))
    )
    if lead_id is None:
        raise InputError("Only a paid payment can be credited to another manager")
    with restated(conn, [lead_id]):
        moved = update(payments).where(payments.c.id == payment_id)
        conn.execute(moved.values(credited_to=manager_id, credit_is_manual=True))


def recredit(conn: Connection, lead_ids: Collection[int]) -> None:
    """After history of these leads arrived: whoever it shows to have held the lead gets the credit."""
    payments = columns(Payment)
    hand_overs = HandOvers(conn, lead_ids)
    wanted = select(payments.id, payments.lead_id, payments.credited_to, payments.credit_at).where(
        payments.credit_at.is_not(None), payments.credit_is_manual.is_(False)
    )
    for part in batches(sorted(set(lead_ids))):
        moved, owners = [], set()
        for payment in conn.execute(wanted.where(payments.lead_id.in_(part))):
            held_by = hand_overs.responsible_at(payment.lead_id, payment.credit_at)
            if held_by is not None and held_by != payment.credited_to:
                moved.append({"key": payment.id, "credited_to": held_by})
                owners.add(payment.lead_id)
        if moved:
            with restated(conn, owners):
                _update(conn, moved, ("credited_to",))


def _save(conn: Connection, rows: Sequence[Row], now: int) -> Saved:
    entered = [{name: row.get(name, _OPTIONAL.get(name)) for name in ("id", *_ENTERED)} for row in rows]
    stored = _stored(conn, entered)
    known = [stored.get(row["external_id"]) or stored.get(row["id"]) for row in entered]
    work = [(row, old) for row, old in zip(entered, known, strict=True) if not old or _differs(row, old)]
    if not work:
        return Saved(unchanged=len(rows))
    touched = {row["lead_id"] for row, _ in work} | {old.lead_id for _, old in work if old}
    _credit(conn, work, now)
    fresh = [row for row, old in work if old is None]
    kept = [{**row, "key": old.id} for row, old in work if old is not None]
    with restated(conn, touched):
        _insert(conn, fresh, now)
        _update(conn, [{**row, "updated_at": now} for row in kept], (*_ENTERED, *_CREDIT, "updated_at"))
    bump_revision(conn)
    return Saved(len(fresh), len(kept), len(rows) - len(work))


def _refuse_wrong(rows: Iterable[Row], today: date) -> None:
    for row in rows:
        if row["amount_minor"] == 0:
            raise InputError("A payment's amount cannot be 0")
        paid_on = row.get("paid_on")
        if paid_on is not None and paid_on > today:
            raise InputError("A payment cannot be paid on {day}: that day is still to come", day=paid_on.isoformat())


def _stored(conn: Connection, rows: Iterable[dict[str, Any]]) -> dict[Any, Any]:
    """The payments that the rows speak of, by id and by external id."""
    payments = columns(Payment)
    ids = [row["id"] for row in rows if row["id"] is not None]
    names = [row["external_id"] for row in rows if row["external_id"] is not None]
    wanted = select(payments.id, *(payments[name] for name in (*_ENTERED, *_CREDIT)))
    found = list(conn.execute(wanted.where(payments.external_id.in_(names)))) if names else []
    if ids:
        found += conn.execute(wanted.where(payments.id.in_(ids)))
    return {key: row for row in found for key in (row.id, row.external_id) if key is not None}


def _differs(row: dict[str, Any], old: Any) -> bool:
    return any(row[name] != getattr(old, name) for name in _ENTERED)


def _credit(conn: Connection, work: list[tuple[dict[str, Any], Any]], now: int) -> None:
    """Gives each row its credit: kept while it stays paid on the same lead, judged when it becomes paid."""
    lead_ids = {row["lead_id"] for row, _ in work}
    leads = load_leads(conn, lead_ids)
    unknown = sorted(lead_ids - leads.keys())
    if unknown:
        raise InputError("There is no lead {lead_id}", lead_id=str(unknown[0]))
    paid = [row["lead_id"] for row, _ in work if row["paid_on"]]
    hand_overs = HandOvers(conn, paid)
    zone = load_zone(conn)
    for row, old in work:
        if row["paid_on"] is None:
            row.update(_UNCREDITED)
        elif old and old.paid_on and (old.credit_is_manual or old.lead_id == row["lead_id"]):
            row.update({name: getattr(old, name) for name in _CREDIT})
        else:
            at = old.credit_at if old and old.paid_on else credit_instant(row["paid_on"], zone, now)
            held_by = hand_overs.responsible_at(row["lead_id"], at)
            present = leads[row["lead_id"]].responsible_user_id
            row.update(_UNCREDITED, credited_to=present if held_by is None else held_by, credit_at=at)


def _insert(conn: Connection, rows: list[dict[str, Any]], now: int) -> None:
    """With its copies from the start: a row written twice would cost every index twice."""
    if not rows:
        return
    leads = load_leads(conn, {row["lead_id"] for row in rows})
    shares = load_shares(conn)
    full = []
    for row in rows:
        priced = {name: row[name] for name in ("amount_minor", "due_on", "paid_on", "credited_to")}
        copies = copies_of(leads[row["lead_id"]], shares, **priced)
        given = {name: row[name] for name in (*_ENTERED, *_CREDIT)}
        full.append({**given, **copies._asdict(), "created_at": now, "updated_at": now})
    conn.execute(insert(table_of(Payment)), full)


def _update(conn: Connection, rows: list[dict[str, Any]], names: Sequence[str]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        given = [{"key": row["key"], **{name: row[name] for name in names}} for row in rows]
        conn.execute(update(table_of(Payment)).where(columns(Payment).id == bindparam("key")).values(values), given)
