"""Who and what a payment counts for: the only writer of what payments copy from their leads, and of the month's sums.

Whoever changes leads or payments does it inside ``restated``: it takes what those leads counted out of the sums,
lets the change happen, derives the copies anew and puts what the leads count now back in, all in one transaction.
What changes a great many of them at once, a share or a setting, is restated by a few statements over whole tables
instead, in one transaction as well: a report never shows some payments at the old share and some at the new one.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, cast, func, literal, select, update

from sales_core.periods import day_of
from sales_core.store.amocrm_tables import Lead
from sales_core.store.batches import batches, lead_id_batches
from sales_core.store.copies import Copies, copies_of, lost_of
from sales_core.store.deal_ways import restate_deal_ways
from sales_core.store.deals_in_work import refresh_deals_in_work, restate_deals_in_work
from sales_core.store.month_sums import (
    MonthDifferences,
    month_sums_differ,
    rebuild_month_sums,
    rebuild_month_sums_of,
)
from sales_core.store.portion_tables import PaymentPortion
from sales_core.store.portions import Portions, load_portions, portions_of, save_portions
from sales_core.store.revisions import bump_revision
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting
from sales_core.store.shares import Shares, load_shares
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.store.zone import load_zone

__all__ = [
    "load_leads",
    "month_sums_differ",
    "rebuild_month_sums",
    "restate_all",
    "restate_deal_types",
    "restated",
]

_WIDTH = len(Copies._fields)


@contextmanager
def restated(conn: Connection, lead_ids: Collection[int]) -> Iterator[None]:
    """Around every change of these leads, of their payments, or of what their margins depend on."""
    ids = sorted(set(lead_ids))
    differences = MonthDifferences()
    stored: Portions = {}
    wanted: Portions = {}
    for part in batches(ids):
        for lead in load_leads(conn, part).values():
            differences.count_lead(lead, lead.lost_minor, -1)
        payments = _load_payments(conn, part)
        stored |= load_portions(conn, [payment.id for payment in payments if payment.credit_shares])
        for payment in payments:
            differences.count_payment(payment.amount_minor, Copies(*payment[-_WIDTH:]), stored.get(payment.id, ()), -1)
    yield
    shares = load_shares(conn)
    changed = [_restate(conn, part, shares, differences, wanted) for part in batches(ids)]
    changed.append(save_portions(conn, stored, wanted))
    refresh_deals_in_work(conn, ids)
    if differences.save(conn) or any(changed):
        bump_revision(conn)


def restate_all(conn: Connection) -> None:
    """After another deal-type field was picked, or the account moved to another zone: the types and closing days of
    all leads, and what follows from them."""
    _derive_deal_types(conn)
    _derive_closing_days(conn, load_zone(conn))
    _price(conn)
    _apportion(conn)
    restate_deals_in_work(conn)
    restate_deal_ways(conn)
    rebuild_month_sums(conn)
    bump_revision(conn)


def restate_deal_types(conn: Connection, deal_type_ids: Collection[int]) -> None:
    """After a change of these deal types' shares."""
    of_types = columns(Payment).deal_type_id.in_(deal_type_ids)
    _price(conn, of_types)
    _apportion(conn, of_types)
    restate_deals_in_work(conn)
    rebuild_month_sums_of(conn, deal_type_ids)
    bump_revision(conn)


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
    wanted = select(
        payments.id, payments.lead_id, payments.amount_minor, payments.due_on, payments.paid_on, payments.credited_to,
        payments.credit_shares, *_copied(),
    ).where(payments.lead_id.in_(lead_ids))  # fmt: skip
    return list(conn.execute(wanted).all())


def _copied() -> list[Any]:
    return [columns(Payment)[name] for name in Copies._fields]


def _restate(
    conn: Connection, lead_ids: Collection[int], shares: Shares, differences: MonthDifferences, portions: Portions
) -> bool:
    """Writes what is different now, and puts everything these leads count back into the sums. ``portions``: are put
    there."""
    leads = load_leads(conn, lead_ids)
    unpaid: dict[int, int] = {}
    moved: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for id_, lead_id, amount, due_on, paid_on, credited_to, credit_shares, *stored in _load_payments(conn, lead_ids):
        copies = copies_of(
            leads[lead_id], shares, amount_minor=amount, due_on=due_on, paid_on=paid_on, credited_to=credited_to
        )
        if copies != tuple(stored):
            # Only what differs is written: a column set to what it was costs its indexes all the same.
            names = tuple(name for name, old, new in zip(Copies._fields, stored, copies, strict=True) if old != new)
            moved.setdefault(names, []).append({"key": id_, **{name: getattr(copies, name) for name in names}})
        if credit_shares:
            portions[id_] = portions_of(id_, credit_shares, amount, copies)
        differences.count_payment(amount, copies, portions.get(id_, ()), +1)
        unpaid[lead_id] = unpaid.get(lead_id, 0) + (amount if paid_on is None else 0)
    lost = {id_: lost_of(lead, unpaid.get(id_)) for id_, lead in leads.items()}
    for id_, lead in leads.items():
        differences.count_lead(lead, lost[id_], +1)
    relost = [{"key": id_, "lost_minor": lost[id_]} for id_, lead in leads.items() if lost[id_] != lead.lost_minor]
    for rows in moved.values():
        _update(conn, Payment, rows)
    _update(conn, Lead, relost)
    return bool(moved or relost)


def _price(conn: Connection, *only: ColumnElement[bool]) -> None:
    """The margin of every payment, or of those that fulfil ``only``, at the share in force."""
    margin = load_shares(conn).margin_column(conn)
    stored = columns(Payment).margin_minor
    conn.execute(update(table_of(Payment)).where(*only, stored != margin).values(margin_minor=margin))


def _apportion(conn: Connection, *only: ColumnElement[bool]) -> None:
    """The portions of every payment that is shared, or of those that fulfil ``only``. They are few: each is a person's
    decision."""
    payments = columns(Payment)
    shared = payments.id.in_(select(columns(PaymentPortion).payment_id))
    wanted = select(payments.id, payments.credit_shares, payments.amount_minor, *_copied()).where(shared, *only)
    portions = {
        id_: portions_of(id_, shares, amount, Copies(*stored)) for id_, shares, amount, *stored in conn.execute(wanted)
    }
    save_portions(conn, load_portions(conn, portions), portions)


def _derive_deal_types(conn: Connection) -> None:
    """As ``copies.deal_type_in``, of all leads at once; and their payments copy it."""
    field, leads, payments = load_setting(conn, DEAL_TYPE_FIELD), columns(Lead), columns(Payment)
    chosen = leads.choices[str(field)].as_string()
    of_lead: ColumnElement[int] = literal(0) if field is None else func.coalesce(cast(chosen, BigInteger), 0)
    conn.execute(update(table_of(Lead)).where(leads.deal_type_id != of_lead).values(deal_type_id=of_lead))
    copied = select(leads.deal_type_id).where(leads.id == payments.lead_id).scalar_subquery()
    conn.execute(update(table_of(Payment)).where(payments.deal_type_id != copied).values(deal_type_id=copied))


def _derive_closing_days(conn: Connection, zone: ZoneInfo) -> None:
    leads = columns(Lead)
    wanted = select(leads.id, leads.closed_at, leads.closed_on).where(leads.closed_at.is_not(None))
    for ids in lead_id_batches(conn):
        days = [(lead, day_of(lead.closed_at, zone)) for lead in conn.execute(wanted.where(leads.id.in_(ids)))]
        _update(conn, Lead, [{"key": lead.id, "closed_on": day} for lead, day in days if day != lead.closed_on])


def _update(conn: Connection, table: type[Lead | Payment], rows: list[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
        conn.execute(update(table_of(table)).where(columns(table).id == bindparam("key")).values(values), rows)
