"""The card of managers as data for its script: words, departments, cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_core.decisions import Entries, person_entry, value_entry
from sales_core.i18n import Language
from sales_core.setting_names import BY_WORKING_DAYS, MANAGERS, PLAN_PRORATION
from sales_core.settings.staff import Department, Employee
from sales_core.ui.names import initials, tint
from sales_core.ui.settings.edits import Edits, Typed, generation
from sales_core.ui.settings.people.reading import AUTO, CHOSEN, DAYS, ON, in_report

Cell = dict[str, Any]


def build_people(
    staff: Sequence[Department], entries: Entries, typed: Mapping[str, Typed], edits: Edits, language: Language
) -> dict[str, Any]:
    counted = set(in_report(typed, staff, entries))
    stored = entries.get(value_entry(MANAGERS))
    drawing = _Cells(typed, edits, language)
    mode = drawing.cell("mode", AUTO if stored is None else CHOSEN, stored)
    proration = entries.get(value_entry(PLAN_PRORATION))
    return {
        "generation": generation(),
        "mode": mode,
        "proration": drawing.cell("proration", ON if proration == BY_WORKING_DAYS else "", proration),
        "departments": [
            {
                "id": department.id,
                "name": department.name or language.text("Without a department"),
                "people": [_person(one, stored, counted, entries, drawing) for one in department.people],
            }
            for department in staff
        ],
        "words": _words(language)
        | {"count": language.plural("{n} manager is in the report", "{n} managers are in the report", len(counted))},
    }


def _person(
    person: Employee, stored: Sequence[int] | None, counted: set[int], entries: Entries, drawing: "_Cells"
) -> dict[str, Any]:
    was = person.by_definition if stored is None else person.id in stored
    days = entries.get(person_entry(person.id)) or dict.fromkeys(DAYS)
    return {
        "id": person.id,
        "name": person.name,
        "initials": initials(person.name),
        "tint": tint(person.id),
        "active": person.is_active,
        "counted": person.id in counted,
        "in": drawing.cell(f"in:{person.id}", ON if was else "", was),
        **{name: drawing.cell(f"{name}:{person.id}", days[name] or "", days[name]) for name in DAYS},
    }


class _Cells:
    def __init__(self, typed: Mapping[str, Typed], edits: Edits, language: Language) -> None:
        self._typed = typed
        self._faults = edits.faults or {}
        self._language = language

    def cell(self, key: str, text: str, value: Any) -> Cell:
        """As ``kit/draft.js`` wants it: what is stored, how it reads, what is typed over it, what is wrong."""
        cell: Cell = {"key": key, "text": text, "value": value}
        if key in self._typed:
            cell["typed"] = self._typed[key].text
        if key in self._faults:
            cell["fault"] = self._language.error(self._faults[key])
        return cell


def _words(language: Language) -> dict[str, str]:
    return {
        "title": language.text("Who is in the report"),
        "auto": language.text("By itself: every active user with a deal or a plan"),
        "chosen": language.text("Only those chosen here"),
        "others": language.text("Figures of everybody else stand under “Others”, so that nothing disappears."),
        "proration": language.text("A month worked in part has a part of the plan, by working days"),
        "manager": language.text("Manager"),
        "in": language.text("In the report"),
        "hired_on": language.text("First day of work"),
        "dismissed_on": language.text("Last day of work"),
        "inactive": language.text("cannot sign in to amoCRM"),
        "whole": language.text("The whole department “{name}”", name="{name}"),
        "search": language.text("Find by name"),
    }
