"""The settings as a file, in a real browser: taken away, brought back, what it changes and what is wrong in it."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from sales_core.decisions import Change, Section, plan_entry, value_entry
from sales_core.settings.file import export_settings
from sales_core.store.decisions import load_entries
from sales_core.store.versions import load_versions
from tests.ui.conftest import App
from tests.ui.world import IDS, MONTH

pytestmark = pytest.mark.browser

ANNA = IDS["Анна Соколова"]


@pytest.fixture
def general(own_app: App, page: Page) -> Page:
    page.goto(own_app.url + "/general")
    expect(page.get_by_text("Настройки файлом")).to_be_visible()
    return page


def bring(page: Page, text: str) -> None:
    page.get_by_label("Загрузить файл…").set_input_files(
        FilePayload(name="new.toml", mimeType="application/toml", buffer=text.encode())
    )


def test_a_file_shows_its_difference_first_and_is_then_stored_as_one_version(own_app: App, general: Page) -> None:
    with own_app.database.read() as conn:
        text, before = export_settings(conn), load_entries(conn)
    plan = f'manager = "m{ANNA}@example.org"\nmonth = "{MONTH}"\namount = '
    assert text.count(plan + '"900000.00"') == 1
    bring(
        general,
        text.replace(plan + '"900000.00"', plan + '"950000.50"').replace("[calendar]", '[calendar]\ncountry = "KZ"'),
    )
    expect(general.get_by_text("Файл изменит 2 настройки:")).to_be_visible()
    row = general.get_by_role("row").filter(has_text="План: Анна Соколова, Сентябрь 2026")
    expect(row).to_contain_text("900\u202f000\u202f₽")
    expect(row).to_contain_text("950\u202f000,50\u202f₽")
    with own_app.database.read() as conn:
        assert load_entries(conn) == before
    general.get_by_role("button", name="Сохранить из файла").click()
    expect(general.get_by_text("Файл изменит")).to_have_count(0)
    expect(general.get_by_text("new.toml")).to_have_count(0)
    expect(general.get_by_label("Праздники страны")).to_have_value("KZ")
    with own_app.database.read() as conn:
        newest = load_versions(conn, list(Section))[0]
    assert newest.via == "file"
    assert set(newest.changes) == {
        Change(plan_entry(ANNA, MONTH), 90_000_000, 95_000_050),
        Change(value_entry("holidays_country"), None, "KZ"),
    }


def test_what_is_wrong_in_a_file_is_listed_by_line_and_key_and_cannot_be_stored(own_app: App, general: Page) -> None:
    bring(general, '[calendar]\ncountry = "xx"\n\n[[plan]]\nmanager = "nobody"\nmonth = "2026-10"\namount = 1\n')
    expect(general.get_by_text("new.toml: 2 ошибки, ничего не сохранено")).to_be_visible()
    expect(general.get_by_role("listitem").filter(has_text="строка 2, calendar.country: ")).to_be_visible()
    expect(general.get_by_text("строка 5, plan.manager: в amoCRM нет пользователя nobody")).to_be_visible()
    expect(general.get_by_role("button", name="Сохранить из файла")).to_have_count(0)
    bring(general, "plan = ]")
    expect(general.get_by_text("строка 1: это не TOML")).to_be_visible()
    general.get_by_role("button", name="Убрать файл").click()
    expect(general.get_by_text("это не TOML")).to_have_count(0)


def test_what_is_downloaded_brings_nothing_new(own_app: App, general: Page, tmp_path: Path) -> None:
    with general.expect_download() as waiting:
        general.get_by_role("button", name="Скачать настройки").click()
    assert waiting.value.suggested_filename == "настройки.toml"
    waiting.value.save_as(tmp_path / "settings.toml")
    text = (tmp_path / "settings.toml").read_text("utf-8")
    with own_app.database.read() as conn:
        assert text == export_settings(conn)
    bring(general, text)
    expect(general.get_by_text("Настройки уже такие, как в файле")).to_be_visible()
