"""Who and what a payment counts for: the only writer of what payments copy from their leads, and of the month's sums.

Whoever changes leads or payments does it inside ``restated``: it takes what those leads counted out of the sums,
lets the change happen, derives the copies anew and puts what the leads count now back in, all in one transaction.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select, update

from sales_core.periods import day_of
from sales_core.store.batches import batches, lead_id_batches, lead_id_batches_of_types
from sales_core.store.copies import Copies, copies_of, deal_type_in, lost_of
from sales_core.store.month_sums import MonthDifferences, month_sums_differ, rebuild_month_sums
from sales_core.store.revisions import bump_revision
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting
from sales_core.store.shares import Shares, load_shares
from sales_core.store.tables import Lead, Payment, columns, table_of
from sales_core.store.zone import load_zone

__all__ = [
    "load_leads",
    "month_sums_differ",
    "rebuild_month_sums",
    "restate_all",
    "restate_deal_types",
    "restate_leads",
    "restated",
]

_WIDTH = len(Copies._fields)


@contextmanager
def restated(conn: Connection, lead_ids: Collection[int]) -> Iterator[None]:
    """Around every change of these leads, of their payments, or of what their margins depend on."""
    ids = sorted(set(lead_ids))
    differences = MonthDifferences()
    for part in batches(ids):
        for lead in load_leads(conn, part).values():
            differences.count_lead(lead, lead.lost_minor, -1)
        for payment in _load_payments(conn, part):
            differences.count_payment(payment.amount_minor, Copies(*payment[-_WIDTH:]), -1)
    yield
    shares = load_shares(conn)
    changed = [_restate(conn, part, shares, differences) for part in batches(ids)]
    if differences.save(conn) or any(changed):
        bump_revision(conn)


def restate_leads(conn: Connection, lead_ids: Collection[int]) -> None:
    """Derives everything that depends on these leads anew."""
    with restated(conn, lead_ids):
        pass


def restate_all(conn: Connection) -> None:
    """After a change that may touch every payment: shares, the deal-type field, the account's zone."""
    zone = load_zone(conn)
    field = load_setting(conn, DEAL_TYPE_FIELD)
    for ids in lead_id_batches(conn):
        with restated(conn, ids):
            _derive_leads(conn, ids, zone, field)


def restate_deal_types(conn: Connection, deal_type_ids: Collection[int]) -> None:
    """After a change of these deal types' shares."""
    for ids in lead_id_batches_of_types(conn, deal_type_ids):
        restate_leads(conn, ids)


def load_leads(conn: Connection, lead_ids: Collection[int]) -> dict[int, Any]:
    """What attribution needs to know of each lead: rows by id."""
    leads = columns(Lead)
    wanted = select(
        leads.id, leads.responsible_user_id, leads.deal_type_id, leads.pipeline_id, leads.status_id,
        leads.price_minor, leads.closed_on, leads.deleted_at, leads.lost_minor,
    ).where(leads.id.in_(lead_ids))  # fmt: skip
    return {row.id: row for row in conn.execute(wanted)}


def _load_payments(conn: Connection, lead_ids: Collection[int]) -> list[Any]:
    payments = columns(Payment)
    copied = [payments[name] for name in Copies._fields]
    wanted = select(
        payments.id, payments.lead_id, payments.amount_minor, payments.due_on, payments.paid_on, payments.credited_to,
        *copied,
    ).where(payments.lead_id.in_(lead_ids))  # fmt: skip
    return list(conn.execute(wanted).all())


def _restate(conn: Connection, lead_ids: Collection[int], shares: Shares, differences: MonthDifferences) -> bool:
    """Writes what is different now, and puts everything these leads count back into the sums."""
    leads = load_leads(conn, lead_ids)
    unpaid: dict[int, int] = {}
    moved: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for id_, lead_id, amount, due_on, paid_on, credited_to, *stored in _load_payments(conn, lead_ids):
        copies = copies_of(
            leads[lead_id], shares, amount_minor=amount, due_on=due_on, paid_on=paid_on, credited_to=credited_to
        )
        if copies != tuple(stored):
            # Only what differs is written: a column set to what it was costs its indexes all the same.
            names = tuple(name for name, old, new in zip(Copies._fields, stored, copies, strict=True) if old != new)
            moved.setdefault(names, []).append({"key": id_, **{name: getattr(copies, name) for name in names}})
        differences.count_payment(amount, copies, +1)
        unpaid[lead_id] = unpaid.get(lead_id, 0) + (amount if paid_on is None else 0)
    lost = {id_: lost_of(lead, unpaid.get(id_)) for id_, lead in leads.items()}
    for id_, lead in leads.items():
        differences.count_lead(lead, lost[id_], +1)
    relost = [{"key": id_, "lost_minor": lost[id_]} for id_, lead in leads.items() if lost[id_] != lead.lost_minor]
    for rows in moved.values():
        _update(conn, Payment, rows)
    _update(conn, Lead, relost)
    return bool(moved or relost)


def _derive_leads(conn: Connection, lead_ids: Collection[int], zone: ZoneInfo, field: int | None) -> None:
    leads = columns(Lead)
    wanted = select(leads.id, leads.choices, leads.closed_at, leads.deal_type_id, leads.closed_on)
    changed = []
    for lead in conn.execute(wanted.where(leads.id.in_(lead_ids))):
        deal_type_id = deal_type_in(lead.choices, field)
        closed_on = None if lead.closed_at is None else day_of(lead.closed_at, zone)
        if (deal_type_id, closed_on) != (lead.deal_type_id, lead.closed_on):
            changed.append({"key": lead.id, "deal_type_id": deal_type_id, "closed_on": closed_on})
    _update(conn, Lead, changed)


def _update(conn: Connection, table: type[Lead | Payment], rows: list[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
        conn.execute(update(table_of(table)).where(columns(table).id == bindparam("key")).values(values), rows)
