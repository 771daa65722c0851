"""What is set up once, in a real browser: the deal-type field, the working calendar, the language."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sales_core.decisions import value_entry
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.store.decisions import load_entries
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.leads import lead_ids
from sales_core.store.references import save_custom_fields
from tests.store.conftest import NOW
from tests.store.test_invoices import an_invoice
from tests.ui.conftest import App
from tests.ui.world import AS_OF, MONTH, TYPE_FIELD, TYPES

pytestmark = pytest.mark.browser

SOURCE_FIELD = 78


@pytest.fixture
def general(own_app: App, page: Page) -> Page:
    page.goto(own_app.url + "/general")
    expect(page.get_by_role("heading", name="Производственный календарь")).to_be_visible()
    return page


def decided(app: App, name: str) -> Any:
    with app.database.read() as conn:
        return load_entries(conn).get(value_entry(name))


def save(page: Page, word: str = "Сохранить", word_then: str = "Сохранить") -> None:
    page.get_by_role("button", name=word).click()
    expect(page.get_by_role("button", name=word_then)).to_be_disabled()


def test_a_day_off_of_the_company_counts_in_the_year_and_in_the_pace(own_app: App, general: Page) -> None:
    with own_app.database.read() as conn:
        before = load_sales_report(conn, Scope(MONTH, AS_OF)).pace
    year = general.get_by_role("button", name="Следующий год")
    while general.locator("[data-date^='2026-']").count() == 0:
        year.click()
    general.locator("[data-day='2026-09-25']").click()
    expect(general.locator("[data-day='2026-09-25']")).to_have_attribute("aria-pressed", "true")
    expect(general.get_by_text("1 свой нерабочий день", exact=True)).to_be_visible()
    save(general)
    assert decided(own_app, "days_off") == ["2026-09-25"]
    with own_app.database.read() as conn:
        assert load_sales_report(conn, Scope(MONTH, AS_OF)).pace.total == before.total - 1
    general.locator("[data-day='2026-09-25']").click()
    save(general)
    assert decided(own_app, "days_off") is None


def test_holidays_are_those_of_the_country_chosen_and_the_year_is_walked_by_keys(general: Page) -> None:
    expect(general.locator("[data-date='2026-06-12']")).to_have_class("day holiday ")
    general.get_by_label("Праздники страны").select_option("KZ")
    expect(general.locator("[data-date='2026-06-12']")).to_have_class("day working ")
    general.locator("[data-day='2026-09-24']").focus()
    general.keyboard.press("ArrowRight")
    expect(general.locator("[data-day='2026-09-25']")).to_be_focused()
    general.keyboard.press("ArrowRight")
    expect(general.locator("[data-day='2026-09-28']")).to_be_focused()
    general.get_by_role("button", name="Отменить").click()
    expect(general.locator("[data-date='2026-06-12']")).to_have_class("day holiday ")


def test_the_deal_type_field_is_chosen_among_those_of_the_account(own_app: App, general: Page) -> None:
    expect(general.get_by_text("заполнено в 30 сделках")).to_be_visible()
    with own_app.database.write() as conn:
        fields = [(TYPE_FIELD, "Тип сделки"), (SOURCE_FIELD, "Источник")]
        options = [(TYPE_FIELD, *option) for option in TYPES.items()] + [(SOURCE_FIELD, 801, "Сайт")]
        save_custom_fields(
            conn,
            [{"id": id_, "name": name, "type": "select"} for id_, name in fields],
            [{"id": id_, "field_id": field, "name": name, "sort": id_} for field, id_, name in options],
        )
    general.reload()
    general.get_by_role("radio", name="Источник").check()
    save(general)
    assert decided(own_app, "deal_type_field") == SOURCE_FIELD
    with own_app.database.read() as conn:
        report = load_sales_report(conn, Scope(MONTH, AS_OF))
    assert {kid.deal_type.id for row in report.rows for kid in row.deal_types} == {0}
    general.get_by_role("radio", name="Тип сделки").check()
    save(general)
    assert decided(own_app, "deal_type_field") == TYPE_FIELD


def test_invoices_are_switched_off_as_a_source_after_their_effect_was_shown(own_app: App, general: Page) -> None:
    with own_app.database.write() as conn:
        lead_id = min(lead_ids(conn))
        save_links(conn, {lead_id: {7}}, NOW)
        save_invoices(conn, [an_invoice()], NOW)
    general.reload()
    expect(general.get_by_text("Прочитан 1 счёт, платежей из них: 1")).to_be_visible()
    source = general.get_by_label("Счета, привязанные к сделкам, становятся платежами")
    source.uncheck()
    expect(general.get_by_text("Их история и то, кому они засчитаны, сохранятся")).to_be_visible()
    save(general)
    assert decided(own_app, "invoices") is False
    expect(general.get_by_text("платежей из них: 0")).to_be_visible()
    source.check()
    save(general)
    assert decided(own_app, "invoices") is None
    expect(general.get_by_text("платежей из них: 1")).to_be_visible()


def test_what_an_action_weighs_is_typed_as_people_write_numbers(own_app: App, general: Page) -> None:
    mail = general.get_by_label("исходящее письмо")
    mail.fill("много")
    expect(general.get_by_text("«много» — не число")).to_be_visible()
    expect(general.get_by_role("button", name="Сохранить")).to_be_disabled()
    mail.fill("0,50")
    expect(general.get_by_text("1 изменение не сохранено")).to_be_visible()
    save(general)
    assert decided(own_app, "activity_weight.mail_out") == "0.5"
    expect(mail).to_have_value("0,5")
    mail.fill("1")
    save(general)
    assert decided(own_app, "activity_weight.mail_out") is None


def test_the_language_chosen_is_spoken_at_once(own_app: App, general: Page) -> None:
    general.get_by_label("Язык доски").select_option("en")
    save(general, "Сохранить", "Save")
    expect(general.get_by_role("heading", name="Working calendar")).to_be_visible()
    general.get_by_label("Language of the board").select_option("")
    save(general, "Save", "Сохранить")
    assert decided(own_app, "language") is None
