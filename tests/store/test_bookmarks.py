"""What the worker remembers between passes."""

from sqlalchemy import Connection

from sales_core.store.bookmarks import (
    add_remarks,
    finish_run,
    last_runs,
    last_success_at,
    load_bookmark,
    load_bookmarks,
    save_bookmark,
    start_run,
    update_run,
)
from sales_core.store.tables import Bookmark


def test_a_bookmark_is_moved(conn: Connection) -> None:
    assert load_bookmark(conn, "leads") is None
    save_bookmark(conn, Bookmark(resource="leads", cursor={"page": 1}))
    save_bookmark(conn, Bookmark(resource="leads", cursor={"page": 2}, pages_done=2, is_complete=True, succeeded_at=7))
    kept = load_bookmark(conn, "leads")
    assert kept is not None
    assert (kept.cursor, kept.pages_done, kept.is_complete, kept.succeeded_at) == ({"page": 2}, 2, True, 7)
    assert list(load_bookmarks(conn)) == ["leads"]


def test_runs_are_told_newest_first_and_a_killed_one_as_killed(conn: Connection) -> None:
    first = start_run(conn, "first", 100)
    update_run(conn, first, stage="leads", requests=5)
    second = start_run(conn, "minute", 200)
    finish_run(conn, second, 205, "done", changes={"leads": 3})
    third = start_run(conn, "minute", 300)
    finish_run(conn, third, 301, "failed", error={"template": "Oh", "params": {}})
    assert last_success_at(conn) == 205
    told = [(run.id, run.outcome, run.finished_at) for run in last_runs(conn, 5)]
    assert told == [(third, "failed", 301), (second, "done", 205), (first, "killed", 200)]
    assert last_runs(conn, 1)[0].error == {"template": "Oh", "params": {}}


def test_remarks_are_kept_beside_the_newest_run(conn: Connection) -> None:
    first, second = ({"template": f"{{n}} is {word}", "params": {"n": 5}} for word in ("odd", "лишний"))
    for run in range(2):
        finish_run(conn, start_run(conn, "minute", 100 * run), 100 * run + 5, "done")
    add_remarks(conn, [first])
    add_remarks(conn, [second])
    assert [run.remarks for run in last_runs(conn, 2)] == [[first, second], None]
