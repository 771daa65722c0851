"""What is chosen on the calendar card, as changes.

Cells: ``country``, ``weekday`` and ``language`` (a code, empty for "as usual"), and ``2026-12-31`` for each day that is
made a day off of the company's (``off``) or no longer one (empty).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sales_core.decisions import Change, Entries, value_entry
from sales_core.i18n import LANGUAGES
from sales_core.reports.work_calendar import WorkCalendar, known_countries
from sales_core.setting_names import DAYS_OFF, FIRST_WEEKDAY, HOLIDAYS_COUNTRY, LANGUAGE, WEEKDAYS
from sales_core.ui.settings.edits import Edits, Typed

COUNTRY, WEEKDAY, SPOKEN, OFF = "country", "weekday", "language", "off"
_CHOICES = {
    COUNTRY: (HOLIDAYS_COUNTRY, known_countries),
    WEEKDAY: (FIRST_WEEKDAY, lambda: WEEKDAYS),
    SPOKEN: (LANGUAGE, lambda: LANGUAGES),
}


def read_calendar(typed: Mapping[str, Typed], entries: Entries) -> Edits:
    return Edits((*_chosen(typed), *_days_off(typed, entries)))


def calendar_as_typed(account_country: str, typed: Mapping[str, Typed], entries: Entries) -> WorkCalendar:
    """As it would be if it was saved now."""
    country = typed[COUNTRY].text if COUNTRY in typed else entries.get(value_entry(HOLIDAYS_COUNTRY))
    return WorkCalendar(country or account_country, frozenset(map(date.fromisoformat, days_off(typed, entries))))


def days_off(typed: Mapping[str, Typed], entries: Entries) -> list[str]:
    """Of different people, what each adds and takes away is put together on top of what is stored now."""
    days = set(entries.get(value_entry(DAYS_OFF), ()))
    for key, cell in typed.items():
        if _is_day(key):
            (days.add if cell.text == OFF else days.discard)(key)
    return sorted(days)


def _chosen(typed: Mapping[str, Typed]) -> Iterator[Change]:
    for key, (name, offered) in _CHOICES.items():
        cell = typed.get(key)
        if cell is not None and (cell.text == "" or cell.text in offered()) and (cell.text or None) != cell.seen:
            yield Change(value_entry(name), cell.seen, cell.text or None)


def _days_off(typed: Mapping[str, Typed], entries: Entries) -> Iterator[Change]:
    entry = value_entry(DAYS_OFF)
    stored: Any = entries.get(entry)
    after = days_off(typed, entries)
    if after != (stored or []):
        yield Change(entry, stored, after or None)


def _is_day(key: str) -> bool:
    try:
        return date.fromisoformat(key).isoformat() == key
    except ValueError:
        return False
