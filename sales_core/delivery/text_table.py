"""A sheet as text: a table with rules and weight on a terminal, plain aligned columns in a pipe.

Where a terminal is too narrow for all columns, they are shown in several tables one under another, each beginning with
the names, rather than squeezed until the figures break.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sales_core.delivery.sheet import Kind, Level, Line, Sheet, Value
from sales_core.i18n import DASH, Language
from sales_core.money import round_half_away

_STYLES = {Level.ROW: "", Level.DETAIL: "dim", Level.HEADING: "bold", Level.TOTAL: "bold"}
_UNLIMITED = 100_000
_WIDEST_TEXT = 36


def format_table(sheet: Sheet, language: Language, *, width: int | None = None, color: bool = False) -> str:
    """``width``: the terminal's, ``None`` for a pipe or a file (one table as wide as it needs)."""
    out = io.StringIO()
    console = Console(
        file=out, width=width or _UNLIMITED, color_system="truecolor" if color else None, force_terminal=color,
        highlight=False, legacy_windows=False,
    )  # fmt: skip
    console.print(Text(sheet.title, style="bold"))
    for note in sheet.notes:
        console.print(Text(note))
    for group in _groups(sheet, language, console):
        console.print()
        console.print(_table(sheet, group, language))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _groups(sheet: Sheet, language: Language, console: Console) -> Iterator[list[int]]:
    """As many columns to a table as fit the console, each table beginning with the key columns."""
    keys = list(range(sheet.key_columns))
    group = list(keys)
    for index, column in enumerate(sheet.columns):
        if index < sheet.key_columns or column.is_link:
            continue
        if group != keys and _width(_table(sheet, [*group, index], language), console) > console.width:
            yield group
            group = list(keys)
        group.append(index)
    yield group


def _width(table: Table, console: Console) -> int:
    return console.measure(table, options=console.options.update(max_width=_UNLIMITED)).maximum


def _table(sheet: Sheet, shown: Sequence[int], language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    headings = [part.title for part in sheet.parts for _ in part.columns]
    for position, index in enumerate(shown):
        column = sheet.columns[index]
        begins = position == 0 or headings[index] != headings[shown[position - 1]]
        is_text = column.kind is Kind.TEXT
        table.add_column(
            Text(f"{headings[index] if begins else ''}\n{column.title}".removeprefix("\n" * (not any(headings)))),
            justify="left" if is_text else "right", no_wrap=not is_text, max_width=_WIDEST_TEXT if is_text else None,
        )  # fmt: skip
    for line in sheet.lines:
        if line.level is Level.TOTAL:
            table.add_section()
        table.add_row(*(_cell(sheet, line, index, language) for index in shown), style=_STYLES[line.level])
    return table


def _cell(sheet: Sheet, line: Line, index: int, language: Language) -> Text:
    value = line.values[index] if index < len(line.values) else ""
    if line.level is Level.DETAIL and (index == 0 or value is None):
        return Text("")
    return Text(_words(value, sheet.columns[index].kind, sheet, language))


def _words(value: Value, kind: Kind, sheet: Sheet, language: Language) -> str:
    if value is None:
        return DASH
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, date):
        return language.day(value)
    return _number(value, kind, sheet, language)


def _number(value: int | Fraction, kind: Kind, sheet: Sheet, language: Language) -> str:
    if kind is Kind.MONEY:
        return language.money(int(value), sheet.currency, exact=True, sign=False)
    if kind is Kind.RATIO:
        return language.percent(Fraction(value), thresholds=sheet.thresholds, digits=1)
    if kind is Kind.NUMBER:
        return language.number(Decimal(round_half_away(Fraction(value) * 10)).scaleb(-1))
    return language.number(int(value))
