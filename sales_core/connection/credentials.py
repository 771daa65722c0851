"""How to sign in to the account: as the environment says or, where it says nothing, as somebody has connected it in the
browser or with ``tablo connect``."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from sales_core.account_address import host_of
from sales_core.amocrm.token_endpoint import Integration
from sales_core.config import Settings
from sales_core.connection.box import open_box
from sales_core.errors import ConfigError
from sales_core.store.connection import load_connection
from sales_core.store.connection_tables import AccountConnection
from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore


class Origin(StrEnum):
    ENVIRONMENT = "environment"
    DATABASE = "database"


class NotConnected(ConfigError):  # noqa: N818 - the usual beginning, told like an error only to who cannot wait
    """No account is connected yet."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Either ``token``, a long-lived one, or ``integration``, whose rotating pair of tokens lies in the database."""

    base_url: str
    origin: Origin
    token: str | None = field(default=None, repr=False)
    integration: Integration | None = None


def load_credentials(settings: Settings, database: Database) -> Credentials:
    """Raises NotConnected where there is no account, ConfigError for one that is set in part, LockedError without the
    right key."""
    if settings.names_account:
        return _of_environment(settings)
    with database.read() as conn:
        stored = load_connection(conn)
    if stored is None:
        raise NotConnected(
            "No amoCRM account is connected yet: open {url} in a browser and connect it, or run tablo connect",
            url=settings.public_url,
        )
    return _of_database(stored, settings, database)


def credentials_mark(settings: Settings, database: Database) -> str:
    """Changes when a person has given a new token or has connected the account again; tells nothing of the secret.

    No key is needed for it, so that it can be asked for while the key is missing.
    """
    if settings.names_account:
        token = settings.amocrm_token.get_secret_value() if settings.amocrm_token else ""
        pair = DatabaseTokenStore(database, host_of(settings.amocrm_url or "")).load()
        return _mark(settings.amocrm_url, settings.amocrm_client_id, token, pair.refresh_token if pair else "")
    with database.read() as conn:
        stored = load_connection(conn)
    return _mark(stored.base_url, stored.connected_at, stored.token or stored.client_secret) if stored else ""


def _of_environment(settings: Settings) -> Credentials:
    base_url = settings.require_amocrm()
    if settings.amocrm_token is not None:
        return Credentials(base_url, Origin.ENVIRONMENT, token=settings.amocrm_token.get_secret_value())
    assert settings.amocrm_client_id is not None
    assert settings.amocrm_client_secret is not None
    assert settings.amocrm_redirect_uri is not None
    integration = Integration(
        settings.amocrm_client_id, settings.amocrm_client_secret.get_secret_value(), settings.amocrm_redirect_uri
    )
    return Credentials(base_url, Origin.ENVIRONMENT, integration=integration)


def _of_database(stored: AccountConnection, settings: Settings, database: Database) -> Credentials:
    box = open_box(settings, database)
    if stored.token is not None:
        return Credentials(stored.base_url, Origin.DATABASE, token=box.open(stored.token))
    assert stored.client_id is not None
    assert stored.client_secret is not None
    assert stored.redirect_uri is not None
    integration = Integration(stored.client_id, box.open(stored.client_secret), stored.redirect_uri)
    return Credentials(stored.base_url, Origin.DATABASE, integration=integration)


def _mark(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()
