"""How far amoCRM's invoices are a source of payments: what the settings say of it."""

from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.account_address import split_web_address
from sales_core.reporting.account import load_account_info
from sales_core.store.invoices import count_invoices


class InvoiceSource(NamedTuple):
    """``is_shown``: whether the account has a list of invoices that its access may see; ``url``: where amoCRM opens it,
    empty where there is none. ``invoices``: how many were read, ``payments``: how many payments they are now."""

    is_shown: bool
    url: str
    invoices: int
    payments: int


def load_invoice_source(conn: Connection) -> InvoiceSource:
    account = load_account_info(conn)
    url = account.invoices_url if account else ""
    return InvoiceSource(bool(url), url if split_web_address(url) else "", *count_invoices(conn))
