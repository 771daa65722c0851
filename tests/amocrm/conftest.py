"""Small real servers that stand in for amoCRM, and clients in a hurry."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.responses import JSONResponse, Response

from sales_core.amocrm.auth import Auth, StaticToken
from sales_core.amocrm.client import AmocrmClient, Backoff
from sales_core.amocrm.pacing import Pacer

SAMPLES = Path(__file__).parent / "samples"
TOKEN = "a-token-nobody-else-knows"
HTML = Response("<html>Service is busy</html>", media_type="text/html")


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float


Answer = Callable[[Asked], Response]


@dataclass
class Server:
    """An address, and what was asked there so far."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    @property
    def pages(self) -> list[int]:
        return [int(asked.query.get("page", 1)) for asked in self.asked]


def in_turn(*replies: Response) -> Answer:
    """Each request gets the next reply; the last one repeats."""
    left = list(replies)
    lock = threading.Lock()

    def answer(_asked: Asked) -> Response:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return answer


def status(code: int, body: Any = None, **headers: str) -> Response:
    return JSONResponse(body or {"title": "…", "status": code}, code, headers, "application/problem+json")


def listing(key: str, items: list[Any], *, more: bool = False, host: str = "https://shard152.amocrm.ru") -> Response:
    """A page of a list; its links name a foreign host, as amoCRM's may."""
    links = {"self": {"href": f"{host}/api/v4/{key}?page=1"}} | ({"next": {"href": f"{host}/x?page=2"}} if more else {})
    return JSONResponse({"_links": links, "_embedded": {key: items}}, media_type="application/hal+json")


def paged(key: str, count: int, *, largest: int = 250, delay_s: Callable[[int], float] = lambda _page: 0) -> Answer:
    """A list of ``count`` things with ids from 1; a ``limit`` above ``largest`` silently becomes 50."""

    def answer(asked: Asked) -> Response:
        page, limit = int(asked.query.get("page", 1)), int(asked.query.get("limit", 50))
        time.sleep(delay_s(page))
        size = limit if limit <= largest else 50
        ids = range((page - 1) * size + 1, min(page * size, count) + 1)
        if not ids:
            return Response(status_code=204)
        return listing(key, [{"id": i, "name": f"№ {i}", "updated_at": i} for i in ids], more=page * size < count)

    return answer


@pytest.fixture
def served() -> Iterator[Callable[[Answer], Server]]:
    """Serves an answer over real HTTP for as long as the test runs."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(_serving(answer))


@contextmanager
def _serving(answer: Answer) -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(address.path, dict(parse_qsl(address.query)), headers, body, time.monotonic())
            server.asked.append(asked)
            response = answer(asked)
            self.send_response(response.status_code)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """A server in a test has nothing to say."""

        def handle(self) -> None:
            with suppress(ConnectionError):  # a client that gave up waiting
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        yield server
        http.shutdown()
        thread.join()


@contextmanager
def raw_server(*replies: bytes) -> Iterator[str]:
    """Each connection gets the next bytes and is then cut, hard where there are none; the last ones repeat."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = threading.Thread(target=_answer_raw, args=(listener, list(replies)), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _answer_raw(listener: socket.socket, replies: list[bytes]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(65536)
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            if not reply:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(reply)


def hasty_pacer() -> Pacer:
    """No waiting to speak of."""
    return Pacer(per_window=50, window_s=0.001, first_pause_s=0.01)


@pytest.fixture
def connect() -> Iterator[Callable[..., AmocrmClient]]:
    """A client in a hurry, closed when the test ends."""
    with ExitStack() as stack:

        def start(url: str, auth: Auth | None = None, *, tries: int = 5, pacer: Pacer | None = None) -> AmocrmClient:
            client = AmocrmClient(
                url,
                auth or StaticToken(TOKEN),
                pacer=pacer or hasty_pacer(),
                backoff=Backoff(tries=tries, first_s=0.005, longest_s=0.02),
            )
            return stack.enter_context(client)

        yield start
