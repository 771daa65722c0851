"""The account the figures are of: its name, days, money, and where its leads are opened."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from sales_core.money import Currency, currency
from sales_core.periods import Month, day_of
from sales_core.scope import Scope
from sales_core.store.references import load_account, load_zone

_DEFAULT_CURRENCY = "RUB"


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """``country``: ISO 3166, empty where unknown (counted as Russia). ``is_admins``: whether the access it was read by
    is an administrator's, who sees all of it."""

    name: str
    base_url: str
    country: str
    zone: ZoneInfo
    currency: Currency
    is_admins: bool = True
    invoices_catalog_id: int | None = None

    def lead_url(self, lead_id: int) -> str:
        """Where amoCRM opens the lead."""
        return f"{self.base_url}/leads/detail/{lead_id}"

    def card_url(self, kind: str, id_: int) -> str:
        """Where amoCRM opens a card of this kind (``leads``, ``contacts`` …); empty for no kind."""
        return f"{self.base_url}/{kind}/detail/{id_}" if kind else ""

    @property
    def invoices_url(self) -> str:
        """Where amoCRM opens its list of invoices; empty while the account shows none."""
        return f"{self.base_url}/catalogs/{self.invoices_catalog_id}" if self.invoices_catalog_id else ""

    def invoice_url(self, invoice_id: int | None, lead_id: int) -> str:
        """Where amoCRM opens the invoice to be edited; its lead, while the account shows no list of invoices."""
        if invoice_id is None or not self.invoices_url:
            return self.lead_url(lead_id)
        return f"{self.invoices_url}/detail/{invoice_id}"


def load_account_info(conn: Connection) -> AccountInfo | None:
    """``None`` before the first sync has read it."""
    account = load_account(conn)
    if account is None:
        return None
    base_url = account.base_url.rstrip("/")
    return AccountInfo(
        account.name,
        base_url,
        account.country,
        load_zone(conn),
        currency(account.currency),
        is_admins=account.token_is_admin,
        invoices_catalog_id=account.invoices_catalog_id,
    )


def load_account_or_default(conn: Connection) -> AccountInfo:
    """Before the first sync a report is empty, not impossible."""
    return load_account_info(conn) or AccountInfo("", "", "", load_zone(conn), currency(_DEFAULT_CURRENCY))


def default_scope(conn: Connection, now: int) -> Scope:
    """This month as of today, in the account's zone. ``now`` in Unix seconds."""
    today = day_of(now, load_zone(conn))
    return Scope(Month.of(today), today)
