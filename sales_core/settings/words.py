"""A decision in words: what it is about, and its value as its reader writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection

from sales_core.activity_text import ACTION_LABELS
from sales_core.decisions import Change, Entry, Section, plan_key, share_key
from sales_core.i18n import DASH, N_, Language
from sales_core.money import Currency, currency
from sales_core.periods import Month
from sales_core.reports.bonus import Applies, Scale, scale_from_json
from sales_core.store.directory import load_users
from sales_core.store.import_lookups import load_select_fields
from sales_core.store.references import load_account
from sales_core.store.setting_values import (
    ACTIVITY_WEIGHTS,
    CURRENCY_ROUNDING,
    DAYS_OFF,
    DEAL_TYPE_FIELD,
    FIRST_WEEKDAY,
    HOLIDAYS_COUNTRY,
    INVOICES,
    LANGUAGE,
    MANAGERS,
    PLAN_PRORATION,
)

_DEFAULT_CURRENCY = "RUB"


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called: users, select fields of leads, and the options of all of them."""

    users: Mapping[int, str]
    fields: Mapping[int, str]
    options: Mapping[int, str]
    currency: Currency

    def user(self, id_: int) -> str:
        return self.users.get(id_) or str(id_)

    def field(self, id_: int) -> str:
        return self.fields.get(id_) or str(id_)

    def option(self, id_: int) -> str:
        return self.options.get(id_) or str(id_)


class Told(NamedTuple):
    """A change in words; a dash stands for "not set"."""

    subject: str
    before: str
    after: str


def load_names(conn: Connection) -> Names:
    account = load_account(conn)
    fields = load_select_fields(conn)
    return Names(
        users={user.id: user.name for user in load_users(conn)},
        fields={field.id: field.name for field in fields},
        options={option.id: option.name for options in fields.values() for option in options},
        currency=currency(account.currency if account else _DEFAULT_CURRENCY),
    )


def tell_change(change: Change, names: Names, language: Language) -> Told:
    """Each part in the reader's language."""
    entry, before, after = change
    return Told(
        tell_entry(entry, names, language),
        tell_value(entry, before, names, language),
        tell_value(entry, after, names, language),
    )


def tell_entry(entry: Entry, names: Names, language: Language) -> str:
    """What the entry is about: «Доля маржи «Лицензии» с января 2026»."""
    match entry.section:
        case Section.MARGIN_SHARE:
            deal_type_id, month = share_key(entry.key)
            return language.text(
                "Margin share of “{deal_type}” from {month}",
                deal_type=names.option(deal_type_id), month=language.month_of(month),
            )  # fmt: skip
        case Section.PLAN:
            return _tell_plan(entry.key, names, language)
        case Section.BONUS_SCALE:
            return language.text("Bonus scale from {month}", month=language.month_of(Month.parse(entry.key)))
        case Section.PERSON:
            return language.text("{name}: days of work", name=names.user(int(entry.key)))
        case Section.VALUES if entry.key in _WEIGHTS:
            return language.text("Weight of activity: {kind}", kind=language.text(_WEIGHTS[entry.key].label))
    return language.text(_VALUES[entry.key].label)


def tell_value(entry: Entry, value: Any, names: Names, language: Language) -> str:
    """Where there is no entry, a dash or what holds then."""
    if value is None:
        unset = _VALUES[entry.key].unset if entry.section is Section.VALUES else ""
        return language.text(unset) or DASH
    match entry.section:
        case Section.MARGIN_SHARE:
            return language.percent_exact(Decimal(value))
        case Section.PLAN:
            return language.money(value, names.currency, exact=bool(value % names.currency.minor_per_major))
        case Section.BONUS_SCALE:
            return tell_scale(scale_from_json(value["tiers"], value["cap_minor"]), names.currency, language)
        case Section.PERSON:
            return _tell_days_of_work(value, language)
    return _VALUES[entry.key].tell(value, names, language)


def tell_scale(scale: Scale, money: Currency, language: Language) -> str:
    """«от 50 % → 3 %, от 80 % → 5 % с части сверх порога; не больше 150 000 ₽»."""
    told = ", ".join(_tell_tier(tier.from_share, tier.rate, tier.applies, language) for tier in scale.tiers)
    if scale.cap is None:
        return told
    exact = bool(scale.cap % money.minor_per_major)
    return language.text("{tiers}; at most {cap}", tiers=told, cap=language.money(scale.cap, money, exact=exact))


def _tell_tier(start: Decimal, rate: Decimal, applies: Applies, language: Language) -> str:
    given = {"start": language.percent_exact(start), "rate": language.percent_exact(rate)}
    if applies is Applies.MARGINAL:
        return language.text("from {start} → {rate} of what is above", **given)
    return language.text("from {start} → {rate}", **given)


def _tell_plan(key: str, names: Names, language: Language) -> str:
    manager_id, month, deal_type_id = plan_key(key)
    given = {"name": names.user(manager_id), "month": language.month(month)}
    if deal_type_id:
        return language.text(
            "Plan of {name}, “{deal_type}”, {month}", deal_type=names.option(deal_type_id), **given
        )  # fmt: skip
    return language.text("Plan of {name}, {month}", **given)


def _tell_days_of_work(value: Mapping[str, str | None], language: Language) -> str:
    hired, dismissed = value.get("hired_on"), value.get("dismissed_on")
    told = []
    if hired:
        told.append(language.text("from {day}", day=_day(hired, language)))
    if dismissed:
        told.append(language.text("up to {day}", day=_day(dismissed, language)))
    return " ".join(told) or DASH


def _day(iso: str, language: Language) -> str:
    return language.day(date.fromisoformat(iso))


class _Value(NamedTuple):
    """``unset``: what holds while nothing is decided."""

    label: str
    tell: Callable[[Any, Names, Language], str]
    unset: str = ""


def _of(words: Mapping[Any, str]) -> Callable[[Any, Names, Language], str]:
    return lambda value, _names, language: language.text(words.get(value, value))


_WEIGHTS = {
    name: _Value(ACTION_LABELS[kind], lambda value, _, language: language.number(Decimal(value)), unset="1")
    for kind, name in ACTIVITY_WEIGHTS.items()
}

_VALUES = _WEIGHTS | {
    DEAL_TYPE_FIELD: _Value(N_("Deal-type field"), lambda value, names, _: names.field(value)),
    CURRENCY_ROUNDING: _Value(
        N_("Rounding of bonuses"),
        _of({"minor": N_("to the kopeck"), "major": N_("to whole rubles")}),
        N_("to the kopeck"),
    ),
    MANAGERS: _Value(
        N_("Who is in the report"),
        lambda value, names, _: ", ".join(sorted(map(names.user, value))) or DASH,
        N_("by itself"),
    ),
    PLAN_PRORATION: _Value(
        N_("Plan of a month worked in part"), _of({"working_days": N_("by working days")}), N_("whole")
    ),
    INVOICES: _Value(
        N_("Payments from amoCRM's invoices"),
        _of({True: N_("switched on"), False: N_("switched off")}),
        N_("switched on"),
    ),
    LANGUAGE: _Value(N_("Language"), _of({"ru": N_("Russian"), "en": N_("English")}), N_("as installed")),
    FIRST_WEEKDAY: _Value(
        N_("First day of the week"), _of({"monday": N_("Monday"), "sunday": N_("Sunday")}), N_("as in the country")
    ),
    HOLIDAYS_COUNTRY: _Value(
        N_("Country of the working calendar"), lambda value, _, language: language.country(value), N_("the account's")
    ),
    DAYS_OFF: _Value(
        N_("The company's own days off"),
        lambda value, _, language: ", ".join(_day(day, language) for day in value) or DASH,
    ),
}
