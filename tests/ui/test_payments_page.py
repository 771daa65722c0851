"""The page of all payments in a real browser: its address, many paid at once and taken back, files."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import App, expect_settled
from tests.ui.world import AS_OF, HOSTILE, pay

pytestmark = pytest.mark.browser

DAY = f"as_of={AS_OF}"


def opened(page: Page, app: App, params: str = "") -> Page:
    page.goto(f"{app.url}/payments?{DAY}&{params}")
    expect(page.get_by_role("table", name="Платежи")).to_be_visible()
    expect_settled(page)
    return page


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def test_filters_stand_in_the_address_and_survive_a_reload(own_app: App, page: Page) -> None:
    opened(page, own_app)
    page.get_by_role("radio", name="Все платежи").click()
    page.wait_for_url(re.compile("period=all"))
    expect_settled(page)
    page.get_by_role("button", name=re.compile("^Просрочен ")).click()
    expect(page.get_by_text("Итого, 12 платежей")).to_be_visible()
    expect_settled(page)
    page.get_by_role("button", name="Сумма, ₽").click()
    page.wait_for_url(re.compile("sort="))
    expect_settled(page)
    page.get_by_role("searchbox").fill("подпись")
    expect(page.get_by_text("Итого, 6 платежей")).to_be_visible()
    expected = {"period": ["all"], "state": ["overdue"], "sort": ["-amount"], "text": ["подпись"]}
    assert {name: texts for name, texts in asked(page).items() if name != "as_of"} == expected
    page.reload()
    expect(page.get_by_text("Итого, 6 платежей")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("подпись")
    expect(page.get_by_role("columnheader", name="Сумма, ₽")).to_have_attribute("aria-sort", "descending")


def test_a_wrong_value_is_told_and_the_rest_of_the_address_holds(own_app: App, page: Page) -> None:
    opened(page, own_app, "period=all&state=overdue&manager=Никто")
    expect(page.get_by_text("Нет менеджера «Никто». Список показан без этого.")).to_be_visible()
    expect(page.get_by_text("Итого, 12 платежей")).to_be_visible()


def test_an_age_and_a_day_of_the_calendar_narrow_the_list(own_app: App, page: Page) -> None:
    opened(page, own_app, "period=all")
    page.get_by_role("button", name=re.compile("^8–30 дней")).click()
    expect(page.get_by_text("Итого, 6 платежей")).to_be_visible()
    page.get_by_role("button", name=re.compile("^8–30 дней")).click()
    page.get_by_role("button", name=re.compile(r"^11\.09\.26")).click()
    expect(page.get_by_text("Итого, 8 платежей")).to_be_visible()
    assert asked(page)["period"] == ["2026-09-11"]


def test_many_are_marked_as_paid_with_what_it_does_shown_before_and_taken_back_in_one(own_app: App, page: Page) -> None:
    opened(page, own_app, "period=all&state=overdue")
    page.get_by_role("checkbox", name="Выбрать всю страницу").check()
    expect(page.get_by_text("Выбрано платежей: 12")).to_be_visible()
    page.get_by_role("button", name="Отметить оплату").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("^12 платежей отмечены оплаченными"))).to_be_visible()
    expect(dialog.get_by_text("и ещё 4 платежа")).to_be_visible()
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Таких платежей нет")).to_be_visible()
    page.get_by_role("button", name="Отменить").click()
    expect(page.get_by_text("Итого, 12 платежей")).to_be_visible()
    expect(page.get_by_text("Выбрано платежей")).to_have_count(0)


def test_what_is_chosen_stays_chosen_while_others_bring_payments_in(own_app: App, page: Page) -> None:
    pay(own_app.database, "Анна Соколова", 701, 1_234_500, date(2026, 9, 17))
    opened(page, own_app, "period=2026-09-17")
    page.get_by_role("checkbox", name=re.compile("^Выбрать: .*12 345")).check()
    pay(own_app.database, "Игорь Павлов", 701, 7_700, date(2026, 9, 17))
    expect(page.get_by_text("Итого, 2 платежа")).to_be_visible()
    expect(page.get_by_text("Выбрано платежей: 1")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("^Выбрать: .*12 345"))).to_be_checked()


def test_a_file_holds_the_whole_selection_and_its_total(own_app: App, page: Page, tmp_path: Path) -> None:
    opened(page, own_app, "period=all&manager=509")
    on_the_page = page.locator("tfoot .c-amount").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    head, *rows, total = csv.reader(io.StringIO(text), delimiter=";")
    amount = head.index("Сумма")
    assert len(rows) == 39
    assert {row[head.index("Менеджер")] for row in rows} == {HOSTILE}
    kopecks = [int(row[amount].replace(",", "")) for row in (*rows, total)]
    assert sum(kopecks[:-1]) == kopecks[-1]
    assert re.sub(r"\s", "", on_the_page) == re.sub(",00$", "", total[amount])


def test_a_row_leads_to_its_deal_here_and_in_amocrm(own_app: App, page: Page) -> None:
    opened(page, own_app, "period=2026-09-11&manager=501")
    link = page.get_by_role("link", name="Открыть сделку в amoCRM").first
    expect(link).to_have_attribute("href", re.compile(r"^https://demo\.amocrm\.ru/leads/detail/50\d\d$"))
    page.get_by_role("link", name=re.compile("^Работы: внедрение")).first.click()
    page.wait_for_url(re.compile(r"/deal\?lead=5012$"))
