"""The sales report in a real browser: figures, rows, keys, the payments behind a figure, links and themes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import update

from sales_core.clock import system_clock
from sales_core.delivery.documents import build_sales_document
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.store.bookmarks import finish_run, start_run
from sales_core.store.table_kit import table_of
from sales_core.store.tables import SyncRun
from tests.ui.conftest import App, open_report
from tests.ui.table import FIGURES, read_table, shown
from tests.ui.world import ADDRESS, AS_OF, HOSTILE, IDS, MONTH, add_payment

pytestmark = pytest.mark.browser

PAVLOV, LEBEDEV = f"m{IDS['Игорь Павлов']}", f"m{IDS['Дмитрий Лебедев']}"


def cell(page: Page, row: str, column: str) -> Locator:
    return page.locator(f"[data-row={row}][data-column={column}]")


def document(app: App) -> dict[str, Any]:
    with app.database.read() as conn:
        shown: dict[str, Any] = json.loads(
            json.dumps(build_sales_document(load_sales_report(conn, Scope(MONTH, AS_OF))))
        )
    return shown


def test_every_figure_of_the_table_is_the_reports(app: App, report: Page) -> None:
    told = document(app)
    rows = {f"m{row['manager']['id']}": row for row in told["rows"]} | {"total": told["total"]}
    lines = read_table(report)
    assert list(lines) == list(rows)
    for row_id, row in rows.items():
        for column, figure in FIGURES.items():
            exact = float(figure(row) or 0)
            assert abs(shown(lines[row_id][column]) - exact) <= 0.5, (row_id, column)


def test_deal_types_open_under_a_manager_and_add_up_to_the_row(report: Page) -> None:
    cell(report, PAVLOV, "name").locator(".toggle").click()
    kids = report.locator(f"tr[data-id^={PAVLOV}t] td[data-column=fact]")
    expect(kids).to_have_count(3)
    whole = shown(cell(report, PAVLOV, "fact").inner_text())
    assert sum(shown(text) for text in kids.all_inner_texts()) == whole


def test_a_new_payment_appears_by_itself_and_nothing_of_the_readers_place_is_lost(app: App, report: Page) -> None:
    cell(report, PAVLOV, "name").locator(".toggle").click()
    before = shown(cell(report, PAVLOV, "fact").inner_text())
    report.mouse.move(700, 500)
    report.mouse.wheel(0, 200)
    cell(report, PAVLOV, "fact").locator(".figure").click()
    expect(report.get_by_role("dialog")).to_be_visible()
    add_payment(app.database, "Игорь Павлов", 702, 1_000_000)
    expect(cell(report, PAVLOV, "fact").locator(".changed")).to_have_count(1, timeout=12_000)
    assert shown(cell(report, PAVLOV, "fact").inner_text()) == before + 10_000
    expect(report.get_by_role("dialog")).to_be_visible()
    report.get_by_role("searchbox").fill("нет такого")
    expect(report.get_by_role("dialog")).to_contain_text("Ничего не нашлось")
    expect(report.locator(f"tr[data-id^={PAVLOV}t]")).to_have_count(3)
    report.keyboard.press("Escape")
    expect(report.get_by_role("dialog")).to_have_count(0)
    expect(cell(report, PAVLOV, "fact")).to_be_focused()


def test_open_rows_outlive_a_reload(report: Page) -> None:
    cell(report, LEBEDEV, "name").locator(".toggle").click()
    expect(report.locator(f"tr[data-id^={LEBEDEV}t]")).to_have_count(3)
    report.reload()
    expect(report.locator(f"tr[data-id^={LEBEDEV}t]")).to_have_count(3)


def test_the_table_is_walked_by_keys_alone(report: Page) -> None:
    assert report.locator("[role=treegrid] [tabindex='0']").count() == 1
    cell(report, LEBEDEV, "name").focus()
    row = report.locator(f"tr[data-id={LEBEDEV}]")
    report.keyboard.press("ArrowRight")
    expect(row).to_have_attribute("aria-expanded", "true")
    report.keyboard.press("ArrowDown")
    expect(cell(report, f"{LEBEDEV}t701", "name")).to_be_focused()
    report.keyboard.press("ArrowLeft")
    expect(cell(report, LEBEDEV, "name")).to_be_focused()
    report.keyboard.press("ArrowLeft")
    expect(row).to_have_attribute("aria-expanded", "false")
    report.keyboard.press("End")
    expect(cell(report, LEBEDEV, "lost")).to_be_focused()
    report.keyboard.press("Control+End")
    expect(cell(report, "total", "lost")).to_be_focused()
    report.keyboard.press("Control+Home")
    expect(cell(report, "head", "name")).to_be_focused()
    report.keyboard.press("ArrowRight")
    report.keyboard.press("Enter")
    expect(cell(report, "head", "plan")).to_have_attribute("aria-sort", "descending")
    first = report.locator("tbody tr[data-id]").first
    expect(first).to_have_attribute("data-id", LEBEDEV)


def test_a_figure_says_itself_in_full(report: Page) -> None:
    label = cell(report, LEBEDEV, "overdue").get_attribute("aria-label") or ""
    assert label.replace("\u202f", " ") == "Дмитрий Лебедев, просрочено, 67 200 ₽, открыть платежи"
    empty = cell(report, PAVLOV, "lost")
    assert empty.get_attribute("aria-label") == "Игорь Павлов, ушли в архив, нет"
    expect(empty.locator(".figure")).to_have_count(0)


@pytest.mark.parametrize(("row", "column"), [(LEBEDEV, "overdue"), (LEBEDEV, "bonus"), ("total", "forecast")])
def test_the_payments_behind_a_figure_add_up_to_it(report: Page, row: str, column: str) -> None:
    figure = shown(cell(report, row, column).locator(".figure").inner_text())
    cell(report, row, column).focus()
    report.keyboard.press("Enter")
    dialog = report.get_by_role("dialog")
    expect(dialog.locator("tfoot")).to_contain_text("сходится с отчётом")
    title = dialog.get_by_role("heading").first.inner_text()
    assert abs(_rubles(title) - figure) <= 0.5
    if column != "bonus":
        listed = [_rubles(text) for text in dialog.locator("tbody td.margin").all_inner_texts()]
        assert round(sum(listed), 2) == _rubles(dialog.locator("tfoot td.margin").inner_text()) == _rubles(title)
    expect(dialog.locator("thead")).to_contain_text("Менеджер" if row == "total" else "Клиент")
    link = dialog.locator("tbody a").first
    assert (link.get_attribute("href") or "").startswith("https://demo.amocrm.ru/leads/detail/")
    report.keyboard.press("Escape")
    expect(cell(report, row, column)).to_be_focused()


def _rubles(text: str) -> float:
    kept = "".join("." if sign == "," else sign for sign in text if sign.isdigit() or sign == ",")
    return float(kept or 0)


def test_a_search_narrows_the_list_and_its_total(report: Page) -> None:
    cell(report, LEBEDEV, "forecast").locator(".figure").click()
    dialog = report.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("подпись акта")
    expect(dialog.locator("tbody tr")).to_have_count(1)
    expect(dialog.locator("tfoot td.margin")).to_have_text("52\u202f100")
    dialog.get_by_role("searchbox").fill("нет такого")
    expect(dialog).to_contain_text("Ничего не нашлось")


def test_the_list_is_taken_away_as_a_file(report: Page, tmp_path: Path) -> None:
    cell(report, LEBEDEV, "overdue").locator(".figure").click()
    with report.expect_download() as download:
        report.get_by_role("dialog").get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "list.csv")
    assert "52100" in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")


def test_names_are_shown_as_the_words_they_are(report: Page) -> None:
    row = f"m{IDS[HOSTILE]}"
    expect(cell(report, row, "name")).to_contain_text(HOSTILE)
    cell(report, row, "fact").locator(".figure").click()
    expect(report.get_by_role("dialog")).to_contain_text(HOSTILE)
    assert report.title() != "1"


def test_a_link_reproduces_the_view_and_filters_write_the_link(app: App, report: Page, desk: BrowserContext) -> None:
    report.get_by_role("button", name="Работы").click()
    expect(report.get_by_text("за весь месяц")).to_be_visible()
    report.get_by_role("button", name="←").click()
    expect(report.locator("[role=treegrid]")).to_have_attribute(
        "aria-label", "Отчёт по продажам, Август 2026, суммы в ₽"
    )
    assert "month=2026-08" in report.url
    assert "deal_type=702" in report.url
    other = desk.new_page()
    open_report(other, app.url, report.url.removeprefix(app.url + "/"))
    assert read_table(other) == read_table(report)
    other.close()
    report.go_back()
    expect(report.locator("[role=treegrid]")).to_have_attribute("aria-label", re.compile("Сентябрь"))


def test_a_wrong_link_is_told_in_one_sentence_and_shows_this_month(app: App, page: Page) -> None:
    open_report(page, app.url, "?month=september&deal_type=702")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("september")


def test_the_dark_theme_is_dark_everywhere(app: App, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    page = open_report(context.new_page(), app.url)
    frame = page.locator(".frame thead th").first
    expect(frame).to_have_css("background-color", "rgb(11, 15, 23)")
    cell(page, LEBEDEV, "overdue").locator(".figure").click()
    expect(page.get_by_role("dialog").locator("tr.overdue td").first).to_have_css("background-color", "rgb(46, 32, 21)")
    context.close()


def test_the_first_column_stays_in_sight_on_a_narrow_screen(app: App, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 700, "height": 900})
    page = open_report(context.new_page(), app.url, ADDRESS)
    page.locator(".frame").evaluate("frame => { frame.scrollLeft = 400 }")
    name, frame = cell(page, LEBEDEV, "name").bounding_box(), page.locator(".frame").bounding_box()
    assert name
    assert frame
    assert abs(name["x"] - frame["x"]) <= 2
    context.close()


def test_nothing_is_asked_of_other_servers(app: App, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_report(page, app.url)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((app.url, "data:", "blob:"))] == []


def test_late_data_say_so_and_why(app: App, report: Page) -> None:
    """An outage must never look like a fresh zero."""
    runs, hour_ago = table_of(SyncRun), system_clock() - 3600
    with app.database.write() as conn:
        conn.execute(update(runs).values(finished_at=hour_ago))
        run = start_run(conn, "incremental", hour_ago + 60)
        error = {"template": "There is no lead {lead_id}", "params": {"lead_id": "7"}}
        finish_run(conn, run, hour_ago + 90, "failed", error=error)
    stamp = report.locator(".stamp")
    expect(stamp).to_have_class("stamp stale", timeout=12_000)
    expect(stamp).to_contain_text("данные на")
    assert "7" in (stamp.get_attribute("title") or "")
    expect(report.get_by_role("alert")).to_contain_text("7")
