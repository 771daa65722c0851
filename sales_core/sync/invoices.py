"""Scans the list of invoices, which amoCRM gives only whole and in no promised order."""

from dataclasses import replace

from sqlalchemy import Connection

from sales_core.amocrm.errors import NoRights
from sales_core.amocrm.records import InvoiceRecord
from sales_core.amocrm.resources import Resource, invoices
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.invoices import mark_invoices_deleted, save_invoices
from sales_core.store.sync_reads import live_invoice_ids, recent_lead_ids, unlinked_invoice_ids
from sales_core.store.tables import Bookmark
from sales_core.sync.by_ids import fetch_one
from sales_core.sync.followup_reading import change_followups
from sales_core.sync.mapping import Edge, invoice_row, rows_of
from sales_core.sync.planning import START_MARGIN_S, Step
from sales_core.sync.seen_ids import SeenIds
from sales_core.sync.session import Session

_LEADS_RECHECKED = 250


def read_invoices(session: Session) -> None:
    """The first scan resumes at its next page; a later one starts over, for only a whole one tells what is gone."""
    edge = session.edge()
    mark = session.bookmark(Step.INVOICES)
    started_at = session.clock()
    with session.database.write() as conn:
        change_followups(session, conn, lambda left: replace(left, invoices_hinted=False))
    if edge.invoices_catalog_id is not None:
        resource = invoices(edge.invoices_catalog_id)
        try:
            seen = _scan(session, resource, edge, mark)
        except NoRights as error:
            session.tally.remark(error.template, **error.params)
        else:
            if mark.is_complete and session.account().token_is_admin:
                _drop_missing(session, resource, seen)
        if mark.is_complete:
            _look_for_links(session, mark.cursor["started_at"])
    with session.database.write() as conn:
        _save_end(session, conn, started_at)


def _scan(session: Session, resource: Resource[InvoiceRecord], edge: Edge, mark: Bookmark) -> SeenIds:
    """Saves every page; the ids that were there."""
    seen = SeenIds()
    first_page = 1 if mark.is_complete else mark.cursor.get("page", 1)
    for page in session.pages(resource, first_page=first_page):
        rows, faults = rows_of(resource.name, page.records, lambda record: invoice_row(record, edge))
        with session.database.write() as conn:
            changed = save_invoices(conn, rows, session.clock())
            if not mark.is_complete:
                save_bookmark(conn, _page_mark(mark, page.number, session.clock()))
        seen.add(record.id for record in page.records)
        session.tally.add(resource.name, changed=changed)
        session.tally.leave_out(faults)
        session.progress.advance(Step.INVOICES, page.number, page.number if page.is_last else None)
    return seen


def _page_mark(mark: Bookmark, number: int, now: int) -> Bookmark:
    cursor = {"started_at": now, **mark.cursor, "page": number + 1}
    return Bookmark(resource=Step.INVOICES, cursor=cursor, pages_done=number, succeeded_at=mark.succeeded_at)


def _save_end(session: Session, conn: Connection, started_at: int) -> None:
    now = session.clock()
    pages = session.bookmark_in(conn, Step.INVOICES).pages_done
    mark = Bookmark(
        resource=Step.INVOICES,
        cursor={"started_at": started_at, "took_s": now - started_at},
        pages_done=pages,
        pages_expected=pages,
        is_complete=True,
        succeeded_at=now,
    )
    save_bookmark(conn, mark)


def _drop_missing(session: Session, resource: Resource[InvoiceRecord], seen: SeenIds) -> None:
    """Invoices that were not on any page: each is asked for, because deletions shift pages under a scan."""
    with session.database.read() as conn:
        missing = seen.missing_from(live_invoice_ids(conn))
    for invoice_id in missing:
        if any(not record.is_deleted for record in fetch_one(session, resource, invoice_id)):
            continue
        with session.database.write() as conn:
            mark_invoices_deleted(conn, [invoice_id], session.clock())
        session.tally.add(resource.name, changed=1)


def _look_for_links(session: Session, since: int) -> None:
    """An invoice knows no lead, and a new link need not touch its lead: for new invoices without one, the leads changed
    last are read again."""
    with session.database.write() as conn:
        if unlinked_invoice_ids(conn, since - START_MARGIN_S):
            recent = frozenset(recent_lead_ids(conn, _LEADS_RECHECKED))
            change_followups(session, conn, lambda left: replace(left, must_leads=left.must_leads | recent))
