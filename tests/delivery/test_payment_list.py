"""The list as files: every payment, its totals, and no text that a spreadsheet takes for a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl

from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payment_list import ListedAs, build_payment_list_sheet, tell_filter
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.params import Choice
from sales_core.payment_filter import Age, Dated, PaymentFilter
from sales_core.payment_states import Source, State
from sales_core.reports.breakdown import BehindLine
from sales_core.reports.payment_list import ListedPayment
from sales_core.reports.sales import DealType, Manager
from sales_core.scope_text import FilterChoices
from sales_core.spans import parse_span

TODAY = date(2026, 10, 20)
RU, RUB = Language("ru"), currency("RUB")
CHOICES = FilterChoices(
    deal_types=(Choice(0, ""), Choice(701, "Лицензии")),
    managers=(Choice(5, "Анна"),),
    departments=(Choice(0, "Отдел"),),
)
FILTER = PaymentFilter(
    TODAY, parse_span("2026-Q4", TODAY), Dated.PAID, states=(State.PAID, State.OVERDUE), ages=(Age.WEEK, Age.OLDER),
    managers=(5, 6), deal_types=(0, 701), sources=(Source.IMPORT,), text="акт",
)  # fmt: skip


def a_payment(amount_minor: int, comment: str) -> ListedPayment:
    half = Decimal("0.5")
    return ListedPayment(BehindLine(
        1, 1001, "=SUM(A1)", "@клиент", Manager(5, "Анна"), DealType(701, "Лицензии", half, share_is_set=True),
        amount_minor, half, amount_minor // 2, date(2026, 10, 5), None, State.OVERDUE, 15, comment, "import",
    ), version=3)  # fmt: skip


def lead_url(lead_id: int) -> str:
    return f"https://demo.amocrm.ru/leads/detail/{lead_id}"


SHEET = build_payment_list_sheet(
    [a_payment(100_00, "+7 900"), a_payment(-40_00, "")], ListedAs(FILTER, CHOICES, RUB), lead_url, RU
)


def test_the_filter_is_told_in_words() -> None:
    assert list(tell_filter(FILTER, CHOICES, RU)) == [
        "По оплате: 4 квартал 2026",
        "Статус: Оплачен, Просрочен",
        "Просрочено: 1–7 дней, больше 90 дней",
        "Менеджер: Анна, 6",
        "Тип сделки: Без типа, Лицензии",
        "Источник: Из файла",
        "Поиск: акт",
    ]
    assert list(tell_filter(PaymentFilter(TODAY), CHOICES, RU)) == []


def test_spans_are_told_by_their_names() -> None:
    told = [list(tell_filter(PaymentFilter(TODAY, parse_span(text, TODAY)), CHOICES, RU)) for text in (
        "week", "2026-10", "2026-10-05", "2026-10-05..2026-10-18", "2026-10-05..", "..2026-10-05",
    )]  # fmt: skip
    assert [line.removeprefix("По сроку: ") for [line] in told] == [
        "Эта неделя", "Октябрь 2026", "05.10.26", "05.10.26 – 18.10.26", "с 05.10.26", "до 05.10.26",
    ]  # fmt: skip


def test_a_csv_holds_every_payment_and_the_total_and_no_formula() -> None:
    lines = list(csv.reader(io.StringIO(format_csv(SHEET, RU).decode("utf-8-sig")), delimiter=";"))
    head, first, second, total = lines
    amount, margin = head.index("Сумма"), head.index("Маржа")
    assert [line[amount] for line in (first, second, total)] == ["100,00", "-40,00", "60,00"]
    assert total[margin] == "30,00"
    assert (first[0], first[1], first[head.index("Комментарий")]) == ("'=SUM(A1)", "'@клиент", "'+7 900")


def test_an_xlsx_holds_texts_and_numbers_and_tells_the_filter_above() -> None:
    page = openpyxl.load_workbook(io.BytesIO(format_xlsx(SHEET, RU))).active
    assert page is not None
    cells = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value is not None}
    assert {"На 20.10.2026", "Поиск: акт", "=SUM(A1)", 100, -40, 60} <= cells.keys()
    assert cells["=SUM(A1)"].data_type == "s"
