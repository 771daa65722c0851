"""A block of cells copied from a spreadsheet, and where in the grid of plans each of them belongs.

A first row of months and a first column of names are told by what stands in them, and then say where the rest goes;
without them the block lies down from the focused cell on. Blanks leave what is there: to take a plan away a dash is
pasted, or the cell emptied. Rows and columns of totals are left out. What has no place in the grid is a stray: it is
shown to who pasted it and stops the saving until they drop it, so that nothing is lost silently.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from babel import Locale

from sales_core.errors import InputError
from sales_core.i18n import LANGUAGES
from sales_core.money import Currency
from sales_core.periods import Month, parse_day
from sales_core.settings.plan_amounts import is_blank

LARGEST_BLOCK = 2_000_000
"""Characters."""

Cell = tuple[int, Month]
"""Manager, month."""

_TOTALS = frozenset(
    ("итог", "итого", "всего", "отдел", "сумма", "год", "за год", "итого за год", "total", "sum", "year")
)
_SHORTEST_MONTH = 3


class StrayKind(StrEnum):
    UNKNOWN = "unknown"
    """No manager is called so."""
    SEVERAL = "several"
    """More than one is."""
    TWICE = "twice"
    """The block names them in two rows."""
    MONTH = "month"
    """The column's heading is no month."""
    OUTSIDE = "outside"
    """Beside or below the grid."""


class Stray(NamedTuple):
    """``name``: of the manager or the column, empty for what lies outside. ``texts``: the cells that have no place."""

    kind: StrayKind
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a block is pasted: the grid's ``managers`` and ``months`` from the focused cell on, how many rows and
    columns are ``selected``, and all who can be named."""

    managers: Sequence[int]
    months: Sequence[Month]
    selected: tuple[int, int]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Pasted:
    """``cells``: texts as they stood in the block, right or wrong, the blank ones left out."""

    cells: Mapping[Cell, str]
    strays: tuple[Stray, ...] = ()


def read_block(text: str) -> list[list[str]]:
    """Rows of cells, all of one width, of the text that a spreadsheet put on the clipboard, without blank rows at its
    end."""
    if len(text) > LARGEST_BLOCK:
        raise InputError("What is pasted is too large")
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
    except csv.Error:
        raise InputError("What is pasted is no block of cells") from None
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def place_block(rows: Sequence[Sequence[str]], target: Target, currency: Currency) -> Pasted:
    """Each cell to its manager and month."""
    if not rows:
        return Pasted({})
    if len(rows) == len(rows[0]) == 1 and target.selected != (1, 1):
        return _one_for_all(rows[0][0], target)
    year = target.months[0].year
    heading = rows[0] if _is_heading(rows[0], year, currency) else None
    body = rows[1:] if heading else rows
    names = known_names(target.names)
    has_names = _has_names(body, names, currency, beside_months=heading is not None)
    owners = _owners([row[0] for row in body], names) if has_names else _owners_by_place(len(body), target)
    columns = _columns(heading, len(rows[0]), has_names, target)
    return _sorted_out(body, owners, columns, has_names)


def parse_month(text: str, year: int) -> Month | None:
    """``янв``, ``Января``, ``Sept``, ``сен.26``, ``октябрь 2026``, ``10.2026``, ``2026-10``, ``01.10.2026``; without a
    year it is of the one given. ``None`` for what is no month."""
    plain = text.strip().casefold().removesuffix("г.").strip()
    word = plain.rstrip("0123456789 .,'-/")
    digits = plain[len(word) :].strip(" .,'-/")
    number = _month_number(word.rstrip("."))
    if number is not None:
        return _month(number, digits, year)
    for part in ("01." + plain.replace("/", "."), plain + "-01", plain):
        try:
            day = parse_day(part)
        except InputError:
            continue
        return Month.of(day) if day.day == 1 else None
    return None


def _month(number: int, digits: str, year: int) -> Month | None:
    if not digits:
        return Month(year, number)
    if not digits.isdecimal() or len(digits) not in {2, 4}:
        return None
    return Month(int(digits) + (2000 if len(digits) == 2 else 0), number)


@cache
def _month_words() -> tuple[tuple[str, int], ...]:
    """Every form of every month's name in the board's languages."""
    found = {}
    for code in LANGUAGES:
        for form in ("format", "stand-alone"):
            for number, name in Locale.parse(code).months[form]["wide"].items():
                found[name.casefold()] = number
    return tuple(found.items())


def _month_number(word: str) -> int | None:
    if len(word) < _SHORTEST_MONTH:
        return None
    return next((number for name, number in _month_words() if name.startswith(word)), None)


def known_names(users: Mapping[int, str]) -> dict[str, list[int]]:
    """Ids by name, however it is spaced, cased and turned round: «Иванов  Пётр» is «Пётр Иванов»."""
    found: dict[str, list[int]] = {}
    for id_, name in users.items():
        found.setdefault(_plain_name(name), []).append(id_)
    return found


def _plain_name(name: str) -> str:
    return " ".join(sorted(name.casefold().replace("ё", "е").split()))


def _is_total(text: str) -> bool:
    return " ".join(text.casefold().rstrip(":").split()) in _TOTALS


def _is_amount(text: str, currency: Currency) -> bool:
    try:
        currency.parse(text)
    except InputError:
        return False
    return True


def _is_heading(row: Sequence[str], year: int, currency: Currency) -> bool:
    filled = [cell for cell in row if cell]
    months = sum(parse_month(cell, year) is not None for cell in filled)
    return months > sum(_is_amount(cell, currency) and not _is_year(cell) for cell in filled)


def _has_names(
    body: Sequence[Sequence[str]], names: Mapping[str, object], currency: Currency, *, beside_months: bool
) -> bool:
    """Whether the first column says whose the rows are: somebody known stands in it, or nothing but words beside other
    columns."""
    first = [row[0] for row in body if row[0]]
    if any(_plain_name(cell) in names for cell in first):
        return True
    words = bool(first) and not any(is_blank(cell) or _is_amount(cell, currency) for cell in first)
    return words and (beside_months or len(body[0]) > 1)


Owner = int | Stray | None
"""A manager, why there is none, or ``None`` for a row of totals."""
Column = Month | Stray | None
"""The same of a month and a column."""


def _owners(cells: Sequence[str], names: Mapping[str, Sequence[int]]) -> list[Owner]:
    times = Counter(_plain_name(cell) for cell in cells)
    return [_owner(cell, names, times[_plain_name(cell)]) for cell in cells]


def _owner(cell: str, names: Mapping[str, Sequence[int]], times: int) -> Owner:
    found = names.get(_plain_name(cell), ())
    if not found and _is_total(cell):
        return None
    if len(found) == 1 and times == 1:
        return found[0]
    kind = StrayKind.UNKNOWN if not found else StrayKind.SEVERAL if len(found) > 1 else StrayKind.TWICE
    return Stray(kind, cell, ())


def _owners_by_place(count: int, target: Target) -> list[Owner]:
    outside: list[Owner] = [_OUTSIDE] * max(0, count - len(target.managers))
    return [*target.managers[:count], *outside]


def _columns(heading: Sequence[str] | None, width: int, has_names: bool, target: Target) -> list[Column]:
    skipped = int(has_names)
    if heading is None:
        outside: list[Column] = [_OUTSIDE] * max(0, width - skipped - len(target.months))
        return [*target.months[: width - skipped], *outside]
    return [_column(cell, target.months[0].year) for cell in heading[skipped:]]


def _column(cell: str, year: int) -> Column:
    month = parse_month(cell, year)
    if month is not None or _is_total(cell) or _is_year(cell):
        return month
    return Stray(StrayKind.MONTH, cell, ()) if cell else _OUTSIDE


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == len("2026")


def _sorted_out(
    body: Sequence[Sequence[str]], owners: Sequence[Owner], columns: Sequence[Column], has_names: bool
) -> Pasted:
    cells: dict[Cell, str] = {}
    strays: dict[tuple[StrayKind, str], list[str]] = {}
    for row, owner in zip(body, owners, strict=True):
        for text, column in zip(row[int(has_names) :], columns, strict=True):
            if not text or owner is None or column is None:
                continue
            stray = owner if isinstance(owner, Stray) else column if isinstance(column, Stray) else None
            if stray is not None:
                strays.setdefault((stray.kind, stray.name), []).append(text)
            elif isinstance(owner, int) and isinstance(column, Month):
                cells[owner, column] = text
    return Pasted(cells, tuple(_strays(strays.items())))


def _strays(found: Iterable[tuple[tuple[StrayKind, str], list[str]]]) -> Iterable[Stray]:
    return (Stray(kind, name, tuple(texts)) for (kind, name), texts in found)


def _one_for_all(text: str, target: Target) -> Pasted:
    """One copied cell fills all that are selected."""
    rows, columns = target.selected
    return Pasted({(who, month): text for who in target.managers[:rows] for month in target.months[:columns] if text})


_OUTSIDE = Stray(StrayKind.OUTSIDE, "", ())
