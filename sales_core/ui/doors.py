"""Who may reach the app, decided before Streamlit sees a request.

There are no accounts yet, so the app answers on loopback only: a server told to listen elsewhere does not start, and a
connection that arrives on any other address is refused. Streamlit's own pages about its insides are closed to all.
"""

import gc
import logging
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sales_core.i18n import N_
from sales_core.ui.reader import configured_language

REFUSAL = N_("Tablo has no accounts yet, so it opens on 127.0.0.1 only: {address} was refused. Leave the address out.")
CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/script-health-check")


class Doors:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            refused = next((address for address in _addresses() if not is_loopback(address)), None)
            if refused is not None:
                await receive()
                message = refusal(refused)
                return await send({"type": "lifespan.startup.failed", "message": message})
            return await self._app(scope, receive, send)
        address = (scope.get("server") or ("127.0.0.1", None))[0]
        if not is_loopback(address):
            return await self._refuse(scope, receive, send, 403, refusal(address))
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(CLOSED_PATHS):
            return await self._refuse(scope, receive, send, 404, "")
        return await self._app(scope, receive, send)

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, message: str) -> None:
        if scope["type"] == "websocket":
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        return await PlainTextResponse(message, status)(scope, receive, send)


def refusal(address: str) -> str:
    return configured_language().text(REFUSAL, address=address)


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches the address; the path of a Unix socket counts."""
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def send_at_once() -> None:
    """Turns Nagle's delay off for connections to come: ``streamlit run`` binds its socket in a way that leaves it on,
    which costs 40 ms an answer."""
    for listener in _listeners():
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def keep_addresses_out_of_the_log() -> None:
    """Streamlit turns uvicorn's access log on again, and what stands in an address is nobody's business."""
    logging.getLogger("uvicorn.access").disabled = True


def _addresses() -> Iterator[str]:
    """Where this process listens or is about to: uvicorn binds only after the start-up that asks this."""
    for listener in _listeners():
        yield listener.getsockname()[0]
    for config in _living(uvicorn.Config):
        if config.uds is None and config.fd is None:
            yield config.host


def _listeners() -> Iterator[socket.socket]:
    for one in _living(socket.socket):
        is_tcp = (
            one.fileno() >= 0 and one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM
        )
        if is_tcp and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            yield one


def _living(kind: type[Any]) -> list[Any]:
    """Every object of a class in this process: no server hands its sockets or settings to the app."""
    return [one for one in gc.get_objects() if isinstance(one, kind)]
