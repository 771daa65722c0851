"""Deletions that no event told of: the trash every hour, and every night the whole account beside the database.

A lead is taken for deleted only when it is in the trash, or when an administrator's token finds it on no page and by
its id neither: a token without rights sees less, which means nothing.
"""

from dataclasses import replace
from functools import partial

from sales_core.amocrm.resources import LEADS, TRASH
from sales_core.i18n import N_
from sales_core.store.activity_sums import activity_sums_differ, rebuild_activity_sums
from sales_core.store.attribution import month_sums_differ, rebuild_month_sums
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.deal_ways import deal_ways_differ, refresh_deal_ways
from sales_core.store.deals_in_work import deals_in_work_differ, refresh_deals_in_work
from sales_core.store.leads import mark_deleted
from sales_core.store.revisions import bump_revision, bump_work
from sales_core.store.sync_reads import leads_that_differ, live_lead_ids
from sales_core.store.tables import Bookmark
from sales_core.sync.by_ids import is_gone
from sales_core.sync.followup_reading import change_followups
from sales_core.sync.followups import Followups
from sales_core.sync.leads import lead_rows
from sales_core.sync.planning import Step
from sales_core.sync.references import token_is_admin
from sales_core.sync.seen_ids import SeenIds
from sales_core.sync.session import Session

REBUILT = N_("{count} monthly sums were not what their payments add up to; they were counted anew")
REDERIVED = N_("{count} deals in work were not what is known of them; they were counted anew")
RETRACED = N_("Of {count} deals the way from status to status was not what their history says; it was told anew")
RECOUNTED = N_("{count} sums of activity were not what their actions add up to; they were counted anew")

_TRASH_OVERLAP_S = 3_600


def read_trash(session: Session) -> None:
    """Leads in the trash are deleted, however it came to our knowledge."""
    mark = session.bookmark(Step.TRASH)
    since, started_at = mark.succeeded_at or 0, session.clock()
    for page in session.pages(TRASH, {"filter": {"updated_at": {"from": since - _TRASH_OVERLAP_S}}}):
        with session.database.write() as conn:
            for lead in page.records:
                if lead.is_deleted:
                    session.tally.add(LEADS.name, changed=mark_deleted(conn, [lead.id], lead.updated_at))
    with session.database.write() as conn:
        save_bookmark(conn, Bookmark(resource=Step.TRASH, cursor={}, is_complete=True, succeeded_at=started_at))


def reconcile(session: Session) -> None:
    """Reads every lead once more. What differs is put on the list of leads to read again, so that only one thread ever
    saves leads; what is missing is asked for by its id."""
    seen = _compare_all(session)
    if token_is_admin(session):
        _bury_missing(session, seen)
    _check_month_sums(session)
    _check_activity(session)
    _check_deals_in_work(session)
    _check_deal_ways(session)
    with session.database.write() as conn:
        change_followups(session, conn, lambda left: replace(left, merged=False))
        done = Bookmark(resource=Step.RECONCILIATION, cursor={}, is_complete=True, succeeded_at=session.clock())
        save_bookmark(conn, done)


def _compare_all(session: Session) -> SeenIds:
    edge = session.edge()
    seen = SeenIds()
    for page in session.pages(LEADS, {"order": {"id": "asc"}}):
        seen.add(lead.id for lead in page.records if not lead.is_deleted)
        rows, links, _ = lead_rows(page.records, edge)
        with session.database.write() as conn:
            differing = frozenset(leads_that_differ(conn, rows, links))
            if differing:
                change_followups(session, conn, partial(_read_again, differing))
    return seen


def _bury_missing(session: Session, seen: SeenIds) -> None:
    with session.database.read() as conn:
        missing = seen.missing_from(live_lead_ids(conn))
    for lead_id in missing:
        if is_gone(session, LEADS, lead_id):
            with session.database.write() as conn:
                session.tally.add(LEADS.name, changed=mark_deleted(conn, [lead_id], session.clock()))


def _read_again(lead_ids: frozenset[int], left: Followups) -> Followups:
    return replace(left, must_leads=left.must_leads | lead_ids)


def _check_month_sums(session: Session) -> None:
    with session.database.read() as conn:
        differing = month_sums_differ(conn)
    if differing:
        with session.database.write() as conn:
            rebuild_month_sums(conn)
            bump_revision(conn)
        session.tally.remark(REBUILT, count=len(differing))


def _check_activity(session: Session) -> None:
    with session.database.read() as conn:
        differing = activity_sums_differ(conn)
    if differing:
        with session.database.write() as conn:
            rebuild_activity_sums(conn)
            bump_work(conn)
        session.tally.remark(RECOUNTED, count=len(differing))


def _check_deals_in_work(session: Session) -> None:
    with session.database.read() as conn:
        differing = deals_in_work_differ(conn)
    if differing:
        with session.database.write() as conn:
            refresh_deals_in_work(conn, differing)
            bump_work(conn)
        session.tally.remark(REDERIVED, count=len(differing))


def _check_deal_ways(session: Session) -> None:
    with session.database.read() as conn:
        differing = deal_ways_differ(conn)
    if differing:
        with session.database.write() as conn:
            refresh_deal_ways(conn, differing)
            bump_work(conn)
        session.tally.remark(RETRACED, count=len(differing))
