"""The shares card as ``shares.js`` draws it: lines in words, and what each does."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sales_core.decisions import Section, applied, within
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.settings.deal_types import OptionName
from sales_core.settings.percents import parse_margin_share
from sales_core.settings.share_versions import (
    ShareEdit,
    ShareEdits,
    Versions,
    repriced_months,
    versions_of,
)
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Typed, generation
from sales_core.ui.settings.shares.lines import first_line, stored_line

_MONTHS_AHEAD, _MONTHS_BACK = 15, 24
_SURELY_PERCENT = Decimal("0.01")
"""A share typed below this may have been meant as a fraction."""

Line = dict[str, Any]


def build_shares(
    desk: Desk,
    deal_types: Sequence[OptionName],
    typed: Mapping[str, Typed],
    edits: Mapping[str, ShareEdit],
    read: ShareEdits,
) -> dict[str, Any]:
    draw = _Drawing(desk, edits, read)
    known = {option.id for option in deal_types}
    strangers = [OptionName(id_, desk.names.option(id_), is_deleted=True) for id_ in draw.versions if id_ not in known]
    shown = [option for option in [*deal_types, *strangers] if not option.is_deleted or draw.versions.get(option.id)]
    language, this_month = desk.language, draw.this_month
    return {
        "generation": generation(),
        "edits": {key: {"text": cell.text, "seen": cell.seen} for key, cell in typed.items()},
        "groups": [draw.group(option) for option in shown],
        "types": [
            {"id": str(option.id), "name": option.name, "since": str(draw.natural_month(option.id))}
            for option in deal_types
            if not option.is_deleted
        ],
        "stored": {entry.key: share for entry, share in within(desk.entries, [Section.MARGIN_SHARE]).items()},
        "thisMonth": str(this_month),
        "ahead": [_month(this_month.plus(n), language) for n in range(_MONTHS_AHEAD)],
        "past": [_month(this_month.plus(-n), language) for n in range(1, _MONTHS_BACK + 1)],
        "words": _words(language),
    }


class _Drawing:
    """The card for one reader, with what they typed."""

    def __init__(self, desk: Desk, edits: Mapping[str, ShareEdit], read: ShareEdits) -> None:
        self.desk, self.edits, self.read = desk, edits, read
        self.language, self.this_month = desk.language, desk.board.default.month
        self.versions: Versions = versions_of(desk.entries)
        self.after: Versions = versions_of(applied(desk.entries, read.changes))
        self.past = [month for month in desk.board.choices.months if month < self.this_month]

    def natural_month(self, deal_type_id: int) -> Month:
        """Where a new share begins unless its author says otherwise: it leaves this month's figures alone, except the
        first, which is in force always."""
        return self.this_month.plus(1) if self.versions.get(deal_type_id) else self.this_month

    def group(self, option: OptionName) -> dict[str, Any]:
        """A deal type: the share in force first, then what is to come, then what was."""
        stored = self.versions.get(option.id, {})
        added = [line for line, edit in self.edits.items() if line.startswith(":") and edit.deal_type_id == option.id]
        lines = [self._stored_line(option.id, since) for since in self._ordered(stored)]
        if not stored:
            lines = [self._first_line(option.id)]
        lines += [self._line(line, self.edits[line]) for line in added]
        return {
            "id": option.id,
            "name": option.name,
            "isDeleted": option.is_deleted,
            "lines": lines,
            "warning": self._warning(option.id),
        }

    def _ordered(self, stored: Mapping[Month, Decimal]) -> list[Month]:
        now = self._in_force(stored)
        ahead = sorted(since for since in stored if since > self.this_month and since != now)
        past = sorted((since for since in stored if since <= self.this_month and since != now), reverse=True)
        return [since for since in (now, *ahead, *past) if since is not None]

    def _in_force(self, versions: Mapping[Month, Decimal]) -> Month | None:
        begun = [since for since in versions if since <= self.this_month]
        return max(begun, default=min(versions, default=None))

    def _stored_line(self, deal_type_id: int, since: Month) -> Line:
        line, stored = stored_line(deal_type_id, since), self.versions[deal_type_id]
        edit = self.edits.get(line)
        shown = edit or ShareEdit(deal_type_id, since, "", since)
        moved = edit is not None and edit.since != since and since in self.after.get(deal_type_id, {})
        share = percent_text(stored[since], self.language)
        return self._line(line, shown) | {
            "storedText": share,
            "storedSince": str(since),
            "storedMonth": _month(since, self.language)["text"],
            "isPast": since != self._in_force(stored) and since <= self.this_month,
            "keeps": self._state(deal_type_id, since)["text"] if moved else "",
            "autoSince": str(max(since, self.this_month)) if since == self._in_force(stored) else str(since),
        }

    def _first_line(self, deal_type_id: int) -> Line:
        line = first_line(deal_type_id)
        edit = self.edits.get(line)
        drawn = self._line(line, edit or ShareEdit(deal_type_id, None, "", self.this_month))
        unset = {"kind": "unset", "text": self.language.text("share not set")}
        return drawn if edit else drawn | {"state": unset}

    def _line(self, line: str, edit: ShareEdit) -> Line:
        fault = self.read.faults.get(line)
        return {
            "id": line,
            "type": str(edit.deal_type_id),
            "since": str(edit.since),
            "sinceText": _month(edit.since, self.language)["text"],
            "isUnsaved": line in self.edits,
            "isDropped": edit.is_dropped,
            "state": {"kind": "", "text": ""} if fault else self._state(edit.deal_type_id, edit.since),
            "fault": self.language.error(fault) if fault else "",
            "hint": "" if fault or edit.is_dropped else self._hint(edit.share),
        }

    def _state(self, deal_type_id: int, since: Month) -> dict[str, str]:
        """With what is typed: in force now, to come, or until when it was."""
        versions = self.after.get(deal_type_id, {})
        if since == self._in_force(versions):
            return {"kind": "now", "text": self.language.text("now")}
        if since > self.this_month:
            return {"kind": "ahead", "text": self.language.text("from {day}", day=self.language.day(since.first))}
        later = min((month for month in versions if month > since), default=None)
        if later is None:
            return {"kind": "past", "text": ""}
        last = later.first - timedelta(days=1)
        return {"kind": "past", "text": self.language.text("till {day}", day=self.language.day(last))}

    def _hint(self, text: str) -> str:
        if not text.strip():
            return ""
        share = parse_margin_share(text)
        if not 0 < share < _SURELY_PERCENT:
            return ""
        return self.language.text(
            "This is {percent}, less than one percent", percent=self.language.percent_exact(share)
        )

    def _warning(self, deal_type_id: int) -> str:
        repriced = repriced_months(self.desk.entries, self.read.changes, deal_type_id, self.past)
        if not repriced:
            return ""
        return self.language.text("Figures of past months will change: {months}", months=self._tell(repriced))

    def _tell(self, months: Sequence[Month]) -> str:
        """Neighbours among the months that hold anything as a span."""
        spans: list[list[Month]] = []
        for month in months:
            if spans and self.past.index(month) == self.past.index(spans[-1][-1]) + 1:
                spans[-1].append(month)
            else:
                spans.append([month])
        told = self.language.month
        return ", ".join(told(span[0]) if len(span) == 1 else f"{told(span[0])} – {told(span[-1])}" for span in spans)


def percent_text(share: Decimal, language: Language) -> str:
    """``12,5``: what stands in a field before its % sign."""
    percent = (share * 100).normalize()
    return language.number(int(percent) if percent == percent.to_integral_value() else percent)


def _month(month: Month, language: Language) -> dict[str, str]:
    return {"value": str(month), "text": language.month(month).lower()}


def _words(language: Language) -> dict[str, str]:
    return {
        "title": language.text("Margin shares"),
        "note": language.text("by the month of payment"),
        "type": language.text("Deal type"),
        "share": language.text("Share"),
        "since": language.text("Effective from"),
        "state": language.text("When it counts"),
        "ahead": language.text("Past months stay as they are"),
        "past": language.text("Past months will change"),
        "add": language.text("New share"),
        "foot": language.text("A new share does not change past months"),
        "deleted": language.text("deleted in amoCRM"),
        "unsaved": language.text("not saved"),
        "mend": language.text("Change a past share: {name}, {month}", name="{name}", month="{month}"),
        "drop": language.text("Take away: {name}, {month}", name="{name}", month="{month}"),
        "bringBack": language.text("Bring back"),
        "dropped": language.text("taken away"),
        "none": language.text("The deal-type field is not chosen yet, so every payment counts whole."),
    }
