"""What a settings file can say: tables of one-value settings, and lists with one table for each entry.

Each key stands here once, with the way from the file to what is stored and back, so that reading, writing and comparing
cannot come to differ.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sales_core.decisions import (
    Entry,
    Section,
    person_entry,
    plan_entry,
    plan_key,
    scale_entry,
    share_entry,
    share_key,
)
from sales_core.errors import InputError
from sales_core.i18n import LANGUAGES
from sales_core.reports.bonus import Scale, scale_from_json, tiers_to_json
from sales_core.setting_names import (
    ACTIVITY_WEIGHTS,
    BY_WORKING_DAYS,
    CURRENCY_ROUNDING,
    DAYS_OFF,
    DEAL_TYPE_FIELD,
    FIRST_WEEKDAY,
    HOLIDAYS_COUNTRY,
    INVOICES,
    LANGUAGE,
    MANAGERS,
    PLAN_PRORATION,
    ROUNDINGS,
    WEEKDAYS,
)
from sales_core.settings.file.values import (
    Reader,
    one_of,
    read_amount,
    read_country,
    read_day,
    read_flag,
    read_month,
    read_share,
    read_tiers,
    read_weight,
    tiers_as_written,
)
from sales_core.settings.file.vocabulary import Vocabulary
from sales_core.settings.percents import stored_share


class Value(NamedTuple):
    """A key of a table. ``setting``: the name it is stored under. ``example``: of the list, where it has many values;
    then ``read`` and ``write`` are for one of them. ``unset``: what holds while nothing is decided, in the stored
    form, where a file can say just that."""

    setting: str
    read: Reader
    write: Callable[[Vocabulary, Any], Any] = lambda _, stored: stored
    example: str = ""
    unset: Any = None

    def meaning(self, stored: Any) -> Any:
        value = self.unset if stored is None else stored
        return sorted(set(value)) if self.example and value is not None else value


class Kind(NamedTuple):
    """The entries of a list. ``entry_of``: from the values of one table, by key. ``write``: the table of an entry.
    ``order``: of the entries by their keys. ``meaning``: equal for stored values that mean the same."""

    section: Section
    required: Mapping[str, Reader]
    optional: Mapping[str, Reader]
    entry_of: Callable[[Mapping[str, Any]], tuple[Entry, Any]]
    write: Callable[[Vocabulary, str, Any], dict[str, Any]]
    order: Callable[[str], Any]
    meaning: Callable[[Any], Any] = lambda stored: stored


def _share_entry(given: Mapping[str, Any]) -> tuple[Entry, Any]:
    return share_entry(given["deal_type"], given["from"]), stored_share(given["share"])


def _write_share(known: Vocabulary, key: str, stored: Any) -> dict[str, Any]:
    deal_type_id, month = share_key(key)
    return {"deal_type": known.word_of_deal_type(deal_type_id), "from": str(month), "share": f"{Decimal(stored):f}"}


def _plan_entry(given: Mapping[str, Any]) -> tuple[Entry, Any]:
    return plan_entry(given["manager"], given["month"], given.get("deal_type", 0)), given["amount"]


def _write_plan(known: Vocabulary, key: str, stored: Any) -> dict[str, Any]:
    manager_id, month, deal_type_id = plan_key(key)
    return {
        "manager": known.word_of_user(manager_id),
        "month": str(month),
        **({"deal_type": known.word_of_deal_type(deal_type_id)} if deal_type_id else {}),
        "amount": known.currency.plain(stored),
    }


def _by_month(key: str) -> tuple[Any, ...]:
    manager_id, month, deal_type_id = plan_key(key)
    return month, manager_id, deal_type_id


def _scale_entry(given: Mapping[str, Any]) -> tuple[Entry, Any]:
    tiers = tiers_to_json(Scale(given["tiers"]))
    return scale_entry(given["from"]), {"tiers": tiers, "cap_minor": given.get("cap")}


def _write_scale(known: Vocabulary, key: str, stored: Any) -> dict[str, Any]:
    scale = _scale(stored)
    return {
        "from": key,
        **({} if scale.cap is None else {"cap": known.currency.plain(scale.cap)}),
        "tiers": tiers_as_written(scale),
    }


def _scale(stored: Any) -> Scale:
    return scale_from_json(stored["tiers"], stored["cap_minor"])


_DAYS_OF_WORK = ("hired_on", "dismissed_on")


def _person_entry(given: Mapping[str, Any]) -> tuple[Entry, Any]:
    days = {name: given.get(name) for name in _DAYS_OF_WORK}
    first, last = days.values()
    if not (first or last):
        raise InputError("hired_on or dismissed_on is missing")
    if first and last and last < first:
        raise InputError("The last day of work lies before the first")
    return person_entry(given["manager"]), days


def _write_person(known: Vocabulary, key: str, stored: Any) -> dict[str, Any]:
    days = {name: date.fromisoformat(stored[name]) for name in _DAYS_OF_WORK if stored[name]}
    return {"manager": known.word_of_user(int(key)), **days}


TABLES: Mapping[str, Mapping[str, Value]] = {
    "report": {
        "deal_type_field": Value(DEAL_TYPE_FIELD, Vocabulary.field, Vocabulary.word_of_field),
        "currency_rounding": Value(CURRENCY_ROUNDING, one_of(*ROUNDINGS), unset=ROUNDINGS[0]),
        "managers": Value(MANAGERS, Vocabulary.user, Vocabulary.word_of_user, example='["a@example.org", 5502]'),
        "plan_proration": Value(PLAN_PRORATION, one_of(BY_WORKING_DAYS)),
        "invoices": Value(INVOICES, read_flag, unset=True),
    },
    "calendar": {
        "country": Value(HOLIDAYS_COUNTRY, read_country),
        "first_weekday": Value(FIRST_WEEKDAY, one_of(*WEEKDAYS)),
        "days_off": Value(
            DAYS_OFF, read_day, lambda _, stored: date.fromisoformat(stored), example="[2026-12-31]", unset=()
        ),
    },
    "activity": {kind.value: Value(name, read_weight, unset="1") for kind, name in ACTIVITY_WEIGHTS.items()},
    "board": {
        "language": Value(LANGUAGE, one_of(*LANGUAGES)),
    },
}
"""In the order of the file; the deal-type field comes before all that names deal types."""

LISTS: Mapping[str, Kind] = {
    "margin_share": Kind(
        Section.MARGIN_SHARE,
        required={"deal_type": Vocabulary.deal_type, "from": read_month, "share": read_share},
        optional={},
        entry_of=_share_entry,
        write=_write_share,
        order=share_key,
        meaning=Decimal,
    ),
    "plan": Kind(
        Section.PLAN,
        required={"manager": Vocabulary.user, "month": read_month, "amount": read_amount},
        optional={"deal_type": Vocabulary.deal_type},
        entry_of=_plan_entry,
        write=_write_plan,
        order=_by_month,
    ),
    "bonus_scale": Kind(
        Section.BONUS_SCALE,
        required={"from": read_month, "tiers": read_tiers},
        optional={"cap": read_amount},
        entry_of=_scale_entry,
        write=_write_scale,
        order=str,
        meaning=_scale,
    ),
    "person": Kind(
        Section.PERSON,
        required={"manager": Vocabulary.user},
        optional=dict.fromkeys(_DAYS_OF_WORK, read_day),
        entry_of=_person_entry,
        write=_write_person,
        order=int,
    ),
}

_TABLE_OF = {value.setting: name for name, values in TABLES.items() for value in values.values()}
_LIST_OF = {kind.section: name for name, kind in LISTS.items()}
_VALUES = {value.setting: value for values in TABLES.values() for value in values.values()}


def part_of(entry: Entry) -> str:
    """The table or list of the file that an entry belongs to."""
    return _TABLE_OF[entry.key] if entry.section is Section.VALUES else _LIST_OF[entry.section]


def mean_the_same(entry: Entry, stored: Any, other: Any) -> bool:
    """Whether two stored values, ``None`` for none, differ in their form at most: ``"0.50"`` and ``"0.5"``."""
    if entry.section is Section.VALUES:
        value = _VALUES[entry.key]
        return bool(value.meaning(stored) == value.meaning(other))
    if stored is None or other is None:
        return stored is other
    meaning = LISTS[_LIST_OF[entry.section]].meaning
    return bool(meaning(stored) == meaning(other))
