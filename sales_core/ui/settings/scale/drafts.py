"""What is decided of bonus scales and what is typed over it: versions by effective month, and the changes meant.

Cells: a month (``2026-11``) with the sheet of the scale effective from it as JSON, empty where that scale is taken
away; and ``rounding``. Which month's scale is in view comes beside the cells.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sales_core.decisions import Change, Entries, Section, scale_entry, value_entry
from sales_core.errors import InputError
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.bonus import Scale, scale_from_json, tiers_to_json
from sales_core.setting_names import CURRENCY_ROUNDING
from sales_core.ui.settings.edits import Edits, Typed, typed_in
from sales_core.ui.settings.scale.sheet import ReadSheet, Sheet, read_sheet, same_scale, sheet_from_text

ROUNDING = "rounding"
TO_MINOR, TO_MAJOR = "minor", "major"


@dataclass(frozen=True, slots=True)
class Version:
    """A stored scale. ``until``: the month the next one begins, ``None`` for the last. ``stored``: its JSON."""

    since: Month
    until: Month | None
    scale: Scale
    stored: Any

    def governs(self, month: Month) -> bool:
        return self.since <= month and (self.until is None or month < self.until)


@dataclass(frozen=True, slots=True)
class TypedScale:
    """A sheet typed for a month and what it means; ``is_changed``: it would change something, or is wrong."""

    sheet: Sheet
    read: ReadSheet
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Work:
    """``shown``: the month whose scale is in view, ``None`` where there is none at all yet."""

    now: Month
    versions: tuple[Version, ...]
    typed: Mapping[Month, TypedScale]
    removed: frozenset[Month]
    shown: Month | None
    rounding: str
    edits: Edits

    @property
    def in_force(self) -> Version | None:
        return governing(self.versions, self.now)

    @property
    def draft(self) -> TypedScale | None:
        """What is typed over the scale in view."""
        return self.typed.get(self.shown) if self.shown else None

    @property
    def scale(self) -> Scale | None:
        """The scale in view as it would be saved; ``None`` while it is wrong or there is none."""
        if self.draft:
            return self.draft.read.scale
        version = next((one for one in self.versions if one.since == self.shown), None)
        return version.scale if version else None

    @property
    def proposed(self) -> TypedScale | None:
        """What is typed and not saved: the scale in view, or another that was typed before."""
        drafts = [self.draft, *self.typed.values()]
        return next((draft for draft in drafts if draft and draft.is_changed), None)

    @property
    def is_rounding_changed(self) -> bool:
        return any(change.entry == value_entry(CURRENCY_ROUNDING) for change in self.edits.changes)


def read_work(state: Any, entries: Entries, now: Month, currency: Currency) -> Work:
    """``state``: what the component has sent, ``now``: the running month."""
    draft = (state or {}).get("draft")
    return read_cells(typed_in(state), draft.get("shown") if isinstance(draft, dict) else None, entries, now, currency)


def read_cells(cells: Mapping[str, Typed], shown: Any, entries: Entries, now: Month, currency: Currency) -> Work:
    """``shown``: the month told to be in view."""
    versions = versions_of(entries)
    typed = {
        month: _typed_scale(month, sheet, versions, currency)
        for month, cell in _by_month(cells)
        if (sheet := sheet_from_text(cell.text)) is not None
    }
    removed = {month: cell for month, cell in _by_month(cells) if not cell.text}
    return Work(
        now=now,
        versions=versions,
        typed=typed,
        removed=frozenset(removed),
        shown=_shown(shown, typed, versions, now),
        rounding=cells[ROUNDING].text if ROUNDING in cells else entries.get(value_entry(CURRENCY_ROUNDING)) or TO_MINOR,
        edits=Edits(
            (*_scale_changes(typed, cells), *_removals(removed), *_rounding_changes(cells)),
            {f"{month} {cell}": fault for month, one in typed.items() for cell, fault in one.read.faults.items()},
        ),
    )


def versions_of(entries: Entries) -> tuple[Version, ...]:
    """By effective month, ascending."""
    stored = sorted((Month.parse(e.key), value) for e, value in entries.items() if e.section is Section.BONUS_SCALE)
    ends = [*(month for month, _ in stored[1:]), None]
    return tuple(
        Version(since, until, scale_from_json(value["tiers"], value["cap_minor"]), value)
        for (since, value), until in zip(stored, ends, strict=False)
    )


def governing(versions: Iterable[Version], month: Month) -> Version | None:
    """The one in force in the month."""
    return next((version for version in versions if version.governs(month)), None)


def _by_month(cells: Mapping[str, Typed]) -> Iterator[tuple[Month, Typed]]:
    for key, cell in cells.items():
        if key == ROUNDING:
            continue
        try:
            yield Month.parse(key), cell
        except InputError:  # what comes from a browser may be anything
            continue


def _typed_scale(month: Month, sheet: Sheet, versions: Iterable[Version], money: Currency) -> TypedScale:
    read = read_sheet(sheet, money)
    before = governing(versions, month)
    is_same = before is not None and read.scale is not None and same_scale(read.scale, before.scale)
    return TypedScale(sheet, read, is_changed=not is_same)


def _scale_changes(typed: Mapping[Month, TypedScale], cells: Mapping[str, Typed]) -> Iterator[Change]:
    for month, one in typed.items():
        if one.read.scale is not None and one.is_changed:
            after = {"tiers": tiers_to_json(one.read.scale), "cap_minor": one.read.scale.cap}
            yield Change(scale_entry(month), cells[str(month)].seen, after)


def _removals(removed: Mapping[Month, Typed]) -> Iterator[Change]:
    return (Change(scale_entry(month), cell.seen, None) for month, cell in removed.items() if cell.seen is not None)


def _rounding_changes(cells: Mapping[str, Typed]) -> Iterator[Change]:
    cell = cells.get(ROUNDING)
    if cell and cell.text in {TO_MINOR, TO_MAJOR} and cell.text != (cell.seen or TO_MINOR):
        yield Change(value_entry(CURRENCY_ROUNDING), cell.seen, cell.text)


def _shown(told: Any, typed: Mapping[Month, Any], versions: Iterable[Version], now: Month) -> Month | None:
    """The month told by the browser if there is a scale of it, else that of the scale in force, else the first one."""
    known = {str(month): month for month in [*typed, *(version.since for version in versions)]}
    if isinstance(told, str) and told in known:
        return known[told]
    in_force = governing(versions, now)
    return in_force.since if in_force else min(known.values(), default=None)
