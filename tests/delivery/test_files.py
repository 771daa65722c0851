"""Every file is read back by another program's reader and holds what the JSON document holds."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from sales_core.delivery.documents import build_sales_document
from sales_core.delivery.files import payments_csv, payments_xlsx, sales_report_csv, sales_report_xlsx
from sales_core.i18n import language
from tests.delivery.october import lead_url, october_payments, october_report, payment

RU, EN = language("ru"), language("en")


def csv_rows(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def xlsx_page(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def figures_of(row: dict[str, Any]) -> list[str | None]:
    """A row of the document in the order of the sheet's columns."""
    expected = row["expected"]
    return [
        row.get("plan"), row["fact"], row.get("percent"), row["bonus"], expected["paid"], expected["pending"],
        expected["overdue"], expected["carried"], expected["total"], expected["forecast"],
        expected.get("forecast_percent"), row["revenue"], row["lost"], str(row["lost_leads"]),
    ]  # fmt: skip


def document_lines() -> Iterator[list[str | None]]:
    document = build_sales_document(october_report())
    for row in document["rows"]:
        yield figures_of(row)
        yield from map(figures_of, row["deal_types"])
    yield figures_of(document["total"])


def as_csv_figure(position: int, value: str | None) -> str:
    if value is None:
        return ""
    return f"{Decimal(value) * 100:.6f}" if position in (2, 10) else value


@pytest.mark.parametrize(("reader", "delimiter", "mark"), [(RU, ";", ","), (EN, ",", ".")])
def test_the_csv_holds_the_figures_of_the_document(reader: Any, delimiter: str, mark: str) -> None:
    content = sales_report_csv(october_report(), reader)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = csv_rows(content, delimiter)
    expected = [[as_csv_figure(i, value) for i, value in enumerate(line)] for line in document_lines()]
    assert [[cell.replace(mark, ".") for cell in row[2:]] for row in rows[1:]] == expected
    assert len({len(row) for row in rows}) == 1


def test_the_xlsx_holds_the_figures_of_the_document() -> None:
    page = xlsx_page(sales_report_xlsx(october_report(), RU))
    header = int("".join(filter(str.isdigit, page.freeze_panes)))
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=header)]
    figures = [row[2:] for row in rows if row[2:] != [None] * 14]
    for row, line in zip(figures, document_lines(), strict=True):
        for cell, value in zip(row, line, strict=True):
            assert cell is None if value is None else abs(Decimal(cell) - Decimal(value)) <= Decimal("1e-8")


def test_kopecks_survive_the_floats_of_excel() -> None:
    page = xlsx_page(payments_xlsx(october_payments(payment(amount=99_999_999_999_99)), lead_url, RU))
    assert any(
        cell.value is not None and str(cell.value) == "99999999999.99" for row in page.iter_rows() for cell in row
    )


def test_the_header_groups_the_five_parts() -> None:
    page = xlsx_page(sales_report_xlsx(october_report(), EN))
    titles = [page.cell(merged.min_row, merged.min_col).value for merged in page.merged_cells.ranges]
    assert {"Margin", "Margin expected", "Archived"} <= set(titles)
    assert {"Bonus", "Revenue"} <= {cell.value for row in page.iter_rows() for cell in row}


def test_total_stands_out_and_deal_types_fold_under_their_manager() -> None:
    page = xlsx_page(sales_report_xlsx(october_report(), EN))
    bold = [row[0].value for row in page.iter_rows() if row[0].font.b]
    assert "Total" in bold
    folded = [row[1].value for row in page.iter_rows() if page.row_dimensions[row[0].row].outlineLevel == 1]
    assert folded == ["Лицензии", "Работы", "No type"]


def test_figures_are_numbers_with_formats() -> None:
    page = xlsx_page(sales_report_xlsx(october_report(), EN))
    anna = next(row for row in page.iter_rows() if row[0].value == "Анна")
    assert (anna[3].value, anna[3].number_format) == (180000.01, "#,##0.00")
    assert anna[4].number_format == "0.0%"


@pytest.mark.parametrize("text", ["=1+1", "+7 999", "-скидка", "@name", "=cmd|'/c calc'!A1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    breakdown = october_payments(payment(comment=text, name=text))
    cells = [cell for row in xlsx_page(payments_xlsx(breakdown, lead_url, RU)).iter_rows() for cell in row]
    written = [cell for cell in cells if cell.value == text]
    assert len(written) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in written)
    rows = csv_rows(payments_csv(breakdown, lead_url, RU), ";")
    assert rows[1].count("'" + text) == 2


def test_a_negative_amount_stays_a_number() -> None:
    rows = csv_rows(payments_csv(october_payments(payment(amount=-2_000_000)), lead_url, RU), ";")
    assert "-20000,00" in rows[1]


def test_the_payments_files_end_with_their_total() -> None:
    rows = csv_rows(payments_csv(october_payments(), lead_url, RU), ";")
    assert rows[-1][7] == "380000,01"
    assert rows[-1][9] == "190000,01"
    page = xlsx_page(payments_xlsx(october_payments(), lead_url, RU))
    last = [cell.value for cell in list(page.iter_rows())[-1]]
    assert (last[7], last[9]) == (380000.01, 190000.01)


def test_dates_are_dates() -> None:
    page = xlsx_page(payments_xlsx(october_payments(), lead_url, RU))
    days = [cell for row in page.iter_rows() for cell in row if getattr(cell, "is_date", False)]
    assert {cell.value.date().isoformat() for cell in days} == {"2026-10-05", "2026-10-06"}
    assert {cell.number_format for cell in days} == {"dd.mm.yyyy"}


def test_a_text_longer_than_a_cell_is_cut_not_lost() -> None:
    page = xlsx_page(payments_xlsx(october_payments(payment(comment="я" * 40_000)), lead_url, RU))
    assert any(cell.value and str(cell.value).startswith("яяя") for row in page.iter_rows() for cell in row)
