"""The page of the connection in a real browser, beside a real worker: state, wishes, the run log in words."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.config import Settings
from sales_core.connection import connect_by_token
from sales_core.store.bookmarks import add_remarks, finish_run, last_runs, start_run, update_run
from sales_core.store.database import Database
from tests.sync.worlds import Hands, quiet_world
from tests.ui.evening import Evening, evening

pytestmark = pytest.mark.browser

SOON_MS = 30_000


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[Evening]:
    """Connected and read, with the worker going on."""
    with evening(quiet_world(Hands(system_clock())), tmp_path) as opened:
        with opened.database() as database:
            connect_by_token(Settings(database_url=database.url), database, opened.amocrm, "demo-token")
            opened.start_worker()
            wait_for_run(database)
        yield opened


def wait_for_run(database: Database) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with database.read() as conn:
            if any(run.outcome == "done" for run in last_runs(conn, 5)):
                return
        time.sleep(0.1)
    raise TimeoutError


def opened_page(page: Page, opened: Evening) -> Page:
    page.goto(opened.url + "/connection")
    expect(page.get_by_role("heading", name="Журнал загрузки")).to_be_visible()
    return page


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_the_page_tells_the_connection_and_does_what_is_asked(connected: Evening, page: Page) -> None:
    opened_page(page, connected)
    facts = page.locator("dl")
    for said in ("Бюро внедрения", "по долгосрочному токену", "Europe/Moscow", "администратора: видно всё"):
        expect(facts).to_contain_text(said)
    assert "demo-token" not in page.content()
    log = page.get_by_role("table").filter(has_text="Заняло")
    expect(log).to_contain_text("Первая загрузка")
    expect(log).to_contain_text("3 сделки")
    button(page, "Перечитать всё…").click()
    expect(page.get_by_text("Ничего не потеряется")).to_be_visible()
    button(page, "Перечитать всё").click()
    expect(log).to_contain_text("Перечитано всё", timeout=SOON_MS)
    connected.stop_worker()
    expect(page.get_by_text("tablo up")).to_be_visible(timeout=SOON_MS)
    expect(button(page, "Обновить сейчас")).to_be_disabled()
    button(page, "Подключить заново").click()
    expect(page.get_by_role("heading", name="Подключите amoCRM")).to_be_visible()


def test_the_run_log_is_told_in_words(connected: Evening, page: Page) -> None:
    """Quiet passes are one line; a failure and a remark are their sentences."""
    connected.stop_worker()
    now = system_clock()
    with connected.database() as database:
        for place in range(4):
            note_run(database, now - 400 + 60 * place, 3)
        with database.write() as conn:
            failed = start_run(conn, "incremental", now - 100)
            error = {"template": "amoCRM's server failed (code {status}). The next attempt follows by itself."}
            finish_run(conn, failed, now - 95, "failed", error=error | {"params": {"status": 502}})
        note_run(database, now - 60, 75, leads=1, events=5)
        with database.write() as conn:
            add_remarks(
                conn,
                [
                    {
                        "template": "The amoCRM user who gave access has no rights to {path}.",
                        "params": {"path": "/notes"},
                    }
                ],
            )
        with database.write() as conn:
            update_run(conn, start_run(conn, "incremental", now), stage="Reading events")
    opened_page(page, connected)
    rows = page.get_by_role("table").filter(has_text="Заняло").locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("Читаем события")
    expect(rows.nth(1)).to_contain_text("Новое и изменённое: 1 сделка, 5 событий")
    expect(rows.nth(1)).to_contain_text("нет прав на /notes")
    expect(rows.nth(1)).to_contain_text("1 мин")
    expect(rows.nth(2)).to_contain_text("На сервере amoCRM произошла ошибка (код 502)")
    expect(rows.nth(3)).to_contain_text("изменений не было")


def note_run(database: Database, at: int, took_s: int, **changes: int) -> None:
    with database.write() as conn:
        finish_run(conn, start_run(conn, "incremental", at), at + took_s, "done", changes=changes)
