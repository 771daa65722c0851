"""No report walks all payments: every question is a seek in an index, before the database ever counted its rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event

from sales_core.figures import Figure
from sales_core.periods import Month
from sales_core.store.aggregates import load_cells, load_trend_cells
from sales_core.store.database import Database
from sales_core.store.drilldown import load_behind, load_behind_totals
from tests.store.test_worked_month import MANAGER, OCTOBER

_LARGE = ("payment", "payment_portion", "lead", "month_sum")
_LOST = "USING INDEX lead_lost"

Question = Callable[[Connection], Any]
QUESTIONS: dict[str, Question] = {
    "cells": lambda conn: load_cells(conn, OCTOBER),
    "trend": lambda conn: load_trend_cells(conn, Month(2025, 11), OCTOBER.month, OCTOBER),
    "totals": lambda conn: load_behind_totals(conn, OCTOBER, list(Figure)),
    "all that was paid": lambda conn: load_behind(conn, OCTOBER, [Figure.FACT, Figure.PAID]),
    "a department's": lambda conn: load_behind(conn, replace(OCTOBER, departments=(5,)), [Figure.FACT]),
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
            # The index of the lost leads holds nothing else, so walking it is no walk through all leads.
            walked = [
                step for step in plan if step.startswith("SCAN") and step.split()[1] in _LARGE and _LOST not in step
            ]
            assert walked == [], statement
