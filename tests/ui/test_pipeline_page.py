"""The page of deals in work in a browser: its figures, the deals behind them, what its address holds."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.i18n import language
from sales_core.periods import day_of
from tests.programs import clean
from tests.ui.conftest import App, expect_settled, small_company
from tests.ui.deal_world import CONTRACT, HOSTILE_STATUS, OLD, fill_deals
from tests.ui.world import HOSTILE, IDS

pytestmark = pytest.mark.browser

ANNA = f"m{IDS['Анна Соколова']}"
_READ = """table => Object.fromEntries([...table.querySelectorAll('tr[data-id]')].map(tr => [tr.dataset.id,
  Object.fromEntries([...tr.querySelectorAll('td')].map(
    td => [td.dataset.column, td.querySelector('b')?.textContent]))]))"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with small_company(tmp_path_factory.mktemp("deals")) as opened:
        fill_deals(opened.database)
        yield opened


def opened(page: Page, app: App, address: str = "") -> Locator:
    """The matrix, in sight."""
    page.goto(f"{app.url}/pipeline{address}")
    table = page.get_by_role("grid", name=re.compile("^Сделки по менеджерам"))
    expect(table).to_be_visible()
    expect_settled(page)
    return table


def number(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()) or 0)


def told(app: App, *arguments: str) -> dict[str, Any]:
    program = str(Path(sys.executable).with_name("tablo"))
    environment = clean({"TABLO_DATABASE_URL": app.database.url})
    asked = [program, "report", "pipeline", "--format", "json", *arguments]
    return dict(json.loads(subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout))


def test_every_figure_is_the_one_that_the_command_line_tells(company: App, page: Page) -> None:
    shown = opened(page, company).evaluate(_READ)
    report = told(company)
    rows = {f"m{row['manager']['id']}": row for row in report["rows"]} | {"total": report["total"]}
    assert list(shown) == list(rows)
    for row_id, row in rows.items():
        figures = {f"s{cell['column']}": cell["count"] for cell in row["cells"]}
        figures |= {"work": row["in_work"]["count"], "stuck": row["stuck"]["count"]}
        figures |= {"archived": row["archived"]["count"], "won": row["won"]["count"]}
        assert {column: number(shown[row_id][column]) for column in figures} == figures, row_id
    assert page.title() == "Сделки в работе · Доска продаж"
    expect(page.get_by_role("columnheader", name=HOSTILE, exact=True).first).to_be_visible()


@pytest.mark.parametrize(
    ("row", "column"),
    [(ANNA, f"s{HOSTILE_STATUS}"), ("total", f"s{CONTRACT}"), (ANNA, "load"), ("total", "stuck"), ("total", "archived"),
     ("total", "won")],
)  # fmt: skip
def test_a_figure_opens_as_many_deals_as_it_says(company: App, page: Page, row: str, column: str) -> None:
    table = opened(page, company)
    count = number(
        table.locator(f"[data-row='{row}'][data-column='{'work' if column == 'load' else column}'] b").inner_text()
    )
    table.locator(f"[data-row='{row}'][data-column='{column}'] .figure").click()
    assert listed(page.get_by_role("dialog"), count) == count > 0


def test_the_cards_open_as_many_deals_as_they_say(company: App, page: Page) -> None:
    opened(page, company)
    for figure in (
        page.get_by_role("region", name="Ушли в архив").locator("tbody button").first,
        page.get_by_role("region", name="Застряли").locator(".reasons button").first,
        page.get_by_role("region", name="По статусам").locator("tbody tr").first.locator("button").last,
    ):
        count = number(figure.inner_text())
        figure.click()
        assert listed(page.get_by_role("dialog"), count) == count > 0
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    move = page.get_by_role("region", name="Как выровнять").locator("button").first
    count = number(move.inner_text())
    move.click()
    assert listed(page.get_by_role("dialog"), count) == count > 0
    assert page.title() == "Сделки в работе · Доска продаж"


def listed(dialog: Locator, count: int) -> int:
    """The deals on all pages of the list, one page after the other."""
    expect(dialog).to_contain_text(re.compile(rf": {count} сдел"))
    lines, found = dialog.locator("tbody tr"), 0
    while True:
        expect(lines).to_have_count(min(50, count - found))
        found += lines.count()
        if found >= count:
            return found
        dialog.get_by_role("button", name="Следующая страница").click()
        expect(dialog.get_by_text(re.compile(rf"^{found + 1}–"))).to_be_visible()


def test_filters_stand_in_the_address_and_survive_a_reload(company: App, page: Page) -> None:
    opened(page, company)
    page.get_by_role("combobox", name="Воронка").click()
    page.get_by_role("option", name="Все воронки").click()
    page.wait_for_url(re.compile("pipeline=all"))
    expect_settled(page)
    page.get_by_role("combobox", name=re.compile("Отдел")).click()
    page.get_by_role("option", name="Сопровождение").click()
    page.wait_for_url(re.compile("department=2"))
    page.reload()
    expect(page.get_by_role("rowheader", name="Сергей Никитин")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Анна Соколова")).to_be_hidden()
    expect(page.get_by_text("Выберите одну воронку: у каждой свои статусы.")).to_be_visible()
    asked = parse_qs(urlparse(page.url).query)
    assert (asked["pipeline"], asked["department"]) == (["all"], ["2"])


def test_any_days_are_chosen_as_on_the_page_of_activity(company: App, page: Page) -> None:
    table = opened(page, company)
    page.get_by_role("radio", name="Сегодня").click()
    page.wait_for_url(re.compile("period=today"))
    expect_settled(page)
    today = day_of(system_clock(), ZoneInfo("Europe/Moscow"))
    expect(page.get_by_role("region", name="Выиграно")).to_contain_text(language("ru").day(today))
    asked = ("--day", today.isoformat())
    won = told(company, *asked)["total"]["won"]["count"]
    assert number(table.locator("[data-row='total'][data-column='won'] b").inner_text()) == won
    expect(page.get_by_text("Все месяцы")).to_be_hidden()


def test_a_pipeline_of_the_archive_and_one_that_is_not_there_are_told_of(company: App, page: Page) -> None:
    page.goto(f"{company.url}/pipeline?pipeline={OLD}")
    expect(page.get_by_text("Воронка «Старая *воронка*» в архиве amoCRM.")).to_be_visible()
    expect(page.get_by_text("Сделок в работе здесь нет.")).to_be_visible()
    opened(page, company, "?pipeline=999")
    expect(page.get_by_text("Нет такой воронки: «999». Показан вид по умолчанию.")).to_be_visible()


def test_conversion_is_drawn_and_its_table_opens_deals(company: App, page: Page) -> None:
    opened(page, company)
    page.get_by_text("Таблица", exact=True).click()
    table = page.get_by_role("grid", name="Конверсия из статуса в статус")
    figure = table.locator("[data-row='total'][data-column='entered'] .figure")
    count = number(figure.inner_text())
    figure.click()
    assert listed(page.get_by_role("dialog"), count) == count > 0


def test_on_a_phone_the_page_is_as_wide_as_the_screen(company: App, browser: Browser) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = phone.new_page()
        table = opened(page, company)
        expect(page.get_by_role("region", name="По статусам")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        table.locator("[data-row='total'][data-column='won']").scroll_into_view_if_needed()
        expect(table.get_by_role("rowheader", name="Итого")).to_be_in_viewport()
    finally:
        phone.close()
