"""A sheet as CSV that Excel opens by a double click: UTF-8 with a mark, and the separators of the reader's country.

Russian files have ``;`` and a decimal comma, English ones ``,`` and a point. A percent is written with six decimals:
the ratio of ``--format json`` times 100.
"""

import csv
import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sales_core.delivery.sheet import Column, Kind, Level, Part, Sheet, Value
from sales_core.i18n import Language
from sales_core.money import Currency, round_half_away

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""


def format_csv(sheet: Sheet, language: Language) -> bytes:
    """One header line and one line per row; headings over rows are left out, so that every line is data."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language.code == "ru" else ",", lineterminator="\r\n")
    writer.writerow([_title(part, column) for part in sheet.parts for column in part.columns])
    for line in sheet.lines:
        if line.level is not Level.HEADING:
            writer.writerow(
                [
                    _cell(value, column, sheet.currency, language)
                    for value, column in zip(line.values, sheet.columns, strict=True)
                ]
            )
    return out.getvalue().encode("utf-8-sig")


def _title(part: Part, column: Column) -> str:
    """«Маржа ожидание: Оплачено»: the heading's words too, since a CSV has one header line."""
    return column.title if part.title in ("", column.title) else f"{part.title}: {column.title}"


def _cell(value: Value, column: Column, currency: Currency, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return _number(value, column.kind, currency).replace(".", language.decimal_mark)


def _number(value: int | Fraction, kind: Kind, currency: Currency) -> str:
    if kind is Kind.MONEY:
        return currency.plain(int(value))
    if kind is Kind.RATIO:
        return f"{Decimal(round_half_away(Fraction(value) * 10**8)).scaleb(-6):.6f}"
    if kind is Kind.NUMBER:
        return f"{Decimal(round_half_away(Fraction(value) * 100)).scaleb(-2):.2f}"
    return str(value)
