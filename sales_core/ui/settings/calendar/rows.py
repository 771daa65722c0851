"""The calendar card as data for its script: choices, the months of a year day by day, words."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from babel.dates import get_day_names

from sales_core.decisions import value_entry
from sales_core.i18n import LANGUAGES, Language
from sales_core.periods import Month
from sales_core.reports.work_calendar import DEFAULT_COUNTRY, CalendarDay, DayKind, WorkCalendar, known_countries
from sales_core.setting_names import DAYS_OFF, FIRST_WEEKDAY, HOLIDAYS_COUNTRY, LANGUAGE, WEEKDAYS
from sales_core.ui.settings.calendar.reading import COUNTRY, SPOKEN, WEEKDAY, calendar_as_typed, days_off
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Typed, generation

_NEIGHBOURS = ("RU", "BY", "KZ", "UZ", "KG", "AM", "AZ", "GE", "MD", "UA")
"""Offered first: where most of the readers are."""
_LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}


def build_calendar(desk: Desk, typed: Mapping[str, Typed], year: int) -> dict[str, Any]:
    language, country = desk.language, desk.board.known_account.country or DEFAULT_COUNTRY
    calendar = calendar_as_typed(country, typed, desk.entries)
    choices = {
        COUNTRY: _cell(desk, COUNTRY, HOLIDAYS_COUNTRY),
        WEEKDAY: _cell(desk, WEEKDAY, FIRST_WEEKDAY),
        SPOKEN: _cell(desk, SPOKEN, LANGUAGE),
    }
    first = _first_weekday(typed[WEEKDAY].text if WEEKDAY in typed else choices[WEEKDAY]["text"], country)
    stored = set(desk.entries.get(value_entry(DAYS_OFF), ()))
    own = days_off(typed, desk.entries)
    names = get_day_names("short", locale=language.locale)
    return {
        "generation": generation(),
        "year": year,
        "choices": choices,
        "offered": {
            COUNTRY: [{"value": "", "text": _as_usual(language.country(country), language)}, *_countries(language)],
            WEEKDAY: [
                {
                    "value": "",
                    "text": _as_usual(_weekday(WEEKDAYS[_first_weekday("", country) == 6], language), language),
                },
                *({"value": name, "text": _weekday(name, language)} for name in WEEKDAYS),
            ],
            SPOKEN: [
                {"value": "", "text": language.text("As installed")},
                *({"value": code, "text": _LANGUAGE_NAMES[code]} for code in LANGUAGES),
            ],
        },
        "weekdays": [names[(first + n) % 7] for n in range(7)],
        "months": [_month(calendar, Month(year, number), first, stored, language) for number in range(1, 13)],
        "words": _words(calendar, own, year, language),
    }


def _cell(desk: Desk, key: str, name: str) -> dict[str, Any]:
    stored = desk.entries.get(value_entry(name))
    return {"key": key, "text": stored or "", "value": stored}


def _month(calendar: WorkCalendar, month: Month, first: int, stored: set[str], language: Language) -> dict[str, Any]:
    days = [day for day in calendar.year(month.year, language.code) if Month.of(day.day) == month]
    working = len(calendar.working_days(month))
    return {
        "name": language.month(month).partition(" ")[0],
        "working": language.plural("{n} working day", "{n} working days", working),
        "lead": (month.first.weekday() - first) % 7,
        "days": [_day(day, stored, language) for day in days],
    }


def _day(day: CalendarDay, stored: set[str], language: Language) -> dict[str, Any]:
    iso = day.day.isoformat()
    return {
        "key": iso,
        "number": day.day.day,
        "kind": day.kind.value,
        "about": f"{language.day(day.day)}, {_about(day, language)}",
        "text": "off" if iso in stored else "",
        "value": iso in stored,
    }


def _about(day: CalendarDay, language: Language) -> str:
    match day.kind:
        case DayKind.HOLIDAY:
            return day.holiday
        case DayKind.WEEKEND:
            return language.text("day off of the week")
        case DayKind.DAY_OFF:
            return language.text("the company's day off")
    return language.text("working day")


def _first_weekday(chosen: str, country: str) -> int:
    """0 is Monday, as in ``date.weekday``."""
    if chosen:
        return 6 if chosen == "sunday" else 0
    return Locale.parse(f"und_{country}").first_week_day


def _weekday(name: str, language: Language) -> str:
    return str(get_day_names("wide", "stand-alone", locale=language.locale)[6 if name == "sunday" else 0]).capitalize()


def _as_usual(name: str, language: Language) -> str:
    return language.text("{name} (as in the account)", name=name)


def _countries(language: Language) -> Sequence[dict[str, str]]:
    known = known_countries()
    near = [code for code in _NEIGHBOURS if code in known]
    far = sorted(known - set(near), key=language.country)
    return [{"value": code, "text": language.country(code)} for code in (*near, *far)]


def _words(calendar: WorkCalendar, own: Sequence[str], year: int, language: Language) -> dict[str, str]:
    total = sum(len(calendar.working_days(Month(year, number))) for number in range(1, 13))
    ours = sum(day.startswith(str(year)) for day in own)
    return {
        "title": language.text("Working calendar"),
        "about": language.text("pace and parts of plans are counted in working days"),
        "country": language.text("Holidays of"),
        "weekday": language.text("Week begins on"),
        "language": language.text("Language of the board"),
        "sum": language.plural("{n} working day in the year", "{n} working days in the year", total),
        "own": language.plural("{n} day off of the company's own", "{n} days off of the company's own", ours),
        "hint": language.text("A click on a working day makes it the company's day off, another click takes it back."),
        "unknown": ""
        if calendar.is_known
        else language.text("This country's holidays are not known: Monday to Friday."),
        "earlier": language.text("Previous year"),
        "later": language.text("Next year"),
        "holiday": language.text("holiday"),
        "dayOff": language.text("the company's day off"),
    }
