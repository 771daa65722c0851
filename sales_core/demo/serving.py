"""The demo server on a thread of its own, for tests and benchmarks."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_SHUTDOWN_S = 10


def listen(port: int = 0) -> socket.socket:
    """A bound socket on loopback; port 0 takes a free one."""
    # The protocol is named so that asyncio turns Nagle's delay off on what it accepts.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def address_of(bound: socket.socket) -> str:
    return f"http://127.0.0.1:{bound.getsockname()[1]}"


def uvicorn_server(app: ASGIApp) -> uvicorn.Server:
    """Quiet: a connection cut on purpose is no news."""
    config = uvicorn.Config(
        app, log_config=None, log_level="critical", access_log=False, timeout_graceful_shutdown=1, ws="none"
    )
    return uvicorn.Server(config)


@contextmanager
def serve(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serves the application and yields its address; it is gone when the block ends."""
    server = uvicorn_server(app)
    bound = listen(port)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    bound.listen()
    thread.start()
    try:
        yield address_of(bound)
    finally:
        server.should_exit = True
        thread.join(_SHUTDOWN_S)
        bound.close()
