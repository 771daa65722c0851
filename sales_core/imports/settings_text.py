"""The settings file written: what is decided now, as TOML that reads back to exactly the same."""

from collections.abc import Sequence
from difflib import unified_diff
from typing import Any

import tomlkit

from sales_core.imports.settings_model import Named, ReportChoices, SalesSettings, SettingsWords
from sales_core.reports.bonus import Applies, Scale, Tier


def format_settings(settings: SalesSettings, words: SettingsWords) -> str:
    """Every section, also an empty one, so that importing the file brings this state back whole."""
    options = words.options_of(settings.report.deal_type_field)
    sections: dict[str, list[dict[str, Any]]] = {
        "margin_share": [
            {"deal_type": _word(type_id, options), "from": str(month), "share": f"{share:f}"}
            for (type_id, month), share in sorted(settings.shares.items())
        ],
        "plan": [
            {"manager": _word(manager_id, words.users), "month": str(month)}
            | ({"deal_type": _word(type_id, options)} if type_id else {})
            | {"amount": words.currency.plain(amount)}
            for (manager_id, month, type_id), amount in sorted(
                settings.plans.items(), key=lambda plan: _by_month(plan[0])
            )
        ],
        "bonus_scale": [
            {"from": str(month)}
            | ({} if scale.cap is None else {"cap": words.currency.plain(scale.cap)})
            | {"tiers": _tiers(scale)}
            for month, scale in sorted(settings.scales.items())
        ],
    }
    document = tomlkit.document()
    for name in [name for name, entries in sections.items() if not entries]:
        document.add(name, tomlkit.array())
    document.add("report", _report(settings.report, words))
    for name, entries in sections.items():
        if entries:
            document.add(name, _entries(entries))
    return tomlkit.dumps(document)


def settings_difference(before: str, after: str) -> list[str]:
    """The lines that change between two exported texts, with those around them; empty when nothing does."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=3, lineterm="")
    return list(lines)[2:]


def _by_month(plan: tuple[int, Any, int]) -> tuple[Any, int, int]:
    manager_id, month, deal_type_id = plan
    return month, manager_id, deal_type_id


def _word(id_: int, known: Sequence[Named]) -> str | int:
    """The word a person would use, if it means this one thing and no other; else the id."""
    word = next((item.word for item in known if item.id == id_), "")
    is_plain = bool(word) and word == word.strip()
    return word if is_plain and sum(item.word.casefold() == word.casefold() for item in known) == 1 else id_


def _report(report: ReportChoices, words: SettingsWords) -> tomlkit.items.Table:
    table = tomlkit.table()
    if report.deal_type_field is not None:
        table.add("deal_type_field", _word(report.deal_type_field, words.fields))
    table.add("currency_rounding", report.currency_rounding)
    if report.managers is not None:
        table.add("managers", [_word(manager_id, words.users) for manager_id in report.managers])
    return table


def _entries(entries: Sequence[dict[str, Any]]) -> tomlkit.items.AoT:
    found = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        for key, value in entry.items():
            table.add(key, value)
        found.append(table)
    return found


def _tiers(scale: Scale) -> tomlkit.items.Array:
    tiers = tomlkit.array()
    for tier in scale.tiers:
        tiers.append(_tier(tier))
    return tiers.multiline(multiline=True)


def _tier(tier: Tier) -> tomlkit.items.InlineTable:
    table = tomlkit.inline_table()
    table.update({"from": f"{tier.from_share:f}", "rate": f"{tier.rate:f}"})
    if tier.applies is Applies.MARGINAL:
        table.update({"applies": tier.applies.value})
    return table
