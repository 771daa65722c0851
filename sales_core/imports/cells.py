"""Amounts and days as people write them in spreadsheets of their own."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sales_core.errors import InputError
from sales_core.imports.tables import Cell
from sales_core.money import Currency

DIGITS_OF_EXCEL = 15
FIRST_YEAR, YEAR_AFTER_LAST = 2000, 2200


class Order(StrEnum):
    """What comes first in 10/05/2026."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class MonthAs(StrEnum):
    """Which day «окт. 26» is."""

    FIRST_DAY = "first"
    LAST_DAY = "last"


@dataclass(frozen=True, slots=True)
class DayStyle:
    """How a file writes its days. ``month_as``: ``None`` while nobody has said what a month alone means."""

    order: Order = Order.DAY_FIRST
    month_as: MonthAs | None = None


@dataclass(frozen=True, slots=True)
class DayHints:
    """What the cells of the day columns tell of their style. ``is_order_certain``: one of them can be read one way
    only, or none of them can be read two ways. ``has_months``: some name a month and no day."""

    order: Order
    is_order_certain: bool
    has_months: bool


def is_blank(cell: Cell) -> bool:
    """Nothing, or a dash that stands for it."""
    return cell is None or (isinstance(cell, str) and cell.strip() in _DASHES)


def detect_days(cells: Iterable[Cell]) -> DayHints:
    seen = dict.fromkeys(Order, False)
    is_slashed = has_months = False
    for text in (cell for cell in cells if isinstance(cell, str)):
        plain = _plain_day(text)
        has_months = has_months or _month_alone(plain) is not None
        found = _NUMERIC.fullmatch(plain)
        if found and found["mark"] != ".":
            is_slashed = True
            seen[Order.DAY_FIRST] |= int(found["first"]) > 12
            seen[Order.MONTH_FIRST] |= int(found["second"]) > 12
    is_month_first = seen[Order.MONTH_FIRST] and not seen[Order.DAY_FIRST]
    return DayHints(
        Order.MONTH_FIRST if is_month_first else Order.DAY_FIRST,
        is_order_certain=not is_slashed or any(seen.values()),
        has_months=has_months,
    )


def parse_any_day(cell: Cell, style: DayStyle) -> date:
    """Raises InputError for what is no day, or may be two."""
    day = _day_of(cell, style)
    if not FIRST_YEAR <= day.year < YEAR_AFTER_LAST:
        raise InputError("the year of {text} cannot be right", text=str(cell))
    return day


def _day_of(cell: Cell, style: DayStyle) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _day_of_serial(cell)
    text = _plain_day(str(cell))
    if _SERIAL.fullmatch(text):
        return _day_of_serial(int(text))
    month = _month_alone(text)
    if month is not None:
        return _day_of_month(*month, style.month_as, str(cell))
    try:
        return date(*_year_month_day(text, style.order))
    except ValueError:
        raise InputError("“{text}” is not a date: write it like 2026-10-05 or 05.10.2026", text=str(cell)) from None


def parse_any_amount(cell: Cell, currency: Currency) -> int:
    """Minor units: ``1 250 000,50 р.``, ``125 тыс``, ``1.250.000,50``. Raises InputError for anything else, and for
    ``125,000``, which may be a hundred and twenty-five or a thousand times as much, in thousands too."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return currency.to_minor(Decimal(f"{cell:.{DIGITS_OF_EXCEL}g}"))
    text = "".join(str(cell).split()).casefold().replace("\u2212", "-").replace("'", "")
    found = _AMOUNT.fullmatch(text.removesuffix(currency.code.casefold()))
    number = _plain_number(found["number"]) if found else None
    if found is None or number is None or not isinstance(cell, str):
        raise InputError("“{text}” is not an amount: write it like 1250000.50", text=str(cell))
    decimals = len(number.partition(".")[2])
    if decimals > currency.digits and (not found["scale"] or decimals == _DIGITS_BETWEEN_MARKS):
        raise InputError("{amount} has more decimals than {currency} has", amount=cell, currency=currency.code)
    return currency.to_minor(Decimal(number).scaleb(_SCALES[(found["scale"] or "")[:1]]))


_DASHES = ("", "-", "\u2013", "\u2014", "\u2212")
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SERIAL = re.compile(r"[3-7]\d{4}")
_WORDED = re.compile(r"(?P<day>\d{1,2})[\s.-]*(?P<word>[a-zа-я]+)[\s.,-]*(?P<year>\d{4}|\d{2})")
_WORD_FIRST = re.compile(r"(?P<word>[a-z]+)[\s.]*(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
_MONTH_WORD = re.compile(r"(?P<word>[a-zа-я]+)[\s.,'-]*(?P<year>\d{4}|\d{2})")
_MONTH_NUMBER = re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})|(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})")
_TAIL = re.compile(r"(?:\s+|t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$|\s*г(?:\.|ода)?$")
_MONTHS = {
    word: number
    for words in ("янв фев мар апр ма июн июл авг сен окт ноя дек", "jan feb mar apr may jun jul aug sep oct nov dec")
    for number, word in enumerate(words.split(), start=1)
}
_FIRST_SERIAL_DAY = date(1899, 12, 30)

_AMOUNT = re.compile(
    r"(?P<number>[+-]?[\d.,]+)(?P<scale>тыс\.?|тысяч[аи]?|т\.?(?=р)|k|к|млн\.?|mln)?"
    r"(?:₽|руб\.?|рубл(?:ь|я|ей)|р\.?)?"
)
_DIGITS_BETWEEN_MARKS = 3
_SCALES = {"": 0, "т": 3, "k": 3, "к": 3, "м": 6, "m": 6}


def _plain_day(text: str) -> str:
    return _TAIL.sub("", text.strip().casefold()).strip()


def _year_month_day(text: str, order: Order) -> tuple[int, int, int]:
    """Raises ValueError where there are none."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found["first"]), int(found["second"])
        is_month_first = order is Order.MONTH_FIRST and found["mark"] != "."
        day, month = (second, first) if is_month_first else (first, second)
        return _year(found["year"]), month, day
    found = _WORDED.fullmatch(text) or _WORD_FIRST.fullmatch(text)
    named = _month_number(found["word"]) if found else None
    if found is None or named is None:
        raise ValueError(text)
    return _year(found["year"]), named, int(found["day"])


def _month_alone(text: str) -> tuple[int, int] | None:
    """(year, month) of ``окт. 26``, ``10.2026`` or ``2026-10``."""
    if found := _MONTH_NUMBER.fullmatch(text):
        year, month = int(found["year"] or found["iso_year"]), int(found["month"] or found["iso_month"])
        return (year, month) if 1 <= month <= 12 else None
    found = _MONTH_WORD.fullmatch(text)
    named = _month_number(found["word"]) if found else None
    return (_year(found["year"]), named) if found and named else None


def _day_of_month(year: int, month: int, month_as: MonthAs | None, written: str) -> date:
    match month_as:
        case MonthAs.FIRST_DAY:
            return date(year, month, 1)
        case MonthAs.LAST_DAY:
            return date(year, month, monthrange(year, month)[1])
    raise InputError("“{text}” is a month without a day: say which day is meant", text=written)


def _month_number(word: str) -> int | None:
    return _MONTHS.get(word[:3]) or (_MONTHS["ма"] if word[:3] in {"май", "мая"} else None)


def _year(text: str) -> int:
    return int(text) + (FIRST_YEAR if len(text) == 2 else 0)


def _day_of_serial(serial: float) -> date:
    """The day that Excel counts as so many; a time of day is left out."""
    if not 30_000 <= serial < 80_000:
        raise InputError("“{text}” is not a date: write it like 2026-10-05 or 05.10.2026", text=str(serial))
    return _FIRST_SERIAL_DAY + timedelta(days=int(serial))


def _plain_number(text: str) -> str | None:
    """With a point before the decimals and nothing between thousands; ``None`` where the marks make no number."""
    marks = [sign for sign in text if sign in ".,"]
    if len(marks) > 1:
        has_decimals = marks[-1] != marks[0]
        thousands = marks[:-1] if has_decimals else marks
        whole, _, decimals = text.rpartition(marks[-1]) if has_decimals else (text, "", "")
        if len(set(thousands)) != 1 or not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{thousands[0]}\d{{3}})+", whole):
            return None
        text = whole.replace(thousands[0], "") + (f".{decimals}" if has_decimals else "")
    plain = text.replace(",", ".")
    return plain if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", plain) else None
