"""The bonus scale in a real browser: typed, drawn, simulated, saved, restored; what is wrong and who else saves."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.decisions import Change, Section, plan_entry, scale_entry
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month, day_of
from sales_core.reporting import load_sales_report
from sales_core.reports.bonus import tiers_to_json
from sales_core.scope import Scope
from sales_core.settings.example_scale import example_scale
from sales_core.settings.saving import Author, save_changes
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.references import load_zone
from tests.ui.conftest import App
from tests.ui.world import IDS, TIERS, pay

pytestmark = pytest.mark.browser

RU, RUB = Language("ru"), currency("RUB")
BEGUN = scale_entry(Month(2026, 1))
AT_FIRST = {"tiers": TIERS, "cap_minor": None}
REACHED = {"Анна Соколова": 105, "Дмитрий Лебедев": 95, "Мария Кузнецова": 80, "Игорь Павлов": 72}
"""Percent of a plan of a million, in the running month and in each of the six before."""


@pytest.fixture(scope="module")
def today(own_app: App) -> date:
    """The account's today: the page shows the running month, so this one has figures too."""
    with own_app.database.read() as conn:
        now = day_of(system_clock(), load_zone(conn))
    months = [Month.of(now).plus(-back) for back in range(7)]
    with own_app.database.write() as conn:
        plans = [Change(plan_entry(IDS[name], month), None, 100_000_000) for name in REACHED for month in months]
        apply_changes(conn, plans)
    for name, percent in REACHED.items():
        for month in months:
            pay(own_app.database, name, 702, percent * 1_000_000, month.first)
    return now


@pytest.fixture
def scale(own_app: App, today: date, page: Page) -> Iterator[Page]:
    """The page, with the one scale of the small company before and after."""
    assert today
    page.goto(own_app.url + "/settings")
    expect(editor(page)).to_be_visible()
    yield page
    put_back(own_app)


def put_back(app: App) -> None:
    with app.database.write() as conn:
        now = load_entries(conn)
        gone = [entry for entry in now if entry.section is Section.BONUS_SCALE and entry != BEGUN]
        changes = [Change(entry, now[entry], None) for entry in gone] + [Change(BEGUN, now.get(BEGUN), AT_FIRST)]
        save_changes(conn, changes, Author("tests", "page"), system_clock())


def editor(page: Page) -> Locator:
    return page.get_by_role("region", name="Шкала бонуса")


def cell(page: Page, at: str) -> Locator:
    return editor(page).locator(f"[data-at='{at}']")


def put(page: Page, at: str, text: str) -> None:
    cell(page, at).fill(text)
    cell(page, at).press("Tab")


def unsaved(page: Page, words: str) -> None:
    expect(page.get_by_text(words)).to_be_visible()


def save(page: Page) -> None:
    button = page.get_by_role("button", name="Сохранить")
    button.click()
    expect(button).to_be_disabled()


def scales(app: App) -> dict[str, Any]:
    with app.database.read() as conn:
        return {e.key: value for e, value in load_entries(conn).items() if e.section is Section.BONUS_SCALE}


def bonuses(app: App, month: Month, today: date) -> dict[str, str]:
    """By name, as the simulation writes them."""
    with app.database.read() as conn:
        report = load_sales_report(conn, Scope(month, today))
    rows = {row.manager.name: row.bonus.amount or 0 for row in report.rows} | {"Отдел": report.total.bonus or 0}
    return {name: RU.money(amount, RUB) for name, amount in rows.items()}


def simulated(page: Page, row: str, month: int) -> tuple[str, str]:
    """Before and after in a month of the table, as its cell tells them."""
    line = page.get_by_role("table", name="Бонусы до и после по менеджерам").get_by_role("row", name=row)
    before, after = str(line.locator("td").nth(3 + month).get_attribute("title")).split(" → ")
    return before, after


def test_what_is_shown_before_saving_is_what_the_reports_say_after(own_app: App, scale: Page, today: date) -> None:
    month = Month.of(today)
    earlier = month.plus(-1)
    before, untouched = bonuses(own_app, month, today), bonuses(own_app, earlier, today)
    put(scale, "3.rate", "9,5")
    unsaved(scale, "1 изменение не сохранено")
    expect(cell(scale, "since")).to_have_value(str(month))
    shown = {name: simulated(scale, name, 6) for name in ("Дмитрий Лебедев", "Отдел")}
    assert shown == {name: (before[name], shown[name][1]) for name in shown}
    scale.get_by_text("Таблица").first.click()
    expect(scale.get_by_role("cell", name="9,5\u202f%")).to_be_visible()
    expect(scale.get_by_role("row", name="Дмитрий Лебедев").get_by_text("90\u202f250\u202f₽")).to_be_visible()
    save(scale)
    after = bonuses(own_app, month, today)
    assert {name: told for name, (_, told) in shown.items()} == {name: after[name] for name in shown}
    assert after["Дмитрий Лебедев"] != before["Дмитрий Лебедев"]
    assert bonuses(own_app, earlier, today) == untouched
    assert scales(own_app).keys() == {"2026-01", str(month)}


def test_a_wrong_tier_is_marked_in_words_and_nothing_is_saved(own_app: App, scale: Page) -> None:
    put(scale, "2.start", "40")
    put(scale, "3.rate", "семь")
    expect(editor(scale).get_by_text("Должно быть больше 50")).to_be_visible()
    expect(editor(scale).get_by_text("«семь» — не процент")).to_be_visible()
    for at in ("2.start", "3.rate"):
        expect(cell(scale, at)).to_have_attribute("aria-invalid", "true")
    expect(scale.get_by_role("button", name="Сохранить")).to_be_disabled()
    expect(scale.get_by_text("Исправьте отмеченное, и здесь появится расчёт.")).to_be_visible()
    assert scales(own_app) == {"2026-01": AT_FIRST}
    scale.get_by_role("button", name="Отменить", exact=True).click()
    expect(cell(scale, "2.start")).to_have_value("70")
    expect(editor(scale).get_by_role("alert")).to_have_count(0)


def test_the_former_version_brings_the_old_bonuses_back(own_app: App, scale: Page, today: date) -> None:
    month = Month.of(today)
    put(scale, "1.rate", "4")
    unsaved(scale, "1 изменение не сохранено")
    save(scale)
    first = bonuses(own_app, month, today)
    put(scale, "1.rate", "1")
    unsaved(scale, "1 изменение не сохранено")
    save(scale)
    assert scales(own_app)[str(month)]["tiers"][0]["rate"] == "0.01"
    scale.get_by_text("История изменений").click()
    scale.get_by_role("button", name="Вернуть").first.click()
    dialog = scale.get_by_role("dialog")
    expect(dialog).to_contain_text("Шкала бонуса с")
    dialog.get_by_role("button", name="Вернуть").click()
    expect(dialog).to_have_count(0)
    expect(cell(scale, "1.rate")).to_have_value("4")
    assert bonuses(own_app, month, today) == first


def test_the_second_of_two_who_save_a_scale_sees_both_and_chooses(
    own_app: App, scale: Page, desk: BrowserContext, today: date
) -> None:
    put(scale, "1.rate", "4")
    unsaved(scale, "1 изменение не сохранено")
    other = desk.new_page()
    other.goto(own_app.url + "/settings")
    put(other, "1.rate", "2")
    unsaved(other, "1 изменение не сохранено")
    save(other)
    other.close()
    scale.get_by_role("button", name="Сохранить").click()
    dialog = scale.get_by_role("dialog")
    expect(dialog).to_contain_text("2\u202f%")
    expect(dialog).to_contain_text("4\u202f%")
    dialog.get_by_text("4\u202f%").click()
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(dialog).to_have_count(0)
    assert scales(own_app)[str(Month.of(today))]["tiers"][0]["rate"] == "0.04"


def test_a_tier_is_added_where_it_belongs_and_another_taken_away(own_app: App, scale: Page, today: date) -> None:
    editor(scale).get_by_role("button", name="Ступень", exact=True).click()
    expect(cell(scale, "5.start")).to_be_focused()
    put(scale, "5.start", "80")
    expect(cell(scale, "3.start")).to_have_value("80")
    expect(cell(scale, "3.rate")).to_be_focused()
    put(scale, "3.rate", "6")
    editor(scale).get_by_role("button", name="Убрать ступень от 50 %").click()
    expect(cell(scale, "1.start")).to_have_value("70")
    cell(scale, "mode").select_option("marginal")
    put(scale, "cap", "150 000")
    expect(scale.get_by_text("1 изменение не сохранено")).to_be_visible()
    save(scale)
    stored = scales(own_app)[str(Month.of(today))]
    assert [(tier["from"], tier["rate"]) for tier in stored["tiers"]] == [
        ("0.7", "0.05"), ("0.8", "0.06"), ("0.9", "0.07"), ("1", "0.1")
    ]  # fmt: skip
    assert {tier["applies"] for tier in stored["tiers"]} == {"marginal"}
    assert stored["cap_minor"] == 15_000_000


def test_a_scale_dated_back_says_which_months_it_changes(own_app: App, scale: Page, today: date) -> None:
    past = Month.of(today).plus(-3)
    before = bonuses(own_app, past, today)
    put(scale, "4.rate", "11")
    unsaved(scale, "1 изменение не сохранено")
    cell(scale, "since").select_option(str(past))
    expect(editor(scale).get_by_text("Задним числом: изменит бонусы за")).to_contain_text(RU.month_name(past))
    expect(scale.get_by_text(f"изменятся бонусы в отчётах с {RU.month_of(past)}")).to_be_visible()
    save(scale)
    assert str(past) in scales(own_app)
    assert bonuses(own_app, past, today) != before


def test_a_coming_scale_is_seen_beside_the_one_in_force_and_can_be_cancelled(
    own_app: App, scale: Page, today: date
) -> None:
    coming = Month.of(today).plus(1)
    put(scale, "1.rate", "2")
    cell(scale, "since").select_option(str(coming))
    expect(editor(scale).get_by_text(f"с {RU.month_of(coming)}")).to_be_visible()
    save(scale)
    assert scales(own_app).keys() == {"2026-01", str(coming)}
    editor(scale).get_by_text("Все шкалы").click()
    editor(scale).get_by_role("button", name="Отменить эту шкалу").click()
    expect(editor(scale).get_by_text("будет отменена")).to_be_visible()
    unsaved(scale, "1 изменение не сохранено")
    save(scale)
    assert scales(own_app) == {"2026-01": AT_FIRST}


def test_a_cell_being_typed_in_is_left_alone_while_the_one_before_is_marked(scale: Page) -> None:
    cell(scale, "1.rate").fill("x")
    cell(scale, "1.rate").press("Tab")
    cell(scale, "2.rate").focus()
    cell(scale, "2.rate").press("Control+a")
    scale.keyboard.type("6,2", delay=120)
    expect(editor(scale).get_by_role("alert")).to_be_visible()
    scale.keyboard.type("5", delay=50)
    expect(cell(scale, "2.rate")).to_have_value("6,25")
    expect(cell(scale, "2.rate")).to_be_focused()


def test_without_a_scale_an_example_is_offered_and_stored_only_when_saved(
    own_app: App, scale: Page, today: date
) -> None:
    with own_app.database.write() as conn:
        apply_changes(conn, [Change(BEGUN, AT_FIRST, None)])
    scale.reload()
    expect(editor(scale).get_by_text("Шкалы ещё нет")).to_be_visible()
    editor(scale).get_by_role("button", name="Начать с примера").click()
    expect(cell(scale, "5.rate")).to_have_value("12")
    unsaved(scale, "1 изменение не сохранено")
    assert scales(own_app) == {}
    save(scale)
    assert scales(own_app) == {str(Month.of(today)): {"tiers": tiers_to_json(example_scale()), "cap_minor": None}}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_editor_says_nothing_to_the_console(own_app: App, browser: Browser, colours: Any, today: date) -> None:
    assert today
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=colours)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(own_app.url + "/settings")
    put(page, "1.rate", "2")
    expect(page.get_by_text("Во что она обошлась бы")).to_be_visible()
    context.close()
    assert said == []
