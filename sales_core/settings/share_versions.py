"""Margin shares as they are edited: a new month is a new version, and what an edit does to past months is known.

A type's versions stand by the month they are effective from. Before the first, the first is in force: so the first
share of a type prices its past too.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from sales_core.decisions import Change, Entries, Entry, Section, applied, share_entry, share_key
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.settings.percents import is_same_share, parse_margin_share, stored_share
from sales_core.store.shares import Shares

Versions = Mapping[int, Mapping[Month, Decimal]]
"""Deal type → month it is effective from → share."""


class ShareEdit(NamedTuple):
    """What stands in one line of the card. ``stored``: since when the version is effective that the line began with,
    ``None`` for a new one. ``seen``: that version's share (JSON), ``seen_there``: what stood at ``since``, both as
    their author saw them."""

    deal_type_id: int
    stored: Month | None
    share: str
    since: Month
    seen: Any = None
    seen_there: Any = None
    is_dropped: bool = False


class ShareEdits(NamedTuple):
    changes: tuple[Change, ...]
    faults: Mapping[str, InputError]
    """By the line's id."""


def versions_of(entries: Entries) -> Versions:
    found: dict[int, dict[Month, Decimal]] = {}
    for (section, key), share in entries.items():
        if section is Section.MARGIN_SHARE:
            deal_type_id, since = share_key(key)
            found.setdefault(deal_type_id, {})[since] = Decimal(share)
    return found


def read_share_edits(edits: Mapping[str, ShareEdit], this_month: Month) -> ShareEdits:
    """What all the lines, by their ids, mean together; two for one month of a type are a fault of the later."""
    found: dict[str, tuple[Change, ...]] = {}
    faults: dict[str, InputError] = {}
    for line, edit in edits.items():
        try:
            found[line] = _changes_of(edit, this_month)
        except InputError as fault:
            faults[line] = fault
    for line in _colliding(edits, found):
        faults[line] = InputError("From this month the type has a share already: change that one")
        del found[line]
    return ShareEdits(_merged(change for changes in found.values() for change in changes), faults)


def _changes_of(edit: ShareEdit, this_month: Month) -> tuple[Change, ...]:
    """A version that is in force keeps its past months when its share is changed from a later month on; one that is
    only moved, or has not begun, leaves its month."""
    leaving = () if edit.stored is None else (Change(share_entry(edit.deal_type_id, edit.stored), edit.seen, None),)
    if edit.is_dropped:
        return leaving
    share = parse_margin_share(edit.share)
    is_same = is_same_share(edit.seen, share)
    if edit.since == edit.stored and is_same:
        return ()
    seen = edit.seen if edit.since == edit.stored else edit.seen_there
    new = Change(share_entry(edit.deal_type_id, edit.since), seen, stored_share(share))
    if edit.stored in {None, edit.since}:
        return (new,)
    leaves = is_same or (edit.stored is not None and edit.stored > this_month)
    return (*leaving, new) if leaves else (new,)


def _colliding(edits: Mapping[str, ShareEdit], found: Mapping[str, tuple[Change, ...]]) -> list[str]:
    """The lines that set a version which another line sets too, or come to one that their author saw and that stays."""
    left = {change.entry for changes in found.values() for change in changes if change.after is None}
    taken: set[Entry] = set()
    wrong = []
    for line, changes in found.items():
        edit = edits[line]
        comes = edit.since != edit.stored and edit.seen_there is not None
        for entry in [change.entry for change in changes if change.after is not None]:
            if entry in taken or (comes and entry not in left):
                wrong.append(line)
            taken.add(entry)
    return wrong


def _merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change an entry: where one line leaves a month and another comes to it, the comer's."""
    found: dict[Entry, Change] = {}
    for change in changes:
        if change.entry not in found or change.after is not None:
            found[change.entry] = change
    return tuple(found.values())


def repriced_months(
    entries: Entries, changes: Collection[Change], deal_type_id: int, months: Iterable[Month]
) -> list[Month]:
    """In which of the months the type's payments count at another share than before."""
    before, after = _shares(entries), _shares(applied(entries, changes))
    return [month for month in months if _counted(before, deal_type_id, month) != _counted(after, deal_type_id, month)]


def _shares(entries: Entries) -> Shares:
    return Shares(
        (deal_type_id, str(since), share)
        for deal_type_id, versions in versions_of(entries).items()
        for since, share in versions.items()
    )


def _counted(shares: Shares, deal_type_id: int, month: Month) -> Decimal:
    """A type without a share counts whole."""
    share = shares.in_force(deal_type_id, str(month))
    return Decimal(1) if share is None else share
