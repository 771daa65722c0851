"""What the sales head decides, as flat entries: a section, a key in it, a JSON value.

    values        name                        the value of a one-value setting, see ``store.setting_values``
    margin_share  ``701 2026-01``             deal type, month it is effective from → ``"0.5"``
    plan          ``5502 2026-10 0``          manager, month, deal type (0: the whole month) → minor units
    bonus_scale   ``2026-01``                 month it is effective from → ``{"tiers": [...], "cap_minor": null}``
    person        ``5502``                    manager → ``{"hired_on": "2026-10-05", "dismissed_on": null}``

One form for all of it, so that saving, history, restoring, comparing with a file and two people saving at once are each
written once. No entry stands for "not set"; a value is never ``None``.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sales_core.periods import Month


class Section(StrEnum):
    VALUES = "values"
    MARGIN_SHARE = "margin_share"
    PLAN = "plan"
    BONUS_SCALE = "bonus_scale"
    PERSON = "person"


class Entry(NamedTuple):
    section: Section
    key: str


Entries = Mapping[Entry, Any]


class Change(NamedTuple):
    """``before`` and ``after``: the JSON values, ``None`` where there is no entry."""

    entry: Entry
    before: Any
    after: Any


class Clash(NamedTuple):
    """Somebody saved ``now`` after the one who wants ``change`` had looked."""

    change: Change
    now: Any


def value_entry(name: str) -> Entry:
    return Entry(Section.VALUES, name)


def share_entry(deal_type_id: int, since: Month) -> Entry:
    return Entry(Section.MARGIN_SHARE, f"{deal_type_id} {since}")


def plan_entry(manager_id: int, month: Month, deal_type_id: int = 0) -> Entry:
    return Entry(Section.PLAN, f"{manager_id} {month} {deal_type_id}")


def scale_entry(since: Month) -> Entry:
    return Entry(Section.BONUS_SCALE, str(since))


def person_entry(user_id: int) -> Entry:
    return Entry(Section.PERSON, str(user_id))


def share_key(key: str) -> tuple[int, Month]:
    """(deal type, effective month) of a margin share's key."""
    deal_type, month = key.split(" ")
    return int(deal_type), Month.parse(month)


def plan_key(key: str) -> tuple[int, Month, int]:
    """(manager, month, deal type or 0) of a plan's key."""
    manager, month, deal_type = key.split(" ")
    return int(manager), Month.parse(month), int(deal_type)


def changes_between(before: Entries, after: Entries) -> tuple[Change, ...]:
    """What has to change, in the order of sections and keys; nothing where both say the same."""
    return tuple(
        Change(entry, before.get(entry), after.get(entry))
        for entry in sorted(before.keys() | after.keys())
        if before.get(entry) != after.get(entry)
    )


def within(entries: Entries, sections: Collection[Section]) -> dict[Entry, Any]:
    return {entry: value for entry, value in entries.items() if entry.section in sections}


def applied(entries: Entries, changes: Iterable[Change]) -> dict[Entry, Any]:
    """The entries with the changes made, whatever they were before."""
    result = dict(entries)
    for entry, _, after in changes:
        if after is None:
            result.pop(entry, None)
        else:
            result[entry] = after
    return result


def undone(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(Change(entry, after, before) for entry, before, after in changes)


def clashes(changes: Iterable[Change], now: Entries) -> tuple[Clash, ...]:
    """The changes that start from something no longer there. One that wants what is there already is none."""
    return tuple(
        Clash(change, now.get(change.entry))
        for change in changes
        if now.get(change.entry) not in (change.before, change.after)
    )
