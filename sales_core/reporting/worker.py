"""What the worker does and did, as it can be told to a person, and what the app may ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sales_core.errors import TabloError
from sales_core.store.bookmarks import last_runs, load_bookmarks
from sales_core.store.locks import is_worker_running
from sales_core.store.tables import SyncRun
from sales_core.store.worker_notes import ask_for_pass, is_full_pass_asked

__all__ = ["Reading", "Run", "WorkerState", "ask_for_pass", "is_worker_running", "load_worker_state"]


@dataclass(frozen=True, slots=True)
class Run:
    """One entry of the run log. ``changes``: how many records of each kind were new or changed."""

    id: int
    kind: str
    started_at: int
    finished_at: int | None
    outcome: str
    stage: str
    changes: Mapping[str, int]
    error: TabloError | None
    remarks: tuple[TabloError, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether it ended well and there is nothing to tell of it."""
        return self.kind == "incremental" and self.outcome == "done" and not self.changes and not self.remarks


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a resource has been read from its beginning. ``expected`` pages are an estimate, ``None`` before
    there is one. ``is_again``: it was read before, so the report does not wait for it."""

    done: int
    expected: int | None
    is_complete: bool
    is_again: bool


@dataclass(frozen=True, slots=True)
class WorkerState:
    """``readings`` by resource. ``is_full_asked``: everything is to be read again and the worker has not begun yet.
    ``runs``: the newest first."""

    readings: Mapping[str, Reading]
    is_full_asked: bool
    runs: tuple[Run, ...]

    @property
    def is_working(self) -> bool:
        return bool(self.runs) and self.runs[0].outcome == "running"

    @property
    def reads_again(self) -> bool:
        return any(reading.is_again and not reading.is_complete for reading in self.readings.values())


def load_worker_state(conn: Connection, runs: int = 1) -> WorkerState:
    return WorkerState(
        readings={
            mark.resource: Reading(
                mark.pages_done, mark.pages_expected, mark.is_complete, is_again=mark.succeeded_at is not None
            )
            for mark in load_bookmarks(conn).values()
        },
        is_full_asked=is_full_pass_asked(conn),
        runs=tuple(_run(run) for run in last_runs(conn, runs)),
    )


def _run(run: SyncRun) -> Run:
    assert run.id is not None
    return Run(
        id=run.id,
        kind=run.kind,
        started_at=run.started_at,
        finished_at=run.finished_at,
        outcome=run.outcome,
        stage=run.stage,
        changes={name: count for name, count in run.changes.items() if count},
        error=_sentence(run.error) if run.error else None,
        remarks=tuple(_sentence(remark) for remark in run.remarks or ()),
    )


def _sentence(stored: Mapping[str, Any]) -> TabloError:
    return TabloError(stored["template"], **stored["params"])
