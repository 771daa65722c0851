"""The report page with 20 and 300 managers: the server's time for a rerun, fifty viewers at once, and what a person
waits for in Chromium (a deep link until the table can be read, a click until its payments can)."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks import worlds
from benchmarks.measuring import p95, report, resident_mb
from benchmarks.worlds import TODAY, Size
from sales_core.store.database import open_database

_QUERY = f"month={TODAY:%Y-%m}&as_of={TODAY}"
_ROOT = Path(__file__).parent.parent
_SIZES = (Size("20", 8_000, 4_000, 20), Size("300", 40_000, 20_000, 300))
_VIEWERS, _EVERY_S, _SECONDS = 50, 5, 30
_WARMING = 40  # Python itself gets quicker over the first dozens of reruns
_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_PAYMENTS_VISIBLE = """() => new Promise(done => {
  const clickedAt = window.clickedAt;
  const look = () => {
    const dialog = document.querySelector('[role=dialog]');
    const there = dialog && [...dialog.querySelectorAll('*')].some(n => n.shadowRoot?.querySelector('tbody tr'));
    there ? done(performance.now() - clickedAt) : requestAnimationFrame(look);
  };
  look();
})"""


def run() -> None:
    for size in _SIZES:
        with tempfile.TemporaryDirectory() as folder, _app(size, Path(folder)) as (url, pid):
            figures = asyncio.run(_server_side(url)) | _in_chromium(url)
            figures["server MB"] = resident_mb(pid)
        limits = {
            "rerun median ms": 25,
            "50 viewers p95 ms": 150,
            "deep link s": 2.5,
            "click to payments median ms": 150,
        }
        report(f"page_{size.name}", figures, limits if size.name == "20" else {})


@contextmanager
def _app(size: Size, folder: Path) -> Iterator[tuple[str, int]]:
    database_url = f"sqlite:///{folder / 'tablo.db'}"
    database = open_database(database_url)
    worlds.fill(database, size, *worlds.make_frames(size))
    database.dispose()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "app:app",
        "--port",
        str(port),
        "--no-access-log",
        "--ws-per-message-deflate",
        "false",
    ]
    environment = os.environ | {"TABLO_DATABASE_URL": database_url}
    with subprocess.Popen(command, env=environment, cwd=_ROOT, stderr=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url)
            yield url, server.pid
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


class _Viewer:
    """One browser tab as the server sees it: a session that asks for reruns of the whole page and, as a tab does, says
    which large messages it still has, so that those are not sent again."""

    def __init__(self, socket_: ClientConnection) -> None:
        self._socket = socket_
        self._has: set[str] = set()

    async def rerun(self) -> float:
        """Milliseconds from the question to the end of the script."""
        question = BackMsg()
        question.rerun_script.query_string = _QUERY
        question.rerun_script.cached_message_hashes.extend(self._has)
        start = time.perf_counter()
        await self._socket.send(question.SerializeToString())
        async for message in self._socket:
            answer = ForwardMsg()
            answer.ParseFromString(message if isinstance(message, bytes) else message.encode())
            if answer.metadata.cacheable:
                self._has.add(answer.hash)
            if answer.WhichOneof("type") == "script_finished":
                return (time.perf_counter() - start) * 1000
        raise ConnectionError("the server closed the session")


def _session(url: str) -> connect:
    return connect(
        f"ws{url.removeprefix('http')}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
    )


async def _server_side(url: str) -> dict[str, float]:
    async with _session(url) as socket_:
        viewer = _Viewer(socket_)
        for _ in range(_WARMING):
            await viewer.rerun()
        alone = [await viewer.rerun() for _ in range(60)]
    times: list[float] = []
    await asyncio.gather(*(_watch(url, n, times) for n in range(_VIEWERS)))
    return {
        "rerun median ms": statistics.median(alone),
        "rerun p95 ms": p95(alone),
        "50 viewers median ms": statistics.median(times),
        "50 viewers p95 ms": p95(times),
    }


async def _watch(url: str, number: int, times: list[float]) -> None:
    await asyncio.sleep(number * _EVERY_S / _VIEWERS)
    async with _session(url) as socket_:
        viewer = _Viewer(socket_)
        await viewer.rerun()
        for _ in range(_SECONDS // _EVERY_S):
            await asyncio.sleep(_EVERY_S)
            times.append(await viewer.rerun())


def _in_chromium(url: str) -> dict[str, float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=_CHROMIUM)
        loads = [_load(browser.new_context().new_page(), url) for _ in range(5)]
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        _load(page, url)
        page.wait_for_timeout(1500)
        page.evaluate(
            "() => document.addEventListener('mousedown', () => { window.clickedAt = performance.now() }, true)"
        )
        clicks = [_click(page, row) for row in range(15)]
        browser.close()
    return {
        "deep link s": statistics.median(loads),
        "click to payments median ms": statistics.median(clicks),
        "click to payments p95 ms": p95(clicks),
    }


def _load(page: Page, url: str) -> float:
    start = time.perf_counter()
    page.goto(f"{url}/?{_QUERY}")
    page.wait_for_selector("[role=treegrid] tbody tr")
    return time.perf_counter() - start


def _click(page: Page, row: int) -> float:
    page.locator("[role=treegrid] tbody [data-column=fact] .figure").nth(row).click()
    elapsed = float(page.evaluate(_PAYMENTS_VISIBLE))
    page.wait_for_timeout(150)
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    page.wait_for_timeout(200)
    return elapsed
