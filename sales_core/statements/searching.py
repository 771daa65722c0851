"""Payments that a person may mean by a line: by deal, client, invoice or amount."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.money import Currency
from sales_core.reporting.account import load_account_or_default
from sales_core.store.bank_lines import StoredLine
from sales_core.store.bank_payables import Payable, load_payables_around, load_payables_of

MOST_FOUND = 50
AROUND_DAYS = 62
"""Of what is paid, only what was paid within so many days of the line is looked through."""


def search_payables(conn: Connection, line: StoredLine, text: str) -> list[Payable]:
    """Those not paid, and those paid about then, that no line stands for in full, of the line's sign: every word of
    ``text`` is in the deal's name or number, the client, the invoice's number or the amount. All of a deal's where its
    number is all that is asked for; the nearest sum comes first."""
    words = text.casefold().split()
    around = timedelta(days=AROUND_DAYS)
    if (
        len(words) == 1
        and words[0].isdecimal()
        and len(words[0]) < 19
        and (own := load_payables_of(conn, int(words[0])))
    ):
        found = own
    else:
        amount = _amount(text, load_account_or_default(conn).currency)
        near = load_payables_around(conn, line.booked_on - around, line.booked_on + around)
        found = [payable for payable in near if payable.amount_minor == amount or _mentions(payable, words)]
    fitting = [payable for payable in found if payable.rest_minor * line.rest_minor > 0]
    return sorted(fitting, key=lambda payable: _distance(payable, line))[:MOST_FOUND]


def _distance(payable: Payable, line: StoredLine) -> tuple[int, int, int]:
    day = payable.paid_on or payable.due_on
    return abs(payable.rest_minor - line.rest_minor), abs((day - line.booked_on).days), payable.id


def _amount(text: str, currency: Currency) -> int | None:
    try:
        return currency.parse(text)
    except InputError:
        return None


def _mentions(payable: Payable, words: Sequence[str]) -> bool:
    looked_through = f"{payable.lead_name} {payable.lead_id} {payable.client} {payable.invoice_number}".casefold()
    return all(word in looked_through for word in words)
