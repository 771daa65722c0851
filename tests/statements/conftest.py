"""Leads of two clients in Moscow, and statements written as their bank would, brought in and decided about."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.payment_history import PaymentNow
from sales_core.periods import Month
from sales_core.register.payments import Part, add
from sales_core.reporting.bank import load_bank_month
from sales_core.reports.bank import BankMonth
from sales_core.statements.confirming import Deed, confirm_as_proposed, shares_of
from sales_core.statements.importing import Imported, import_statement
from sales_core.statements.proposing import Offer, Proposals, load_proposals
from sales_core.store.bank_lines import StoredLine, load_lines_of
from sales_core.store.history import save_companies
from sales_core.store.leads import save_leads
from sales_core.store.payment_writing import load_payments_now
from tests.bank.writing import CLIENT_INN, OUR_INN, OURS, THEIRS, account, document, written
from tests.register.conftest import save
from tests.store.conftest import NOW, a_lead
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture

OCTOBER = Month(2026, 10)
OCT_5, OCT_6, OCT_20 = date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 20)
ANNA = Deed(NOW, "anna")
VECTOR, NORTH = 31, 32
"""Companies; leads 501 and 502 are the one's, 503 the other's, 504 nobody's."""


@pytest.fixture
def company(conn: Connection) -> Connection:
    fill(conn)
    return conn


def fill(conn: Connection) -> None:
    names = {VECTOR: "ООО Вектор", NORTH: "ООО Север"}
    save_companies(conn, [{"id": id_, "name": name, "updated_at": 1} for id_, name in names.items()])
    owners = {501: VECTOR, 502: VECTOR, 503: NORTH, 504: None}
    save_leads(conn, [a_lead(id_, company_id=owner) for id_, owner in owners.items()], now=NOW)


def add_payment(
    conn: Connection, amount: int = 1000_00, due_on: date = OCT_20, lead_id: int = 501, paid_on: date | None = None
) -> PaymentNow:
    before = set(load_payments_now(conn, range(1, 200)))
    save(conn, add(lead_id, [Part(amount, due_on)], paid_on=paid_on))
    (new,) = set(load_payments_now(conn, range(1, 200))) - before
    return now_of(conn, new)


def now_of(conn: Connection, payment_id: int) -> PaymentNow:
    return load_payments_now(conn, [payment_id])[payment_id]


def bring(conn: Connection, *documents: dict[str, Any], file: str = "s.txt") -> Imported:
    """A statement without turnovers, of just these documents."""
    unstated = account(НачальныйОстаток=None, ВсегоПоступило=None, ВсегоСписано=None, КонечныйОстаток=None)
    return import_statement(conn, written(documents, [unstated]).encode(), file, NOW, "anna")


def came(number: int, amount: str, purpose: str = "Оплата по договору", day: int = 5, **changes: Any) -> dict[str, Any]:
    booked = f"{day:02}.10.2026"
    usual = {
        "Номер": number, "Сумма": amount, "Дата": booked, "ДатаПоступило": booked, "НазначениеПлатежа": purpose,
    }  # fmt: skip
    return document(**(usual | changes))


def gone(number: int, amount: str, purpose: str = "Возврат", day: int = 5, inn: str = CLIENT_INN) -> dict[str, Any]:
    """The same money back to the client."""
    parties = {
        "ПлательщикСчет": OURS, "ПлательщикИНН": OUR_INN, "ПолучательСчет": THEIRS, "ПолучательИНН": inn,
        "Получатель1": "ООО Вектор",
    }  # fmt: skip
    return came(number, amount, purpose, day, **parties)


def lines_of(conn: Connection) -> list[StoredLine]:
    return load_lines_of(conn, OCTOBER)


def the_line(conn: Connection) -> StoredLine:
    (line,) = lines_of(conn)
    return line


def the_offer(conn: Connection) -> Offer:
    (offer,) = load_proposals(conn).offers
    return offer


def accept(conn: Connection, offers: Iterable[Offer]) -> list[int]:
    return confirm_as_proposed(conn, {offer.line.id: shares_of(offer) for offer in offers}, ANNA)


def accept_certain(conn: Connection) -> Proposals:
    proposals = load_proposals(conn)
    assert accept(conn, proposals.certain) == [offer.line.id for offer in proposals.certain]
    return proposals


def october(conn: Connection) -> BankMonth:
    month = load_bank_month(conn, OCTOBER)
    assert month is not None
    return month
