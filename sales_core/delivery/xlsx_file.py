"""Sheets as an XLSX workbook: grouped header, number formats, frozen panes, deal types folded under their manager.

Texts are written as texts, never as formulas or links, whatever they begin with.
"""

import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter

from sales_core.delivery.csv_file import FORMULA_STARTS
from sales_core.delivery.sheet import Kind, Level, Line, Sheet, Value
from sales_core.i18n import Language
from sales_core.money import Currency

_LONGEST_TEXT = 32_767  # Excel's limit for a cell
_WIDTHS = {Kind.TEXT: 26, Kind.DAY: 12, Kind.MONEY: 15, Kind.RATIO: 10, Kind.COUNT: 9, Kind.NUMBER: 9}
_HEADER = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E9ECF1", "border": 1}


_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LONGEST_NAME = 31


def format_xlsx(sheet: Sheet, language: Language) -> bytes:
    """One worksheet: the title, the notes, two header rows, the lines."""
    return format_book([sheet], language)


def format_book(sheets: Iterable[Sheet], language: Language) -> bytes:
    """A worksheet for each, called by its name as far as Excel can."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats: Formats = {}
    taken: set[str] = set()
    for sheet in sheets:
        _Writer(book, sheet, language, formats, _free_name(sheet.name, taken)).write()
    book.close()
    return out.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    """Without the signs that Excel refuses, no longer than it allows, and none twice whatever its case."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip(" '")[:_LONGEST_NAME].strip(" '") or "Sheet"
    free, number = plain, 1
    while free.casefold() in taken:
        number += 1
        free = f"{plain[: _LONGEST_NAME - len(f' ({number})')]} ({number})"
    taken.add(free.casefold())
    return free


Formats = dict[tuple[tuple[str, Any], ...], Any]
"""Those of a workbook, made once each, as Excel limits their number."""


class _Writer:
    """One worksheet being written."""

    def __init__(self, book: Any, sheet: Sheet, language: Language, formats: Formats, name: str) -> None:
        self.book = book
        self.sheet = sheet
        self.language = language
        self.page = book.add_worksheet(name)
        self.formats = formats

    def write(self) -> None:
        self.page.write_string(0, 0, self.sheet.title, self._format(bold=True, font_size=14))
        for row, note in enumerate(self.sheet.notes, start=1):
            self.page.write_string(row, 0, note)
        header_row = len(self.sheet.notes) + 2
        self._write_header(header_row)
        for row, line in enumerate(self.sheet.lines, start=header_row + 2):
            self._write_line(row, line)
        self.page.freeze_panes(header_row + 2, self.sheet.key_columns)
        self.page.outline_settings(symbols_below=False)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(header_row, header_row + 1)

    def _write_header(self, row: int) -> None:
        header = self._format(**_HEADER)
        first = 0
        for part in self.sheet.parts:
            last = first + len(part.columns) - 1
            if part.title and last > first:
                self.page.merge_range(row, first, row, last, part.title, header)
            elif part.title:
                self.page.write_string(row, first, part.title, header)
            for offset, column in enumerate(part.columns):
                self.page.set_column(first + offset, first + offset, _WIDTHS[column.kind])
                if part.title:
                    self.page.write_string(row + 1, first + offset, column.title, header)
                else:
                    self.page.merge_range(row, first + offset, row + 1, first + offset, column.title, header)
            first = last + 1

    def _write_line(self, row: int, line: Line) -> None:
        look: dict[str, Any] = {}
        if line.level in (Level.TOTAL, Level.HEADING):
            look = {"bold": True}
        if line.level is Level.TOTAL:
            look["top"] = 1
        if line.level is Level.DETAIL:
            look = {"font_color": "#434B59"}
            self.page.set_row(row, None, None, {"level": 1})
        for column, value in enumerate(line.values):
            self._write_cell(row, column, value, look)

    def _write_cell(self, row: int, column: int, value: Value, look: dict[str, Any]) -> None:
        kind = self.sheet.columns[column].kind
        if value is None or value == "":
            self.page.write_blank(row, column, None, self._format(**look))
        elif isinstance(value, str):
            quoted = {"quote_prefix": True} if value.startswith(FORMULA_STARTS) else {}
            self.page.write_string(row, column, value[:_LONGEST_TEXT], self._format(**look, **quoted))
        elif isinstance(value, date):
            self.page.write_datetime(row, column, value, self._format(**look, num_format="dd.mm.yyyy"))
        else:
            number = self.sheet.currency.to_major(int(value)) if kind is Kind.MONEY else value
            self.page.write_number(
                row, column, float(number), self._format(**look, num_format=self._number_format(kind))
            )

    def _number_format(self, kind: Kind) -> str:
        money = _money_format(self.sheet.currency)
        return {Kind.MONEY: money, Kind.RATIO: "0.0%", Kind.NUMBER: "0.0"}.get(kind, "0")

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]


def _money_format(currency: Currency) -> str:
    return "#,##0." + "0" * currency.digits if currency.digits else "#,##0"
