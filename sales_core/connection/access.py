"""What an access is good for, asked with it: whose account it opens, and how much of it can be read."""

from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import ReconnectNeeded, RetryLater
from sales_core.amocrm.fetching import fetch_account, fetch_users, owner_is_admin
from sales_core.i18n import N_
from sales_core.store.references import load_account

NOT_ADMIN = N_(
    "The amoCRM token belongs to a user who is not an administrator: amoCRM shows it only a part of the account, "
    "so deleted leads may stay on the board. Connect with an administrator's token."
)


class OtherAccount(ReconnectNeeded):
    """A database holds one account for ever, and this is another one."""

    sentence = N_(
        "The database holds the account “{name}” ({url}), and this access is to “{other}”. Connect “{name}”, or give "
        "“{other}” a database of its own (TABLO_DATABASE_URL)."
    )


@dataclass(frozen=True, slots=True)
class AccountAccess:
    """``users``: how many there are, ``None`` without the right to list them. ``is_admin``: without it amoCRM shows
    only a part of the account (``NOT_ADMIN`` says so)."""

    account_id: int
    name: str
    url: str
    users: int | None
    timezone: str
    currency: str
    is_admin: bool


def ask_for_access(client: AmocrmClient) -> AccountAccess:
    """Raises the client's errors, told to somebody who waits for the answer."""
    try:
        account, users = fetch_account(client), fetch_users(client)
    except RetryLater as error:
        raise error.told_once() from error
    return AccountAccess(
        account_id=account.id,
        name=account.name,
        url=client.base_url,
        users=None if users is None else len(users),
        timezone=account.timezone,
        currency=account.currency,
        is_admin=owner_is_admin(account, users),
    )


def refuse_other_account(conn: Connection, account_id: int, name: str) -> None:
    """Raises OtherAccount where the database holds the data of another one."""
    stored = load_account(conn)
    if stored is not None and stored.id != account_id:
        raise OtherAccount(name=stored.name, url=stored.base_url, other=name)
