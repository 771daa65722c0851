"""Invoices of amoCRM's «Счета/покупки» list as payments of the leads they are linked to.

- ``paid`` and ``paid_in_advance`` are paid, on the invoice's own date. Lacking one, or while that day is still to come,
  it is the day on which it was first seen as paid, and stays that day whatever else is edited later.
- ``created``, ``partially_paid`` (amoCRM does not say how much was paid) and any status not known here are unpaid, due
  on the invoice's date or, lacking it, the day it was made. That due day stays when the invoice is paid later.
- One first seen as paid was due on the day it was made, or paid if that was earlier: nobody can say better.
- What the bank confirms in full stays paid on its day, whatever the list says, as long as it is the same money.
- Linked to several leads, an invoice counts once: for the lowest lead that is not deleted.
- Amount 0, an invoice that is deleted, or one linked to no lead we know: no payment. An amount below 0 is a refund.
- While the source is switched off (``setting_names.INVOICES``) no invoice has a payment; the list is read all the same.

A payment that went comes back as the same payment, with its history and with what people decided of its credit, if the
invoice is linked to a lead that had it, or whenever the source is switched on again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from sales_core.payment_history import Change, PaymentNow, Terms, Via
from sales_core.payment_states import Source
from sales_core.periods import day_of
from sales_core.store.acts import Act, load_gone_payments
from sales_core.store.amocrm_tables import Invoice, Lead, LeadInvoice
from sales_core.store.bank_confirmations import confirmed_payments, contradicts
from sales_core.store.batches import batches
from sales_core.store.payment_writing import change_payments, new_payment_ids, payment_now, payments_now
from sales_core.store.payments import credited, recredit
from sales_core.store.setting_values import INVOICES, load_setting
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.store.upserts import Row
from sales_core.store.zone import load_zone

PAID_STATUSES = frozenset({"paid", "paid_in_advance"})

_Payments = dict[str, PaymentNow]
"""By external id."""


def settle_linked(conn: Connection, lead_ids: Collection[int], now: int) -> None:
    """After leads came or went: which lead an invoice counts for depends on which are there."""
    links = columns(LeadInvoice)
    for part in batches(sorted(lead_ids)):
        linked = set(conn.scalars(select(links.invoice_id).where(links.lead_id.in_(part))))
        settle_invoices(conn, linked, now)


def settle_invoices(conn: Connection, ids: Collection[int], now: int) -> None:
    """Makes the payments of these invoices what the invoices and their links say. Twice is once."""
    is_on = invoices_are_payments(conn)
    act = Act(now, Via.AMOCRM)
    for part in batches(sorted(ids)):
        leads = _leads_of(conn, part) if is_on else {}
        gone = load_gone_payments(conn, set(leads.values()))
        _settle(conn, part, leads, _by_name(gone), act)


def settle_all_invoices(conn: Connection, now: int, by: str = "") -> None:
    """The same of every invoice, after the source was switched. by: who did it."""
    is_on = invoices_are_payments(conn)
    gone = _by_name(load_gone_payments(conn)) if is_on else {}
    act = Act(now, Via.AMOCRM, by)
    for part in batches(sorted(conn.scalars(select(columns(Invoice).id)))):
        _settle(conn, part, _leads_of(conn, part) if is_on else {}, gone, act)


def invoices_are_payments(conn: Connection) -> bool:
    """Whether the source is on, which it is unless somebody switched it off."""
    return bool(load_setting(conn, INVOICES, default=True))


def first_due_on(row: Row, known: date | None, zone: ZoneInfo) -> date:
    """``known``: as it was worked out when the invoice was seen before."""
    made_on = day_of(row["created_at"], zone)
    if row["status"] in PAID_STATUSES:
        return known or min(made_on, _paid_on(row["billed_at"], row["updated_at"], None, zone))
    return made_on if row["billed_at"] is None else day_of(row["billed_at"], zone)


def _settle(conn: Connection, ids: Sequence[int], leads: Mapping[int, int], gone: _Payments, act: Act) -> None:
    """``leads``: which lead each of these invoices counts for, as far as they are to be payments."""
    zone = load_zone(conn)
    there = _load_payments(conn, ids)
    invoices = conn.execute(select(table_of(Invoice)).where(columns(Invoice).id.in_(leads)))
    wanted = {_name(each.id): each for each in invoices if each.amount_minor and not each.is_deleted}
    known, of_bank = gone | there, confirmed_payments(conn, [payment.id for payment in there.values()])
    new_ids = iter(new_payment_ids(conn, len(wanted.keys() - known.keys())))
    told = []
    for name, invoice in wanted.items():
        was = known.get(name)
        terms = _terms(invoice, leads[invoice.id], was.terms if was else None, zone, act.at)
        if was is None:
            told.append(Change(next(new_ids), None, terms))
        else:
            told.append(Change(was.id, was.terms, _as_the_bank_says(was.terms, terms) if was.id in of_bank else terms))
    present = {payment.id: payment.terms for payment in there.values()}
    changes = [Change(id_, present.get(id_), after) for id_, _, after in credited(conn, told, act.at)]
    changes += [Change(payment.id, payment.terms, None) for name, payment in there.items() if name not in wanted]
    change_payments(conn, changes, act)
    recredit(conn, {was.lead_id for id_, was, _ in told if was and id_ not in present}, act.at)


def _load_payments(conn: Connection, invoice_ids: Sequence[int]) -> _Payments:
    names = [_name(id_) for id_ in invoice_ids]
    found = conn.execute(payments_now().where(columns(Payment).external_id.in_(names)))
    return _by_name(payment_now(row) for row in found)


def _by_name(payments: Iterable[PaymentNow]) -> _Payments:
    return {each.terms.external_id: each for each in payments if each.terms.external_id is not None}


def _leads_of(conn: Connection, ids: Sequence[int]) -> dict[int, int]:
    """The lead each invoice counts for: the lowest live one; when all are deleted, the lowest of those."""
    links, leads = columns(LeadInvoice), columns(Lead)
    linked = (
        select(links.invoice_id, links.lead_id)
        .join(table_of(Lead), leads.id == links.lead_id)
        .where(links.invoice_id.in_(ids))
        .order_by(leads.deleted_at.is_not(None).desc(), links.lead_id.desc())
    )
    return {row.invoice_id: row.lead_id for row in conn.execute(linked)}


def _terms(invoice: Any, lead_id: int, was: Terms | None, zone: ZoneInfo, now: int) -> Terms:
    """``was``: as the payment was last known. Its credit is kept; whether it still holds is judged elsewhere."""
    is_paid, known = invoice.status in PAID_STATUSES, was.paid_on if was else None
    said: dict[str, Any] = {
        "lead_id": lead_id,
        "amount_minor": invoice.amount_minor,
        "due_on": invoice.first_due_on,
        "paid_on": _paid_on(invoice.billed_at, invoice.updated_at, known, zone) if is_paid else None,
        "comment": invoice.comment,
        "source": Source.INVOICE.value,
        "external_id": _name(invoice.id),
        "invoice_id": invoice.id,
    }
    return Terms(**said, created_at=now) if was is None else was._replace(**said)


def _as_the_bank_says(was: Terms, told: Terms) -> Terms:
    paid = told._replace(paid_on=was.paid_on)
    return told if contradicts(was, paid) else paid


def _name(invoice_id: int) -> str:
    return f"amocrm-invoice:{invoice_id}"


def _paid_on(billed_at: int | None, updated_at: int, known: date | None, zone: ZoneInfo) -> date:
    """``known``: the paid day as it was worked out before."""
    if billed_at is not None and billed_at <= updated_at:
        return day_of(billed_at, zone)
    return known or day_of(updated_at, zone)
