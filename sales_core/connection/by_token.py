"""Giving access by a long-lived token."""

from sales_core.account_address import account_url, host_of
from sales_core.amocrm.auth import StaticToken
from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import ReconnectNeeded
from sales_core.clock import Clock, system_clock
from sales_core.config import Settings
from sales_core.connection.access import AccountAccess, ask_for_access, refuse_other_account
from sales_core.connection.box import open_box
from sales_core.connection.clients import ONE_SHOT
from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.store.connection import save_connection
from sales_core.store.connection_tables import AccountConnection
from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore

_SET_OUTSIDE = N_(
    "The connection to amoCRM is set outside, by TABLO_AMOCRM_… in the environment or in .env: change it there, or "
    "take it out and connect here"
)


def try_token(database: Database, address: str, token: str) -> AccountAccess:
    """What the token is good for; nothing is stored. ``address`` as a person types it.

    Raises InputError for what is no address, no token or a token that this account refuses, OtherAccount, and the
    client's other errors.
    """
    url = account_url(address)
    with AmocrmClient(url, StaticToken(token), backoff=ONE_SHOT) as client:
        try:
            access = ask_for_access(client)
        except ReconnectNeeded:
            raise InputError(
                "amoCRM at {url} does not accept this token: copy it again, whole; see that it belongs to this account "
                "and has not expired, or make a new one",
                url=url,
            ) from None
    with database.read() as conn:
        refuse_other_account(conn, access.account_id, access.name)
    return access


def connect_by_token(
    settings: Settings, database: Database, address: str, token: str, *, clock: Clock = system_clock
) -> AccountAccess:
    """Tries the token and stores it in place of the former connection. Raises what ``try_token`` raises, and InputError
    where the environment names the account."""
    require_no_environment(settings)
    access = try_token(database, address, token)
    sealed = open_box(settings, database, for_new=True).seal(token.strip())
    connection = AccountConnection(base_url=access.url, connected_at=clock(), token=sealed)
    # A renewal under way stores its pair first, so that none is left behind.
    with DatabaseTokenStore(database, host_of(access.url)).lock(), database.write() as conn:
        refuse_other_account(conn, access.account_id, access.name)
        save_connection(conn, connection)
    return access


def require_no_environment(settings: Settings) -> None:
    """What is connected here would never be used. Raises InputError."""
    if settings.names_account:
        raise InputError(_SET_OUTSIDE)
