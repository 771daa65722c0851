"""The client for the account that the settings name, and a mark by which new credentials are noticed."""

from hashlib import sha256

from sales_core.amocrm.auth import Auth, OAuthChain, StaticToken
from sales_core.amocrm.client import AmocrmClient, Backoff
from sales_core.amocrm.pacing import Pacer
from sales_core.amocrm.token_endpoint import Integration, TokenEndpoint
from sales_core.config import Settings
from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore

ONE_SHOT = Backoff(tries_at_first=3)
"""For commands that somebody waits for: an account that does not answer at all is told in seconds."""


def open_client(settings: Settings, database: Database, backoff: Backoff | None = None) -> AmocrmClient:
    """Raises ConfigError when the settings do not say how to sign in."""
    base_url = settings.require_amocrm()
    pacer = Pacer()
    return AmocrmClient(base_url, _auth(settings, database, base_url, pacer), pacer=pacer, backoff=backoff)


def exchange_code(settings: Settings, database: Database, code: str) -> None:
    """Stores the first pair of tokens for the code of amoCRM's consent page."""
    _chain(settings, database, settings.require_amocrm(), Pacer()).connect(code)


def credentials_mark(settings: Settings, database: Database) -> str:
    """Changes when a person has given a new token or has connected the account again; tells nothing of the secret."""
    secret = settings.amocrm_token.get_secret_value() if settings.amocrm_token else ""
    if settings.uses_oauth:
        pair = _store(database, settings.require_amocrm()).load()
        secret = pair.refresh_token if pair else ""
    return sha256(f"{settings.amocrm_url} {secret}".encode()).hexdigest()


def _auth(settings: Settings, database: Database, base_url: str, pacer: Pacer) -> Auth:
    if settings.amocrm_token is not None:
        return StaticToken(settings.amocrm_token.get_secret_value())
    return _chain(settings, database, base_url, pacer)


def _chain(settings: Settings, database: Database, base_url: str, pacer: Pacer) -> OAuthChain:
    assert settings.amocrm_client_id is not None
    assert settings.amocrm_client_secret is not None
    assert settings.amocrm_redirect_uri is not None
    integration = Integration(
        settings.amocrm_client_id, settings.amocrm_client_secret.get_secret_value(), settings.amocrm_redirect_uri
    )
    return OAuthChain(_store(database, base_url), TokenEndpoint(base_url, integration, pacer=pacer))


def _store(database: Database, base_url: str) -> DatabaseTokenStore:
    """One pair an account, whatever way its address is written."""
    return DatabaseTokenStore(database, base_url.partition("://")[2].rstrip("/").lower())
