"""The page of imports in a real browser: what is wrong is shown and stores nothing; names are chosen; a way back."""

import io

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import func, select

from sales_core.store.table_kit import table_of
from sales_core.store.tables import Payment
from tests.ui.conftest import App
from tests.ui.world import HOSTILE, IDS

pytestmark = pytest.mark.browser

ANNA = IDS["Анна Соколова"]


@pytest.fixture
def importing(own_app: App, page: Page) -> Page:
    page.goto(own_app.url + "/import_payments")
    expect(page.get_by_text("перетащите его сюда")).to_be_visible()
    return page


def bring(page: Page, name: str, content: bytes | str) -> None:
    raw = content.encode() if isinstance(content, str) else content
    page.get_by_label("Выбрать файл…").set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=raw))
    expect(page.get_by_role("button", name="Другой файл")).to_be_visible()


def counted(app: App) -> int:
    with app.database.read() as conn:
        return conn.scalar(select(func.count()).select_from(table_of(Payment))) or 0


def spreadsheet() -> bytes:
    """As a company brings it: a title, its own words, a total, a second sheet."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Октябрь"
    for row in (
        ["Платежи отдела продаж"],
        [],
        ["Менеджер", "Сделка", "Сумма, руб.", "Срок оплаты", "Примечание"],
        ["Соколова А.", "Лицензии: внедрение amoCRM", "1 250 000,50 р.", "05.10.26", "Аванс"],
        ["", "Работы внедрение", "125 тыс", "5 окт 2026", HOSTILE],
        ["Итого", "", "1 375 000,50", "", ""],
    ):
        page.append(row)
    book.create_sheet("Лист2").append(["Пусто"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_faults_are_shown_in_their_cells_and_store_nothing(own_app: App, importing: Page) -> None:
    before = counted(own_app)
    rows = "".join(f"{ANNA}1;x;2026-10-05;\n" for _ in range(30))
    bring(
        importing, "bad.csv", f"lead_id;amount;due_on;comment\n{ANNA}1;1000;2026-10-05;\n{rows}999;5;05/10/2026;<b>x\n"
    )
    expect(importing.get_by_text("31 строка не читается, поэтому сохранить пока ничего нельзя")).to_be_visible()
    table = importing.get_by_role("region", name="Строки файла")
    expect(table.locator("[aria-invalid=true]")).to_have_count(20)
    expect(table.get_by_text("amount: «x» — не сумма").first).to_be_visible()
    importing.get_by_role("button", name="→").click()
    expect(importing.get_by_text("21–31 из 31")).to_be_visible()
    expect(table.get_by_role("row").filter(has_text="<b>x")).to_contain_text("05/10/2026")
    expect(importing.get_by_role("button", name="Импортировать")).to_have_count(0)
    assert counted(own_app) == before


def test_a_company_s_own_spreadsheet_is_read_its_deals_chosen_stored_and_taken_back(
    own_app: App, importing: Page
) -> None:
    before = counted(own_app)
    bring(importing, "october.xlsx", spreadsheet())
    expect(importing.get_by_label("Сумма, руб.")).to_have_value("Сумма платежа")
    expect(importing.get_by_text("Строки с итогами — не платежи: 6")).to_be_visible()
    button = importing.get_by_role("button", name="Импортировать")
    expect(button).to_be_disabled()
    importing.get_by_text(f"№{ANNA}2 · Работы: внедрение amoCRM").click()
    expect(button).to_be_enabled()
    expect(button).to_have_text("Импортировать 2 платежа")
    expect(importing.get_by_text(HOSTILE)).to_be_visible()
    assert counted(own_app) == before
    button.click()
    expect(importing.get_by_text("Файл october.xlsx импортирован: добавлено платежей 2, изменено 0")).to_be_visible()
    assert counted(own_app) == before + 2

    bring(importing, "again.xlsx", spreadsheet())
    expect(importing.get_by_text("Всё это уже есть: импортировать нечего")).to_be_visible()
    expect(importing.get_by_text("Столбцы — как вы подтвердили раньше")).to_be_visible()
    importing.get_by_role("button", name="Другой файл").click()
    importing.get_by_role("button", name="Отменить весь импорт").click()
    expect(importing.get_by_role("button", name="Отменить весь импорт")).to_have_count(0)
    assert counted(own_app) == before


def test_a_column_can_be_said_to_be_another_and_dates_are_asked_about(own_app: App, importing: Page) -> None:
    bring(importing, "us.csv", "Что;Сколько;Когда\nРаботы: внедрение amoCRM;1000;10/05/2026\n")
    expect(importing.get_by_text("Укажите, в каком столбце сумма платежа")).to_be_visible()
    for column, kind in (("Что", "Название сделки"), ("Сколько", "Сумма платежа"), ("Когда", "Срок оплаты")):
        importing.get_by_label(column, exact=True).click()
        importing.get_by_role("option", name=kind).click()
    expect(importing.get_by_text("10/05/2026 → 10 мая 2026")).to_be_visible()
    importing.get_by_text("сначала месяц, потом день").click()
    expect(importing.get_by_text("10/05/2026 → 5 октября 2026")).to_be_visible()
    importing.get_by_role("button", name="Не брать 1").click()
    expect(importing.get_by_text("Не берётся по вашему выбору")).to_be_visible()
