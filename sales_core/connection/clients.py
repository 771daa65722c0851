"""The client for the connected account."""

from sales_core.account_address import host_of
from sales_core.amocrm.auth import Auth, OAuthChain, StaticToken
from sales_core.amocrm.client import AmocrmClient, Backoff
from sales_core.amocrm.pacing import Pacer
from sales_core.amocrm.token_endpoint import TokenEndpoint
from sales_core.config import Settings
from sales_core.connection.box import open_box
from sales_core.connection.credentials import Credentials, load_credentials
from sales_core.connection.sealed_tokens import SealedTokenStore
from sales_core.store.database import Database

ONE_SHOT = Backoff(tries_at_first=3)
"""For what somebody waits for: an account that does not answer at all is told in seconds."""


def open_client(settings: Settings, database: Database, backoff: Backoff | None = None) -> AmocrmClient:
    """Raises what ``load_credentials`` raises."""
    credentials = load_credentials(settings, database)
    pacer = Pacer()
    auth = _auth(credentials, settings, database, pacer)
    return AmocrmClient(credentials.base_url, auth, pacer=pacer, backoff=backoff)


def _auth(credentials: Credentials, settings: Settings, database: Database, pacer: Pacer) -> Auth:
    if credentials.token is not None:
        return StaticToken(credentials.token)
    assert credentials.integration is not None
    store = SealedTokenStore(database, host_of(credentials.base_url), open_box(settings, database))
    return OAuthChain(store, TokenEndpoint(credentials.base_url, credentials.integration, pacer=pacer))
