"""amoCRM's token endpoint over HTTP: a code or a refresh token in, a new pair out."""

import base64
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial

import httpx

from sales_core.amocrm.address import checked_address, http_client
from sales_core.amocrm.errors import (
    AccessBlocked,
    GarbledReply,
    RateLimited,
    RetryLater,
    ServerFailed,
    Unreachable,
)
from sales_core.amocrm.pacing import Pacer
from sales_core.amocrm.payload import decode, text
from sales_core.amocrm.replies import retry_after_s
from sales_core.clock import Clock, system_clock
from sales_core.token_pair import TokenPair

_PATH = "/oauth2/access_token"
# The refresh token is shown to amoCRM's own hosts only, whatever the access token claims.
_AMOCRM_DOMAIN = re.compile(r"([a-z0-9-]+\.)+(amocrm\.ru|amocrm\.com|kommo\.com)")
_LIFETIME_S = 86400


class TokenProblem(Exception):  # noqa: N818 - amoCRM's word for it: OAuthProblem
    """400, 401 or 404: sending the same thing again is of no use.

    ``names_the_token``: amoCRM gave its one machine-readable reason, which concerns the token itself; without it the
    integration's id, secret or redirect address may be what is wrong.
    """

    def __init__(self, *, names_the_token: bool) -> None:
        super().__init__()
        self.names_the_token = names_the_token


class NotSent(Exception):  # noqa: N818 - good news
    """The request certainly did not reach amoCRM, so nothing was spent."""

    def __init__(self, reason: RetryLater) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Integration:
    """An amoCRM integration's own identity; ``redirect_uri`` exactly as it is configured there."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


class TokenEndpoint:
    """``pacer``: the one that paces the client too, so that both together stay within the limit."""

    def __init__(
        self,
        base_url: str,
        integration: Integration,
        *,
        transport: httpx.BaseTransport | None = None,
        pacer: Pacer | None = None,
        clock: Clock = system_clock,
    ) -> None:
        self._host = checked_address(base_url).host
        # Renewals are a day apart: each has a connection of its own, and none is left open.
        self._open = partial(http_client, base_url, transport=transport)
        self._identity = asdict(integration)
        self._pacer = pacer or Pacer()
        self._clock = clock

    def exchange(self, grant: Mapping[str, str]) -> TokenPair:
        """The new pair. Raises NotSent, TokenProblem, or one of the client's errors, after which it is unknown whether
        amoCRM has spent the token."""
        host = self._host
        try:
            with self._pacer.slot(), self._open() as http:
                response = http.post(_PATH, json={**self._identity, **grant})
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotSent(Unreachable(host=host, reason=type(error).__name__)) from None
        except httpx.TransportError as error:
            raise Unreachable(host=host, reason=type(error).__name__) from None
        self._check(response, host)
        pair = _pair_in(response.content, self._clock())
        if pair is None:
            raise GarbledReply(host=host)
        return pair

    def account_moved_to(self, pair: TokenPair) -> str | None:
        """The account's address where amoCRM says that it is no longer ours; ``None`` in every other case."""
        domain = _api_domain(pair.access_token)
        if not _AMOCRM_DOMAIN.fullmatch(domain):
            return None
        url = f"https://{domain}/oauth2/account/current/subdomain"
        try:
            with self._pacer.slot(), self._open() as http:
                response = http.get(url, headers={"X-Refresh-Token": pair.refresh_token})
        except httpx.TransportError:
            return None
        home = text(decode(response.content) or {}, "domain") if response.status_code == 200 else ""
        is_elsewhere = _AMOCRM_DOMAIN.fullmatch(home) and home != self._host
        return f"https://{home}" if is_elsewhere else None

    def _check(self, response: httpx.Response, host: str) -> None:
        match response.status_code:
            case 200:
                return
            case 400 | 401 | 404:
                raise TokenProblem(names_the_token=bool(text(decode(response.content) or {}, "hint")))
            case 403:
                raise AccessBlocked(path=_PATH)
            case 429:
                self._pacer.throttled(retry_after_s(response))
                raise RateLimited
            case status if status >= 500:
                raise ServerFailed(status=status)
            case _:
                raise GarbledReply(host=host)


def _pair_in(body: bytes, now: int) -> TokenPair | None:
    document = decode(body) or {}
    access, refresh = text(document, "access_token"), text(document, "refresh_token")
    if not access or not refresh:
        return None
    lifetime_s = document.get("expires_in")
    return TokenPair(access, refresh, expires_at=now + (lifetime_s if isinstance(lifetime_s, int) else _LIFETIME_S))


def _api_domain(access_token: str) -> str:
    """The claim ``api_domain`` of a JWT, unverified: it is only used after a check against amoCRM's own domains."""
    claims = access_token.split(".")[1:2]
    try:
        body = base64.urlsafe_b64decode(claims[0] + "==") if claims else b""
    except ValueError:
        return ""
    return text(decode(body) or {}, "api_domain")
