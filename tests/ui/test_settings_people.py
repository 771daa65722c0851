"""Who is in the report, chosen in a real browser; the history, the way back, and two people who save at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from sales_core.decisions import Change, person_entry, value_entry
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.settings.saving import Author, load_versions, save_changes
from sales_core.store.decisions import load_entries
from tests.ui.conftest import App
from tests.ui.world import AS_OF, HOSTILE, IDS, MONTH

pytestmark = pytest.mark.browser

ANNA, PAVLOV = IDS["Анна Соколова"], IDS["Игорь Павлов"]
SERVICE = [IDS[name] for name in ("Сергей Никитин", "Ольга Фёдорова", "Артём Громов", "Наталья Белова", HOSTILE)]
MANAGERS, PAVLOVS_DAYS = value_entry("managers"), person_entry(PAVLOV)


@pytest.fixture
def people(own_app: App, page: Page) -> Iterator[Page]:
    """The page, with nothing decided about anybody before or after."""
    page.goto(own_app.url + "/people")
    expect(page.get_by_role("heading", name="Менеджеры")).to_be_visible()
    yield page
    now = decided(own_app)
    with own_app.database.write() as conn:
        changes = [Change(entry, now[entry], None) for entry in (MANAGERS, PAVLOVS_DAYS) if entry in now]
        save_changes(conn, changes, Author("tests", "page"), 1)


def decided(app: App) -> dict[Any, Any]:
    with app.database.read() as conn:
        return dict(load_entries(conn))


def tick(page: Page, user_id: int) -> Locator:
    return page.locator(f"[data-key='in:{user_id}']")


def save(page: Page) -> None:
    button = page.get_by_role("button", name="Сохранить")
    button.click()
    expect(button).to_be_disabled()


def rows_of_report(app: App) -> set[int]:
    with app.database.read() as conn:
        report = load_sales_report(conn, Scope(MONTH, AS_OF))
    return {row.manager.id for row in report.rows if not row.manager.others}


def test_a_whole_department_leaves_the_report_and_comes_back_by_the_history(own_app: App, people: Page) -> None:
    assert set(SERVICE) <= rows_of_report(own_app)
    people.get_by_label("Только выбранные здесь").check()
    people.get_by_label("Весь отдел «Сопровождение»").uncheck()
    expect(people.get_by_text("1 изменение не сохранено")).to_be_visible()
    expect(people.get_by_text("в отчёте 5 менеджеров")).to_be_visible()
    save(people)
    assert rows_of_report(own_app) == set(IDS.values()) - set(SERVICE)
    tick(people, ANNA).uncheck()
    expect(people.get_by_text("в отчёте 4 менеджера")).to_be_visible()
    save(people)
    assert rows_of_report(own_app) == set(IDS.values()) - {*SERVICE, ANNA}
    people.get_by_text("История изменений").click()
    people.get_by_role("button", name="Вернуть").first.click()
    dialog = people.get_by_role("dialog")
    expect(dialog).to_contain_text("Кто в отчёте")
    dialog.get_by_role("button", name="Вернуть").click()
    expect(dialog).to_have_count(0)
    expect(tick(people, ANNA)).to_be_checked()
    assert rows_of_report(own_app) == set(IDS.values()) - set(SERVICE)
    with own_app.database.read() as conn:
        newest, before, first = load_versions(conn, {MANAGERS.section}, limit=3)
    assert (newest.restores, before.restores, first.restores) == (first.id, None, None)


def test_days_of_work_are_saved_and_a_wrong_pair_of_them_is_not(own_app: App, people: Page) -> None:
    hired, dismissed = (people.locator(f"[data-key='{name}:{PAVLOV}']") for name in ("hired_on", "dismissed_on"))
    hired.fill("2026-09-07")
    dismissed.fill("2026-09-01")
    dismissed.blur()
    expect(people.get_by_text("Последний рабочий день раньше первого")).to_be_visible()
    expect(people.get_by_role("button", name="Сохранить")).to_be_disabled()
    dismissed.fill("2026-12-31")
    dismissed.blur()
    save(people)
    assert decided(own_app)[PAVLOVS_DAYS] == {"hired_on": "2026-09-07", "dismissed_on": "2026-12-31"}
    hired.fill("")
    hired.blur()
    people.get_by_role("button", name="Отменить").click()
    expect(hired).to_have_value(str(date(2026, 9, 7)))


def test_the_second_of_two_sees_both_values_and_loses_nothing(own_app: App, people: Page, desk: BrowserContext) -> None:
    other = desk.new_page()
    other.goto(own_app.url + "/people")
    for tab, day in ((people, "2026-09-14"), (other, "2026-09-21")):
        field = tab.locator(f"[data-key='hired_on:{PAVLOV}']")
        field.fill(day)
        field.blur()
        expect(tab.get_by_text("1 изменение не сохранено")).to_be_visible()
    save(people)
    other.get_by_role("button", name="Сохранить").click()
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("оставить сохранённое: с 14.09.26")
    expect(dialog).to_contain_text("сохранить моё: с 21.09.26")
    other.keyboard.press("Escape")
    expect(other.locator(f"[data-key='hired_on:{PAVLOV}']")).to_have_value("2026-09-21")
    assert decided(own_app)[PAVLOVS_DAYS]["hired_on"] == "2026-09-14"
    other.get_by_role("button", name="Сохранить").click()
    dialog.get_by_text("сохранить моё").click()
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(dialog).to_have_count(0)
    assert decided(own_app)[PAVLOVS_DAYS]["hired_on"] == "2026-09-21"
    other.close()


def test_people_are_found_by_name_and_a_hostile_one_is_only_text(people: Page) -> None:
    expect(people.get_by_text(HOSTILE)).to_be_visible()
    people.get_by_role("searchbox").fill("павл")
    expect(people.get_by_role("rowheader", name="Игорь Павлов")).to_be_visible()
    expect(people.get_by_role("rowheader", name="Анна Соколова")).to_be_hidden()
    assert people.title() == "Менеджеры · Доска продаж"


def test_what_is_typed_on_one_page_outlives_a_look_at_another_and_a_save_there(own_app: App, people: Page) -> None:
    field = people.locator(f"[data-key='hired_on:{PAVLOV}']")
    field.fill("2026-09-07")
    field.blur()
    expect(people.get_by_text("1 изменение не сохранено")).to_be_visible()
    people.get_by_role("link", name="Общие").click()
    people.get_by_label("Неделя начинается с дня").select_option("sunday")
    save(people)
    people.get_by_role("link", name="Менеджеры").click()
    expect(people.get_by_text("1 изменение не сохранено")).to_be_visible()
    expect(field).to_have_value("2026-09-07")
    save(people)
    assert decided(own_app)[PAVLOVS_DAYS]["hired_on"] == "2026-09-07"
