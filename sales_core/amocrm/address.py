"""The account's address, checked, and an HTTP client that stays there."""

import httpx

from sales_core import __version__
from sales_core.errors import ConfigError
from sales_core.i18n import N_

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_CONNECTIONS = 16


def checked_address(url: str) -> httpx.URL:
    """The base URL of an account; ConfigError, without repeating a password in it, for anything else."""
    try:
        parsed = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL:
        parsed = httpx.URL("")
    if parsed.scheme not in ("http", "https") or not parsed.host or parsed.userinfo or parsed.query or parsed.fragment:
        raise ConfigError(N_("The account's address is no address: write it like https://NAME.amocrm.ru"))
    return parsed


def http_client(base_url: str, *, transport: httpx.BaseTransport | None) -> httpx.Client:
    """Never follows a redirect: whatever is sent goes to this host only. Its User-Agent names the program."""
    address = checked_address(base_url)
    return httpx.Client(
        base_url=address,
        transport=transport,
        timeout=_TIMEOUT,
        follow_redirects=False,
        # A proxy of the environment is for the world outside; a demo on this machine must not be asked through it.
        trust_env=address.host not in _LOOPBACK,
        limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS, keepalive_expiry=4.0),
        headers={"User-Agent": f"Tablo/{__version__}", "Accept": "application/hal+json, application/json"},
    )
