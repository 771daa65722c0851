"""The grid of plans as ``plans.js`` draws it: texts, totals, what is typed and what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_core.decisions import plan_key
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.settings.deal_types import OptionName
from sales_core.settings.plan_amounts import filled_from_month_before
from sales_core.ui.names import initials, tint
from sales_core.ui.settings.edits import Edits, Typed, generation
from sales_core.ui.settings.plans.asks import Answer, is_stray
from sales_core.ui.settings.plans.sheet import WHOLE_MONTH, Sheet


def build_plans(
    sheet: Sheet,
    deal_types: Sequence[OptionName],
    typed: Mapping[str, Typed],
    edits: Edits,
    answered: Answer | None,
) -> dict[str, Any]:
    changed = {change.entry.key: change.after for change in edits.changes}
    faults = edits.faults or {}
    view = sheet.view
    return {
        "generation": generation(),
        "edits": {key: {"text": cell.text, "seen": cell.seen} for key, cell in typed.items()},
        "year": view.year,
        "type": view.deal_type_id,
        "everybody": view.everybody,
        "months": [_month(month, sheet) for month in view.months],
        "rows": [_row(manager, sheet) for manager in sheet.managers],
        "hints": _hints(sheet),
        "totals": [_text(sheet.totals.get(month), sheet) for month in view.months],
        "cells": {key: _cell(key, cell, changed, faults, sheet) for key, cell in typed.items()},
        "wrong": [_wrong(key, typed[key].text, fault, sheet) for key, fault in faults.items()],
        "types": [{"id": option.id, "name": option.name} for option in deal_types if not option.is_deleted],
        "fillable": _fillable(sheet),
        "hasPast": view.year == sheet.this_month.year and sheet.this_month.month > 1,
        "answer": answered,
        "words": _words(sheet),
    }


def _month(month: Month, sheet: Sheet) -> dict[str, str]:
    name = sheet.language.month_short(month)
    kind = "past" if month < sheet.this_month else "now" if month == sheet.this_month else ""
    return {"key": str(month), "title": name[:1].upper() + name[1:], "full": sheet.language.month(month), "kind": kind}


def _row(manager: int, sheet: Sheet) -> dict[str, Any]:
    name = sheet.names.get(manager) or str(manager)
    values = [sheet.stored.get((manager, month, sheet.view.deal_type_id)) for month in sheet.view.months]
    return {
        "id": manager,
        "name": name,
        "initials": initials(name),
        "tint": tint(manager),
        "values": values,
        "texts": [_text(value, sheet) for value in values],
    }


def _text(amount: int | None, sheet: Sheet) -> str:
    return "" if amount is None else sheet.text(amount)


def _hints(sheet: Sheet) -> dict[str, str]:
    """By cell: the sum of the plans per deal type, which is the month's plan while none is set for it."""
    if sheet.view.deal_type_id != WHOLE_MONTH:
        return {}
    return {
        sheet.key(manager, month): sheet.text(amount)
        for (manager, month), amount in sheet.sums_of_types.items()
        if month.year == sheet.view.year and (manager, month, WHOLE_MONTH) not in sheet.amounts
    }


def _cell(
    key: str, typed: Typed, changed: Mapping[str, int | None], faults: Mapping[str, InputError], sheet: Sheet
) -> dict[str, Any]:
    """``raw``: the text that this is the meaning of."""
    if key in faults:
        return {"raw": typed.text, "text": typed.text, "isChanged": True, "fault": sheet.language.error(faults[key])}
    return {"raw": typed.text, "text": _text(sheet.parse(typed.text), sheet), "isChanged": key in changed, "fault": ""}


def _wrong(key: str, text: str, fault: InputError, sheet: Sheet) -> dict[str, str]:
    told = sheet.language.error(fault)
    if is_stray(key):
        return {"key": key, "what": told, "text": text}
    manager, month, _ = plan_key(key)
    name = sheet.names.get(manager) or str(manager)
    return {"key": key, "what": f"{name}, {sheet.language.month(month)}: {told}", "text": ""}


def _fillable(sheet: Sheet) -> list[dict[str, Any]]:
    """The months that can be filled from the one before; of the running year those that are not over."""
    language = sheet.language
    found = []
    for month in sheet.view.months:
        count = len(filled_from_month_before(sheet.amounts, sheet.managers, month, sheet.view.deal_type_id))
        if count and (month >= sheet.this_month or sheet.view.year < sheet.this_month.year):
            empty = language.plural("{n} empty cell", "{n} empty cells", count)
            found.append({"key": str(month), "text": f"{language.month(month)}: {empty}"})
    return found


def _words(sheet: Sheet) -> dict[str, str]:
    language = sheet.language
    sign = language.currency_sign(sheet.currency)
    return {
        "title": language.text("Plans by margin, {sign}", sign=sign),
        "note": language.text("Tab and arrows move, a block can be pasted from Excel"),
        "caption": language.text("Plans by managers and months, {year}", year=sheet.view.year),
        "help": language.text(
            "Type to replace, F2 to edit, Delete to empty, Ctrl+C and Ctrl+V for blocks, Ctrl+Z to undo;"
            " after Esc, Tab leaves the grid"
        ),
        "manager": language.text("Manager"),
        "department": language.text("Department"),
        "earlier": language.text("Earlier year"),
        "later": language.text("Later year"),
        "year": language.text("{year} year", year=sheet.view.year),
        "type": language.text("Plans of which deal type"),
        "whole": language.text("The whole month"),
        "fill": language.text("Fill from the month before"),
        "fillWhich": language.text("Which month"),
        "fillNow": language.text("Fill in"),
        "fillNone": language.text("No empty cell has a plan in the month before"),
        "spread": language.text("Spread a yearly plan"),
        "spreadWho": language.text("Whose"),
        "spreadAll": language.text("Of every manager shown"),
        "spreadAmount": language.text("Plan of the year, {sign}", sign=sign),
        "spreadKeep": language.text("Past months stay, what is left is spread over the others"),
        "spreadNow": language.text("Spread by working days"),
        "close": language.text("Close"),
        "everybody": language.text("Show everybody"),
        "unsaved": language.text("not saved"),
        "byTypes": language.text("sum of the plans by deal type"),
        "drop": language.text("Drop"),
        "dropAll": language.text("Drop all of these"),
        "wrong": language.text("Not pasted or not understood; nothing can be saved before this is mended or dropped:"),
        "undo": language.text("Undo"),
        "empty": language.text("Nobody is in the report yet. Show everybody to set plans."),
    }
