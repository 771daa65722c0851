"""Reads amoCRM's log of events: the new ones every minute, the old ones once, newest first, by several threads."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from sales_core.amocrm.paging import Page
from sales_core.amocrm.records import EventRecord
from sales_core.amocrm.resources import EVENTS
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.history import mark_tasks_deleted, save_events
from sales_core.store.leads import mark_deleted, mark_restored
from sales_core.store.sync_reads import load_lead_fates
from sales_core.store.tables import Bookmark
from sales_core.sync.followup_reading import read_followups
from sales_core.sync.followups import MAIL_EVENTS, Followups, deleted_tasks, followups_of, touched_fates
from sales_core.sync.leads import note_deletions
from sales_core.sync.mapping import event_row
from sales_core.sync.planning import EVENTS_OVERLAP_S, Step
from sales_core.sync.session import Session
from sales_core.sync.windows import FIRST_SPAN_S, LONG_SPAN_S, Log, estimate_pages

# amoCRM may leave mail out unless it is asked for by name.
EVERYTHING: Mapping[str, Any] = {}
MAIL: Mapping[str, Any] = {"type": list(MAIL_EVENTS)}
HAND_OVERS: Mapping[str, Any] = {"type": ["entity_responsible_changed"], "entity": ["lead"]}
"""Who is credited with a paid payment depends on these alone, so they are read before the report is open, and all of
them: an import may bring payments of any year at any moment, and bonuses are paid by what the report says.

They are a few in a hundred events, a hundred a page. 500 000 leads (2 000 pages) with 20 million events (200 000 pages)
have about as many pages of hand-overs as of leads, or a few times more: minutes before the report is open, not hours.
"""

_MANY_FOLLOWUPS = 1_000


def read_new_events(session: Session, step: Step, kinds: Mapping[str, Any]) -> None:
    """Events since the cursor, with an overlap for the late ones; one request while nothing happens.

    What they call for is stored with them, and done at the end of the pass or as soon as it is much.
    """
    cursor = dict(session.bookmark(step).cursor)
    since, seen, first_page = cursor["since"], cursor.get("seen", cursor["since"]), cursor.get("page", 1)
    params = {"filter": {"created_at": {"from": since - EVENTS_OVERLAP_S}, **kinds}}
    for page in session.pages(EVENTS, params, first_page=first_page):
        seen = max([seen, *(event.created_at for event in page.records)])
        with session.database.write() as conn:
            waiting = _save_new(session, conn, page.records)
            save_bookmark(conn, _minute_mark(session, step, page, since, seen))
        if waiting > _MANY_FOLLOWUPS:
            read_followups(session)


def _minute_mark(session: Session, step: Step, page: Page[EventRecord], since: int, seen: int) -> Bookmark:
    if page.is_last:
        return Bookmark(resource=step, cursor={"since": seen}, is_complete=True, succeeded_at=session.clock())
    going_on = {"since": since, "seen": seen, "page": page.number + 1}
    return Bookmark(resource=step, cursor=going_on, is_complete=True)


def _save_new(session: Session, conn: Connection, records: Sequence[EventRecord]) -> int:
    """Stores events, deletes and restores what they say, and returns how many things wait to be read."""
    inserted = set(save_events(conn, [event_row(event) for event in records], session.clock()))
    session.tally.add(EVENTS.name, changed=len(inserted))
    fresh = [event for event in records if event.id in inserted]
    _apply_fates(conn, touched_fates(fresh))
    note_deletions(conn, [event.created_at for event in fresh if event.type in ("lead_deleted", "entity_merged")])
    for task_id, at in deleted_tasks(fresh).items():
        mark_tasks_deleted(conn, [task_id], at)
    mark = session.bookmark_in(conn, Step.FOLLOWUPS)
    followups = Followups.from_cursor(mark.cursor) | followups_of(fresh)
    if fresh:
        save_bookmark(conn, Bookmark(resource=Step.FOLLOWUPS, cursor=followups.to_cursor(), is_complete=True))
    return followups.size


def _apply_fates(conn: Connection, lead_ids: set[int]) -> None:
    """The last of a lead's ``lead_deleted`` and ``lead_restored`` wins, in whatever order they were seen."""
    fates = load_lead_fates(conn, lead_ids)
    mark_restored(conn, [lead_id for lead_id, deleted_at in fates.items() if deleted_at is None])
    for lead_id, deleted_at in fates.items():
        if deleted_at is not None:
            mark_deleted(conn, [lead_id], deleted_at)


class HistoryReader:
    """The log of the past, read by as many threads as call ``read``.

    Notes and tasks are read as lists, so nothing of it calls for more."""

    def __init__(self, session: Session, step: Step, kinds: Mapping[str, Any]) -> None:
        self._session = session
        self._step = step
        self._kinds = kinds
        self._taken: set[int] = set()
        self._taking = threading.Lock()

    def read(self) -> None:
        """Window after window until none is left to take."""
        while (first := self._read_window()) is not None:
            with self._taking:
                self._taken.discard(first)

    def _read_window(self) -> int | None:
        session = self._session
        with self._taking, session.database.write() as conn:
            log, window = self._log(conn).take(frozenset(self._taken))
            if window is None:
                return None
            self._save(conn, log)
            self._taken.add(window.first)
        params = {"filter": {"created_at": {"from": window.first, "to": window.last}, **self._kinds}}
        for page in session.pages(EVENTS, params, first_page=window.next_page, is_long=True):
            self._save_page(page.records, window.first, page.number, is_last=page.is_last)
        return window.first

    def _save_page(self, records: Sequence[EventRecord], first: int, number: int, *, is_last: bool) -> None:
        with self._session.database.write() as conn:
            inserted = save_events(conn, [event_row(event) for event in records], self._session.clock())
            self._save(conn, self._log(conn).page_read(first, number, is_last=is_last), pages=1)
        self._session.tally.add(EVENTS.name, changed=len(inserted))

    def _log(self, conn: Connection) -> Log:
        mark = self._session.bookmark_in(conn, self._step)
        if mark.cursor:
            return Log.from_cursor(mark.cursor)
        leads = self._session.bookmark_in(conn, Step.ALL_LEADS).cursor
        # Events since the load of leads began are for the minute to read, with what they call for. Hand-overs call for
        # nothing but the lead, which is among the changed ones, and credit cannot wait.
        began = self._session.clock() if self._step is Step.HAND_OVERS else leads["started_at"]
        span_s = FIRST_SPAN_S if self._step is Step.EVENT_HISTORY else LONG_SPAN_S
        return Log(began=began, before=began + 1, oldest=min(leads["oldest"] or began, began), span_s=span_s)

    def _save(self, conn: Connection, log: Log, pages: int = 0) -> None:
        known = self._session.bookmark_in(conn, self._step)
        done = known.pages_done + pages
        mark = Bookmark(
            resource=self._step,
            cursor=log.to_cursor(),
            pages_done=done,
            pages_expected=done if log.is_complete else estimate_pages(done, log.covered),
            is_complete=log.is_complete,
            succeeded_at=self._session.clock() if log.is_complete else known.succeeded_at,
        )
        save_bookmark(conn, mark)
        self._session.progress.advance(self._step, mark.pages_done, mark.pages_expected)
