"""One pass of the worker: gather the bookmarks, decide, apply. Every foreground reading is a run in the run log.

The background (history, a scan of invoices, the nightly comparison) may take hours: it is read by threads side by side,
and the foreground is kept fresh meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sales_core.amocrm.errors import RetryLater
from sales_core.amocrm.resources import TASKS, notes
from sales_core.errors import TabloError
from sales_core.i18n import N_
from sales_core.store.bookmarks import add_remarks, finish_run, last_runs, save_bookmark, start_run, update_run
from sales_core.store.references import load_account
from sales_core.store.tables import Bookmark
from sales_core.store.worker_notes import take_full_pass
from sales_core.sync.events import EVERYTHING, HAND_OVERS, MAIL, HistoryReader, read_new_events
from sales_core.sync.followup_reading import (
    read_followups,
    read_names,
    save_note_records,
    save_task_records,
    waiting_followups,
)
from sales_core.sync.followups import KEPT_NOTES
from sales_core.sync.invoices import read_invoices
from sales_core.sync.leads import read_all_leads, read_changed_leads
from sales_core.sync.mapping import known_zone
from sales_core.sync.planning import HISTORY, NOTE_STEPS, RESUMED, STAGES, Plan, Step, plan_minute, plan_pass
from sales_core.sync.reconciliation import read_trash, reconcile
from sales_core.sync.references import read_references, reading_references
from sales_core.sync.session import Remark, Session, Stopped
from sales_core.sync.stage_times import keep_stage_times

UNEXPECTED = N_("The sync met a failure nobody expected ({kind}); the log has the details. It goes on by itself.")
UNEXPECTED_ONCE = N_("The sync met a failure nobody expected ({kind}). Run the command again in a few minutes.")

Job = Callable[[], None]


@dataclass(frozen=True, slots=True)
class PassResult:
    """What one pass read and changed. ``remarks`` are worth telling and are no failures."""

    kind: str
    read: Mapping[str, int]
    changed: Mapping[str, int]
    unusable: int
    requests: int
    remarks: Sequence[Remark]


def run_pass(session: Session, *, every_s: float = 60) -> PassResult:
    """Brings the database up to the account: everything on the first pass, what changed on later ones.

    Raises what went wrong, after noting it in the run log; what was read until then is stored. ``every_s``: how often
    the foreground is refreshed while the background is being read.
    """
    before = session.client.counters.requests
    plan = _plan(session)
    if plan.load:
        _load(session, plan.kind, plan.load)
    else:
        _run(session, plan.kind, plan.foreground)
    # From here on the report is right and open. What changed during a load is read while its history begins.
    background = _plan(session).background
    if plan.load:
        session.database.optimise()
    try:
        _read_background(session, background, 0 if plan.load else every_s, every_s)
    finally:
        _note_remarks(session)
    if set(background) - {Step.INVOICES}:
        session.database.optimise()
        session.database.truncate_wal()
    if waiting_followups(session).size:
        _run(session, plan.kind, (Step.FOLLOWUPS,))
    keep_stage_times(session, anew=not set(background).isdisjoint(HISTORY))
    return PassResult(
        kind=plan.kind,
        read=dict(session.tally.read),
        changed={name: count for name, count in session.tally.changed.items() if count},
        unusable=session.tally.unusable,
        requests=session.client.counters.requests - before,
        remarks=tuple(session.tally.remarks),
    )


def start_over(session: Session) -> None:
    """Makes the next pass read everything again, over what is stored; the cursors of changes stay where they are."""
    with session.database.write() as conn:
        for step in RESUMED:
            known = session.bookmark_in(conn, step)
            save_bookmark(conn, Bookmark(resource=step, cursor={}, succeeded_at=known.succeeded_at))
        take_full_pass(conn)
        if session.bookmark_in(conn, Step.NEW_LEADS).cursor:
            save_bookmark(conn, Bookmark(resource=Step.RECONCILIATION, cursor={}, is_complete=True))


def told(error: BaseException, *, is_last: bool = False) -> dict[str, Any]:
    """The error as the run log keeps it. ``is_last``: nothing is tried again by itself."""
    if isinstance(error, RetryLater) and is_last:
        error = error.told_once()
    if isinstance(error, TabloError):
        return _sentence(error.template, error.params)
    return _sentence(UNEXPECTED_ONCE if is_last else UNEXPECTED, {"kind": type(error).__name__})


def _sentence(template: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON, for any reader's language."""
    plain = {name: value if isinstance(value, str | int) else str(value) for name, value in params.items()}
    return {"template": template, "params": plain}


def _note_remarks(session: Session) -> None:
    """Beside the newest run: the background, which is no run of its own, has things to remark too."""
    remarks = [_sentence(*remark) for remark in session.tally.new_remarks()]
    if remarks:
        with session.database.write() as conn:
            add_remarks(conn, remarks)


def _plan(session: Session) -> Plan:
    with session.database.read() as conn:
        account = load_account(conn)
    zone = known_zone(account.timezone) if account else ZoneInfo("UTC")
    bookmarks = dict(session.bookmarks())
    if account and account.base_url != session.client.base_url:
        # Another address may be another account: whose it is, is asked before anything is stored.
        bookmarks.pop(Step.REFERENCES, None)
    return plan_pass(bookmarks, session.clock(), zone)


def _run(session: Session, kind: str, steps: Sequence[Step]) -> None:
    with _noted(session, kind, steps[0]):
        for step in steps:
            _STEPS[step](session)


def _load(session: Session, kind: str, stages: Sequence[Sequence[Step]]) -> None:
    """Stage after stage; what leads refer to is read beside the first one."""
    with _noted(session, kind, Step.REFERENCES) as run_id, reading_references(session) as save_references:
        jobs: list[Job] = [save_references]
        for stage in stages:
            with session.database.write() as conn:
                update_run(conn, run_id, stage=STAGES[stage[0]])
            with _side_by_side(session, [*jobs, *_jobs_of(session, stage)]):
                pass
            jobs.clear()


@contextmanager
def _noted(session: Session, kind: str, first: Step) -> Iterator[int]:
    """A run in the run log, and how it ended."""
    sent, read = session.client.counters.requests, session.tally.changed.copy()
    with session.database.write() as conn:
        run_id = start_run(conn, kind, session.clock())
        update_run(conn, run_id, stage=STAGES[first])
    outcome, error = "failed", None
    try:
        yield run_id
        outcome = "done"
    except Stopped:
        outcome = "stopped"
        raise
    except BaseException as reason:
        if session.stop.is_set():
            outcome = "stopped"
            raise Stopped from reason
        error = told(reason, is_last=session.is_last)
        raise
    finally:
        changes = {name: count for name, count in (session.tally.changed - read).items() if count}
        requests = session.client.counters.requests - sent
        with session.database.write() as conn:
            finish_run(conn, run_id, session.clock(), outcome, error=error, requests=requests, changes=changes)
        _note_remarks(session)


def _read_background(session: Session, steps: Sequence[Step], first_s: float, every_s: float) -> None:
    """All of them side by side; meanwhile the foreground is refreshed after ``first_s`` and then every ``every_s``."""
    if not steps:
        return
    with _failure_noted(session, steps[0]), _side_by_side(session, _jobs_of(session, steps)) as futures:
        wait_s = first_s
        while _is_going_on(futures, wait_s):
            _run(session, "incremental", plan_minute(session.bookmarks(), session.clock()))
            wait_s = every_s


@contextmanager
def _failure_noted(session: Session, step: Step) -> Iterator[None]:
    """The background is no run of its own; its failure is told as one, unless a run has told it already."""
    try:
        yield
    except Stopped:
        raise
    except Exception as error:
        with session.database.read() as conn:
            (last,) = last_runs(conn, 1)
        if last.error == told(error, is_last=session.is_last):
            raise
        with _noted(session, "first", step):
            raise


@contextmanager
def _side_by_side(session: Session, jobs: Sequence[Job]) -> Iterator[Sequence["Future[None]"]]:
    """Runs jobs on threads. When one fails, or the block does, the others end at their next page, from where the next
    pass resumes them, and the failure is raised."""
    session.abandon.clear()
    with ThreadPoolExecutor(len(jobs), thread_name_prefix="reading") as threads:
        futures = [threads.submit(job) for job in jobs]
        try:
            yield futures
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            if not all(future.done() for future in futures):
                session.abandon.set()
    session.abandon.clear()
    _raise_failure(futures)


def _is_going_on(futures: Sequence["Future[None]"], every_s: float) -> bool:
    """Waits for the next refresh, or until nothing more is to be waited for."""
    done, left = wait(futures, timeout=every_s, return_when=FIRST_EXCEPTION)
    return bool(left) and not any(future.exception() for future in done)


def _raise_failure(futures: Sequence["Future[None]"]) -> None:
    failures = [failure for future in futures if (failure := future.exception())]
    if failures:
        raise next((failure for failure in failures if not isinstance(failure, Stopped)), failures[0])


def _jobs_of(session: Session, steps: Sequence[Step]) -> list[Job]:
    jobs: list[Job] = []
    for step in steps:
        if step in _LOGS:
            kinds, readers = _LOGS[step]
            jobs += [HistoryReader(session, step, kinds).read] * readers
        else:
            jobs.append(partial(_STEPS[step], session))
    return jobs


def _read_all_names(session: Session) -> None:
    read_names(session)
    with session.database.write() as conn:
        save_bookmark(conn, Bookmark(resource=Step.NAMES, cursor={}, is_complete=True, succeeded_at=session.clock()))


def _read_tasks(session: Session) -> None:
    session.read_listing(Step.TASKS, TASKS, save_task_records, params={"order": {"id": "asc"}})


def _read_notes(step: Step, session: Session) -> None:
    kinds = {"filter": {"note_type": list(KEPT_NOTES)}, "order": {"id": "asc"}}
    session.read_listing(step, notes(NOTE_STEPS[step]), save_note_records, params=kinds)


def _read_followups(session: Session) -> None:
    """What events called for, and the names of clients that new leads brought."""
    read_followups(session)
    if session.tally.changed["leads"] and session.bookmark(Step.NAMES).is_complete:
        read_names(session)


# The kinds of events, and by how many threads they are read.
_LOGS: Mapping[Step, tuple[Mapping[str, Any], int]] = {
    Step.HAND_OVERS: (HAND_OVERS, 1),
    Step.EVENT_HISTORY: (EVERYTHING, 5),
    Step.MAIL_HISTORY: (MAIL, 1),
}

_STEPS: Mapping[Step, Callable[[Session], None]] = {
    Step.REFERENCES: read_references,
    Step.ALL_LEADS: read_all_leads,
    Step.NEW_LEADS: read_changed_leads,
    Step.INVOICES: read_invoices,
    Step.EVENTS: lambda session: read_new_events(session, Step.EVENTS, EVERYTHING),
    Step.MAIL: lambda session: read_new_events(session, Step.MAIL, MAIL),
    Step.FOLLOWUPS: _read_followups,
    Step.TRASH: read_trash,
    Step.NAMES: _read_all_names,
    Step.TASKS: _read_tasks,
    **{step: partial(_read_notes, step) for step in NOTE_STEPS},
    Step.RECONCILIATION: reconcile,
}
