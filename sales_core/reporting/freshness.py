"""How late the data are, and why: what the stamp beside every report says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from sales_core.errors import TabloError
from sales_core.store.bookmarks import last_runs, last_success_at, load_bookmarks
from sales_core.store.tables import SyncRun

_FRESH_S, _AGEING_S = 2 * 60, 10 * 60


class FreshnessLevel(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pages of a resource were read. ``expected`` is an estimate, ``None`` before there is one."""

    resource: str
    done: int
    expected: int | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """``synced_at``: when a pass last ended well (``None``: never), ``age_s`` seconds ago.

    ``run_state`` is the newest run's outcome (``running``, ``done``, ``failed``, ``stopped``, ``killed``; ``None``: no
    run yet), ``stage`` what it does or did last, ``error`` why it failed. ``first_sync`` holds what is being read for
    the first time.
    """

    synced_at: int | None
    age_s: int | None
    level: FreshnessLevel
    run_state: str | None
    stage: str
    error: TabloError | None
    first_sync: tuple[Progress, ...]


def load_freshness(conn: Connection, now: int) -> Freshness:
    """``now`` in Unix seconds."""
    synced_at = last_success_at(conn)
    run = next(iter(last_runs(conn, 1)), None)
    age_s = None if synced_at is None else max(0, now - synced_at)
    return Freshness(
        synced_at=synced_at,
        age_s=age_s,
        level=freshness_level(age_s),
        run_state=run.outcome if run else None,
        stage=run.stage if run else "",
        error=_error_of(run),
        first_sync=_load_first_sync(conn),
    )


def freshness_level(age_s: int | None) -> FreshnessLevel:
    """Fresh for two minutes, ageing for ten."""
    if age_s is None:
        return FreshnessLevel.NEVER
    if age_s <= _FRESH_S:
        return FreshnessLevel.FRESH
    return FreshnessLevel.AGEING if age_s <= _AGEING_S else FreshnessLevel.STALE


def _error_of(run: SyncRun | None) -> TabloError | None:
    stored: dict[str, Any] | None = run.error if run else None
    return TabloError(stored["template"], **stored["params"]) if stored else None


def _load_first_sync(conn: Connection) -> tuple[Progress, ...]:
    marks = [mark for mark in load_bookmarks(conn).values() if not mark.is_complete and mark.succeeded_at is None]
    return tuple(Progress(mark.resource, mark.pages_done, mark.pages_expected) for mark in marks)
