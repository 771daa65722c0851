"""The list behind a count as ``done.js`` draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_core.activity import KINDS, ActivityFigure, Counts
from sales_core.activity_text import ACTION_LABELS
from sales_core.delivery.activity_sheet import TASK_OVERDUE_LABEL
from sales_core.delivery.months_sheet import tell_when
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, Language
from sales_core.reporting import AccountInfo
from sales_core.reporting.activity import DoneRow
from sales_core.reports.sales import Manager
from sales_core.ui.activity.figures import ListPart

PAGE_SIZE = 50
_ALL = ""
_HOUR_S, _MINUTE_S = 3600, 60
_CARDS = {"leads", "contacts", "companies"}


@dataclass(frozen=True, slots=True)
class DoneView:
    """What of a list is shown. ``count``: how many lines the part has; ``managers``: empty for the list of one."""

    figure: ActivityFigure
    counts: Counts
    parts: Sequence[ListPart]
    part: ListPart | None
    page: int
    count: int
    managers: Mapping[int, Manager]


def build_done(rows: Sequence[DoneRow], view: DoneView, account: AccountInfo, language: Language) -> dict[str, Any]:
    """Everything the component is given."""
    return {
        "part": view.part.id if view.part else _ALL,
        "page": view.page,
        "chips": list(_chips(view, language)) if len(view.parts) > 1 else [],
        "columns": list(_columns(view, language)),
        "rows": [_row(row, view, account, language) for row in rows],
        "pager": _pager(view, language),
        "words": {
            "parts": language.text("Kind of action"),
            "caption": language.text("What is counted"),
            "none": language.text("Nothing is left of it: the data have changed"),
            "link": language.text("Open in amoCRM"),
        },
    }


def _chips(view: DoneView, language: Language) -> list[dict[str, Any]]:
    counted = {part: sum(view.counts.actions.get(kind, 0) for kind in part.kinds) for part in view.parts}
    chips = [(_ALL, language.text("All"), sum(counted.values()))]
    chips += [(part.id, language.text(part.label), count) for part, count in counted.items() if count]
    shown = view.part.id if view.part else _ALL
    return [
        {"id": id_, "label": label, "count": language.number(count), "sum": "", "pressed": id_ == shown}
        for id_, label, count in chips
    ]


def _columns(view: DoneView, language: Language) -> list[dict[str, Any]]:
    when = language.text("Deadline") if view.figure is ActivityFigure.OVERDUE else language.text("When")
    columns = [
        ("when", when, 116),
        ("what", language.text("What"), 204),
        ("manager", language.text("Manager"), 150),
        ("card", language.text("Deal or client"), 260),
        ("about", language.text("About"), 0),
        ("lasted", language.text("Lasted"), 84),
    ]
    lasts = bool(KINDS[view.figure] & KINDS[ActivityFigure.CALLS])
    hidden = {name for name, is_shown in (("manager", view.managers), ("lasted", lasts)) if not is_shown}
    return [{"id": id_, "title": title, "width": width} for id_, title, width in columns if id_ not in hidden]


def _row(row: DoneRow, view: DoneView, account: AccountInfo, language: Language) -> dict[str, str]:
    kind, id_, name = row.card
    manager = view.managers.get(row.manager_id)
    return {
        "when": tell_when(row.at, account.zone, language),
        "what": language.text(ACTION_LABELS[row.kind] if row.kind else TASK_OVERDUE_LABEL),
        "manager": manager_name(row.manager_id, manager.name if manager else f"#{row.manager_id}", language),
        "card": name or (f"#{id_}" if kind else DASH),
        "url": account.card_url(kind, id_) if kind in _CARDS else "",
        "about": row.text,
        "lasted": _tell_length(row.seconds),
    }


def _tell_length(seconds: int) -> str:
    """``3:25``, with hours ``1:03:25``; nothing for what does not last."""
    if not seconds:
        return ""
    hours, rest = divmod(seconds, _HOUR_S)
    minutes, seconds = divmod(rest, _MINUTE_S)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _pager(view: DoneView, language: Language) -> dict[str, Any] | None:
    """Nothing where one page holds it all."""
    if view.count <= PAGE_SIZE:
        return None
    last = min(view.page * PAGE_SIZE, view.count)

    def step(page: int, icon: str, label: str) -> dict[str, str]:
        is_there = 0 < page <= -(-view.count // PAGE_SIZE)
        return {"go": str(page) if is_there else "", "icon": icon, "label": label}

    return {
        "label": language.text("Pages"),
        "text": language.text(
            "{first}–{last} of {all}",
            first=language.number((view.page - 1) * PAGE_SIZE + 1),
            last=language.number(last),
            all=language.number(view.count),
        ),
        "earlier": step(view.page - 1, "left", language.text("Previous page")),
        "later": step(view.page + 1, "right", language.text("Next page")),
    }
