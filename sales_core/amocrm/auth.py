"""Where the access token comes from: one that lasts for years, or a chain of pairs that renew one another.

A refresh token works once. So that none is ever spent twice and no new pair is ever lost: one process at a time holds
the store's lock, reads the pair again, notes that it is about to be spent, spends it, and stores the answer before
anyone uses it. A process killed in between leaves the note behind; the next one tries once more and, if amoCRM had
already answered, says what happened and asks for a new connection.
"""

import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from sales_core.amocrm.errors import ReconnectNeeded
from sales_core.amocrm.token_endpoint import NotSent, TokenEndpoint, TokenProblem
from sales_core.clock import Clock, system_clock
from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.token_pair import TokenPair

_RENEW_BEFORE_S = 300


class Auth(Protocol):
    """What the client needs to know about tokens; safe for threads."""

    def token(self) -> str:
        """The access token to send now. Raises ReconnectNeeded when there is none."""

    def renew(self, refused: str) -> str:
        """Another token in place of one that amoCRM has just refused. Raises ReconnectNeeded when there is none."""


class TokenStore(Protocol):
    """Where the pair survives; what ``save`` was given is on the disk when it returns."""

    def load(self) -> TokenPair | None: ...

    def save(self, pair: TokenPair) -> None: ...

    def lock(self) -> AbstractContextManager[None]:
        """Held by one process at a time, and let go of when that process dies."""


class StaticToken:
    """A long-lived token, made in the integration's window; it cannot be renewed."""

    def __init__(self, token: str) -> None:
        self._token = token.strip()
        # A stray character would come back inside an error of the HTTP library, token and all.
        if not self._token or not self._token.isascii() or not self._token.isprintable() or " " in self._token:
            raise InputError(N_("The long-lived token is no token of amoCRM's: copy it again, whole and alone."))

    def token(self) -> str:
        return self._token

    def renew(self, refused: str) -> str:  # noqa: ARG002 - every token of this kind is the same one
        raise ReconnectNeeded(
            N_(
                "amoCRM no longer accepts the long-lived token: it has expired, was revoked or belongs to another "
                "account. Make a new one in amoCRM and give it where the old one was given: on the connection page, to "
                "tablo connect or in TABLO_AMOCRM_TOKEN."
            )
        )


class OAuthChain:
    """Access by rotating refresh tokens, shared by threads and, through the store, by processes."""

    def __init__(self, store: TokenStore, endpoint: TokenEndpoint, *, clock: Clock = system_clock) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._thread_lock = threading.Lock()
        self._pair: TokenPair | None = None

    def token(self) -> str:
        with self._thread_lock:
            pair = self._pair or usable(self._store.load())
            if pair.expires_at - self._clock() > _RENEW_BEFORE_S:
                self._pair = pair
                return pair.access_token
            return self._renewed(pair.access_token)

    def renew(self, refused: str) -> str:
        with self._thread_lock:
            if self._pair and self._pair.access_token != refused:
                return self._pair.access_token  # another thread was first
            return self._renewed(refused)

    def connect(self, code: str) -> None:
        """Stores the first pair for the code that amoCRM's consent page gave; it is good for 20 minutes, once."""
        with self._thread_lock, self._store.lock():
            pair = exchange_code(self._endpoint, code)
            self._store.save(pair)
            self._pair = pair

    def _renewed(self, refused: str) -> str:
        self._pair = None
        with self._store.lock():
            pair = usable(self._store.load())
            if pair.access_token == refused:
                pair = self._spend(pair)
        self._pair = pair
        return pair.access_token

    def _spend(self, pair: TokenPair) -> TokenPair:
        self._store.save(replace(pair, spent_at=self._clock()))
        try:
            new = self._endpoint.exchange({"grant_type": "refresh_token", "refresh_token": pair.refresh_token})
        except NotSent as error:
            self._store.save(pair)
            raise error.reason from error
        except TokenProblem as problem:
            raise self._end_of_chain(pair, problem) from problem
        self._store.save(new)
        return new

    def _end_of_chain(self, pair: TokenPair, problem: TokenProblem) -> ReconnectNeeded:
        """Says what ended the chain, and keeps the end in the store where it is certain."""
        if home := self._endpoint.account_moved_to(pair):
            return ReconnectNeeded(_MOVED, home=home)
        if not problem.names_the_token:
            # A wrong id, secret or redirect address looks like this too, and the chain survives that.
            self._store.save(pair)
            return ReconnectNeeded(
                N_(
                    "amoCRM does not recognise the integration: its ID, secret key or redirect address is another one "
                    "in amoCRM now. Connect the account again with those of today, on the connection page or with "
                    "tablo connect."
                )
            )
        self._store.save(replace(pair, is_dead=True))
        return ReconnectNeeded(_INTERRUPTED if pair.spent_at is not None else None)


def exchange_code(endpoint: TokenEndpoint, code: str) -> TokenPair:
    """The first pair, for the code that amoCRM's consent page gave; stored by the caller."""
    try:
        return endpoint.exchange({"grant_type": "authorization_code", "code": code})
    except NotSent as error:
        raise error.reason from error
    except TokenProblem as problem:
        raise ReconnectNeeded(_WRONG_CODE if problem.names_the_token else _WRONG_INTEGRATION) from problem


_WRONG_CODE = N_(
    "amoCRM did not accept the code: it works once and for 20 minutes. Get a new one: begin the connection again."
)
_WRONG_INTEGRATION = N_(
    "amoCRM does not recognise the integration. Its ID, its secret key and its redirect address must be exactly those "
    "in the integration's window in amoCRM."
)
_MOVED = N_(
    "The amoCRM account now lives at {home}. Connect it at that address, on the connection page or with tablo connect."
)
_INTERRUPTED = N_(
    "Renewing the access to amoCRM was cut off half-way, and the new access was lost with it. "
    "Connect the account again, on the connection page or with tablo connect."
)


def usable(pair: TokenPair | None) -> TokenPair:
    """The pair, if there is one and it lives. Raises ReconnectNeeded otherwise."""
    if pair is None:
        raise ReconnectNeeded(
            N_("The amoCRM account is not connected yet. Connect it, on the connection page or with tablo connect.")
        )
    if pair.is_dead:
        raise ReconnectNeeded
    return pair
