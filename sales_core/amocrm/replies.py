"""What a reply means: by its HTTP code first, and its body only where JSON is promised."""

from email.utils import parsedate_to_datetime

import httpx

from sales_core.amocrm.errors import (
    AccessBlocked,
    GarbledReply,
    InvalidRequest,
    NoRights,
    NotFound,
    RateLimited,
    ServerFailed,
    SubscriptionEnded,
    TokenRefused,
    TooHeavy,
    WrongAddress,
)
from sales_core.amocrm.payload import Json, decode, objects, text
from sales_core.errors import AmocrmError

_LONGEST_DETAIL = 200


def read_reply(response: httpx.Response, *, may_be_forbidden: bool) -> Json | None:
    """The JSON object of a good reply, ``None`` for 204; raises the error of any other.

    ``may_be_forbidden``: 403 says something of this path only, not of the whole account.
    """
    if response.status_code == 204:
        return None
    if response.is_success:
        document = decode(response.content)
        if document is None:
            raise GarbledReply(host=response.url.host)
        return document
    raise _error_of(response, may_be_forbidden=may_be_forbidden)


def retry_after_s(response: httpx.Response) -> float | None:
    """The pause a 429 asks for, in the rare case that it names one in seconds."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and int(value) > 0 else None


def clock_offset_s(response: httpx.Response, now: float) -> int | None:
    """How far the server's clock is ahead of ours, in whole seconds; ``None`` where it does not tell the time.

    ``now``: Unix seconds of this computer.
    """
    try:
        return round(parsedate_to_datetime(response.headers["Date"]).timestamp() - now)
    except (KeyError, ValueError):
        return None


def _error_of(response: httpx.Response, *, may_be_forbidden: bool) -> AmocrmError:  # noqa: PLR0911 - a table
    path, host, status = response.url.path, response.url.host, response.status_code
    match status:
        case 401:
            return TokenRefused()
        case 402:
            return SubscriptionEnded()
        case 403:
            return NoRights(path=path) if may_be_forbidden else AccessBlocked(path=path)
        case 404:
            return NotFound(host=host, path=path)
        case 429:
            return RateLimited()
        case 504:
            return TooHeavy()
    if response.has_redirect_location:
        return WrongAddress(host=host, other=_where_to(response))
    if status >= 500:
        return ServerFailed(status=status)
    if status >= 400:
        return InvalidRequest(path=path, status=status, detail=_detail(response))
    return GarbledReply(host=host)


def _where_to(response: httpx.Response) -> str:
    target = response.url.join(response.headers["Location"])
    return target.host + ("" if target.host != response.url.host else target.path)


def _detail(response: httpx.Response) -> str:
    problem = decode(response.content) or {}
    faults = [fault for group in objects(problem.get("validation-errors")) for fault in objects(group.get("errors"))]
    told = [f"{text(fault, 'path')}: {text(fault, 'detail')}" for fault in faults]
    return ("; ".join(told) or text(problem, "detail") or response.reason_phrase)[:_LONGEST_DETAIL]
