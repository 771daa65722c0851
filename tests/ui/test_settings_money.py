"""Shares and plans in a real browser, from typing to the report; a clash of two browsers, and keys alone."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.decisions import Change, Entry, plan_entry, share_entry
from sales_core.periods import Month, day_of
from sales_core.settings.saving import Author, save_changes
from sales_core.store.decisions import load_entries
from tests.programs import tablo_command
from tests.ui.conftest import App
from tests.ui.world import IDS, pay

pytestmark = pytest.mark.browser

TODAY = day_of(system_clock(), ZoneInfo("Europe/Moscow"))
NOW = Month.of(TODAY)
LICENCES, WORKS, SUPPORT = 701, 702, 703
ANNA, LEBEDEV, PAVLOV, GROMOV, NIKITIN = (
    IDS[name] for name in ("Анна Соколова", "Дмитрий Лебедев", "Игорь Павлов", "Артём Громов", "Сергей Никитин")
)
NAMES = {id_: name for name, id_ in IDS.items()}


@pytest.fixture(scope="module")
def paid_app(own_app: App) -> App:
    """Something is paid and planned in the running month."""
    for name, id_ in list(IDS.items())[:5]:
        for deal_type in (LICENCES, WORKS, SUPPORT):
            pay(own_app.database, name, deal_type, 10_000_001 + id_, TODAY)
    changes = [Change(plan_entry(id_, NOW), None, 30_000_000) for id_ in list(IDS.values())[:5]]
    decide(own_app, *changes)
    return own_app


@pytest.fixture
def money(paid_app: App, page: Page) -> Page:
    return opened(page, paid_app)


def opened(page: Page, app: App) -> Page:
    page.goto(app.url + "/settings")
    expect(page.get_by_role("grid")).to_be_visible()
    return page


def decide(app: App, *changes: Change) -> None:
    with app.database.write() as conn:
        save_changes(conn, changes, Author("somebody", "page"), system_clock())


def decided(app: App, entry: Entry) -> Any:
    with app.database.read() as conn:
        return load_entries(conn).get(entry)


def report(app: App) -> str:
    """This month as the command tells it."""
    told = tablo_command("report", "sales", "--month", NOW, "--format", "json", TABLO_DATABASE_URL=app.database.url)
    assert (told.code, told.err) == (0, "")
    return told.out


def save(page: Page) -> None:
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_text("не сохранен")).to_have_count(0)
    expect(page.get_by_role("button", name="Сохранить", exact=True)).to_be_disabled()


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def share(page: Page, line: str) -> Locator:
    return page.locator(f"[data-key='{line} share']")


def cell(page: Page, manager: int, month: Month = NOW, deal_type: int = 0) -> Locator:
    return page.locator(f"td[data-key='{manager} {month} {deal_type}']")


def paste(page: Page, at: Locator, text: str) -> None:
    """As Ctrl+V does, with a clipboard of the test's own."""
    at.click()
    at.evaluate(
        """(cell, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const how = { clipboardData, bubbles: true, composed: true, cancelable: true };
          cell.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


# ---------------------------------------------------------------- shares


def test_a_share_from_next_month_leaves_this_months_report_byte_identical(paid_app: App, money: Page) -> None:
    before = report(paid_app)
    money.locator("[data-key='add']").click()
    money.locator("[data-key=':1 type']").select_option(str(SUPPORT))
    share(money, ":1").fill("90 %")
    expect(money.get_by_text("1 изменение не сохранено")).to_be_visible()
    expect(money.get_by_text("несохранённое этот месяц не изменит")).to_be_visible()
    save(money)
    assert decided(paid_app, share_entry(SUPPORT, NOW.plus(1))) == "0.9"
    assert report(paid_app) == before


def test_dated_this_month_it_shows_its_effect_before_saving_and_the_figures_then_match(
    paid_app: App, money: Page
) -> None:
    month = money.get_by_text("бонусы").first
    share(money, f"{LICENCES}:2026-01").fill("40")
    expect(month).to_contain_text("→")
    expect(money.locator(f"[data-key='{LICENCES}:2026-01 since']")).to_have_value(str(NOW))
    shown = [part.split(" → ")[-1] for part in plain(month.inner_text()).split(" · ")]
    money.get_by_role("button", name="Изменится у").click()
    expect(money.get_by_role("row").filter(has_text="Анна Соколова").filter(has_text="→")).to_be_visible()
    save(money)
    assert decided(paid_app, share_entry(LICENCES, NOW)) == "0.4"
    assert decided(paid_app, share_entry(LICENCES, Month(2026, 1))) == "0.5"
    total = json.loads(report(paid_app))["total"]
    fact, percent, bonuses, forecast = shown
    assert amount(bonuses) > 0
    for text, figure in ((fact, total["fact"]), (bonuses, total["bonus"]), (forecast, total["expected"]["forecast"])):
        assert abs(amount(text) - float(figure)) <= 0.5
    assert percent == f"{float(total['percent']) * 100:.0f} %"
    # After saving, the page says the same without arrows.
    expect(month).not_to_contain_text("→")
    assert [amount(part) for part in plain(month.inner_text()).split(" · ")[1:]] == [amount(part) for part in shown[1:]]


def amount(text: str) -> int:
    return int("".join(filter(str.isdecimal, text.partition(":")[2] or text)))


def test_a_change_of_the_past_says_which_months_it_changes(paid_app: App, money: Page) -> None:
    share(money, f"{WORKS}:2026-01").fill("95")
    since = money.locator(f"[data-key='{WORKS}:2026-01 since']")
    expect(since).to_have_value(str(NOW))
    expect(money.get_by_text("Изменятся цифры прошлых месяцев")).to_have_count(0)
    since.select_option("2026-01")
    expect(money.get_by_text("Изменятся цифры прошлых месяцев")).to_contain_text("Сентябрь 2026")
    money.locator(f"[data-key='{WORKS}:2026-01 drop']").click()
    expect(money.get_by_role("button", name="Вернуть", exact=True).first).to_be_visible()
    money.locator(f"[data-key='{WORKS}:2026-01 back']").click()
    expect(share(money, f"{WORKS}:2026-01")).to_have_value("100")


@pytest.mark.parametrize(("text", "told"), [("half", "не процент"), ("150", "от 0 до 100"), ("", "Укажите долю")])
def test_a_wrong_share_is_told_beside_it_and_cannot_be_saved(money: Page, text: str, told: str) -> None:
    field = share(money, f"{WORKS}:2026-01")
    field.fill(text)
    expect(money.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(text)
    expect(money.get_by_role("button", name="Сохранить", exact=True)).to_be_disabled()
    field.fill("100")
    expect(money.get_by_text("не сохранен")).to_have_count(0)


def test_half_a_percent_is_taken_at_its_word_and_pointed_out(money: Page) -> None:
    share(money, f"{WORKS}:2026-01").fill("0,5")
    expect(money.get_by_text("меньше одного процента")).to_be_visible()


# ---------------------------------------------------------------- plans


def test_the_grid_is_typed_into_by_keys_alone_and_saved(paid_app: App, money: Page) -> None:
    cell(money, ANNA).click()
    money.keyboard.type("610 000,50")
    money.keyboard.press("Enter")
    below = money.locator("td:focus")
    assert below.get_attribute("data-row") == "2"
    money.keyboard.press("ArrowUp")
    expect(cell(money, ANNA)).to_be_focused()
    expect(cell(money, ANNA)).to_contain_text("610\u202f000,50")
    expect(cell(money, ANNA)).to_contain_text("не сохранено")
    money.keyboard.press("F2")
    money.keyboard.press("End")
    money.keyboard.press("Backspace")
    money.keyboard.press("Backspace")
    money.keyboard.type("75")
    money.keyboard.press("Tab")
    money.keyboard.press("Shift+Tab")
    expect(cell(money, ANNA)).to_be_focused()
    save(money)
    assert decided(paid_app, plan_entry(ANNA, NOW)) == 61_000_075
    cell(money, ANNA).click()
    money.keyboard.press("Delete")
    expect(cell(money, ANNA)).to_have_attribute("data-text", "")
    save(money)
    assert decided(paid_app, plan_entry(ANNA, NOW)) is None
    assert money.locator("[role=grid] [tabindex='0']").count() == 1


def test_escape_takes_typing_back_and_lets_tab_leave_the_grid(money: Page) -> None:
    stored = cell(money, PAVLOV).get_attribute("data-text")
    cell(money, PAVLOV).click()
    money.keyboard.type("1")
    money.keyboard.press("Escape")
    expect(cell(money, PAVLOV)).to_have_attribute("data-text", stored or "")
    expect(cell(money, PAVLOV)).to_be_focused()
    money.keyboard.press("Escape")
    money.keyboard.press("Tab")
    expect(money.locator("td:focus")).to_have_count(0)


def test_a_pasted_grid_puts_right_values_in_and_marks_the_wrong(paid_app: App, money: Page) -> None:
    month = money.locator("[role=columnheader].now").inner_text()
    block = (
        f"Менеджер\t{month}\tИтого\r\nгромов  Артём\t1 250 000,50 ₽\t1\r\nПётр Неизвестный\t777\t2\r\n"
        f"Сергей Никитин\tмного\t3\r\nИгорь Павлов\t\t4\r\nИтого\t9\t9\r\n"
    )
    pavlov = decided(paid_app, plan_entry(PAVLOV, NOW))
    nikitin = decided(paid_app, plan_entry(NIKITIN, NOW))
    paste(money, cell(money, ANNA, Month(NOW.year, 1)), block)
    expect(cell(money, GROMOV)).to_have_attribute("data-text", "1\u202f250\u202f000,50")
    expect(cell(money, NIKITIN)).to_have_attribute("aria-invalid", "true")
    wrong = money.get_by_role("alert")
    expect(wrong).to_contain_text("Нет менеджера «Пётр Неизвестный»")
    expect(wrong).to_contain_text("Сергей Никитин, " + wrong_month())
    expect(money.get_by_role("button", name="Сохранить", exact=True)).to_be_disabled()
    assert decided(paid_app, plan_entry(GROMOV, NOW)) is None
    wrong.get_by_role("button", name="Отбросить всё это").click()
    expect(wrong).to_be_empty()
    save(money)
    assert decided(paid_app, plan_entry(GROMOV, NOW)) == 125_000_050
    assert decided(paid_app, plan_entry(NIKITIN, NOW)) == nikitin
    assert decided(paid_app, plan_entry(PAVLOV, NOW)) == pavlov


def wrong_month() -> str:
    from sales_core.i18n import language  # noqa: PLC0415 - for this one word

    return language("ru").month(NOW)


def test_a_wrong_cell_can_be_mended_where_it_stands(paid_app: App, money: Page) -> None:
    at = cell(money, LEBEDEV, NOW, 0)
    paste(money, at, "четыреста")
    expect(at).to_have_attribute("aria-invalid", "true")
    money.keyboard.type("400000")
    money.keyboard.press("Enter")
    expect(at).not_to_have_attribute("aria-invalid", "true")
    save(money)
    assert decided(paid_app, plan_entry(LEBEDEV, NOW)) == 40_000_000


def test_a_pasted_block_is_taken_back_by_one_step(money: Page) -> None:
    first = cell(money, LEBEDEV, Month(NOW.year, 3))
    before = first.get_attribute("data-text")
    paste(money, first, "1\t2\n3\t4")
    expect(first).to_have_attribute("data-text", "1")
    expect(money.get_by_text("4 изменения не сохранены")).to_be_visible()
    money.keyboard.press("Control+z")
    expect(first).to_have_attribute("data-text", before or "")
    expect(money.get_by_text("не сохранен")).to_have_count(0)


def test_a_block_copied_here_is_numbers_that_can_be_pasted_elsewhere(paid_app: App, money: Page) -> None:
    first = cell(money, PAVLOV, Month(2025, 11), 0)
    money.get_by_role("button", name="Предыдущий год").click()
    first.click()
    money.keyboard.press("Shift+ArrowRight")
    copied = first.evaluate(
        """cell => {
          const clipboardData = new DataTransfer();
          const how = { clipboardData, bubbles: true, composed: true, cancelable: true };
          cell.dispatchEvent(new ClipboardEvent("copy", how));
          return clipboardData.getData("text/plain");
        }"""
    )
    assert copied == "1000000\t1000000"


def test_plans_of_a_deal_type_are_a_grid_of_their_own(paid_app: App, money: Page) -> None:
    money.get_by_label("Планы по какому типу сделки").select_option(label="Лицензии")
    at = cell(money, NIKITIN, NOW, LICENCES)
    at.click()
    money.keyboard.type("300000")
    money.keyboard.press("Enter")
    save(money)
    assert decided(paid_app, plan_entry(NIKITIN, NOW, LICENCES)) == 30_000_000
    money.get_by_label("Планы по какому типу сделки").select_option(label="На месяц целиком")
    expect(cell(money, NIKITIN)).to_contain_text("300\u202f000, сумма планов по типам сделки")


def test_a_month_is_filled_from_the_one_before_where_it_is_empty(paid_app: App, money: Page) -> None:
    ahead = NOW.plus(1)
    if ahead.year != NOW.year:
        money.get_by_role("button", name="Следующий год").click()
    money.get_by_role("button", name="Заполнить по прошлому месяцу").click()
    money.get_by_label("Какой месяц").last.select_option(str(ahead))
    money.get_by_role("button", name="Заполнить", exact=True).click()
    expect(money.get_by_role("status").filter(has_text="Заполнен")).to_be_visible()
    save(money)
    assert decided(paid_app, plan_entry(PAVLOV, ahead)) == decided(paid_app, plan_entry(PAVLOV, NOW))


def test_a_yearly_plan_is_spread_by_working_days_and_adds_up(paid_app: App, money: Page) -> None:
    money.get_by_role("button", name="Следующий год").click()
    cell(money, PAVLOV, Month(NOW.year + 1, 1)).or_(money.get_by_text("В отчёте пока никого нет")).first.wait_for()
    money.get_by_role("button", name="Разложить годовой план").click()
    money.get_by_label("Чей").last.select_option(label="Игорь Павлов")
    money.get_by_label("План на год").fill("12 000 000")
    money.get_by_role("button", name="Разложить по рабочим дням").click()
    expect(money.get_by_text("12 изменений не сохранено")).to_be_visible()
    save(money)
    months = [decided(paid_app, plan_entry(PAVLOV, Month(NOW.year + 1, number))) for number in range(1, 13)]
    assert sum(months) == 1_200_000_000
    assert len(set(months)) > 3


# ---------------------------------------------------------------- two at once


def test_the_second_of_two_browsers_is_told_and_chooses(paid_app: App, desk: BrowserContext) -> None:
    first, second = (opened(desk.new_page(), paid_app) for _ in range(2))
    for page, amount in ((first, "111000"), (second, "222000")):
        cell(page, LEBEDEV).click()
        page.keyboard.type(amount)
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 изменение не сохранено")).to_be_visible()
    save(first)
    second.get_by_role("button", name="Сохранить", exact=True).click()
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("222\u202f000")
    expect(dialog).to_contain_text("111\u202f000")
    assert decided(paid_app, plan_entry(LEBEDEV, NOW)) == 11_100_000
    dialog.get_by_text("сохранить моё").click()
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(dialog).to_have_count(0)
    expect(cell(second, LEBEDEV)).to_have_attribute("data-text", "222\u202f000")
    assert decided(paid_app, plan_entry(LEBEDEV, NOW)) == 22_200_000
    first.close()
    second.close()


def test_a_share_that_somebody_else_saved_meanwhile_is_a_clash_too(paid_app: App, money: Page) -> None:
    ahead = NOW.plus(3)
    money.locator("[data-key='add']").click()
    money.locator("[data-key=':1 type']").select_option(str(WORKS))
    money.locator("[data-key=':1 since']").select_option(str(ahead))
    share(money, ":1").fill("70")
    expect(money.get_by_text("1 изменение не сохранено")).to_be_visible()
    decide(paid_app, Change(share_entry(WORKS, ahead), None, "0.6"))
    money.get_by_role("button", name="Сохранить", exact=True).click()
    dialog = money.get_by_role("dialog")
    expect(dialog).to_contain_text("60\u202f%")
    expect(dialog).to_contain_text("70\u202f%")
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(dialog).to_have_count(0)
    assert decided(paid_app, share_entry(WORKS, ahead)) == "0.6"
