"""When everybody worked in some days, robots apart: from the roll-up by hour or, under a filter by deal type or
pipeline, which that does not know, from the actions themselves. An hour's list asks with the conditions of its count.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import starmap
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Integer, cast, func, select

from sales_core.activity import ActionKind
from sales_core.activity_scope import ActivityScope, Days
from sales_core.hour_of_week import HourOfWeek
from sales_core.local_time import Offset, clock_of, offsets_between
from sales_core.periods import start_of
from sales_core.store.activity import of_manager, select_actions, within_scope
from sales_core.store.activity_hours import HOURS
from sales_core.store.activity_tables import Action, ActivityHours
from sales_core.store.local_time import clock_in_sql, hour_in_sql
from sales_core.store.narrowing import narrowed
from sales_core.store.table_kit import columns
from sales_core.store.zone import load_zone
from sales_core.worked_hours import DayEnds, Worked


def load_worked(conn: Connection, scope: ActivityScope, manager_id: int | None = None) -> Worked:
    """In the counted days of the scope, by everybody or one manager."""
    load = _from_actions if scope.narrows_leads else _from_hours
    return load(conn, scope, manager_id)


def load_hour(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: ActivityScope,
    asked: HourOfWeek,
    manager_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[str]:
    """The ids of the events behind an hour of the week, the latest first.

    Day after day, the last one first: a page of the list seldom asks for more than one or two.
    """
    actions, counted = columns(Action), scope.counted
    at_hour = hour_in_sql(actions.at, _offsets(counted, load_zone(conn))) == asked.hour
    of_hour = select_actions(scope, tuple(ActionKind), manager_id).where(at_hour)
    days = [day for n in range(counted.length) if (day := counted.first + timedelta(days=n)).weekday() == asked.weekday]
    found: list[str] = []
    for day in reversed(days):
        missing = None if limit is None else offset + limit - len(found)
        if missing == 0:
            break
        found += conn.scalars(of_hour.where(actions.day == day).limit(missing))
    return found[offset:]


def _from_hours(conn: Connection, scope: ActivityScope, manager_id: int | None) -> Worked:
    stored = columns(ActivityHours)
    wanted = (
        stored.day >= scope.counted.first,
        stored.day < scope.counted.end,
        *narrowed(scope, stored.manager_id, None, None),
        of_manager(stored.manager_id, manager_id),
    )
    sums = (cast(func.sum(stored[name]), Integer) for name in HOURS)
    hours = conn.execute(select(stored.day, *sums).where(*wanted).group_by(stored.day))
    offsets = _offsets(scope.counted, load_zone(conn))
    clocks = (clock_in_sql(at, offsets) for at in (stored.first_at, stored.last_at))
    ends = conn.execute(select(stored.manager_id, stored.day, *clocks).where(*wanted)).all()
    return Worked({row[0]: row[1:] for row in hours}, list(starmap(DayEnds, ends)))


def _from_actions(conn: Connection, scope: ActivityScope, manager_id: int | None) -> Worked:
    actions, zone = columns(Action), load_zone(conn)
    keys = actions.manager_id, actions.day, hour_in_sql(actions.at, _offsets(scope.counted, zone)).label("hour")
    counted = select(*keys, func.count(), func.min(actions.at), func.max(actions.at)).group_by(*keys)
    found = within_scope(counted, scope, scope.counted, manager_id)
    hours: dict[date, list[int]] = defaultdict(lambda: [0] * 24)
    ends: dict[tuple[int, date], tuple[int, int]] = {}
    for by, day, hour, count, first, last in conn.execute(found.where(of_manager(actions.manager_id, manager_id))):
        hours[day][hour] += count
        known = ends.get((by, day), (first, last))
        ends[by, day] = min(first, known[0]), max(last, known[1])
    return Worked(
        hours,
        [DayEnds(*key, clock_of(first, zone), clock_of(last, zone)) for key, (first, last) in ends.items()],
    )


def _offsets(days: Days, zone: ZoneInfo) -> list[Offset]:
    return offsets_between(start_of(days.first, zone), start_of(days.end, zone), zone)
