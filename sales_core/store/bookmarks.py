"""What the worker remembers between passes: where each resource stands, and how its runs went."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Bookmark, SyncRun
from sales_core.store.upserts import upsert


def load_bookmark(conn: Connection, resource: str) -> Bookmark | None:
    row = conn.execute(select(table_of(Bookmark)).where(columns(Bookmark).resource == resource)).mappings().first()
    return Bookmark(**row) if row else None


def load_bookmarks(conn: Connection) -> dict[str, Bookmark]:
    """Every bookmark by its resource."""
    rows = conn.execute(select(table_of(Bookmark))).mappings()
    return {row["resource"]: Bookmark(**row) for row in rows}


def save_bookmark(conn: Connection, bookmark: Bookmark) -> None:
    """To be called in the transaction that saves the page the bookmark speaks of."""
    upsert(conn, Bookmark, [bookmark.model_dump()])


def start_run(conn: Connection, kind: str, now: int) -> int:
    """The new run's id. One that a killed worker left open is closed as ``killed``."""
    runs = table_of(SyncRun)
    conn.execute(update(runs).where(runs.c.outcome == "running").values(outcome="killed", finished_at=now))
    added = insert(runs).values(kind=kind, started_at=now, outcome="running", changes={}).returning(runs.c.id)
    return int(conn.execute(added).scalar_one())


def update_run(conn: Connection, run_id: int, **values: Any) -> None:
    """Sets columns of a run: ``stage``, ``requests``, ``changes``."""
    runs = table_of(SyncRun)
    conn.execute(update(runs).where(runs.c.id == run_id).values(**values))


def finish_run(conn: Connection, run_id: int, now: int, outcome: str, **values: Any) -> None:
    """``outcome``: ``done``, ``failed`` (with ``error``) or ``stopped``."""
    update_run(conn, run_id, finished_at=now, outcome=outcome, **values)


def add_remarks(conn: Connection, remarks: Sequence[dict[str, Any]]) -> None:
    """To those of the newest run. Each is ``{"template": …, "params": …}``."""
    (newest,) = last_runs(conn, 1)
    assert newest.id is not None
    update_run(conn, newest.id, remarks=[*(newest.remarks or ()), *remarks])


def last_runs(conn: Connection, n: int) -> list[SyncRun]:
    """The newest first, with what each had to remark."""
    rows = conn.execute(select(table_of(SyncRun)).order_by(columns(SyncRun).id.desc()).limit(n)).mappings()
    return [SyncRun(**row) for row in rows]


def last_success_at(conn: Connection) -> int | None:
    """When a pass last ended well."""
    ended = select(func.max(columns(SyncRun).finished_at)).where(columns(SyncRun).outcome == "done")
    return conn.scalar(ended)
