"""When people worked, and what lies behind an hour of the week, from the database."""

from datetime import timedelta

from sqlalchemy import Connection

from sales_core.activity_scope import ActivityScope
from sales_core.clock import system_clock
from sales_core.hour_of_week import HourOfWeek
from sales_core.periods import day_of
from sales_core.reporting.work_calendar import load_calendar, load_week
from sales_core.reports.activity import ActivityReport
from sales_core.reports.plans import Employment
from sales_core.reports.rhythm import Rhythm, RhythmInputs, build_rhythm
from sales_core.store.activity_list import DoneRow, load_done
from sales_core.store.directory import load_employments
from sales_core.store.rhythm import load_hour, load_worked
from sales_core.store.zone import load_zone


def load_rhythm(
    conn: Connection, activity: ActivityReport, manager_id: int | None = None, now: int | None = None
) -> Rhythm:
    """In the period of the activity report. ``now``: in Unix seconds, the present if left out; a day that is not over
    then cannot have passed without action."""
    as_of = activity.scope.as_of
    is_today = day_of(system_clock() if now is None else now, load_zone(conn)) == as_of
    inputs = RhythmInputs(
        worked=load_worked(conn, activity.scope, manager_id),
        employments={id_: Employment(*days) for id_, days in load_employments(conn).items()},
        calendar=load_calendar(conn),
        week=load_week(conn),
        over=as_of if is_today else as_of + timedelta(days=1),
    )
    return build_rhythm(inputs, activity, manager_id)


def load_behind_hour(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: ActivityScope,
    asked: HourOfWeek,
    manager_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[DoneRow]:
    """As many rows as the hour counts, the latest first."""
    return load_done(conn, load_hour(conn, scope, asked, manager_id, limit, offset))
