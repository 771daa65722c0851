"""The connection as a page shows it: how the account is reached, since when, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

from sales_core.account_address import host_of
from sales_core.amocrm.auth import usable
from sales_core.amocrm.errors import ReconnectNeeded
from sales_core.config import Settings
from sales_core.connection.box import open_box
from sales_core.connection.credentials import Origin, load_credentials
from sales_core.connection.sealed_tokens import SealedTokenStore
from sales_core.errors import ConfigError, TabloError
from sales_core.store.connection import load_connection
from sales_core.store.database import Database


class Way(StrEnum):
    TOKEN = "token"  # noqa: S105 - the name of a way
    OAUTH = "oauth"


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """``connected_at`` in Unix seconds, ``None`` for one of the environment. ``client_id``: of an OAuth integration.

    ``trouble``: why it does not work, as far as is known without asking amoCRM (what the worker met stands in its run
    log): a chain of tokens that has ended, a key that does not fit, a setting that is missing.
    """

    url: str
    way: Way
    origin: Origin
    connected_at: int | None = None
    client_id: str | None = None
    trouble: TabloError | None = None

    @property
    def host(self) -> str:
        return host_of(self.url)


def load_connection_state(settings: Settings, database: Database) -> ConnectionState | None:
    """``None``: no account was ever connected."""
    trouble = _trouble(settings, database)
    if settings.names_account:
        way = Way.OAUTH if settings.uses_oauth else Way.TOKEN
        return ConnectionState(
            settings.amocrm_url or "", way, Origin.ENVIRONMENT, client_id=settings.amocrm_client_id, trouble=trouble
        )
    with database.read() as conn:
        stored = load_connection(conn)
    if stored is None:
        return None
    way = Way.OAUTH if stored.token is None else Way.TOKEN
    return ConnectionState(stored.base_url, way, Origin.DATABASE, stored.connected_at, stored.client_id, trouble)


def _trouble(settings: Settings, database: Database) -> TabloError | None:
    try:
        credentials = load_credentials(settings, database)
        if credentials.integration is not None:
            box = open_box(settings, database)
            usable(SealedTokenStore(database, host_of(credentials.base_url), box).load())
    except (ConfigError, ReconnectNeeded) as error:
        return error
    return None
