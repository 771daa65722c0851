"""Reads what events called for, a batch a transaction, and strikes off the list what was read."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from sales_core.amocrm.errors import NoRights
from sales_core.amocrm.records import NamedRecord, NoteRecord, TaskRecord
from sales_core.amocrm.resources import COMPANIES, CONTACTS, TASKS, Resource, notes
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.history import (
    missing_company_ids,
    missing_contact_ids,
    save_companies,
    save_contacts,
    save_notes,
    save_tasks,
)
from sales_core.store.references import ensure_users
from sales_core.store.sync_reads import leads_older_than
from sales_core.store.tables import Bookmark
from sales_core.sync import mapping
from sales_core.sync.by_ids import IDS_AT_ONCE, read_by_ids
from sales_core.sync.followups import KEPT_NOTES, PAID_INVOICE_NOTES, PLURALS, Followups
from sales_core.sync.leads import read_leads
from sales_core.sync.planning import Step
from sales_core.sync.session import R, Session

Strike = Callable[[Followups], Followups]


def read_followups(session: Session) -> None:
    """Everything that waits; nothing is asked for when nothing does."""
    waiting = waiting_followups(session)
    _read_leads(session, waiting)
    _read_batches(session, TASKS, waiting.tasks, save_task_records,
                  lambda batch: lambda left: replace(left, tasks=left.tasks - batch))  # fmt: skip
    _read_batches(session, CONTACTS, waiting.contacts, save_contact_records,
                  lambda batch: lambda left: replace(left, contacts=left.contacts - batch))  # fmt: skip
    _read_batches(session, COMPANIES, waiting.companies, save_company_records,
                  lambda batch: lambda left: replace(left, companies=left.companies - batch))  # fmt: skip
    for entity in PLURALS.values():
        _read_notes(session, entity, {note for owner, note in waiting.notes if owner == entity})


def waiting_followups(session: Session) -> Followups:
    return Followups.from_cursor(session.bookmark(Step.FOLLOWUPS).cursor)


def change_followups(session: Session, conn: Connection, change: Strike) -> None:
    """Adds to or strikes off what waits, in the caller's transaction."""
    left = change(Followups.from_cursor(session.bookmark_in(conn, Step.FOLLOWUPS).cursor))
    save_bookmark(conn, Bookmark(resource=Step.FOLLOWUPS, cursor=left.to_cursor(), is_complete=True))


def _strike(session: Session, change: Strike) -> None:
    with session.database.write() as conn:
        change_followups(session, conn, change)


def _read_leads(session: Session, waiting: Followups) -> None:
    """Leads whose stored state is older than an event that speaks of them, and those wanted in any case."""
    if not waiting.leads and not waiting.must_leads:
        return
    with session.database.read() as conn:
        older = leads_older_than(conn, waiting.leads)
    read_leads(session, older | waiting.must_leads, restore=waiting.must_leads)

    def strike(left: Followups) -> Followups:
        return replace(
            left,
            leads={key: at for key, at in left.leads.items() if waiting.leads.get(key, -1) < at},
            must_leads=left.must_leads - waiting.must_leads,
        )

    _strike(session, strike)


def _read_batches(
    session: Session,
    resource: Resource[R],
    ids: Collection[int],
    save: Callable[[Connection, Sequence[R]], None],
    strike: Callable[[frozenset[int]], Strike],
) -> None:
    for batch, records in read_by_ids(session, resource, sorted(ids)):
        with session.database.write() as conn:
            save(conn, records)
            change_followups(session, conn, strike(frozenset(batch)))


def _read_notes(session: Session, entity: str, ids: Collection[int]) -> None:
    """Calls and mail are kept; that an invoice was paid only makes the list of invoices be read sooner."""
    try:
        for batch, records in read_by_ids(session, notes(entity), sorted(ids)):
            done = {(entity, note) for note in batch}
            is_paid = any(note.note_type in PAID_INVOICE_NOTES for note in records)

            def strike(left: Followups, done: set[tuple[str, int]] = done, is_paid: bool = is_paid) -> Followups:
                return replace(left, notes=left.notes - done, invoices_hinted=left.invoices_hinted or is_paid)

            with session.database.write() as conn:
                save_note_records(conn, records)
                change_followups(session, conn, strike)
    except NoRights as error:
        session.tally.remark(error.template, **error.params)
        _strike(session, lambda left: replace(left, notes=frozenset(n for n in left.notes if n[0] != entity)))


def read_names(session: Session) -> None:
    """The names of contacts and companies that leads refer to and nobody has read yet."""
    _read_missing(session, CONTACTS, missing_contact_ids, save_contacts)
    _read_missing(session, COMPANIES, missing_company_ids, save_companies)


def _read_missing(
    session: Session,
    resource: Resource[NamedRecord],
    missing: Callable[[Connection, int], Collection[int]],
    save: Callable[[Connection, list[mapping.Row]], object],
) -> None:
    while True:
        with session.database.read() as conn:
            ids = sorted(missing(conn, IDS_AT_ONCE))
        if not ids:
            return
        for batch, records in read_by_ids(session, resource, ids):
            with session.database.write() as conn:
                save(conn, [mapping.named_row(r) for r in records] + mapping.unnamed_rows(batch, records))


def save_task_records(conn: Connection, records: Iterable[TaskRecord]) -> None:
    rows = [mapping.task_row(task) for task in records]
    ensure_users(conn, {row["responsible_user_id"] for row in rows})
    save_tasks(conn, rows)


def save_note_records(conn: Connection, records: Iterable[NoteRecord]) -> None:
    save_notes(conn, [mapping.note_row(note) for note in records if note.note_type in KEPT_NOTES])


def save_contact_records(conn: Connection, records: Iterable[NamedRecord]) -> None:
    save_contacts(conn, [mapping.named_row(contact) for contact in records])


def save_company_records(conn: Connection, records: Iterable[NamedRecord]) -> None:
    save_companies(conn, [mapping.named_row(company) for company in records])
