"""The page of activity in a browser: its figures, the lists behind them, what its address holds."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sales_core.i18n import language
from tests.programs import tablo_command
from tests.ui.conftest import App, expect_settled, small_company
from tests.ui.work_world import WORK_ADDRESS, fill_work
from tests.ui.world import HOSTILE, IDS

pytestmark = pytest.mark.browser

FIGURES: dict[str, Any] = {
    "mails": lambda row: row["mails"]["in"] + row["mails"]["out"],
    "calls.out": lambda row: row["calls"]["out"],
    "calls.in": lambda row: row["calls"]["in"],
    "calls.talk": lambda row: (row["calls"]["talk_seconds"] + 30) // 60,
    "tasks.done": lambda row: row["tasks"]["on_time"] + row["tasks"]["late"],
    "tasks.late": lambda row: row["tasks"]["late"],
    "tasks.overdue": lambda row: row["tasks"]["overdue"],
    "status_changes": lambda row: row["status_changes"],
    "messages": lambda row: row["messages"]["in"] + row["messages"]["out"],
    "leads_taken": lambda row: row["leads_taken"],
    "notes": lambda row: row["notes"],
    "total": lambda row: row["total"],
}
"""The column's figure in a row of the document."""

_READ = """table => Object.fromEntries([...table.querySelectorAll('tr[data-id]')].map(tr => [tr.dataset.id,
  Object.fromEntries([...tr.querySelectorAll('td')].map(td =>
    [td.dataset.column, (td.querySelector('.figure, .dash') ?? td).textContent]))]))"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with small_company(tmp_path_factory.mktemp("work")) as opened:
        fill_work(opened.database)
        yield opened


def opened(page: Page, app: App, address: str = WORK_ADDRESS) -> Locator:
    """The table of managers, in sight."""
    page.goto(f"{app.url}/activity{address}")
    table = page.get_by_role("grid", name=re.compile("^Активность"))
    expect(table).to_be_visible()
    expect_settled(page)
    return table


def number(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()) or 0)


def cell(table: Locator, row: str, column: str) -> Locator:
    return table.locator(f"[data-row='{row}'][data-column='{column}'] .figure")


def told(app: App, *arguments: str) -> dict[str, Any]:
    asked = ("report", "activity", "--month", "2026-09", "--as-of", "2026-09-18", "--format", "json")
    return dict(tablo_command(*asked, *arguments, TABLO_DATABASE_URL=app.database.url).document)


def test_every_figure_is_the_one_that_the_command_line_tells(company: App, page: Page) -> None:
    shown = opened(page, company).evaluate(_READ)
    report = told(company)
    rows = {f"m{row['manager']['id']}": row for row in report["rows"]}
    assert list(shown) == [*rows, "total", "robots"]
    for row_id, row in (rows | {"total": report["total"], "robots": report["robots"]}).items():
        assert {column: number(shown[row_id][column]) for column in FIGURES} == {
            column: figure(row) for column, figure in FIGURES.items()
        }, row_id
    for row_id, row in rows.items():
        assert number(shown[row_id]["percent"]) == round(100 * float(row["plan_percent"] or 0)), row_id
    expect(page.get_by_text("1–18 сентября, рабочий день 14 из 22")).to_be_visible()
    expect(page.get_by_role("rowheader", name=HOSTILE, exact=True)).to_be_visible()


def test_a_click_opens_a_list_of_as_many_lines_as_the_number_says(company: App, page: Page) -> None:
    table, dialog = opened(page, company), page.get_by_role("dialog")
    for row, column in (("total", "total"), ("total", "tasks.overdue"), ("robots", "notes"), ("m500", "mails")):
        shown = number(cell(table, row, column).inner_text())
        cell(table, row, column).click()
        expect(dialog.get_by_text(re.compile(f": {language('ru').number(shown)}$"))).to_be_visible()
        assert listed(dialog, shown) == shown
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_the_workbook_holds_the_hours_and_the_days_too(company: App, page: Page) -> None:
    opened(page, company)
    with page.expect_download() as started:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name="XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    assert book.sheetnames == ["Активность", "Часы недели", "Начало и конец дня"]


def test_minutes_open_the_calls_that_were_talked(company: App, page: Page) -> None:
    row = f"m{IDS[HOSTILE]}"
    cell(opened(page, company), row, "calls.talk").click()
    calls = told(company, "--figure", "calls.talk", "--manager", str(IDS[HOSTILE]))["count"]
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f" · {calls} строк")).to_be_visible()
    assert listed(dialog, calls) == calls


def test_an_hour_of_the_week_opens_as_many_actions_as_there_were(company: App, page: Page) -> None:
    opened(page, company)
    (tuesday,) = [each for each in told(company)["rhythm"]["weekdays"] if each["weekday"] == 2]
    count = tuesday["hours"]["10"]["actions"]
    hours = page.get_by_role("grid", name=re.compile("^Действия по дням недели"))
    hours.locator("[data-row='1'][data-column='10'] .figure").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f" · {count} строк")).to_be_visible()
    assert listed(dialog, count) == count > 0


def test_a_point_of_the_quadrant_opens_what_the_manager_did_each_time_it_is_clicked(company: App, page: Page) -> None:
    opened(page, company)
    anna = next(row for row in told(company)["rows"] if row["manager"]["id"] == IDS["Анна Соколова"])
    point, dialog = page.locator("path[aria-label*='Менеджер: Анна Соколова']"), page.get_by_role("dialog")
    for _ in range(2):
        point.click()
        expect(dialog.get_by_text(re.compile(f": {language('ru').number(anna['total'])}$"))).to_be_visible()
        expect(dialog.get_by_text("Анна Соколова", exact=True)).to_be_visible()
        assert listed(dialog, anna["total"]) == anna["total"]
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect_settled(page)


def listed(dialog: Locator, count: int) -> int:
    """The lines on all pages of the list, one page after the other."""
    lines = dialog.locator("tbody tr")
    found = 0
    while True:
        expect(lines).to_have_count(min(50, count - found))
        found += lines.count()
        if found >= count:
            return found
        dialog.get_by_role("button", name="Следующая страница").click()
        expect(dialog.get_by_text(re.compile(rf"^{found + 1}–"))).to_be_visible()


def test_period_and_filters_stand_in_the_address_and_survive_a_reload(company: App, page: Page) -> None:
    opened(page, company)
    page.get_by_role("radio", name="Неделя").click()
    expect(page.get_by_text("14–18 сентября, 5 рабочих дней")).to_be_visible()
    expect_settled(page)
    page.get_by_role("combobox", name=re.compile("Отдел")).click()
    page.get_by_role("option", name="Сопровождение").click()
    page.wait_for_url(re.compile("department=2"))
    expect(page.get_by_role("rowheader", name="Анна Соколова")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("rowheader", name="Сергей Никитин")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Анна Соколова")).to_be_hidden()
    asked = parse_qs(urlparse(page.url).query)
    assert asked == {"period": ["week"], "as_of": ["2026-09-18"], "department": ["2"]}


def test_any_column_sorts_by_key_and_by_click(company: App, page: Page) -> None:
    table = opened(page, company)
    head = table.get_by_role("columnheader", name="Звонки вх.")
    head.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    lines = table.locator("tbody tr")
    expect(lines.first).to_have_attribute("data-id", f"m{IDS[HOSTILE]}")
    expect(lines.last).to_have_attribute("data-id", f"m{IDS['Анна Соколова']}")
    table.get_by_text("Менеджер", exact=True).click()
    expect(lines.nth(1)).to_have_attribute("data-id", f"m{IDS['Анна Соколова']}")


def test_a_wrong_address_is_told_and_shows_the_running_month(company: App, page: Page) -> None:
    opened(page, company, "?period=вчера&as_of=2026-09-18")
    expect(page.get_by_text("«вчера» не период")).to_be_visible()
    expect(page.get_by_role("radio", name="С начала месяца")).to_be_checked()


def test_on_a_phone_the_table_scrolls_and_the_page_does_not(company: App, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    phone = context.new_page()
    table = opened(phone, company)
    cell(table, "m500", "notes").scroll_into_view_if_needed()
    expect(cell(table, "m500", "notes")).to_be_in_viewport()
    expect(phone.get_by_role("rowheader", name="Анна Соколова")).to_be_in_viewport()
    wide = phone.evaluate("[document.documentElement, document.querySelector('[data-testid=stMain]')]"
                          ".map(e => e.scrollWidth - e.clientWidth)")  # fmt: skip
    assert wide == [0, 0]
    context.close()
