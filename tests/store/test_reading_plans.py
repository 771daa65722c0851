"""No report walks all payments: every question is a seek in an index, before the database ever counted its rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event

from sales_core.activity import ActionKind
from sales_core.activity_scope import Days, activity_scope
from sales_core.figures import Figure
from sales_core.hour_of_week import HourOfWeek
from sales_core.payment_states import ARCHIVED_STATUS
from sales_core.periods import Month
from sales_core.pipeline import PipelineCell
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.pipeline import load_deals_behind, load_pipeline_report
from sales_core.spans import month_span
from sales_core.store.activity import load_counts, load_overdue
from sales_core.store.activity_list import load_actions, load_done, load_overdue_tasks
from sales_core.store.aggregates import load_cells, load_trend_cells
from sales_core.store.closed_deals import load_closed_cells, load_closed_deals
from sales_core.store.conversion import load_alike_ways, load_entered
from sales_core.store.database import Database
from sales_core.store.drilldown import load_behind, load_behind_totals
from sales_core.store.rhythm import load_hour, load_worked
from tests.store.test_worked_month import MANAGER, OCTOBER

_LARGE = ("payment", "payment_portion", "lead", "lead_change", "month_sum", "event", "note", "task", "action",
          "activity_day", "activity_hours", "deal_in_work", "deal_way")  # fmt: skip
# These hold the rows asked for and no others, so walking one is no walk through its table.
_PARTIAL = ("USING INDEX lead_lost", "USING INDEX task_open")
DEALS = PipelineScope(OCTOBER.as_of, Days(OCTOBER.month.first, OCTOBER.month.end), (1,))
CELL = PipelineCell(manager_id=MANAGER, column_id=1)
ACTIVITY = activity_scope(month_span(OCTOBER.month), OCTOBER.as_of)

Question = Callable[[Connection], Any]
QUESTIONS: dict[str, Question] = {
    "cells": lambda conn: load_cells(conn, OCTOBER),
    "trend": lambda conn: load_trend_cells(conn, Month(2025, 11), OCTOBER.month, OCTOBER),
    "totals": lambda conn: load_behind_totals(conn, OCTOBER, list(Figure)),
    "all that was paid": lambda conn: load_behind(conn, OCTOBER, [Figure.FACT, Figure.PAID]),
    "a department's": lambda conn: load_behind(conn, replace(OCTOBER, departments=(5,)), [Figure.FACT]),
    "activity": lambda conn: load_counts(conn, ACTIVITY, ACTIVITY.counted),
    "activity of a pipeline": lambda conn: load_counts(conn, replace(ACTIVITY, pipelines=(1,)), ACTIVITY.counted),
    "hours of the week": lambda conn: load_worked(conn, ACTIVITY),
    "a manager's hours": lambda conn: load_worked(conn, ACTIVITY, MANAGER),
    "hours of a pipeline": lambda conn: load_worked(conn, replace(ACTIVITY, pipelines=(1,))),
    "what lies behind an hour": lambda conn: load_done(conn, load_hour(conn, ACTIVITY, HourOfWeek(4, 16), limit=50)),
    "overdue tasks": lambda conn: load_overdue(conn, ACTIVITY, 1),
    "a manager's overdue tasks": lambda conn: load_overdue_tasks(conn, ACTIVITY, 1, MANAGER, 50),
    "a manager's actions": lambda conn: load_actions(conn, ACTIVITY, list(ActionKind), MANAGER, 50),
    "all actions": lambda conn: load_actions(conn, ACTIVITY, list(ActionKind), limit=50),
    "conversion of a cohort": lambda conn: list(load_alike_ways(conn, DEALS, 1, DEALS.period)),
    "the deals of a cohort": lambda conn: load_entered(conn, DEALS, 1, DEALS.period, [1], None, 50),
    "deals in work": lambda conn: load_pipeline_report(conn, DEALS),
    "the deals of a cell": lambda conn: load_deals_behind(conn, DEALS, CELL, 50),
    "deals closed": lambda conn: load_closed_cells(conn, DEALS),
    "a manager's archived deals": lambda conn: load_closed_deals(conn, DEALS, ARCHIVED_STATUS, MANAGER, limit=50),
} | {
    figure.value: lambda conn, figure=figure: load_behind(conn, OCTOBER, [figure], manager_id=MANAGER, deal_type_id=1)
    for figure in Figure
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_question_walks_a_whole_table(sqlite_database: Database, question: Question) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_conn: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    with sqlite_database.read() as conn:
        event.listen(conn, "before_cursor_execute", note)
        question(conn)
        event.remove(conn, "before_cursor_execute", note)
        for statement, parameters in asked:
            plan = [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            walked = [
                step
                for step in plan
                if step.startswith("SCAN") and step.split()[1] in _LARGE and not any(name in step for name in _PARTIAL)
            ]
            assert walked == [], statement
