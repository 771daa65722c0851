"""A really running app over a small company, and a browser to look at it with."""

import socket
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sales_core.store.database import Database, open_database
from tests.programs import running
from tests.ui.world import ADDRESS, fill

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""The same browser without a window: a page costs it half the time."""
FLAGS = [
    "--process-per-site",
    "--renderer-process-limit=1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_S = 30
PATIENCE_MS = 15_000
"""What takes milliseconds may take seconds on a busy machine."""

RUNNING = "[data-testid=stApp][data-test-script-state=running]"
"""The page is about to be drawn anew: a click would be lost with the button it went to."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class App:
    """A running app and the database it shows."""

    url: str
    database: Database


@contextmanager
def running_app(environment: Mapping[str, str], port: int | None = None) -> Iterator[str]:
    """The app as a user starts it, on a free port of loopback unless one is named; yields its address."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    with running("uvicorn", ["app:app", "--port", str(port), "--no-access-log"], environment) as app:
        wait_until_up(url, app)
        yield url


def wait_until_up(url: str, app: BaseProcess) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert app.is_alive(), "the app ended at once"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with small_company(tmp_path_factory.mktemp("ui")) as opened:
        yield opened


@pytest.fixture(scope="module")
def own_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """For tests that change what is decided: seen by the tests of one file only."""
    with small_company(tmp_path_factory.mktemp("own")) as opened:
        yield opened


@contextmanager
def small_company(folder: Path) -> Iterator[App]:
    url = f"sqlite:///{folder / 'tablo.db'}"
    database = open_database(url)
    fill(database)
    with running_app({"TABLO_DATABASE_URL": url}) as address:
        yield App(address, database)
    database.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def desk(browser: Browser, app: App) -> Iterator[BrowserContext]:
    """A browser window of the design's size; tabs share what was downloaded, not what they remember. One tab stays
    open: with it the process in which all of them run, and there the scripts that were read once."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    context.new_page().goto(f"{app.url}/_stcore/health")
    yield context
    context.close()


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    """A tab of a new reader, who waits for an answer before clicking again."""
    opened = desk.new_page()
    opened.add_locator_handler(opened.locator(RUNNING), lambda: None)
    yield opened
    opened.close()


@pytest.fixture
def report(app: App, page: Page) -> Page:
    """The known month, open."""
    return open_report(page, app.url)


def expect_settled(page: Page) -> None:
    """Nothing on the page is about to be drawn anew: what is clicked now is answered."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def open_report(page: Page, url: str, address: str = ADDRESS) -> Page:
    page.goto(url + "/" + address)
    page.wait_for_selector("[role=treegrid]")
    return page
