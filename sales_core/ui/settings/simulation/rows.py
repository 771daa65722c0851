"""A simulation in words and as data for its table."""

from typing import Any

from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, N_, Language
from sales_core.money import Currency
from sales_core.settings.simulation import Effect, ManagerEffect, Simulation
from sales_core.ui.settings.scale.drafts import Work

_HEADS = (N_("Manager"), N_("Was"), N_("Would be"), N_("Difference"))


def tell_outcome(simulation: Simulation, work: Work, currency: Currency, language: Language) -> str:
    """As Markdown: the cost before and after, how many win and lose, and what of it becomes real."""
    return "  \n".join(
        (_tell_cost(simulation, currency, language), _tell_people(simulation, language), tell_reality(work, language))
    )


def _tell_cost(simulation: Simulation, currency: Currency, language: Language) -> str:
    whole = simulation.whole
    first, last = (language.month_name(month) for month in (simulation.months[0], simulation.months[-1]))
    if simulation.is_nothing:
        return language.text("Nobody's bonus of {first} – {last} would be another.", first=first, last=last)
    given = {
        "first": first,
        "last": last,
        "before": language.money(whole.before, currency),
        "after": language.money(whole.after, currency),
        "difference": tell_difference(whole, currency, language, sign=True),
    }
    return language.text(
        "The department's bonuses of {first} – {last}: {before} → **{after}**, difference **{difference}**", **given
    )


def _tell_people(simulation: Simulation, language: Language) -> str:
    if simulation.is_nothing:
        return ""
    winners, losers = len(simulation.winners), len(simulation.losers)
    same = len(simulation.managers) - winners - losers
    return " · ".join((
        language.plural("{n} manager gains", "{n} managers gain", winners),
        language.plural("{n} loses", "{n} lose", losers),
        language.plural("{n} with the same sum", "{n} with the same sum", same),
    ))  # fmt: skip


def tell_reality(work: Work, language: Language) -> str:
    """What is paid is paid: which of all this saving would change."""
    backdated = sorted(month for month, one in work.typed.items() if one.is_changed and month < work.now)
    if backdated:
        return ":orange[:material/warning:] " + language.text(
            "The scale is backdated: saving changes the bonuses in the reports from {month} on.",
            month=language.month_of(backdated[0]),
        )
    if work.is_rounding_changed:
        return ":orange[:material/warning:] " + language.text("The rounding counts for all months, the past ones too.")
    return language.text(
        "The finished months are an example only: saving changes nothing in them, paid bonuses stay paid."
    )


def build_effects(simulation: Simulation, currency: Currency, language: Language) -> dict[str, Any]:
    """The table: who wins or loses, in all and by month; those for whom nothing changes are counted below it."""
    changed = [one for one in simulation.managers if any(effect.difference for effect in one.by_month)]
    same = len(simulation.managers) - len(changed)
    return {
        "heads": [language.text(head) for head in _HEADS],
        "months": [
            {"short": language.month_short(month), "title": language.month_name(month)} for month in simulation.months
        ],
        "rows": [_row(one, currency, language) for one in changed],
        "total": _line(language.text("Department"), simulation.whole, simulation.total, currency, language),
        "note": language.plural(
            "For {n} manager nothing changes in any month", "For {n} managers nothing changes in any month", same
        ) if same else "",
        "by_month": language.text("Difference by month"),
        "caption": language.text("Bonuses before and after, by manager"),
    }  # fmt: skip


def _row(one: ManagerEffect, currency: Currency, language: Language) -> dict[str, Any]:
    name = manager_name(one.manager.id, one.manager.name, language)
    return _line(name, one.whole, one.by_month, currency, language)


def _line(
    name: str, whole: Effect, by_month: tuple[Effect, ...], currency: Currency, language: Language
) -> dict[str, Any]:
    return {
        "name": name,
        "before": _amount(whole.before, currency, language),
        "after": _amount(whole.after, currency, language),
        "difference": _cell(whole, currency, language),
        "by_month": [
            _cell(effect, currency, language) | {
                "title": f"{language.money(effect.before, currency)} → {language.money(effect.after, currency)}"
            }
            for effect in by_month
        ],
    }  # fmt: skip


def _amount(minor: int, currency: Currency, language: Language) -> str:
    return language.money(minor, currency, sign=False) if minor else DASH


def _cell(effect: Effect, currency: Currency, language: Language) -> dict[str, str]:
    kind = "gain" if effect.difference > 0 else "loss" if effect.difference < 0 else "same"
    return {"kind": kind, "text": tell_difference(effect, currency, language)}


def tell_difference(effect: Effect, currency: Currency, language: Language, *, sign: bool = False) -> str:
    """``+12 300``; a dash for none. Less than a whole unit is told with its decimals."""
    if not effect.difference:
        return DASH
    exact = abs(effect.difference) < currency.minor_per_major
    plus = "+" if effect.difference > 0 else ""
    return plus + language.money(effect.difference, currency, exact=exact, sign=sign)
