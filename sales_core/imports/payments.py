"""A payments file into the database: all of it or, when anything in it is wrong, nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.errors import InputError, not_synced
from sales_core.file_faults import WrongFileError
from sales_core.imports.payment_rows import COLUMNS, PaymentRow, parse_payment_rows, row_fault
from sales_core.imports.tables import read_table
from sales_core.money import currency
from sales_core.payment_history import Via
from sales_core.payment_states import Source
from sales_core.periods import day_of
from sales_core.store.acts import Act
from sales_core.store.import_lookups import StoredPayment, known_leads, load_payments_named, load_payments_of_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import load_account, load_zone


@dataclass(frozen=True, slots=True)
class PaymentsPlan:
    """What a file does to the payments there are. ``skipped`` rows say what is stored already."""

    added: tuple[PaymentRow, ...]
    updated: tuple[PaymentRow, ...]
    skipped: tuple[PaymentRow, ...]


def plan_file(conn: Connection, content: bytes, file: str, now: int) -> PaymentsPlan:
    """What ``import_payments`` would do; the same errors."""
    account = load_account(conn)
    if account is None:
        raise not_synced()
    table = read_table(content, file, COLUMNS)
    rows = parse_payment_rows(table, file, currency(account.currency), day_of(now, load_zone(conn)))
    lead_ids = {row.lead_id for row in rows}
    named = load_payments_named(conn, {row.external_id for row in rows if row.external_id is not None})
    faults = list(_faults_beside(rows, known_leads(conn, lead_ids), named))
    if faults:
        raise WrongFileError(file, faults)
    return plan_payments(rows, load_payments_of_leads(conn, lead_ids), named)


def import_payments(
    conn: Connection, content: bytes, file: str, now: int, author: str
) -> tuple[PaymentsPlan, int | None]:
    """Stores the file's payments; tells what it did and the number of the act, by which it can be taken back, ``None``
    where all of it was there already.

    Raises InputError (WrongFileError for wrong rows) and stores nothing.
    """
    plan = plan_file(conn, content, file, now)
    act = Act(now, Via.IMPORT, author, note=file)
    save_payments(conn, [_stored_form(row) for row in (*plan.added, *plan.updated)], act)
    return plan, act.number


def plan_payments(
    rows: Sequence[PaymentRow], same_leads: Sequence[StoredPayment], named: Mapping[str, StoredPayment]
) -> PaymentsPlan:
    """What each row is beside what is stored.

    A row with an external id is that payment, new or to be updated. One without is skipped when an equal payment was
    there before the file; two equal rows of one file are two payments.
    """
    there = {_said_by(payment) for payment in same_leads}
    added: list[PaymentRow] = []
    updated: list[PaymentRow] = []
    skipped: list[PaymentRow] = []
    for row in rows:
        before = named.get(row.external_id) if row.external_id is not None else None
        if before is None:
            (skipped if row.external_id is None and _said_by(row) in there else added).append(row)
        else:
            (skipped if _said_by(before) == _said_by(row) else updated).append(row)
    return PaymentsPlan(tuple(added), tuple(updated), tuple(skipped))


def _said_by(payment: PaymentRow | StoredPayment) -> tuple[object, ...]:
    return payment.lead_id, payment.amount_minor, payment.due_on, payment.paid_on, payment.comment


def _faults_beside(
    rows: Sequence[PaymentRow], leads: set[int], named: Mapping[str, StoredPayment]
) -> Iterator[InputError]:
    """What is wrong with rows only beside what is stored."""
    for row in rows:
        if row.lead_id not in leads:
            yield row_fault(row.number, "lead_id", InputError("there is no deal {lead_id}", lead_id=str(row.lead_id)))
        before = named.get(row.external_id) if row.external_id is not None else None
        if before is not None and before.source == Source.INVOICE:
            reason = InputError("“{text}” is the payment of an invoice: change it in amoCRM", text=row.external_id)
            yield row_fault(row.number, "external_id", reason)


def _stored_form(row: PaymentRow) -> dict[str, object]:
    return {
        "lead_id": row.lead_id,
        "amount_minor": row.amount_minor,
        "due_on": row.due_on,
        "paid_on": row.paid_on,
        "comment": row.comment,
        "external_id": row.external_id,
        "source": Source.IMPORT.value,
    }
