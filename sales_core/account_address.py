"""Addresses as people write them: of an amoCRM account, and of anything on the web."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from sales_core.errors import InputError

_AMOCRM_DOMAINS = (".amocrm.ru", ".kommo.com", ".amocrm.com")
_LOCAL_DOMAINS = (".localhost", ".test", ".local", ".internal")


def account_url(typed: str) -> str:
    """The address that requests go to, of what a person copied out of the browser or typed, ``https://`` or not.

    Raises InputError for anything that is no account's address.
    """
    text = typed.strip()
    url = read_account_url(text if "://" in text else f"https://{text}")
    if url is None:
        raise InputError(
            "“{typed}” is not the address of an amoCRM account: it looks like https://NAME.amocrm.ru or "
            "https://NAME.kommo.com",
            typed=text[:60],
        )
    return url


def read_account_url(url: str) -> str | None:
    """Scheme and host of a real account (what follows in the browser's address line is cut), or any base URL of this
    computer or network, for tests; ``None`` for anything else.

    The token is sent there, so a stranger's host and an unencrypted account are refused.
    """
    parts = split_web_address(url)
    if parts is not None and _is_local(str(parts.hostname)):
        return url.rstrip("/")
    if parts is None or parts.scheme != "https" or not _is_account_host(parts.netloc.lower()):
        return None
    return f"https://{parts.netloc.lower()}"


def host_of(url: str) -> str:
    """The account's host as amoCRM names it, with a port if the address has one."""
    return urlsplit(url).netloc.lower()


def split_web_address(url: str) -> SplitResult | None:
    """The parts of a web address; ``None`` for anything else, and for one that carries a name or password."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError for a port that is not a number
    except ValueError:
        return None
    fits = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return parts if fits and not any(sign.isspace() for sign in url) else None


def _is_account_host(host: str) -> bool:
    name = next((host.removesuffix(domain) for domain in _AMOCRM_DOMAINS if host.endswith(domain)), "")
    return name not in ("", "www") and "." not in name


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_DOMAINS)
