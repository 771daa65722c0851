"""How long statuses take, counted once a day, and anew when more of the history has been read."""

from sales_core.periods import day_of
from sales_core.store.bookmarks import load_bookmark, save_bookmark
from sales_core.store.revisions import bump_work
from sales_core.store.stage_times import count_stage_times, save_stage_times
from sales_core.store.tables import Bookmark
from sales_core.store.zone import load_zone
from sales_core.sync.session import Session

_NAME = "stage_times"


def keep_stage_times(session: Session, *, anew: bool) -> None:
    now = session.clock()
    with session.database.read() as conn:
        mark, zone = load_bookmark(conn, _NAME), load_zone(conn)
        if not anew and mark and mark.succeeded_at and day_of(mark.succeeded_at, zone) == day_of(now, zone):
            return
        counted = count_stage_times(conn, day_of(now, zone))
    with session.database.write() as conn:
        save_stage_times(conn, counted)
        save_bookmark(conn, Bookmark(resource=_NAME, cursor={}, is_complete=True, succeeded_at=now))
        bump_work(conn)
