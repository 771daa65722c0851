"""Scans the list of invoices, which amoCRM gives only whole and in no promised order."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from sales_core.amocrm.errors import NoRights, NotFound
from sales_core.amocrm.records import InvoiceRecord
from sales_core.amocrm.resources import Resource, invoices
from sales_core.i18n import N_
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.invoices import mark_invoices_deleted, save_invoices
from sales_core.store.sync_reads import (
    has_invoices,
    leads_of_invoices,
    live_invoice_ids,
    recent_lead_ids,
    unlinked_since,
)
from sales_core.store.tables import Bookmark
from sales_core.sync.by_ids import is_gone, shown_ids
from sales_core.sync.followup_reading import change_followups
from sales_core.sync.mapping import Edge, invoice_row, rows_of
from sales_core.sync.planning import START_MARGIN_S, Step
from sales_core.sync.seen_ids import SeenIds
from sales_core.sync.session import Session

LIST_GONE = N_(
    "amoCRM no longer shows its list of invoices. Payments made of them stay as they were last read; the general"
    " settings can leave them out of the figures."
)
OTHER_CURRENCY = N_(
    "Invoices in another currency than the rest: {count}, among them {name}. amoCRM does not say in which; their"
    " amounts count as {currency}."
)

_LEADS_RECHECKED = 250


@dataclass
class _Scan:
    """What a scan met. ``currencies``: how many invoices bear each of amoCRM's numbers, and the name of one of them."""

    seen: SeenIds = field(default_factory=SeenIds)
    changed: set[int] = field(default_factory=set)
    currencies: Counter[int] = field(default_factory=Counter)
    names: dict[int, str] = field(default_factory=dict)


def read_invoices(session: Session) -> None:
    """The first scan resumes at its next page; a later one starts over, for only a whole one tells what is gone."""
    edge = session.edge()
    mark = session.bookmark(Step.INVOICES)
    started_at = session.clock()
    with session.database.write() as conn:
        change_followups(session, conn, lambda left: replace(left, invoices_hinted=False))
    if edge.invoices_catalog_id is None:
        _tell_list_is_gone(session)
    else:
        try:
            _read_list(session, invoices(edge.invoices_catalog_id), edge, mark)
        except NoRights as error:
            session.tally.remark(error.template, **error.params)
        except NotFound:
            _tell_list_is_gone(session)
    with session.database.write() as conn:
        _save_end(session, conn, started_at)


def _tell_list_is_gone(session: Session) -> None:
    """Switched off in the account, or out of its plan: that is no word about the money that came."""
    with session.database.read() as conn:
        if has_invoices(conn):
            session.tally.remark(LIST_GONE)


def _read_list(session: Session, resource: Resource[InvoiceRecord], edge: Edge, mark: Bookmark) -> None:
    first_page = 1 if mark.is_complete else mark.cursor.get("page", 1)
    scan = _scan(session, resource, edge, mark, first_page)
    if first_page == 1 and session.account().token_is_admin:
        _drop_missing(session, resource, scan)
    if mark.is_complete:
        _look_for_links(session, scan.changed, mark.cursor["started_at"])
    _tell_currencies(session, scan, edge)


def _scan(session: Session, resource: Resource[InvoiceRecord], edge: Edge, mark: Bookmark, first_page: int) -> _Scan:
    """Saves every page."""
    scan = _Scan()
    for page in session.pages(resource, first_page=first_page):
        rows, faults = rows_of(resource.name, page.records, lambda record: invoice_row(record, edge))
        with session.database.write() as conn:
            changed = save_invoices(conn, rows, session.clock())
            if not mark.is_complete:
                save_bookmark(conn, _page_mark(mark, page.number, session.clock()))
        scan.seen.add(shown_ids(page))
        scan.changed.update(changed)
        for record in page.records:
            if record.currency_id is not None:
                scan.currencies[record.currency_id] += 1
                scan.names[record.currency_id] = record.name
        session.tally.add(resource.name, changed=len(changed))
        session.tally.leave_out(faults)
        session.progress.advance(Step.INVOICES, page.number, page.number if page.is_last else None)
    return scan


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


def _drop_missing(session: Session, resource: Resource[InvoiceRecord], scan: _Scan) -> None:
    """Invoices that were not on any page: each is asked for, because deletions shift pages under a scan."""
    with session.database.read() as conn:
        missing = scan.seen.missing_from(live_invoice_ids(conn))
    for invoice_id in missing:
        if is_gone(session, resource, invoice_id):
            with session.database.write() as conn:
                mark_invoices_deleted(conn, [invoice_id], session.clock())
            scan.changed.add(invoice_id)
            session.tally.add(resource.name, changed=1)


def _look_for_links(session: Session, changed: Collection[int], since: int) -> None:
    """An invoice knows no lead, and a link made or cut need not touch its lead: the leads of changed invoices are read
    again and, where something changed or a new invoice has no lead yet, the leads changed last."""
    with session.database.write() as conn:
        if not changed and not unlinked_since(conn, since - START_MARGIN_S):
            return
        again = frozenset(leads_of_invoices(conn, changed)) | frozenset(recent_lead_ids(conn, _LEADS_RECHECKED))
        change_followups(session, conn, lambda left: replace(left, must_leads=left.must_leads | again))


def _tell_currencies(session: Session, scan: _Scan, edge: Edge) -> None:
    """An account has one currency, but an invoice can bear a number of its own, which is documented nowhere."""
    others = [number for number, _ in scan.currencies.most_common()][1:]
    if others:
        count = sum(scan.currencies[number] for number in others)
        name = scan.names[others[0]]
        session.tally.remark(OTHER_CURRENCY, count=count, name=name, currency=edge.currency.code)
