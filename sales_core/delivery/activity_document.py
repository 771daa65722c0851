"""The activity report and the list behind one of its counts as JSON documents (docs/commands.md)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sales_core.activity import ActivityFigure, Counts
from sales_core.activity_scope import Days
from sales_core.delivery.rhythm_document import build_rhythm_document
from sales_core.hour_of_week import HourOfWeek
from sales_core.money import plain_ratio
from sales_core.reporting import AccountInfo
from sales_core.reporting.activity import DoneRow
from sales_core.reports.activity import ActivityReport, ActivityRow, Effort
from sales_core.reports.quadrant import Point, Quadrant
from sales_core.reports.rhythm import Rhythm

Document = dict[str, Any]


def build_activity_document(report: ActivityReport, quadrant: Quadrant, rhythm: Rhythm) -> Document:
    """``tablo report activity --format json``: rows in the report's order; ``to`` is the last day. ``counted`` are the
    days that have come."""
    scope = report.scope
    return {
        "report": "activity",
        "period": _days(scope.asked),
        "counted": _days(scope.counted),
        "previous_period": _days(scope.previous) if scope.previous else None,
        "as_of": scope.as_of.isoformat(),
        "filters": {
            "deal_types": [type_id or None for type_id in scope.deal_types],
            "departments": list(scope.departments),
            "pipelines": list(scope.pipelines),
        },
        "working_days": report.working_days,
        "is_complete": report.is_complete,
        "average_per_day": plain_ratio(quadrant.average),
        "pace": plain_ratio(quadrant.pace.ratio),
        "rows": [_row(*both) for both in zip(report.rows, quadrant.points, strict=True)],
        "total": _effort(report.now)
        | {"previous": _previous(report.previous), "plan_percent": plain_ratio(quadrant.percent)},
        "robots": _counts(report.robots),
        "rhythm": build_rhythm_document(rhythm),
    }


def build_done_document(behind: ActivityFigure | HourOfWeek, rows: Sequence[DoneRow], account: AccountInfo) -> Document:
    """``--figure`` and ``--hour``: moments with the offset of the account's zone; of a task overdue its deadline."""
    name = "hour" if isinstance(behind, HourOfWeek) else "figure"
    return {name: str(behind), "count": len(rows), "actions": [_done(row, account) for row in rows]}


def _days(days: Days) -> Mapping[str, str] | None:
    """``None`` for no day at all."""
    return {"from": days.first.isoformat(), "to": days.last.isoformat()} if days.length else None


def _row(row: ActivityRow, point: Point) -> Document:
    manager = {"id": row.manager.id, "name": row.manager.name or None, "others": row.manager.others}
    return {"manager": manager} | _effort(row.now) | {"previous": _previous(row.previous)} | _standing(point)


def _standing(point: Point) -> Document:
    """``verdict``: the diagnosis, or why there is none."""
    return {
        "to_average": plain_ratio(point.activity),
        "plan_percent": plain_ratio(point.percent),
        "diagnosis": point.verdict.value if point.verdict.is_diagnosis else None,
        "verdict": point.verdict.value,
    }


def _effort(effort: Effort) -> Document:
    return _counts(effort.counts) | {
        "score": plain_ratio(effort.score),
        "days_present": effort.days_present,
        "per_day": plain_ratio(effort.per_day),
    }


def _previous(effort: Effort | None) -> Document | None:
    """How many tasks were overdue then is not known."""
    if effort is None:
        return None
    document = _effort(effort)
    document["tasks"].pop("overdue")
    return document


def _counts(counts: Counts) -> Document:
    figure = ActivityFigure
    return {
        "mails": {"in": counts.of(figure.MAILS_IN), "out": counts.of(figure.MAILS_OUT)},
        "calls": {
            "in": counts.of(figure.CALLS_IN),
            "out": counts.of(figure.CALLS_OUT),
            "connected": counts.of(figure.CONNECTED),
            "talk_seconds": counts.of(figure.TALK),
        },
        "messages": {"in": counts.of(figure.MESSAGES_IN), "out": counts.of(figure.MESSAGES_OUT)},
        "tasks": {
            "on_time": counts.of(figure.ON_TIME),
            "late": counts.of(figure.LATE),
            "overdue": counts.of(figure.OVERDUE),
        },
        "status_changes": counts.of(figure.STATUS_CHANGES),
        "leads_taken": counts.of(figure.LEADS_TAKEN),
        "notes": counts.of(figure.NOTES),
        "total": counts.total,
    }


def _done(row: DoneRow, account: AccountInfo) -> Document:
    kind, id_, name = row.card
    return {
        "at": datetime.fromtimestamp(row.at, account.zone).isoformat(),
        "kind": row.kind.value if row.kind else "task_overdue",
        "manager_id": row.manager_id or None,
        "card": {"kind": kind, "id": id_, "name": name, "url": account.card_url(kind, id_)} if kind else None,
        "text": row.text,
        "seconds": row.seconds,
    }
