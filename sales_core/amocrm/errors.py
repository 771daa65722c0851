"""What can go wrong with amoCRM, grouped by what to do about it.

    AmocrmError
    ├── RetryLater           retry: passes by itself; the client has already tried several times
    │   ├── RateLimited        429
    │   ├── ServerFailed       500, 502, 503 and their like
    │   ├── TooHeavy           504: ask for less at a time
    │   ├── Unreachable        no name, no connection, a time-out, a cut connection
    │   └── GarbledReply       HTML or half a document where JSON should be
    ├── TokenRefused         refresh: 401; the client refreshes once and repeats once, callers never see it
    ├── TrafficStopped       stop: nothing more is sent through this client until someone has looked
    │   ├── AccessBlocked      403 where it used to work
    │   ├── SubscriptionEnded  402
    │   └── WrongAddress       the address leads somewhere else
    ├── ReconnectNeeded      reconnect: only a person can give new access; nothing more is sent
    └── RequestRefused       skip: this one request is refused, others may go on
        ├── NoRights           403 where the token never had rights
        ├── NotFound           404
        ├── InvalidRequest     400, 405, 422
        └── EndlessPages       the same page again and again

Each kind has its sentence; parameters are plain text and numbers, never secrets.
"""
# ruff: noqa: N818 - the names say what happened; the base class says that they are errors

from typing import Any, ClassVar, Self

from sales_core.errors import AmocrmError
from sales_core.i18n import N_


class _Told(AmocrmError):
    """An error that has its sentence ready; a template given instead is told in its place."""

    sentence: ClassVar[str] = ""

    def __init__(self, template: str | None = None, **params: Any) -> None:
        super().__init__(template or self.sentence, **params)


class RetryLater(_Told):
    """Passes by itself: try again on the next pass. ``once`` says it where no next pass follows."""

    once: ClassVar[str] = ""

    def told_once(self) -> Self:
        """The same for a person who waits for the answer: what to do, since nothing is tried again by itself."""
        return type(self)(self.once, **self.params)


class RateLimited(RetryLater):
    sentence = N_("amoCRM says that there are too many requests. They are slowed down and go on by themselves.")
    once = N_("amoCRM says that there are too many requests. Try again in a few minutes.")


class ServerFailed(RetryLater):
    sentence = N_("amoCRM's server failed (code {status}). The next attempt follows by itself.")
    once = N_("amoCRM's server failed (code {status}). Try again in a few minutes.")


class TooHeavy(RetryLater):
    """The server gave up on a heavy request; half as many things at a time may pass."""

    sentence = N_("amoCRM could not put the answer together in time (code 504). The next attempt follows by itself.")
    once = N_("amoCRM could not put the answer together in time (code 504). Try again in a few minutes.")


class Unreachable(RetryLater):
    sentence = N_("amoCRM at {host} cannot be reached ({reason}). The next attempt follows by itself.")
    once = N_(
        "amoCRM at {host} cannot be reached ({reason}). Check the account's address and the network, then try again."
    )


class GarbledReply(RetryLater):
    sentence = N_("{host} answers, but not with amoCRM's data. If this goes on, check the account's address.")
    once = N_("{host} answers, but not with amoCRM's data. Check the account's address.")


class TokenRefused(_Told):
    """401: raised and caught inside the client."""

    sentence = N_("amoCRM did not accept the access token.")


class TrafficStopped(_Told):
    """Nothing more is sent through this client until ``resume()``."""


class AccessBlocked(TrafficStopped):
    sentence = N_(
        "amoCRM forbids what it allowed before (code 403 for {path}): the account may be blocked for too many "
        "requests, this computer's address may be missing from amoCRM's list, or rights were taken away. "
        "Requests are stopped; ask amoCRM's support."
    )


class SubscriptionEnded(TrafficStopped):
    sentence = N_("The amoCRM subscription has ended, so amoCRM gives no data. Pay for it, and the sync goes on.")


class WrongAddress(TrafficStopped):
    sentence = N_("{host} sends us on to {other}. Connect at the account's own address.")


class ReconnectNeeded(_Told):
    """Access is gone for good; ``tablo connect`` or a new token gives it back."""

    sentence = N_(
        "amoCRM no longer gives us access. Connect the account again, on the connection page or with tablo connect."
    )


class RequestRefused(_Told):
    """This one request will not be answered, however often it is sent."""


class NoRights(RequestRefused):
    sentence = N_("The amoCRM user who gave access has no rights to {path}.")


class NotFound(RequestRefused):
    sentence = N_("amoCRM at {host} has no {path}. Check the account's address.")


class InvalidRequest(RequestRefused):
    sentence = N_("amoCRM did not accept a request to {path} (code {status}): {detail}")


class EndlessPages(RequestRefused):
    sentence = N_("amoCRM repeats the same page of {resource} (page {page}); reading it was stopped.")
