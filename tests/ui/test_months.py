"""The page of months in a browser: a month is closed, what changes later stands beside it and is posted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.i18n import Language
from sales_core.payment_history import Via
from sales_core.periods import Month, day_of
from sales_core.store.acts import Act
from sales_core.store.adjustments import load_adjustments
from sales_core.store.closings import load_closings
from sales_core.store.payments import save_payments
from sales_core.store.settings import StoredScale
from sales_core.store.zone import load_zone
from tests.deciding import replace_settings
from tests.ui.conftest import App, small_company
from tests.ui.world import HOSTILE, IDS, lead_id

pytestmark = pytest.mark.browser

ANNA = "Анна Соколова"
RUSSIAN = Language("ru")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Anna has brought in 120 000 of her plan of 100 000 in the month before this one, a tenth of it hers."""
    with small_company(tmp_path_factory.mktemp("months")) as opened:
        month = last_month(opened)
        with opened.database.write() as conn:
            replace_settings(
                conn,
                plans={(IDS[name], month, 0): 100_000_00 for name in (ANNA, HOSTILE)},
                scales=[StoredScale(Month(2020, 1), [{"from": "1", "rate": "0.1"}])],
            )
        bring_in(opened, 120_000_00)
        yield opened


def last_month(company: App) -> Month:
    with company.database.read() as conn:
        return Month.of(day_of(system_clock(), load_zone(conn))).plus(-1)


def bring_in(company: App, amount_minor: int) -> None:
    day = last_month(company).first
    with company.database.write() as conn:
        row = {"lead_id": lead_id(ANNA, 702), "amount_minor": amount_minor, "due_on": day, "paid_on": day}
        save_payments(conn, [row | {"source": "manual"}], Act(system_clock(), Via.PAGE, "anna", "found in a drawer"))


def test_a_month_is_closed_and_its_later_changes_are_posted(company: App, page: Page) -> None:
    month = last_month(company)
    name = RUSSIAN.month_name(month)
    page.goto(f"{company.url}/months?month={month}")
    statement = card(page, "Ведомость")
    expect(row(statement, ANNA)).to_contain_text("12\u202f000\u202f₽")
    expect(statement).to_contain_text("ставка 10\u202f% на весь факт = 12\u202f000\u202f₽")
    expect(statement).to_contain_text(HOSTILE)
    page.get_by_role("button", name=f"Закрыть {name}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Нет плана, а значит и бонуса")
    dialog.get_by_role("button", name="Закрыть месяц").click()
    expect(page.get_by_role("button", name=f"Открыть снова {name}")).to_be_visible()
    with company.database.read() as conn:
        assert [closing.month for closing in load_closings(conn)] == [month]

    bring_in(company, 50_000_00)
    page.goto(f"{company.url}/?month={month}")
    expect(page.get_by_text("После закрытия")).to_contain_text("факт +50\u202f000\u202f₽, бонус +5\u202f000\u202f₽")
    page.get_by_role("link", name="Месяцы и выплаты").last.click()
    drift = card(page, "После закрытия")
    expect(row(drift, ANNA)).to_contain_text("+50\u202f000\u202f₽")
    expect(row(card(page, "Ведомость"), ANNA)).to_contain_text("120\u202f000\u202f₽")
    page.get_by_role("button", name="Разнести корректировками").click()
    page.get_by_role("dialog").get_by_role("button", name="Разнести").click()
    expect(page.get_by_role("button", name="Разнести корректировками")).to_have_count(0)
    with company.database.read() as conn:
        (posted,) = load_adjustments(conn)
    assert (posted.month, posted.of_month, posted.amount_minor) == (month.plus(1), month, 5_000_00)


def test_the_payments_behind_a_frozen_fact_are_the_frozen_ones(company: App, page: Page) -> None:
    page.goto(f"{company.url}/months?month={last_month(company)}")
    page.get_by_role("button", name=f"Платежи: {ANNA}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("120\u202f000")
    expect(dialog).to_contain_text("сходится с отчётом")


def test_an_adjustment_is_added_and_taken_back(company: App, page: Page) -> None:
    page.goto(f"{company.url}/months?month={last_month(company).plus(1)}")
    page.get_by_role("button", name="Добавить корректировку…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Сумма; со знаком минус — удержание").fill("-1 500,50")
    dialog.get_by_role("button", name="Добавить корректировку").click()
    expect(dialog).to_contain_text("Напишите, за что корректировка")
    dialog.get_by_label("За что").fill(HOSTILE)
    dialog.get_by_role("button", name="Добавить корректировку").click()
    expect(card(page, "Ведомость")).to_contain_text(f"−1\u202f500,50\u202f₽: {HOSTILE}")
    its_line = page.locator("div").filter(has_text="500,50").filter(has=page.get_by_role("button")).last
    its_line.get_by_role("button", name="Отменить корректировку").click()
    expect(page.get_by_text("−1\u202f500,50\u202f₽")).to_have_count(0)
    assert page.title() != "1"


def card(page: Page, title: str) -> Locator:
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title))


def row(table: Locator, name: str) -> Locator:
    return table.get_by_role("row").filter(has=table.page.get_by_role("rowheader", name=name, exact=True))
