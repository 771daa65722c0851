"""A payments file into the database: all of it or, when anything in it is wrong, nothing.

It is read and compared with what is there outside of any writer's turn; storing it only looks whether something moved
meanwhile.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import Connection

from sales_core.errors import InputError, not_synced
from sales_core.file_faults import WrongFileError
from sales_core.imports.payment_rows import COLUMNS, PaymentRow, parse_payment_rows, row_fault
from sales_core.imports.planning import PaymentsPlan, plan_payments
from sales_core.imports.tables import FileTable, read_table
from sales_core.money import currency
from sales_core.payment_history import Via
from sales_core.payment_states import Source
from sales_core.periods import Month, day_of
from sales_core.store.acts import Act
from sales_core.store.closings import closed_among
from sales_core.store.import_lookups import (
    LeadState,
    StoredPayment,
    load_lead_states,
    load_payments_named,
    load_payments_of_leads,
)
from sales_core.store.payments import save_payments
from sales_core.store.references import load_account, load_zone
from sales_core.store.revisions import load_revision

T = TypeVar("T")

_ROWS_AT_ONCE = 1_000

Progress = Callable[[int, int], None]
"""Told how many rows of how many are stored."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it would be stored beside what was there at a ``revision`` of the data. ``leads``: the deals of its
    rows; ``closed``: its rows by which closed months would change, which needs a reason."""

    file: str
    rows: tuple[PaymentRow, ...]
    joins_alike: bool
    plan: PaymentsPlan
    leads: Mapping[int, LeadState]
    closed: tuple[PaymentRow, ...]
    revision: int


def read_file(
    conn: Connection, content: bytes, file: str, now: int, columns: Mapping[str, str] = MappingProxyType({})
) -> list[PaymentRow]:
    """The rows of a payments file. Raises InputError, WrongFileError for wrong rows.

    columns: what columns of other names are, by their headers in small letters; an empty text leaves one out.
    """
    account = load_account(conn)
    if account is None:
        raise not_synced()
    table = read_table(content, file, (*COLUMNS, *columns))
    if columns:
        table = _renamed(table, columns, file)
    return parse_payment_rows(table, file, currency(account.currency), day_of(now, load_zone(conn)))


def prepare(conn: Connection, rows: Sequence[PaymentRow], file: str, *, joins_alike: bool = False) -> Prepared:
    """What storing the rows would do. Raises WrongFileError for what is wrong with them beside what is stored.

    joins_alike: see ``plan_payments``.
    """
    lead_ids = {row.lead_id for row in rows}
    leads = load_lead_states(conn, lead_ids)
    named = load_payments_named(conn, {row.external_id for row in rows if row.external_id is not None})
    if faults := list(_faults(rows, leads, named)):
        raise WrongFileError(file, faults)
    same_leads = load_payments_of_leads(conn, lead_ids)
    plan = plan_payments(rows, same_leads, named, joins_alike=joins_alike)
    closed = _of_closed_months(conn, plan, [*same_leads, *named.values()])
    return Prepared(file, tuple(rows), joins_alike, plan, leads, closed, load_revision(conn))


def faults_beside(conn: Connection, rows: Sequence[PaymentRow]) -> list[InputError]:
    """All that is wrong with rows only beside what is stored: ``prepare`` would raise it."""
    leads = load_lead_states(conn, {row.lead_id for row in rows})
    named = load_payments_named(conn, {row.external_id for row in rows if row.external_id is not None})
    return list(_faults(rows, leads, named))


def store_prepared(
    conn: Connection, prepared: Prepared, act: Act, progress: Progress | None = None, *, as_shown: bool = False
) -> PaymentsPlan:
    """Stores the payments as one act, and tells what that did.

    Raises ClosedMonthError where the act gives no reason to change a closed month and, if it has to be done
    ``as_shown``, InputError when it would do something else by now. Nothing is stored then.
    """
    if load_revision(conn) != prepared.revision:
        shown = prepared.plan
        prepared = prepare(conn, prepared.rows, prepared.file, joins_alike=prepared.joins_alike)
        if as_shown and prepared.plan != shown:
            raise InputError("Payments of these deals changed meanwhile: look at what the import would do now")
    # By deal: what a deal counts is put together anew once for all its rows that are stored together.
    written = sorted(prepared.plan.written, key=lambda row: row.lead_id)
    for start in range(0, len(written), _ROWS_AT_ONCE):
        part = written[start : start + _ROWS_AT_ONCE]
        save_payments(conn, [_stored_form(row) for row in part], act)
        if progress is not None:
            progress(start + len(part), len(written))
    return prepared.plan


def import_act(prepared: Prepared, now: int, author: str, reason: str = "") -> Act:
    return Act(now, Via.IMPORT, author, note=prepared.file, reason=reason)


def _renamed(table: FileTable, columns: Mapping[str, str], file: str) -> FileTable:
    absent = [name for name in columns if name not in table.header]
    if absent:
        raise InputError("{file}: the header row has no column {missing}", file=file, missing=", ".join(absent))
    left_out = {place for place, name in enumerate(table.header) if columns.get(name) == ""}
    return FileTable(
        tuple(columns.get(name, name) for name in _without(table.header, left_out)),
        tuple((number, _without(cells, left_out)) for number, cells in table.rows),
    )


def _without(cells: Sequence[T], places: Collection[int]) -> tuple[T, ...]:
    return tuple(cell for place, cell in enumerate(cells) if place not in places)


def _of_closed_months(conn: Connection, plan: PaymentsPlan, stored: Sequence[StoredPayment]) -> tuple[PaymentRow, ...]:
    """The rows that would add to, change or take from what was paid in a closed month."""
    by_id = {payment.id: payment for payment in stored}
    by_name = {payment.external_id: payment for payment in stored if payment.external_id is not None}

    def months(row: PaymentRow) -> set[Month]:
        before = by_id.get(row.payment_id or 0) or by_name.get(row.external_id or "")
        days = (row.paid_on, before.paid_on if before else None)
        return {Month.of(day) for day in days if day is not None}

    touched = [(row, months(row)) for row in plan.written]
    closed = closed_among(conn, {month for _, of_row in touched for month in of_row})
    return tuple(row for row, of_row in touched if of_row & closed) if closed else ()


def _faults(
    rows: Sequence[PaymentRow], leads: Mapping[int, LeadState], named: Mapping[str, StoredPayment]
) -> Iterator[InputError]:
    for row in rows:
        if row.lead_id not in leads:
            yield row_fault(row.number, "lead_id", InputError("there is no deal {lead_id}", lead_id=str(row.lead_id)))
        before = named.get(row.external_id) if row.external_id is not None else None
        if before is not None and before.source == Source.INVOICE:
            reason = InputError("“{text}” is the payment of an invoice: change it in amoCRM", text=row.external_id)
            yield row_fault(row.number, "external_id", reason)


def _stored_form(row: PaymentRow) -> dict[str, object]:
    return {
        "id": row.payment_id,
        "lead_id": row.lead_id,
        "amount_minor": row.amount_minor,
        "due_on": row.due_on,
        "paid_on": row.paid_on,
        "comment": row.comment,
        "external_id": row.external_id,
        "source": row.source,
    }
