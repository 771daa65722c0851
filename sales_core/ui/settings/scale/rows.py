"""The scale editor as data for its script: words, versions, months to choose from, what was read of the cells."""

from typing import Any

from sales_core.decisions import Entries, value_entry
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.bonus import Applies
from sales_core.setting_names import CURRENCY_ROUNDING
from sales_core.settings.example_scale import example_scale
from sales_core.settings.words import tell_scale
from sales_core.ui.settings.edits import generation
from sales_core.ui.settings.scale.drafts import ROUNDING, TO_MAJOR, TO_MINOR, Version, Work, governing
from sales_core.ui.settings.scale.sheet import Sheet, empty_sheet, sheet_of, sheet_to_json

_AHEAD, _BACK = 3, 12


def build_scale(work: Work, entries: Entries, currency: Currency, language: Language) -> dict[str, Any]:
    start = work.in_force or next(iter(work.versions), None)
    return {
        "generation": generation(),
        "now": str(work.now),
        "start": str(start.since) if start else None,
        "shown": str(work.shown) if work.shown else None,
        "months": [_offered(month, work, language) for month in _months(work)],
        "versions": [_version(version, work, currency, language) for version in reversed(work.versions)],
        "read": {
            str(month): {
                "faults": {cell: language.error(fault) for cell, fault in one.read.faults.items()},
                "changed": one.is_changed,
                "base": _base(month, work, currency, language),
            }
            for month, one in work.typed.items()
        },
        "rounding": {"key": ROUNDING, "text": work.rounding, "value": entries.get(value_entry(CURRENCY_ROUNDING))},
        "example": sheet_to_json(sheet_of(example_scale(), currency, language)),
        "blank": sheet_to_json(empty_sheet()),
        "unit": language.currency_sign(currency),
        "decimal": language.decimal_mark,
        "words": _words(language),
    }


def _months(work: Work) -> list[Month]:
    around = {work.now.plus(by) for by in range(-_BACK, _AHEAD + 1)}
    return sorted(around | {version.since for version in work.versions} | set(work.typed), reverse=True)


def _offered(month: Month, work: Work, language: Language) -> dict[str, Any]:
    return {
        "month": str(month),
        "title": language.month_name(month),
        "past": month < work.now,
        "note": tell_reach(month, work, language),
    }


def tell_reach(month: Month, work: Work, language: Language) -> str:
    """Which months a scale effective from ``month`` would be of."""
    ends = [version.since for version in work.versions if version.since > month]
    last = ends[0].plus(-1) if ends else None
    if month >= work.now:
        if last is None:
            return language.text(
                "In force from {month} on; the months before stay as they are", month=language.month_of(month)
            )
        return language.text("In force in {months}; another scale follows", months=_range(month, last, language))
    changed = min(last, work.now) if last else work.now
    return language.text(
        "Backdated: changes the bonuses of {months}, those already paid too", months=_range(month, changed, language)
    )


def _range(first: Month, last: Month, language: Language) -> str:
    """``июль 2026 – октябрь 2026``."""
    if first == last:
        return language.month_name(first)
    return f"{language.month_name(first)} – {language.month_name(last)}"


def _base(month: Month, work: Work, currency: Currency, language: Language) -> dict[str, Any]:
    """What a sheet is compared with to mark what is new in it: the scale it takes the place of."""
    before = governing(work.versions, month)
    return sheet_to_json(sheet_of(before.scale, currency, language) if before else Sheet(()))


def _version(version: Version, work: Work, currency: Currency, language: Language) -> dict[str, Any]:
    return {
        "month": str(version.since),
        "title": language.month_name(version.since),
        "state": "now" if version.governs(work.now) else "future" if version.since > work.now else "past",
        "status": _status(version, work, language),
        "told": tell_scale(version.scale, currency, language),
        "sheet": sheet_to_json(sheet_of(version.scale, currency, language)),
        "value": version.stored,
        "removed": version.since in work.removed,
    }


def _status(version: Version, work: Work, language: Language) -> str:
    if version.governs(work.now):
        return language.text("now")
    if version.since > work.now:
        return language.text("from {day}", day=language.day(version.since.first))
    assert version.until is not None
    return language.text("up to {month}", month=language.month_name(version.until.plus(-1)))


def _words(language: Language) -> dict[str, Any]:
    return {
        **{name: language.text(word, start="{start}") for name, word in _WORDS.items()},
        **{name: {value: language.text(word) for value, word in words.items()} for name, words in _CHOICES.items()},
    }


_WORDS = {
    "title": N_("Bonus scale"),
    "mode": N_("What the rates are of"),
    "from": N_("Plan from"),
    "to": N_("to"),
    "rate": N_("Rate"),
    "above": N_("and above"),
    "remove": N_("Take away the tier from {start} %"),
    "add": N_("Tier"),
    "effective": N_("In force from"),
    "backdated": N_("backdated"),
    "cap": N_("At most"),
    "uncapped": N_("no limit"),
    "rounding": N_("Rounding"),
    "versions": N_("All scales"),
    "open": N_("Show"),
    "shown": N_("shown"),
    "cancel": N_("Cancel this scale"),
    "keep": N_("Keep it"),
    "cancelled": N_("will be cancelled"),
    "none": N_("There is no scale yet, so the report shows no bonuses."),
    "example": N_("Begin with an example"),
}
_CHOICES = {
    "modes": {
        Applies.WHOLE.value: N_("rate of the whole margin"),
        Applies.MARGINAL.value: N_("rate of what is above"),
        "each": N_("each tier its own way"),
    },
    "applies": {Applies.WHOLE.value: N_("of the whole fact"), Applies.MARGINAL.value: N_("of what is above")},
    "roundings": {TO_MINOR: N_("to the kopeck"), TO_MAJOR: N_("to whole rubles")},
}
