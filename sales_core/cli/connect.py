"""``tablo connect``: access to the amoCRM account by OAuth; with a long-lived token, a test of it."""

import secrets
import sys
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import parse_qs, urlencode, urlsplit

import typer

from sales_core.amocrm.errors import RetryLater
from sales_core.amocrm.fetching import fetch_account, fetch_users
from sales_core.cli.desk import Desk, open_desk
from sales_core.cli.output import say
from sales_core.errors import InputError
from sales_core.sync.connecting import ONE_SHOT, exchange_code, open_client
from sales_core.sync.references import NOT_ADMIN, owner_is_admin

_CONSENT_PAGES = {
    ".amocrm.ru": "https://www.amocrm.ru/oauth",
    ".kommo.com": "https://www.kommo.com/oauth",
    ".amocrm.com": "https://www.kommo.com/oauth",
}


def connect(
    *,
    code: Annotated[
        str | None, typer.Option("--code", metavar="TEXT", help="The code that amoCRM gave; nothing is asked then.")
    ] = None,
) -> None:
    """Give access to the amoCRM account by OAuth, or test the long-lived token."""
    with open_desk() as desk:
        account_url = desk.settings.require_amocrm()
        if code is not None and not desk.settings.uses_oauth:
            raise InputError("--code is for OAuth: with TABLO_AMOCRM_TOKEN there is no code to exchange")
        try:
            if desk.settings.uses_oauth:
                exchange_code(desk.settings, desk.database, _ask(desk, account_url) if code is None else _alone(code))
            for line in _told(desk, account_url):
                say(line)
        except RetryLater as error:
            raise error.told_once() from error


def _ask(desk: Desk, account_url: str) -> str:
    """The code of the address that a person pastes, after having agreed on amoCRM's page."""
    state = secrets.token_urlsafe(24)
    # In this mode amoCRM sends on the very window that was opened by hand.
    asked = {"client_id": desk.settings.amocrm_client_id, "state": state, "mode": "post_message"}
    words = desk.language
    say(words.text("Open this address where an administrator of the account is signed in to amoCRM, and agree:"))
    say(f"{consent_page(account_url)}?{urlencode(asked)}")
    say(words.text("Then paste the address that the browser was sent to (no page need open there), or its code alone:"))
    pasted = sys.stdin.readline().strip()
    return _code_in(pasted, state, urlsplit(account_url).netloc.lower()) if "?" in pasted else _alone(pasted)


def consent_page(account_url: str) -> str:
    pages = (page for domain, page in _CONSENT_PAGES.items() if account_url.endswith(domain))
    return next(pages, f"{account_url}/oauth")


def _code_in(address: str, state: str, account_host: str) -> str:
    """Raises InputError for an address that another connection, or another account, was answered with."""
    given = {name: values[0] for name, values in parse_qs(address.partition("?")[2].partition("#")[0]).items()}
    if given.get("error") == "access_denied":
        raise InputError("Access was denied in amoCRM, so nothing changed. To allow it, run tablo connect again.")
    if given.get("state") != state:
        raise InputError(
            "This address does not belong to the link above. Run tablo connect again and open its new link."
        )
    other = given.get("referer", account_host).lower()
    if other != account_host:
        raise InputError(
            "Access was given to the account {other}; TABLO_AMOCRM_URL names {host}. Mend it, or sign in to {host}.",
            other=other,
            host=account_host,
        )
    return _alone(given.get("code", ""))


def _alone(code: str) -> str:
    if not code or not code.isascii() or not code.isprintable() or set(code) & set(" ?&:"):
        raise InputError("There is no code in that: copy all of what stands between “code=” and the next “&”")
    return code


def _told(desk: Desk, account_url: str) -> Iterator[str]:
    """What the access is good for, asked with it."""
    with open_client(desk.settings, desk.database, ONE_SHOT) as client:
        account, users = fetch_account(client), fetch_users(client)
    words = desk.language
    yield words.text("amoCRM gives access to “{name}”, {url}", name=account.name, url=account_url)
    if users is not None:
        yield words.text("Users: {n}", n=words.number(len(users)))
    yield words.text("Time zone: {zone}", zone=account.timezone)
    yield words.text("Currency: {currency}", currency=account.currency)
    if owner_is_admin(account, users):
        yield words.text("The access is an administrator's: everything can be read")
    else:
        yield words.text(NOT_ADMIN)
