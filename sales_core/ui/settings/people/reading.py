"""What is ticked and typed on the card of managers, as changes.

Cells: ``mode`` (``auto`` or ``chosen``), ``proration`` (``on`` or empty), and for each manager ``in:5502`` (``on`` or
empty), ``hired_on:5502`` and ``dismissed_on:5502`` (ISO dates).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sales_core.decisions import Change, Entries, person_entry, value_entry
from sales_core.errors import InputError
from sales_core.setting_names import BY_WORKING_DAYS, MANAGERS, PLAN_PRORATION
from sales_core.settings.staff import Department
from sales_core.ui.settings.edits import Edits, Typed

AUTO, CHOSEN, ON = "auto", "chosen", "on"
DAYS = ("hired_on", "dismissed_on")


def read_people(typed: Mapping[str, Typed], staff: Sequence[Department], entries: Entries) -> Edits:
    changes = [*_who_counts(typed, staff, entries), *_proration(typed, entries)]
    faults: dict[str, InputError] = {}
    for user_id in sorted(_touched(typed)):
        stored = entries.get(person_entry(user_id)) or dict.fromkeys(DAYS)
        seen, after = dict(stored), dict(stored)
        try:
            for name in DAYS:
                if (cell := typed.get(f"{name}:{user_id}")) is not None:
                    seen[name], after[name] = cell.seen, _day(cell.text)
        except InputError as fault:
            faults[f"{name}:{user_id}"] = fault
            continue
        if after["hired_on"] and after["dismissed_on"] and after["dismissed_on"] < after["hired_on"]:
            faults[f"dismissed_on:{user_id}"] = InputError("The last day of work lies before the first")
        elif seen != after:
            changes.append(Change(person_entry(user_id), _person(seen), _person(after)))
    return Edits(tuple(changes), faults)


def in_report(typed: Mapping[str, Typed], staff: Sequence[Department], entries: Entries) -> list[int]:
    """Who would be in the report if it was saved now."""
    return sorted(_counted(typed, staff, None if _mode(typed, entries) == AUTO else entries.get(value_entry(MANAGERS))))


def _who_counts(typed: Mapping[str, Typed], staff: Sequence[Department], entries: Entries) -> Iterator[Change]:
    """The list of managers is one entry; ticks of different people are put together on top of what it is now."""
    entry = value_entry(MANAGERS)
    stored = entries.get(entry)
    after = None if _mode(typed, entries) == AUTO else sorted(_counted(typed, staff, stored))
    before = None if stored is None else sorted(stored)
    if before != after:
        yield Change(entry, stored, after)


def _counted(typed: Mapping[str, Typed], staff: Sequence[Department], stored: Collection[int] | None) -> set[int]:
    by_definition = (person.id for department in staff for person in department.people if person.by_definition)
    counted = set(by_definition if stored is None else stored)
    for key, cell in typed.items():
        kind, _, number = key.partition(":")
        if kind == "in" and number.isdecimal():
            (counted.add if cell.text == ON else counted.discard)(int(number))
    return counted


def _mode(typed: Mapping[str, Typed], entries: Entries) -> str:
    stored = AUTO if entries.get(value_entry(MANAGERS)) is None else CHOSEN
    return typed["mode"].text if "mode" in typed else stored


def _proration(typed: Mapping[str, Typed], entries: Entries) -> Iterator[Change]:
    cell, entry = typed.get("proration"), value_entry(PLAN_PRORATION)
    after = BY_WORKING_DAYS if cell and cell.text == ON else None
    if cell is not None and after != entries.get(entry):
        yield Change(entry, cell.seen, after)


def _touched(typed: Mapping[str, Typed]) -> set[int]:
    numbers = (key.partition(":") for key in typed)
    return {int(number) for kind, _, number in numbers if kind in DAYS and number.isdecimal()}


def _day(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError("“{text}” is not a day", text=text) from None


def _person(days: Mapping[str, Any]) -> dict[str, Any] | None:
    """No entry for somebody of whom no day is known."""
    return dict(days) if any(days.values()) else None
