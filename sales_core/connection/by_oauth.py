"""Giving access by OAuth: a person is sent to amoCRM's consent page, and amoCRM sends the browser back with an answer.

What was begun is known again by ``state``, good once and for an hour; the database keeps its hash. The code in the
answer is exchanged for the first pair of tokens, which is tried, and only an access that opens the right account is
stored, in one transaction, in place of the former one. Until then the former one works on.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from urllib.parse import urlencode

from sales_core.account_address import account_url, host_of
from sales_core.amocrm.auth import StaticToken, exchange_code
from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import ReconnectNeeded, RetryLater
from sales_core.amocrm.pacing import Pacer
from sales_core.amocrm.token_endpoint import Integration, TokenEndpoint
from sales_core.clock import Clock, system_clock
from sales_core.config import Settings
from sales_core.connection.access import AccountAccess, ask_for_access, refuse_other_account
from sales_core.connection.box import open_box
from sales_core.connection.by_token import require_no_environment
from sales_core.connection.clients import ONE_SHOT
from sales_core.connection.credentials import Credentials, Origin, load_credentials
from sales_core.connection.sealed_tokens import seal_pair
from sales_core.errors import InputError, TabloError
from sales_core.i18n import N_
from sales_core.store.connection import (
    add_attempt,
    claim_attempt,
    find_attempt,
    finish_attempt,
    load_attempt,
    save_connection,
)
from sales_core.store.connection_tables import AccountConnection, OAuthAttempt
from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore, save_pair
from sales_core.token_pair import TokenPair

LIFETIME_S = 3600
"""How long an answer is waited for."""

UNKNOWN = "unknown"
"""The id of an attempt that never was."""

_FORGET_AFTER_S = 30 * 86_400
_CONSENT_PAGES = {
    ".amocrm.ru": "https://www.amocrm.ru/oauth",
    ".kommo.com": "https://www.kommo.com/oauth",
    ".amocrm.com": "https://www.kommo.com/oauth",
}
_STRANGE = N_(
    "This answer of amoCRM belongs to no connection that was begun here: begin again, and open the link in this browser"
)
_USED = N_("This answer of amoCRM has been used already: if the account is not connected by now, begin again")
_DENIED = N_("Access was denied in amoCRM, so nothing changed: to allow it, begin again and agree")
_EXPIRED = N_("The answer of amoCRM came later than an hour after the beginning: begin again")


@dataclass(frozen=True, slots=True)
class Begun:
    """``consent_url``: where a person agrees. It holds the ``state``: for their browser, never for a log."""

    attempt_id: str
    consent_url: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: ``access`` it gave, or ``error``; neither: the answer has not come yet."""

    attempt_id: str
    access: AccountAccess | None = None
    error: TabloError | None = None


def begin_oauth(  # noqa: PLR0913 - what a person types, and where it goes
    settings: Settings,
    database: Database,
    address: str,
    client_id: str,
    client_secret: str,
    *,
    clock: Clock = system_clock,
) -> Begun:
    """For an integration whose redirect address is ``settings.redirect_uri``.

    Raises InputError for what is no address, id or key, and where the environment names the account.
    """
    require_no_environment(settings)
    integration = Integration(client_id.strip(), client_secret.strip(), settings.redirect_uri)
    for text in (integration.client_id, integration.client_secret):
        if not text or not all("!" <= sign <= "~" for sign in text):
            raise InputError("The integration's ID and its secret key are needed, each whole and alone")
    return _begin(
        settings, database, Credentials(account_url(address), Origin.DATABASE, integration=integration), clock
    )


def begin_again(settings: Settings, database: Database, *, clock: Clock = system_clock) -> Begun:
    """With the integration of the present connection. Raises InputError where there is none, and what
    ``load_credentials`` raises."""
    return _begin(settings, database, load_integration(settings, database), clock)


def load_integration(settings: Settings, database: Database) -> Credentials:
    """The present connection, which is one by OAuth. Raises InputError if it is not."""
    credentials = load_credentials(settings, database)
    if credentials.integration is None:
        raise InputError("The account is connected by a long-lived token, so there is nothing to agree to in amoCRM")
    return credentials


def finish_oauth(
    settings: Settings, database: Database, answer: Mapping[str, str], *, clock: Clock = system_clock
) -> Outcome:
    """What comes of amoCRM's answer, the query of the address that the browser was sent to.

    A failure is in the outcome, and kept for ``load_outcome``; an answer that comes twice changes nothing. Raises
    DatabaseError only.
    """
    with database.write() as conn:
        attempt = find_attempt(conn, _hash(answer.get("state", "")))
        is_new = attempt is not None and claim_attempt(conn, attempt.id, clock())
    if attempt is None:
        return _STRANGER
    if is_new:
        try:
            credentials, code = _checked(settings, database, attempt, answer, clock())
            _connect(settings, database, credentials, code, clock=clock, attempt_id=attempt.id)
        except TabloError as error:
            with database.write() as conn:
                finish_attempt(conn, attempt.id, error={"template": error.template, "params": error.params})
    return load_outcome(database, attempt.id)


def connect_by_code(settings: Settings, database: Database, code: str, *, clock: Clock = system_clock) -> AccountAccess:
    """For a code got by other means, with the integration of the present connection. Raises the client's errors and
    InputError."""
    return _connect(settings, database, load_integration(settings, database), _code_in(code), clock=clock)


def load_outcome(database: Database, attempt_id: str) -> Outcome:
    """How the attempt ended; one that is not known any more is told like one that never was."""
    with database.read() as conn:
        attempt = load_attempt(conn, attempt_id)
    if attempt is None:
        return _STRANGER
    if attempt.access is not None:
        return Outcome(attempt_id, access=AccountAccess(**attempt.access))
    if attempt.error is not None:
        return Outcome(attempt_id, error=TabloError(attempt.error["template"], **attempt.error["params"]))
    return Outcome(attempt_id, error=None if attempt.used_at is None else InputError(_USED))


def consent_page(base_url: str) -> str:
    """That of the account's platform."""
    pages = (page for domain, page in _CONSENT_PAGES.items() if base_url.endswith(domain))
    return next(pages, f"{base_url}/oauth")


_STRANGER = Outcome(UNKNOWN, error=InputError(_STRANGE))


def _begin(settings: Settings, database: Database, credentials: Credentials, clock: Clock) -> Begun:
    assert credentials.integration is not None
    state, integration = secrets.token_urlsafe(32), credentials.integration
    is_own = credentials.origin is Origin.DATABASE
    sealed = open_box(settings, database, for_new=True).seal(integration.client_secret) if is_own else None
    attempt = OAuthAttempt(
        id=secrets.token_urlsafe(9),
        state_hash=_hash(state),
        base_url=credentials.base_url,
        client_id=integration.client_id,
        client_secret=sealed,
        redirect_uri=integration.redirect_uri,
        begun_at=clock(),
    )
    with database.write() as conn:
        add_attempt(conn, attempt, forget_before=clock() - _FORGET_AFTER_S)
    asked = urlencode({"client_id": integration.client_id, "state": state})
    return Begun(attempt.id, f"{consent_page(credentials.base_url)}?{asked}")


def _checked(
    settings: Settings, database: Database, attempt: OAuthAttempt, answer: Mapping[str, str], now: int
) -> tuple[Credentials, str]:
    """For whom the code is, and the code. Raises InputError."""
    if "error" in answer:
        raise InputError(_DENIED)
    if now - attempt.begun_at > LIFETIME_S:
        raise InputError(_EXPIRED)
    host = host_of(attempt.base_url)
    other = answer.get("referer", host).lower()
    if other != host:
        raise InputError(
            "Access was given to the account {other}, and {host} was to be connected: begin again and choose {host}, "
            "or connect {other} by its own address",
            other=other[:60],
            host=host,
        )
    return _credentials_of(settings, database, attempt), _code_in(answer.get("code", ""))


def _credentials_of(settings: Settings, database: Database, attempt: OAuthAttempt) -> Credentials:
    """Of the environment, if it was begun with those, else what was typed in."""
    if attempt.client_secret is None:
        return load_integration(settings, database)
    require_no_environment(settings)
    secret = open_box(settings, database).open(attempt.client_secret)
    integration = Integration(attempt.client_id, secret, attempt.redirect_uri)
    return Credentials(attempt.base_url, Origin.DATABASE, integration=integration)


def _code_in(text: str) -> str:
    if not text or not text.isascii() or not text.isprintable() or set(text) & set(" ?&:"):
        raise InputError("There is no code in that: copy all of what stands between “code=” and the next “&”")
    return text


def _connect(  # noqa: PLR0913 - everything that a connection consists of
    settings: Settings,
    database: Database,
    credentials: Credentials,
    code: str,
    *,
    clock: Clock,
    attempt_id: str | None = None,
) -> AccountAccess:
    """Exchanges the code, tries the pair, and stores all of it or nothing."""
    integration = credentials.integration
    assert integration is not None
    box = open_box(settings, database, for_new=True)
    pair, access = _exchanged(credentials.base_url, integration, code)
    host = host_of(credentials.base_url)
    # A renewal of the former pair is waited for: it would store its answer over the new one.
    with DatabaseTokenStore(database, host).lock(), database.write() as conn:
        refuse_other_account(conn, access.account_id, access.name)
        if credentials.origin is Origin.DATABASE:
            save_connection(
                conn,
                AccountConnection(
                    base_url=credentials.base_url,
                    connected_at=clock(),
                    **asdict(replace(integration, client_secret=box.seal(integration.client_secret))),
                ),
            )
        save_pair(conn, host, seal_pair(pair, box))
        if attempt_id is not None:
            finish_attempt(conn, attempt_id, access=asdict(access))
    return access


def _exchanged(base_url: str, integration: Integration, code: str) -> tuple[TokenPair, AccountAccess]:
    pacer = Pacer()
    try:
        pair = exchange_code(TokenEndpoint(base_url, integration, pacer=pacer), code)
    except RetryLater as error:
        raise error.told_once() from error
    with AmocrmClient(base_url, StaticToken(pair.access_token), pacer=pacer, backoff=ONE_SHOT) as client:
        try:
            return pair, ask_for_access(client)
        except ReconnectNeeded:
            raise InputError(
                "amoCRM gave access to {url} and took it back at once: begin again", url=base_url
            ) from None


def _hash(state: str) -> str:
    return sha256(state.encode()).hexdigest()
