"""Reads leads: all of them once, by id; from then on those that changed, by the second of their last change."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from sales_core.amocrm.parsing import Fault
from sales_core.amocrm.records import LeadRecord
from sales_core.amocrm.resources import LEADS
from sales_core.i18n import N_
from sales_core.store.bookmarks import load_bookmark, save_bookmark
from sales_core.store.leads import save_leads
from sales_core.store.tables import Bookmark
from sales_core.sync.by_ids import read_by_ids
from sales_core.sync.mapping import Edge, Row, invoice_links, lead_row, rows_of
from sales_core.sync.planning import (
    LEADS_OVERLAP_S,
    START_MARGIN_S,
    NextLeads,
    Step,
    after_leads_page,
    cursor_after,
    filter_was_ignored,
)
from sales_core.sync.session import Session
from sales_core.sync.windows import estimate_pages

FILTER_IGNORED = N_("This amoCRM account ignores filters, so each minute reads more of it than needed.")


def read_all_leads(session: Session) -> None:
    """Every lead by ascending id, which only deletions shift; resumed at the next page.

    Its start is where the first incremental reading of leads and events begins.
    """
    edge = session.edge()
    mark = session.bookmark(Step.ALL_LEADS)
    cursor = mark.cursor or {"page": 1, "started_at": session.clock() - START_MARGIN_S, "oldest": None}
    by_id = {"order": {"id": "asc"}}
    for page in session.pages(LEADS, by_id, first_page=cursor["page"], is_long=True):
        if cursor["oldest"] is None and page.records:
            cursor["oldest"] = min(lead.created_at for lead in page.records)
        cursor = {**cursor, "page": page.number + 1}
        done = max(mark.pages_done, page.number)
        mark = Bookmark(
            resource=Step.ALL_LEADS,
            cursor=cursor,
            pages_done=done,
            pages_expected=done if page.is_last else _expected(done, page.records, cursor, session.clock()),
            succeeded_at=mark.succeeded_at,
        )
        with session.database.write() as conn:
            save_lead_records(session, conn, page.records, edge)
            save_bookmark(conn, mark)
        session.progress.advance(Step.ALL_LEADS, done, mark.pages_expected)
    with session.database.write() as conn:
        _begin_incremental(conn, cursor["started_at"], session.clock())
        ended = Bookmark(**{**mark.model_dump(), "resource": Step.ALL_LEADS, "cursor": cursor, "is_complete": True})
        ended.pages_expected, ended.succeeded_at = ended.pages_done, session.clock()
        save_bookmark(conn, ended)


def read_changed_leads(session: Session) -> None:
    """Leads changed since the cursor; one request while nothing changes."""
    edge = session.edge()
    started_at = session.clock()
    since = session.bookmark(Step.NEW_LEADS).cursor["since"]
    asked: NextLeads | None = NextLeads(since - LEADS_OVERLAP_S)
    while asked is not None:
        params = {"filter": {"updated_at": {"from": asked.since}}, "order": {"updated_at": "asc"}}
        page = next(session.pages(LEADS, params, first_page=asked.page))
        if filter_was_ignored(asked.since, page.records):
            session.tally.remark(FILTER_IGNORED)
            since = _read_newest_first(session, edge, asked.since, started_at)
            with session.database.write() as conn:
                _save_cursor(conn, since, session.clock())
            return
        since = cursor_after(since, (lead.updated_at for lead in page.records), started_at)
        with session.database.write() as conn:
            save_lead_records(session, conn, page.records, edge)
            _save_cursor(conn, since, session.clock())
        asked = after_leads_page(asked, page.records, is_last=page.is_last)


def _read_newest_first(session: Session, edge: Edge, since: int, started_at: int) -> int:
    """The new cursor. Without filters: pages from the latest change back to ``since``.

    A lead changed meanwhile moves to the front and pushes others onto later pages: they are read twice, never missed;
    the cursor moves only at the end.
    """
    latest = since
    for page in session.pages(LEADS, {"order": {"updated_at": "desc"}}):
        changed = [lead for lead in page.records if lead.updated_at >= since]
        latest = cursor_after(latest, (lead.updated_at for lead in changed), started_at)
        with session.database.write() as conn:
            save_lead_records(session, conn, changed, edge)
        if len(changed) < len(page.records):
            break
    return latest


def read_leads(session: Session, lead_ids: Collection[int], *, restore: Collection[int] = ()) -> None:
    """Reads these leads again. Those in ``restore`` that amoCRM shows are alive, whatever was known of them."""
    edge = session.edge()
    for _, records in read_by_ids(session, LEADS, sorted(lead_ids)):
        with session.database.write() as conn:
            save_lead_records(session, conn, records, edge, restore=restore)


def save_lead_records(
    session: Session,
    conn: Connection,
    records: Sequence[LeadRecord],
    edge: Edge,
    *,
    restore: Collection[int] = (),
) -> None:
    """Saves leads and their links; the tombstone of any other than ``restore`` stays, whatever a page says."""
    rows, links, faults = lead_rows(records, edge)
    changed = save_leads(conn, rows, links, restored=restore, now=session.clock())
    session.tally.add(LEADS.name, changed=changed)
    session.tally.leave_out(faults)


def lead_rows(records: Iterable[LeadRecord], edge: Edge) -> tuple[list[Row], dict[int, set[int]], list[Fault]]:
    """Rows and links of the live leads, and which were left out."""
    alive = [lead for lead in records if not lead.is_deleted]
    rows, faults = rows_of(LEADS.name, alive, lambda lead: lead_row(lead, edge))
    saved = {row["id"] for row in rows}
    links = {key: invoices for key, invoices in invoice_links(alive, edge).items() if key in saved}
    return rows, links, faults


def _begin_incremental(conn: Connection, started_at: int, now: int) -> None:
    """The cursors of a first run start with it; those of a database in use already are further back, and stay."""
    for step in (Step.NEW_LEADS, Step.EVENTS, Step.MAIL):
        if load_bookmark(conn, step) is None:
            save_bookmark(conn, Bookmark(resource=step, cursor={"since": started_at}, is_complete=True))
    if load_bookmark(conn, Step.TRASH) is None:
        save_bookmark(conn, Bookmark(resource=Step.TRASH, cursor={}, is_complete=True, succeeded_at=started_at))
    if load_bookmark(conn, Step.RECONCILIATION) is None:
        # All leads were read a moment ago, which is as good, unless some were deleted meanwhile: see note_deletions.
        loaded = {"loaded_from": started_at + START_MARGIN_S, "loaded_to": now}
        save_bookmark(conn, Bookmark(resource=Step.RECONCILIATION, cursor=loaded, is_complete=True, succeeded_at=now))


def note_deletions(conn: Connection, instants: Iterable[int]) -> None:
    """A lead deleted during the full load shifted its pages: all leads are to be compared soon."""
    mark = load_bookmark(conn, Step.RECONCILIATION)
    if mark is None or "loaded_from" not in mark.cursor:
        return
    if any(mark.cursor["loaded_from"] <= at <= mark.cursor["loaded_to"] for at in instants):
        save_bookmark(conn, Bookmark(resource=Step.RECONCILIATION, cursor={}, is_complete=True))


def _save_cursor(conn: Connection, since: int, now: int) -> None:
    done = Bookmark(resource=Step.NEW_LEADS, cursor={"since": since}, is_complete=True, succeeded_at=now)
    save_bookmark(conn, done)


def _expected(done: int, leads: Sequence[LeadRecord], cursor: dict[str, int], now: int) -> int | None:
    """Leads come in the order they were made, so the share of the time that is covered says how many are left."""
    if not leads:
        return None
    whole = max(now - cursor["oldest"], 1)
    return estimate_pages(done, min(max((leads[-1].created_at - cursor["oldest"]) / whole, 0.0), 1.0))
