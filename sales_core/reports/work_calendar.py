"""The working calendar: the production calendar of a country, less the company's own days off.

Everything that counts working days asks here: the pace, the part of a plan that falls on somebody hired within a month,
a yearly plan spread over months, the year on a settings page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from sales_core.periods import Month

DEFAULT_COUNTRY = "RU"


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    """The company's own, on what would be a working day."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """``holiday``: its name, empty on other days."""

    day: date
    kind: DayKind
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``country``: ISO 3166, empty for Russia. One the calendar package does not know (``is_known``) works Monday to
    Friday. Weekends, transferred days and working Saturdays are the country's."""

    country: str = ""
    days_off: frozenset[date] = frozenset()

    @property
    def is_known(self) -> bool:
        return _code(self.country) in known_countries()

    def kind(self, day: date) -> DayKind:
        official = _official(self.country, day.year)
        if official.is_working_day(day):
            return DayKind.DAY_OFF if day in self.days_off else DayKind.WORKING
        return DayKind.HOLIDAY if day in official else DayKind.WEEKEND

    def is_working(self, day: date) -> bool:
        return self.kind(day) is DayKind.WORKING

    def working_days(self, month: Month) -> tuple[date, ...]:
        return _working_days(self, month)

    def count(self, first: date, last: date) -> int:
        """How many working days there are from the one day to the other, both included."""
        return sum(self.is_working(day) for day in _days(first, last))

    def year(self, year: int, language: str) -> tuple[CalendarDay, ...]:
        """Every day of a year, holidays named in the language if the package has their names in it, else as the country
        itself calls them. ``language``: ISO 639."""
        named = _official(self.country, year, language)
        return tuple(self._described(day, named) for day in _days(date(year, 1, 1), date(year, 12, 31)))

    def _described(self, day: date, named: holidays.HolidayBase) -> CalendarDay:
        kind = self.kind(day)
        return CalendarDay(day, kind, named[day] if kind is DayKind.HOLIDAY else "")


def known_countries() -> frozenset[str]:
    """ISO 3166 codes of the countries whose holidays are known."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _code(country: str) -> str:
    return (country or DEFAULT_COUNTRY).upper()


@lru_cache(maxsize=1024)
def _working_days(calendar: WorkCalendar, month: Month) -> tuple[date, ...]:
    return tuple(day for day in _days(month.first, month.end - timedelta(days=1)) if calendar.is_working(day))


@lru_cache(maxsize=256)
def _official(country: str, year: int, language: str = "") -> holidays.HolidayBase:
    code = _code(country)
    if code not in known_countries():
        return holidays.HolidayBase(years=year)
    return holidays.country_holidays(code, years=year, language=_language_of_names(code, language))


def _language_of_names(code: str, language: str) -> str | None:
    """``en_US`` for ``en``. Told to the package always: left to itself it would take the server's language."""
    country = holidays.country_holidays(code)
    offered = [name for name in country.supported_languages if name.partition("_")[0] == language]
    return offered[0] if offered else country.default_language
