"""Pace (темп): how much of the month's working time has passed, by the country's production calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import holidays

from sales_core.periods import Month

DEFAULT_COUNTRY = "RU"


@dataclass(frozen=True, slots=True)
class Pace:
    """``elapsed`` working days of the month before the day, of ``total``. ``today_number`` is the day's own number
    among them (``elapsed + 1`` on a working day inside the month, else ``None``)."""

    elapsed: int
    total: int
    today_number: int | None

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.elapsed, self.total) if self.total else Fraction(0)


def build_pace(month: Month, as_of: date, country: str) -> Pace:
    """How far the month is on a day.

    country: ISO 3166, empty for Russia. One the calendar package does not know works Monday to Friday.
    """
    days = working_days(month, country)
    elapsed = sum(day < as_of for day in days)
    return Pace(elapsed, len(days), elapsed + 1 if as_of in days else None)


@cache
def working_days(month: Month, country: str) -> tuple[date, ...]:
    calendar = _calendar(country or DEFAULT_COUNTRY, month.year)
    days = [month.first + timedelta(days=n) for n in range((month.end - month.first).days)]
    return tuple(day for day in days if calendar.is_working_day(day))


@cache
def _calendar(country: str, year: int) -> holidays.HolidayBase:
    """Days off with the transferred ones; a working Saturday counts as working."""
    code = country.upper()
    if code not in holidays.list_supported_countries(include_aliases=False):
        return holidays.HolidayBase(years=year)
    return holidays.country_holidays(code, years=year)
