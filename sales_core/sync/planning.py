"""What to read now, decided from the bookmarks and the clock.

Pure: gather the bookmarks, decide here, apply in ``passes``. The first run reads what the report needs (references,
leads, invoices, hand-overs), and then all history in the background; from then on the foreground is what a minute
needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sales_core.amocrm.records import LeadRecord
from sales_core.i18n import N_
from sales_core.store.tables import Bookmark

START_MARGIN_S = 300
"""How far our clock may be ahead of amoCRM's without the first incremental missing anything."""
LEADS_OVERLAP_S = 5
EVENTS_OVERLAP_S = 15 * 60
"""Events appear late, with the time at which they happened."""

_REFERENCES_EVERY_S = 3_600
_INVOICES_EVERY_S = 300
_INVOICES_HINTED_EVERY_S = 45
# A scan may take no more than a fifth of all requests, however long the list is.
_INVOICES_REST = 4
_TRASH_EVERY_S = 3_600
_RECONCILED_AT_HOURS = range(1, 6)
_RECONCILED_EVERY_S = 20 * 3_600
_RECONCILED_AT_LEAST_EVERY_S = 36 * 3_600
_MERGE_RECONCILED_AFTER_S = 1_800


class Step(StrEnum):
    """One thing to read; the value is the name of its bookmark."""

    REFERENCES = "references"
    ALL_LEADS = "leads"
    NEW_LEADS = "changed_leads"
    INVOICES = "invoices"
    HAND_OVERS = "hand_overs"
    EVENTS = "events"
    MAIL = "mail"
    FOLLOWUPS = "followups"
    TRASH = "trash"
    NAMES = "names"
    EVENT_HISTORY = "event_history"
    MAIL_HISTORY = "mail_history"
    TASKS = "tasks"
    LEAD_NOTES = "notes_leads"
    CONTACT_NOTES = "notes_contacts"
    COMPANY_NOTES = "notes_companies"
    RECONCILIATION = "reconciliation"


STAGES = {
    Step.REFERENCES: N_("Reading users, pipelines and fields"),
    Step.ALL_LEADS: N_("Reading all leads"),
    Step.NEW_LEADS: N_("Reading changed leads"),
    Step.INVOICES: N_("Reading invoices"),
    Step.HAND_OVERS: N_("Reading hand-overs of leads"),
    Step.EVENTS: N_("Reading events"),
    Step.MAIL: N_("Reading events of mail"),
    Step.FOLLOWUPS: N_("Reading what the events speak of"),
    Step.TRASH: N_("Looking for deleted leads"),
    Step.NAMES: N_("Reading names of clients"),
    Step.EVENT_HISTORY: N_("Reading the history of events"),
    Step.MAIL_HISTORY: N_("Reading the history of mail"),
    Step.TASKS: N_("Reading tasks"),
    Step.LEAD_NOTES: N_("Reading calls and mail of leads"),
    Step.CONTACT_NOTES: N_("Reading calls and mail of contacts"),
    Step.COMPANY_NOTES: N_("Reading calls and mail of companies"),
    Step.RECONCILIATION: N_("Comparing with the account for deleted leads"),
}
"""What a reader is told while a step runs."""

LOAD = ((Step.ALL_LEADS, Step.INVOICES), (Step.HAND_OVERS,))
"""What the first run reads before the report is open. Hand-overs come last: then they are newer than any lead read."""

NOTE_STEPS = {Step.LEAD_NOTES: "leads", Step.CONTACT_NOTES: "contacts", Step.COMPANY_NOTES: "companies"}
HISTORY = (Step.NAMES, Step.TASKS, Step.EVENT_HISTORY, *NOTE_STEPS, Step.MAIL_HISTORY)
"""What the first run reads after the report is open."""

RESUMED = (*(step for stage in LOAD for step in stage), *HISTORY)
"""What a full run reads from its beginning."""

Bookmarks = Mapping[str, Bookmark]


@dataclass(frozen=True, slots=True)
class Plan:
    """``load``: the references and these steps, stage after stage, those of a stage side by side: with it the report is
    right and open. Without one ``foreground``, step after step, and then ``background`` side by side, with the
    foreground kept fresh meanwhile. ``kind``: ``first``, ``full`` (all of it again) or ``incremental``."""

    kind: str
    foreground: tuple[Step, ...] = ()
    load: tuple[tuple[Step, ...], ...] = ()
    background: tuple[Step, ...] = ()


def plan_pass(bookmarks: Bookmarks, now: int, zone: ZoneInfo) -> Plan:
    """The steps of one pass that starts now."""
    if load := tuple(unread for stage in LOAD if (unread := _unread(bookmarks, stage))):
        return Plan(_kind(bookmarks, load[0]), load=load)
    history = _unread(bookmarks, HISTORY)
    background = list(history)
    if invoices_due(bookmarks, now):
        background.insert(0, Step.INVOICES)
    if reconciliation_due(bookmarks, now, zone):
        background.append(Step.RECONCILIATION)
    kind = _kind(bookmarks, history) if history else "incremental"
    return Plan(kind, plan_minute(bookmarks, now), (), tuple(background))


def plan_minute(bookmarks: Bookmarks, now: int) -> tuple[Step, ...]:
    """What keeps the report fresh: three requests while nothing happens."""
    references = (Step.REFERENCES,) if _is_older(bookmarks, Step.REFERENCES, _REFERENCES_EVERY_S, now) else ()
    trash = (Step.TRASH,) if _is_older(bookmarks, Step.TRASH, _TRASH_EVERY_S, now) else ()
    return (*references, Step.NEW_LEADS, Step.EVENTS, Step.MAIL, Step.FOLLOWUPS, *trash)


def invoices_due(bookmarks: Bookmarks, now: int) -> bool:
    """The list can only be read whole, so it is read every five minutes, or sooner when something hints at a change."""
    bookmark = bookmarks.get(Step.INVOICES)
    if bookmark is None or bookmark.succeeded_at is None:
        return True
    followups = bookmarks.get(Step.FOLLOWUPS)
    hinted = followups is not None and bool(followups.cursor.get("invoices_hinted"))
    wait = _INVOICES_HINTED_EVERY_S if hinted else _INVOICES_EVERY_S
    rest_s: int = _INVOICES_REST * bookmark.cursor.get("took_s", 0)
    return now - bookmark.succeeded_at >= max(wait, rest_s)


def reconciliation_due(bookmarks: Bookmarks, now: int, zone: ZoneInfo) -> bool:
    """At night in the account's zone, soon after a merge, whose losing lead disappears without a word, and after a full
    load during which leads were deleted: each of them shifts the pages behind it, and may hide a lead from the load."""
    bookmark = bookmarks.get(Step.RECONCILIATION)
    age = now - ((bookmark.succeeded_at if bookmark else None) or 0)
    is_night = datetime.fromtimestamp(now, zone).hour in _RECONCILED_AT_HOURS
    followups = bookmarks.get(Step.FOLLOWUPS)
    merged = followups is not None and bool(followups.cursor.get("merged"))
    return (
        age >= _RECONCILED_AT_LEAST_EVERY_S
        or (is_night and age >= _RECONCILED_EVERY_S)
        or (merged and age >= _MERGE_RECONCILED_AFTER_S)
    )


@dataclass(frozen=True, slots=True)
class NextLeads:
    """Which page of changed leads to ask for: those updated at ``since`` or later, oldest change first."""

    since: int
    page: int = 1


def after_leads_page(asked: NextLeads, page: Iterable[LeadRecord], *, is_last: bool) -> NextLeads | None:
    """What to ask for after a page of changed leads; ``None`` after the last one.

    A lead changed meanwhile moves to the end and shifts the pages behind it, so the next request is page 1 again from
    the last second read; only a whole page of one and the same second calls for its next page.
    """
    seconds = [lead.updated_at for lead in page]
    if is_last or not seconds:
        return None
    latest = max(seconds)
    return NextLeads(latest) if latest > asked.since else NextLeads(asked.since, asked.page + 1)


def filter_was_ignored(since: int, page: Iterable[LeadRecord]) -> bool:
    """Accounts without the filters of the API answer with everything, silently."""
    return any(lead.updated_at < since for lead in page)


def cursor_after(since: int, seconds: Iterable[int], now: int) -> int:
    """The new cursor: the latest second seen. One set into the future by an integration would hide the present."""
    return max([since, *(second for second in seconds if second <= now + START_MARGIN_S)])


def _kind(bookmarks: Bookmarks, unread: Sequence[Step]) -> str:
    """Whether these steps are read for the first time or again."""
    bookmark = bookmarks.get(unread[0])
    return "full" if bookmark and bookmark.succeeded_at else "first"


def _is_complete(bookmarks: Bookmarks, step: Step) -> bool:
    bookmark = bookmarks.get(step)
    return bookmark is not None and bookmark.is_complete


def _unread(bookmarks: Bookmarks, steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step for step in steps if not _is_complete(bookmarks, step))


def _is_older(bookmarks: Bookmarks, step: Step, seconds: int, now: int) -> bool:
    bookmark = bookmarks.get(step)
    return bookmark is None or bookmark.succeeded_at is None or now - bookmark.succeeded_at >= seconds
