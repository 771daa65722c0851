"""The activity report of a scope and what lies behind its counts, from the database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from sales_core.activity import KINDS, ActionKind, ActivityFigure, Counts
from sales_core.activity_scope import ActivityScope, Days
from sales_core.activity_weights import weights_from
from sales_core.clock import system_clock
from sales_core.periods import Month, day_of, start_of
from sales_core.reporting.history_read import is_history_read
from sales_core.reporting.people import load_in_report, load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.reporting.work_calendar import load_calendar
from sales_core.reports.activity import ActivityInputs, ActivityReport, build_activity_report
from sales_core.reports.plans import Employment
from sales_core.store.activity import load_counts, load_overdue
from sales_core.store.activity_list import DoneRow, load_actions, load_overdue_tasks
from sales_core.store.directory import load_employments
from sales_core.store.setting_values import ACTIVITY_WEIGHTS, load_settings
from sales_core.store.zone import load_zone

__all__ = ["DoneRow", "load_activity_report", "load_behind_activity", "load_months_of_activity"]


def load_activity_report(conn: Connection, scope: ActivityScope, now: int | None = None) -> ActivityReport:
    """``now``: in Unix seconds, the present if left out; it decides which tasks are overdue."""
    counts = load_counts(conn, scope, scope.counted)
    for manager_id, overdue in load_overdue(conn, scope, _moment(conn, scope, now)).items():
        counts[manager_id] = replace(counts.get(manager_id, Counts()), overdue=overdue)
    previous = load_counts(conn, scope, scope.previous) if scope.previous else {}
    return build_activity_report(_inputs(conn, scope, counts, previous), scope)


def load_months_of_activity(conn: Connection, scope: ActivityScope, months: Iterable[Month]) -> list[ActivityReport]:
    """Of each whole month by itself, under the scope's filters and with its managers; without the month before it and
    without tasks overdue."""
    settings = _inputs(conn, scope, {}, {})
    reports = []
    for month in months:
        days = Days(month.first, month.end)
        of_month = replace(scope, asked=days, counted=days, previous=None)
        reports.append(build_activity_report(replace(settings, counts=load_counts(conn, scope, days)), of_month))
    return reports


def _inputs(
    conn: Connection, scope: ActivityScope, counts: Mapping[int, Counts], previous: Mapping[int, Counts]
) -> ActivityInputs:
    month = Month.of(scope.as_of)
    return ActivityInputs(
        counts=counts,
        previous=previous,
        managers=load_managers(conn),
        in_report=load_in_report(conn, load_month_plans(conn, [month])[month].in_force),
        employments={manager_id: Employment(*days) for manager_id, days in load_employments(conn).items()},
        calendar=load_calendar(conn),
        weights=weights_from(load_settings(conn, ACTIVITY_WEIGHTS.values())),
        is_complete=is_history_read(conn),
    )


def load_behind_activity(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: ActivityScope,
    figure: ActivityFigure,
    manager_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
    now: int | None = None,
    kinds: Collection[ActionKind] | None = None,
) -> list[DoneRow]:
    """As many rows as the figure counts: of one manager (0: of robots), or of everybody in the total; ``limit`` of them
    from ``offset`` on. The figure of minutes lists the calls that were talked. ``kinds``: some of the figure's."""
    if figure is ActivityFigure.OVERDUE:
        return load_overdue_tasks(conn, scope, _moment(conn, scope, now), manager_id, limit, offset)
    return load_actions(conn, scope, KINDS[figure] if kinds is None else kinds, manager_id, limit, offset)


def _moment(conn: Connection, scope: ActivityScope, now: int | None) -> int:
    """The present if the day taken for today is today, else the end of that day."""
    present, zone = system_clock() if now is None else now, load_zone(conn)
    if day_of(present, zone) == scope.as_of:
        return present
    return start_of(scope.as_of + timedelta(days=1), zone)
