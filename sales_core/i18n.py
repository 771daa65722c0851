"""The two languages: words from a gettext catalogue, numbers and dates as their readers write them.

Source strings are English msgids; ``locales/ru/*.po``, one file a part of the program, hold the Russian and are read as
they are (no build step). A missing entry falls back to English and fails a test.
"""

import gettext
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from sales_core.errors import InputError, TabloError
from sales_core.money import Currency
from sales_core.periods import Month

LANGUAGES = ("ru", "en")
NARROW_SPACE = "\u202f"
MINUS = "\u2212"
DASH = "\u2014"


def N_(template: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Marks a string for the catalogue where it is translated only later."""
    return template


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """All of a language's files as one catalogue; English, the language of the msgids, has none."""
    merged = Catalog(locale=code)
    for path in sorted((Path(__file__).parent / "locales" / code).glob("*.po")):
        with path.open("rb") as source:
            for message in filter(lambda message: message.id, read_po(source, locale=code)):
                merged[message.id] = message
    if not len(merged):
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Language:
    """One reader's language: ``text`` and ``plural`` for words, the rest for figures.

    Figures use U+202F between thousands and before ₽ and %, U+2212 for minus, an em dash for "nothing".
    """

    code: str

    def text(self, template: str, **params: Any) -> str:
        """The sentence in this language with its parameters filled in; values are inserted as they are."""
        return _catalogue(self.code).gettext(template).format(**params) if template else ""

    def plural(self, one: str, many: str, n: int, **params: Any) -> str:
        """``plural("{n} payment", "{n} payments", 5)`` → «5 платежей»; ``n`` is formatted and passed on."""
        return _catalogue(self.code).ngettext(one, many, n).format(n=self.number(n), **params)

    def error(self, error: TabloError) -> str:
        return self.text(error.template, **{k: self._param(v) for k, v in error.params.items()})

    def _param(self, value: Any) -> Any:
        return self.error(value) if isinstance(value, TabloError) else value

    @property
    def locale(self) -> Locale:
        return Locale.parse(self.code)

    @property
    def decimal_mark(self) -> str:
        return "," if self.code == "ru" else "."

    def number(self, value: int | Decimal) -> str:
        """``1 250 000`` or ``0,5``: grouped, with the decimals the value has."""
        whole, _, decimals = (
            f"{abs(value):,f}".partition(".") if isinstance(value, Decimal) else (f"{abs(value):,}", "", "")
        )
        grouped = whole.replace(",", NARROW_SPACE)
        return (MINUS if value < 0 else "") + grouped + (self.decimal_mark + decimals if decimals else "")

    def money(self, minor: int, currency: Currency, *, exact: bool = False, sign: bool = True) -> str:
        """``180 000 ₽``, or with kopecks when ``exact`` or when there are any and ``exact`` is asked for.

        Not ``exact``: to the whole unit, halves away from zero (tables). ``sign=False`` leaves the currency sign out.
        """
        major = currency.to_major(minor)
        shown: int | Decimal = major if exact and currency.digits else int(major.quantize(Decimal(1), ROUND_HALF_UP))
        return self.number(shown) + (NARROW_SPACE + self.currency_sign(currency) if sign else "")

    def currency_sign(self, currency: Currency) -> str:
        return str(self.locale.currency_symbols.get(currency.code, currency.code))

    def percent(
        self, ratio: Fraction | Decimal | None, *, thresholds: tuple[Decimal, ...] = (), digits: int = 0
    ) -> str:
        """``72 %``. A ratio under one of ``thresholds`` is never rounded up to it: 99.6 % of a plan reads ``99 %``."""
        if ratio is None:
            return DASH
        exact = Fraction(ratio) * 100
        step = Fraction(1, 10**digits)
        shown = _step(exact, step, ROUND_HALF_UP)
        if any(exact < Fraction(t) * 100 <= shown for t in thresholds):
            shown = _step(exact, step, ROUND_FLOOR)
        return (
            self.number(shown.numerator if digits == 0 else Decimal(shown.numerator) / shown.denominator)
            + NARROW_SPACE
            + "%"
        )

    def percent_exact(self, share: Decimal) -> str:
        """``12,5 %``: with all the decimals it has, for what was decided rather than measured."""
        percent = (share * 100).normalize()
        return self.number(int(percent) if percent == percent.to_integral_value() else percent) + NARROW_SPACE + "%"

    def day(self, day: date | None) -> str:
        """``28.08.26`` in tables (``28 Aug 26`` in English); a dash for none."""
        if day is None:
            return DASH
        return day.strftime("%d.%m.%y") if self.code == "ru" else dates.format_date(day, "d MMM yy", self.locale)

    def day_of_year(self, day: date) -> str:
        """``28.08`` (``28 Aug`` in English): where the year goes without saying."""
        return day.strftime("%d.%m") if self.code == "ru" else dates.format_date(day, "d MMM", self.locale)

    def stretch(self, first: date, last: date) -> str:
        """``1–18 сентября`` or ``28 авг. – 3 сент.``, with years where there are two."""
        if self.code == "ru" and (first.year, first.month) == (last.year, last.month):
            end = dates.format_date(last, "d MMMM", self.locale)
            return end if first == last else f"{first.day}–{end}"
        skeleton = "MMMd" if first.year == last.year else "yMMMd"
        return str(dates.format_interval(first, last, skeleton, locale=self.locale))

    def month(self, month: Month) -> str:
        """``Сентябрь 2026``: the standalone name, capitalised."""
        name = self.month_name(month)
        return name[:1].upper() + name[1:]

    def month_name(self, month: Month) -> str:
        """``сентябрь 2026``: the standalone name as it stands within a line."""
        return dates.format_date(month.first, "LLLL yyyy", self.locale)

    def month_of(self, month: Month) -> str:
        """``января 2026``: the month inside a sentence, after «с» or «до»."""
        return dates.format_date(month.first, "MMMM yyyy", self.locale)

    def month_short(self, month: Month) -> str:
        return dates.format_date(month.first, "LLL", self.locale).rstrip(".")

    def moment(self, at: int, zone: ZoneInfo) -> str:
        """``18.09, 14:31`` in the account's zone."""
        local = datetime.fromtimestamp(at, zone)
        return (
            local.strftime("%d.%m, %H:%M")
            if self.code == "ru"
            else dates.format_datetime(local, "d MMM, HH:mm", locale=self.locale)
        )

    def country(self, code: str) -> str:
        """The name of an ISO 3166 country; the code where there is none."""
        return str(self.locale.territories.get(code, code))

    def time(self, at: int, zone: ZoneInfo) -> str:
        return datetime.fromtimestamp(at, zone).strftime("%H:%M")


def _step(value: Fraction, step: Fraction, rounding: str) -> Fraction:
    scaled = value / step
    floor = scaled.__floor__()
    if rounding == ROUND_FLOOR or scaled - floor < Fraction(1, 2):
        return floor * step
    return (floor + 1) * step


def language(code: str) -> Language:
    """Raises InputError for anything but ``ru`` and ``en``."""
    if code not in LANGUAGES:
        raise InputError("The language must be ru or en, not “{code}”", code=code)
    return Language(code)
