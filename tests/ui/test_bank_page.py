"""The page of the bank statement in a real browser: a file brought in, its lines decided about and taken back."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.payment_history import Via
from sales_core.periods import Month
from sales_core.reporting.bank import load_bank_month
from sales_core.store.acts import Act
from sales_core.store.bank_lines import load_lines_of
from sales_core.store.payments import save_payments
from tests.bank.writing import document, written
from tests.ui.conftest import App
from tests.ui.world import HOSTILE

pytestmark = pytest.mark.browser

MONTH = Month(2026, 5)
CERTAIN, PART, UNKNOWN = (
    document(Номер=n, Сумма=f"{amount}.00", Дата=day, ДатаПоступило=day, НазначениеПлатежа=purpose, Плательщик1=payer)
    for n, amount, day, purpose, payer in (
        (1, 1000, "05.05.2026", "по сделке 5001", "ООО Вектор"),
        (2, 400, "06.05.2026", "по сделке 5002", "ООО Вектор"),
        (3, 70, "06.05.2026", "что-то другое", HOSTILE),
    )
)


@pytest.fixture(scope="module")
def decided_app(own_app: App) -> App:
    """Two payments that wait for money, in May."""
    rows = [
        {"lead_id": lead_id, "amount_minor": 1000_00, "due_on": date(2026, 5, 10), "source": "manual"}
        for lead_id in (5001, 5002)
    ]
    with own_app.database.write() as conn:
        save_payments(conn, rows, Act(system_clock(), Via.PAGE, "anna"))
    return own_app


@pytest.fixture
def bank(decided_app: App, page: Page) -> Iterator[Page]:
    page.goto(f"{decided_app.url}/bank?month={MONTH}")
    expect(page.get_by_role("heading", name="Выписка банка")).to_be_visible()
    yield page
    assert page.title() != "1", "a payer's name ran as a script"


def bring(page: Page, text: str) -> None:
    page.get_by_label("Загрузить выписку…").set_input_files(
        FilePayload(name="may.txt", mimeType="text/plain", buffer=text.encode("cp1251"))
    )


def line(page: Page, text: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=text)


def sums(app: App) -> tuple[int, int]:
    """What the bank confirms of the month's payments, and what of its money is unmatched."""
    with app.database.read() as conn:
        month = load_bank_month(conn, MONTH)
    assert month is not None
    return month.confirmed_minor, month.unmatched_minor


def test_every_fault_of_a_wrong_file_is_named_and_nothing_is_stored(decided_app: App, bank: Page) -> None:
    bring(bank, written().replace("Дата=05", "Дата=55").replace("Сумма=1000", "Сумма=x"))
    expect(bank.get_by_text("may.txt: 2 ошибки, ничего не сохранено")).to_be_visible()
    expect(bank.get_by_role("listitem").filter(has_text="строка 17")).to_be_visible()
    with decided_app.database.read() as conn:
        assert load_lines_of(conn, MONTH) == []


def test_lines_are_stored_confirmed_all_at_once_and_taken_back(decided_app: App, bank: Page) -> None:
    bring(bank, written([CERTAIN, PART, UNKNOWN], []))
    expect(bank.get_by_text("Добавится поступлений: 3")).to_be_visible()
    bank.get_by_role("button", name="Сохранить строки").click()
    expect(bank.get_by_text("Добавлено поступлений: 3")).to_be_visible()
    expect(line(bank, "5001")).to_contain_text("в назначении названа сделка 5001")
    expect(line(bank, "5001")).to_contain_text("уверенно")
    expect(line(bank, "что-то другое")).to_contain_text(HOSTILE)
    bank.get_by_role("button", name="Подтвердить 1 уверенную строку на 1\u202f000").click()
    expect(bank.get_by_text("Подтверждена 1 строка")).to_be_visible()
    expect(line(bank, "5001")).to_have_count(0)
    assert sums(decided_app) == (1000_00, 470_00)
    bank.get_by_role("button", name="Отменить").click()
    expect(bank.get_by_text("Снято подтверждение с 1 строки")).to_be_visible()
    expect(line(bank, "5001")).to_be_visible()
    assert sums(decided_app) == (0, 1470_00)


def test_a_line_is_split_over_payments_that_a_person_chooses(decided_app: App, bank: Page) -> None:
    line(bank, "5002").get_by_role("button", name="Выбрать").click()
    dialog = bank.get_by_role("dialog")
    expect(dialog.get_by_label("Сумма, Лицензии")).to_have_count(0)
    expect(dialog.get_by_role("checkbox").first).to_be_checked()
    dialog.get_by_role("textbox", name="Сумма").first.fill("300")
    expect(dialog.get_by_text("Осталось по строке: 100")).to_be_visible()
    dialog.get_by_placeholder("№ сделки").fill("5003")
    expect(dialog.get_by_text("Осталось по строке: 0")).to_be_visible()
    dialog.get_by_role("button", name="Подтвердить").click()
    expect(bank.get_by_text("Подтверждена 1 строка, 400")).to_be_visible()
    assert sums(decided_app) == (400_00, 1070_00)
    bank.goto(f"{decided_app.url}/bank?month={MONTH}&state=confirmed")
    expect(line(bank, "5002")).to_contain_text("Техподдержка")
    line(bank, "5002").get_by_role("button", name="Снять").click()
    expect(bank.get_by_text("Снято подтверждение с 1 строки")).to_be_visible()
    assert sums(decided_app) == (0, 1470_00)


def test_what_is_no_client_s_payment_is_set_aside_and_taken_up(decided_app: App, bank: Page) -> None:
    line(bank, "что-то другое").get_by_role("button", name="Отложить").click()
    bank.get_by_role("dialog").get_by_label("Что это").fill("возврат займа")
    bank.get_by_role("dialog").get_by_role("button", name="Отложить").click()
    expect(bank.get_by_text("Строка отложена")).to_be_visible()
    assert sums(decided_app) == (0, 1400_00)
    bank.goto(f"{decided_app.url}/bank?month={MONTH}&state=set-aside")
    expect(line(bank, "что-то другое")).to_contain_text("возврат займа")
    line(bank, "что-то другое").get_by_role("button", name="Вернуть").click()
    expect(bank.get_by_text("Строку снова нужно разобрать")).to_be_visible()
    assert sums(decided_app) == (0, 1470_00)


def test_the_sales_page_says_what_the_bank_confirms(decided_app: App, page: Page) -> None:
    page.goto(f"{decided_app.url}/?month={MONTH}")
    told = page.get_by_text("Выручка месяца: подтверждено банком 0")
    expect(told).to_contain_text("Пришло и не разобрано: 1\u202f470\u202f₽")
    expect(page.get_by_test_id("stMain").get_by_role("link", name="Выписка банка")).to_be_visible()
