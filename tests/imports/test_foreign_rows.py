"""A company's own spreadsheet: where its table is, what its columns are, what its rows say."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from sales_core.errors import InputError
from sales_core.imports.cells import DayStyle
from sales_core.imports.columns import Layout, find_layout, guess_fields, refuse_incomplete
from sales_core.imports.foreign_rows import ForeignRows, Recipe, parse_foreign_rows
from sales_core.imports.header_words import Field
from sales_core.imports.tables import read_rows, sheet_names
from sales_core.money import currency

TODAY = date(2026, 10, 20)
HEADER = "Менеджер;Клиент;Сделка;Сумма;Срок оплаты;Дата оплаты\n"


def read(text: str) -> ForeignRows:
    rows = read_rows(text.encode(), "f.csv")
    layout = find_layout(rows)
    recipe = Recipe(layout, guess_fields(layout.names), DayStyle())
    refuse_incomplete(recipe.fields)
    return parse_foreign_rows(rows, recipe, currency("RUB"), TODAY)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Менеджер|Клиент|Сделка|Сумма|Срок оплаты|Дата оплаты|Комментарий",
         "manager|client|deal|amount|due_on|paid_on|comment"),
        ("№ сделки|Ссылка|№ счёта|Сумма, руб.|Дата платежа|Оплачено",
         "lead_id|lead_url|external_id|amount|due_on|paid_on"),
        ("Deal|Customer|Amount|Due date|Paid on|Notes|Invoice #",
         "deal|client|amount|due_on|paid_on|comment|external_id"),
        ("Ответственный|Контрагент|Название сделки|Бюджет|Сумма 1|Срок 1|Сумма 2|Срок 2",
         "manager|client|deal|budget|amount|due_on|amount|due_on"),
        ("№|Договор|Заказчик|Сумма договора|Платёж|План. дата|Факт. дата", "|deal|client|budget|amount|due_on|paid_on"),
        ("lead_id|amount|due_on|paid_on|comment|external_id", "lead_id|amount|due_on|paid_on|comment|external_id"),
        ("Сделка|Сумма|Дата|Срок", "deal|amount|due_on|"),
        ("Город|Индекс", "|"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_words(header: str, fields: str) -> None:
    guess = guess_fields(header.split("|"))
    assert "|".join(guess.get(place, "") for place in range(len(header.split("|")))) == fields


def test_titles_above_totals_below_and_empty_lines_are_no_payments() -> None:
    found = read("Платежи отдела;;;;;\n;;;;;\n" + HEADER + "Соколова А.;Гранит;Лицензии;125 тыс;05.10.26;\n;;;;;\n"
                 "Октябрь;;;;;\n;;Работы;1 000,5;;06.10.2026\nИтого;;;126 000,5;;\n")  # fmt: skip
    assert found.faults == ()
    assert (found.totals, found.bare) == ((8,), (6,))
    first, second = found.rows
    assert (first.number, first.clues.manager, first.amount_minor, first.paid_on) == (
        4,
        "Соколова А.",
        12_500_000,
        None,
    )
    assert (second.due_on, second.paid_on) == (date(2026, 10, 6), date(2026, 10, 6))


def test_the_word_total_in_a_comment_makes_no_total() -> None:
    found = read("Сделка;Сумма;Срок;Комментарий\nЛицензии;5;05.10.26;Итого по договору\n")
    assert (len(found.rows), found.totals) == (1, ())


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (";;;5;05.10.26;", "row 2, column Клиент: the row does not say which deal it is of"),
        (";;Л;много;05.10.26;", "row 2, column Сумма: “много” is not an amount: write it like 1250000.50"),
        (";;Л;5;;", "row 2, column Срок оплаты: it is empty"),
        (";;Л;;05.10.26;", "row 2, column Сумма: it is empty"),
        (";;Л;0;05.10.26;", "row 2, column Сумма: an amount of 0 is not a payment"),
        (";;Л;5;05.10.26;21.10.26", "row 2, column Дата оплаты: 2026-10-21 is in the future"),
        (";;Л;5;32.10.26;", "row 2, column Срок оплаты: “32.10.26” is not a date"),
    ],
)
def test_a_wrong_cell_is_told_by_the_name_of_its_column(row: str, told: str) -> None:
    (fault,) = read(HEADER + row).faults
    assert str(fault).startswith(told)


def test_instalments_in_columns_are_payments_of_their_own() -> None:
    found = read("Сделка;Сумма 1;Срок 1;Сумма 2;Срок 2\nЛицензии;5;05.10.26;7;05.11.26\nРаботы;9;01.12.26;;\n")
    assert [(row.number, row.amount_minor, row.due_on.month) for row in found.rows] == [
        (2, 500, 10),
        (2, 700, 11),
        (3, 900, 12),
    ]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Сделка;Срок", "the amount of the payment"),
        ("Сделка;Сумма", "the due date or the date it was paid"),
        ("Сумма;Срок", "tells of the deal"),
        ("Сделка;Сумма 1;Сумма 2;Срок", "A table with a column for each month is not read"),
    ],
)
def test_columns_that_make_no_payments_are_refused_with_the_reason(header: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(f"{header}\n1;1;1;1\n")


def test_two_columns_cannot_be_the_same() -> None:
    with pytest.raises(InputError, match="both be “Client”"):
        refuse_incomplete({0: Field.CLIENT, 1: Field.CLIENT, 2: Field.AMOUNT, 3: Field.DUE_ON})


def test_an_external_id_stands_for_one_payment() -> None:
    found = read("Сделка;Сумма;Срок;№ счёта\nЛ;5;05.10.26;77\nЛ;6;05.10.26;77\n")
    assert [str(fault) for fault in found.faults] == ["row 3, column № счёта: “77” stands in row 2 too"]


def test_columns_without_a_name_or_with_the_same_have_their_letter() -> None:
    rows = read_rows("Сделка;;Сумма;Сумма;Срок\nЛ;x;5;6;05.10.26\n".encode(), "f.csv")
    assert find_layout(rows) == Layout(0, ("Сделка", "B", "Сумма", "Сумма (D)", "Срок"))


def test_any_sheet_of_a_workbook_can_be_read() -> None:
    content = workbook({"Сводка": [["Отчёт"]], "Платежи": [["Сделка", "Сумма", "Срок"], ["Л", 5, date(2026, 10, 5)]]})
    assert sheet_names(content, "f.xlsx") == ("Сводка", "Платежи")
    assert read_rows(content, "f.xlsx", sheet=1)[1] == (2, ("Л", 5, datetime(2026, 10, 5)))  # noqa: DTZ001 - Excel's own
    assert sheet_names(b"a;b\n", "f.csv") == ()


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
