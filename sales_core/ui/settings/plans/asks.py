"""What the grid asks the server for: a pasted block taken apart, a month filled from the one before, a yearly figure
spread. The answer is cells to type, which the browser puts into its draft as one step that can be undone."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeGuard

from sales_core.decisions import plan_entry
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.settings.pasting import Stray, StrayKind, Target, place_block, read_block
from sales_core.settings.plan_amounts import (
    filled_from_month_before,
    is_blank,
    left_of_year,
    spread_by_working_days,
)
from sales_core.ui.settings.plans.sheet import Sheet

Answer = dict[str, Any]
_STRAY = "stray"
_KINDS = {kind.value for kind in StrayKind}


def asked_in(state: Mapping[str, Any]) -> Any:
    """What the card's component asks beside its draft."""
    draft = state.get("draft")
    return draft.get("ask") if isinstance(draft, dict) else None


def answer(ask: Any, sheet: Sheet, load_calendar: Callable[[], WorkCalendar]) -> Answer | None:
    """``None`` for what is no question. ``ask``: as it came from the browser."""
    if not isinstance(ask, dict) or not isinstance(ask.get("id"), str):
        return None
    try:
        return {"id": ask["id"], **_answer(ask, sheet, load_calendar)}
    except InputError as wrong:
        return {"id": ask["id"], "edits": {}, "note": sheet.language.error(wrong)}


def _answer(ask: Mapping[str, Any], sheet: Sheet, load_calendar: Callable[[], WorkCalendar]) -> Answer:
    match ask.get("kind"):
        case "paste":
            return _paste(ask, sheet)
        case "fill":
            month = Month.parse(str(ask.get("month")))
            return _typed(sheet, _by_month(sheet, {month: filled_from_month_before(
                sheet.amounts, sheet.managers, month, sheet.view.deal_type_id
            )}))  # fmt: skip
        case "spread":
            return _spread(ask, sheet, load_calendar())
    return {"edits": {}, "note": ""}


def _paste(ask: Mapping[str, Any], sheet: Sheet) -> Answer:
    rows = read_block(str(ask.get("text")))
    pasted = place_block(rows, _target(ask, sheet), sheet.currency)
    texts = {
        sheet.key(manager, month): "" if is_blank(text) else text for (manager, month), text in pasted.cells.items()
    }
    strays = {_stray_key(stray): "; ".join(stray.texts) for stray in pasted.strays}
    note = sheet.language.plural("{n} value is pasted", "{n} values are pasted", len(texts))
    return {"edits": _seen(sheet, texts | strays), "note": note}


def _target(ask: Mapping[str, Any], sheet: Sheet) -> Target:
    first, selected = ask.get("manager"), ask.get("selected")
    month = Month.parse(str(ask.get("month")))
    at = sheet.managers.index(first) if isinstance(first, int) and first in sheet.managers else 0
    rows, columns = selected if _is_pair(selected) else (1, 1)
    months = [one for one in sheet.view.months if one >= month] or list(sheet.view.months)
    return Target(sheet.managers[at:], months, (rows, columns), sheet.names)


def _is_pair(sent: Any) -> TypeGuard[list[int]]:
    return isinstance(sent, list) and len(sent) == 2 and all(isinstance(number, int) for number in sent)


def _spread(ask: Mapping[str, Any], sheet: Sheet, calendar: WorkCalendar) -> Answer:
    total = sheet.parse(str(ask.get("amount")))
    if total is None:
        raise InputError("Write the yearly plan")
    chosen, months = ask.get("manager"), list(sheet.view.months)
    managers = [manager for manager in sheet.managers if chosen in {None, manager}]
    kept = [month for month in months if ask.get("keepPast") is True and month < sheet.this_month]
    open_months = [month for month in months if month not in kept]
    if not open_months:
        raise InputError("All the months of the year are over")
    amounts: dict[Month, dict[int, int]] = {month: {} for month in open_months}
    for manager in managers:
        past = [sheet.amounts.get((manager, month, sheet.view.deal_type_id), 0) for month in kept]
        parts = spread_by_working_days(left_of_year(total, past), open_months, calendar, sheet.currency.minor_per_major)
        for month, part in parts.items():
            amounts[month][manager] = part
    return _typed(sheet, _by_month(sheet, amounts))


def _by_month(sheet: Sheet, amounts: Mapping[Month, Mapping[int, int]]) -> dict[str, str]:
    return {
        sheet.key(manager, month): sheet.text(amount)
        for month, by_manager in amounts.items()
        for manager, amount in by_manager.items()
    }


def _typed(sheet: Sheet, texts: Mapping[str, str]) -> Answer:
    note = sheet.language.plural("{n} plan is filled in", "{n} plans are filled in", len(texts))
    return {"edits": _seen(sheet, texts), "note": note}


def _seen(sheet: Sheet, texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Each with the plan that is stored now: what its author has before their eyes."""
    stored = {plan_entry(*key).key: amount for key, amount in sheet.stored.items()}
    return {key: {"text": text, "seen": stored.get(key)} for key, text in texts.items()}


# ---------------------------------------------------------------- what found no place


def _stray_key(stray: Stray) -> str:
    return f"{_STRAY} {stray.kind} {stray.name}"


def stray_faults(keys: Iterable[str]) -> dict[str, InputError]:
    """By the key of the draft, what is wrong with each stray in it."""
    return {key: fault for key in keys if (fault := _stray_fault(key)) is not None}


def is_stray(key: str) -> bool:
    return _stray_fault(key) is not None


def _stray_fault(key: str) -> InputError | None:
    mark, _, rest = key.partition(" ")
    kind, _, name = rest.partition(" ")
    if mark != _STRAY or kind not in _KINDS:
        return None
    match StrayKind(kind):
        case StrayKind.UNKNOWN:
            return InputError("There is no manager “{name}”", name=name)
        case StrayKind.SEVERAL:
            return InputError("“{name}” is the name of several managers", name=name)
        case StrayKind.TWICE:
            return InputError("“{name}” stands in the block twice", name=name)
        case StrayKind.MONTH:
            return InputError("“{name}” is no month", name=name)
    return InputError("These values lie outside the grid")
