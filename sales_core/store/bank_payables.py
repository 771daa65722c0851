"""The payments that a line of a statement may stand for, with what tells them apart: deal, client, invoice, INN."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, FromClause, case, cast, func, select

from sales_core.payment_states import Standing
from sales_core.store.amocrm_tables import Company, Contact, Invoice, Lead, LeadInvoice
from sales_core.store.bank_tables import BankConfirmation, BankLine
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class ClientKey(NamedTuple):
    """Who pays for a lead: its company, else its contact, else nobody but the lead itself is known."""

    kind: str
    id: int


class Payable(NamedTuple):
    """``client`` and what is known of an invoice may be empty; ``payer_inn`` is as somebody typed it.
    ``confirmed_minor``: what the bank confirms of it."""

    id: int
    version: int
    lead_id: int
    lead_name: str
    client: str
    client_key: ClientKey
    amount_minor: int
    due_on: date
    paid_on: date | None
    standing: Standing
    source: str
    invoice_number: str
    payer_inn: str
    confirmed_minor: int

    @property
    def rest_minor(self) -> int:
        """What no line stands for yet."""
        return self.amount_minor - self.confirmed_minor


def load_open_payables(conn: Connection) -> list[Payable]:
    """Those that are waited for, by due day."""
    return _payables(conn, columns(Payment).standing == Standing.OPEN.value)


def load_paid_payables(conn: Connection, first: date, last: date, amounts: Collection[int]) -> list[Payable]:
    """Those of these amounts paid within the days, both included, of which the bank confirms nothing yet."""
    payments = columns(Payment)
    months = payments.paid_month.between(first.isoformat()[:7], last.isoformat()[:7])
    found = (
        payable
        for part in batches(sorted(amounts))
        for payable in _payables(
            conn, months, payments.paid_on.between(first, last), payments.amount_minor.in_(part)
        )
    )  # fmt: skip
    return [payable for payable in found if not payable.confirmed_minor]


def load_paid_of_leads(conn: Connection, lead_ids: Collection[int]) -> list[Payable]:
    """By due day."""
    payments = columns(Payment)
    return [
        payable
        for part in batches(sorted(lead_ids))
        for payable in _payables(conn, payments.paid_on.is_not(None), payments.lead_id.in_(part))
    ]


def load_payables(conn: Connection, payment_ids: Collection[int]) -> dict[int, Payable]:
    ids = columns(Payment).id
    return {
        payable.id: payable
        for part in batches(sorted(payment_ids))
        for payable in _payables(conn, ids.in_(part))
    }  # fmt: skip


def load_payables_around(conn: Connection, first: date, last: date) -> list[Payable]:
    """Those not paid, and those paid within the days, both included, by due day."""
    payments = columns(Payment)
    months = payments.paid_month.between(first.isoformat()[:7], last.isoformat()[:7])
    paid = _payables(conn, months, payments.paid_on.between(first, last))
    return [*_payables(conn, payments.paid_on.is_(None)), *paid]


def load_payables_of(conn: Connection, lead_id: int) -> list[Payable]:
    """All of a lead's, by due day."""
    return _payables(conn, columns(Payment).lead_id == lead_id)


def load_learned_inns(conn: Connection) -> dict[ClientKey, list[str]]:
    """By client the INNs of the lines that hold as its payments, those of most lines first."""
    held, lines, payments = columns(BankConfirmation), columns(BankLine), columns(Payment)
    paying = (
        table_of(BankConfirmation)
        .join(table_of(BankLine), lines.id == held.line_id)
        .join(table_of(Payment), payments.id == held.payment_id)
        .join(table_of(Lead), columns(Lead).id == payments.lead_id)
    )
    return _inns_by_client(conn, paying, lines.party_inn, held.released_at.is_(None))


def load_invoiced_inns(conn: Connection) -> dict[ClientKey, list[str]]:
    """By client the INNs, as somebody typed them, of the payers its invoices name, those of most invoices first."""
    links, invoices = columns(LeadInvoice), columns(Invoice)
    billed = (
        table_of(LeadInvoice)
        .join(table_of(Invoice), invoices.id == links.invoice_id)
        .join(table_of(Lead), columns(Lead).id == links.lead_id)
    )
    return _inns_by_client(conn, billed, invoices.payer_inn, invoices.is_deleted.is_(False))


def _inns_by_client(
    conn: Connection, rows: FromClause, inn: ColumnElement[str], counts: ColumnElement[bool]
) -> dict[ClientKey, list[str]]:
    """Of the rows that count, each of which has a lead, the most frequent first."""
    leads = columns(Lead)
    contact_id = case((leads.company_id.is_(None), leads.contact_id))
    lead_id = case((leads.company_id.is_(None) & leads.contact_id.is_(None), leads.id))
    who = (leads.company_id, contact_id, lead_id, inn)
    wanted = select(*who).select_from(rows).where(counts, inn != "").group_by(*who).order_by(func.count().desc(), inn)
    found: dict[ClientKey, list[str]] = {}
    for company_id, contact_id, lead_id, each in conn.execute(wanted):
        found.setdefault(_client_key(company_id, contact_id, lead_id), []).append(each)
    return found


def _client_key(company_id: int | None, contact_id: int | None, lead_id: int) -> ClientKey:
    if company_id is not None:
        return ClientKey("company", company_id)
    return ClientKey("contact", contact_id) if contact_id is not None else ClientKey("lead", lead_id)


_CONFIRMED = (
    select(cast(func.coalesce(func.sum(columns(BankConfirmation).amount_minor), 0), BigInteger))
    .where(columns(BankConfirmation).payment_id == columns(Payment).id, columns(BankConfirmation).released_at.is_(None))
    .correlate(table_of(Payment))
    .scalar_subquery()
)


def _payables(conn: Connection, *conditions: ColumnElement[bool]) -> list[Payable]:
    payments, leads, contacts, companies = columns(Payment), columns(Lead), columns(Contact), columns(Company)
    invoices = columns(Invoice)
    wanted = (
        select(
            payments.id, payments.version, payments.lead_id, leads.name,
            func.coalesce(func.nullif(companies.name, ""), contacts.name, ""), leads.company_id, leads.contact_id,
            payments.amount_minor, payments.due_on, payments.paid_on, payments.standing, payments.source,
            func.coalesce(invoices.name, ""), func.coalesce(invoices.payer_inn, ""), _CONFIRMED,
        )
        .select_from(table_of(Payment))
        .join(table_of(Lead), leads.id == payments.lead_id)
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .outerjoin(table_of(Invoice), invoices.id == payments.invoice_id)
        .where(*conditions)
        .order_by(payments.due_on, payments.id)
    )  # fmt: skip
    return [_payable(row) for row in conn.execute(wanted)]


def _payable(row: Any) -> Payable:
    (id_, version, lead_id, lead_name, client, company_id, contact_id, amount, due_on, paid_on, standing, source,
     invoice_number, payer_inn, confirmed) = row  # fmt: skip
    return Payable(
        id_, version, lead_id, lead_name, client, _client_key(company_id, contact_id, lead_id), amount, due_on, paid_on,
        Standing(standing), source, invoice_number, payer_inn, confirmed,
    )  # fmt: skip
