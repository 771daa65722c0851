"""Deals in work of 500 000 leads: managers by status, stuck deals and a cell's list, on SQLite beside DuckDB's native
file. Tablo keeps deals in work ready with every change; DuckDB is given what they are made of, actions and payments
ready made. Figures are compared before anything is timed."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
from sqlalchemy import insert

from benchmarks import worlds
from benchmarks.measuring import median_ms, report, resident_mb
from benchmarks.worlds import FIRST, PIPELINES, TODAY, Size
from sales_core.activity_scope import Days
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS, Standing
from sales_core.periods import Month, start_of
from sales_core.pipeline import PipelineCell, PipelineFigure
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.pipeline import load_deals_behind, load_pipeline_report
from sales_core.stage_history import Stage
from sales_core.store.database import Database, open_database
from sales_core.store.pipeline import load_cells, load_cutoffs
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.references import save_pipelines
from sales_core.store.stage_times import save_stage_times
from sales_core.store.table_kit import table_of

SIZES = (Size("S", 50_000, 50_000, 30), 1_000_000), (Size("L", 500_000, 500_000, 300), 20_000_000)
ZONE = ZoneInfo("Europe/Moscow")
_STATUSES = (51000011, 51000012)
_MANAGER = 7_000_003
_USUAL_DAYS = 60
_PERIOD = Days(Month.of(TODAY).first, Month.of(TODAY).end)
_BATCH = 20_000
_REPORTS = 50
_OPEN = "status_id NOT IN (142, 143) AND pipeline_id = $pipeline"
_COUNTS = f"""
SELECT status_id, responsible_user_id, count(*), sum(price_minor) FROM lead WHERE {_OPEN} GROUP BY ALL
"""
_EVERYTHING = f"""
WITH deal AS (SELECT * FROM lead WHERE {_OPEN}),
  acted AS (SELECT lead_id, max("at") AS last_at FROM action WHERE lead_id IN (SELECT id FROM deal) GROUP BY 1),
  unpaid AS (SELECT lead_id, sum(amount_minor) AS amount, sum(margin_minor) AS margin FROM payment
    WHERE standing = 'open' GROUP BY 1),
  judged AS (SELECT *, greatest(created_at, coalesce(last_at, 0)) < $idle AS idle, stage_since < $entered AS late
    FROM deal LEFT JOIN acted ON acted.lead_id = id LEFT JOIN unpaid ON unpaid.lead_id = id)
SELECT status_id, responsible_user_id, count(*), sum(price_minor), count(*) FILTER (idle),
  count(*) FILTER (NOT has_task), count(*) FILTER (late), count(*) FILTER (idle OR late OR NOT has_task),
  sum(amount), sum(margin)
FROM judged GROUP BY ALL
"""
_LIST = f"""
SELECT id, price_minor FROM lead WHERE {_OPEN} AND status_id = $status AND responsible_user_id = $manager
ORDER BY id LIMIT 50
"""


def run() -> None:
    for size, actions in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _at(size, actions, Path(folder))


def _at(size: Size, number: int, folder: Path) -> None:
    database = open_database(f"sqlite:///{folder / 'tablo.db'}")
    leads, payments = worlds.make_frames(size)
    worlds.fill(database, size, leads, payments)
    rng = np.random.default_rng(11)
    leads["has_task"] = rng.random(size.leads) < 0.6
    span = start_of(TODAY, ZONE) - leads["created_at"].to_numpy()
    leads["stage_since"] = leads["created_at"] + (span.clip(0) * rng.random(size.leads)).astype("int64")
    actions = pd.DataFrame(
        {
            "lead_id": rng.integers(9_000_001, 9_000_001 + size.leads, number),
            "at": rng.integers(start_of(FIRST, ZONE), start_of(TODAY, ZONE), number),
        }
    )
    _fill(database, leads, payments, actions)
    duck = _duck(folder / "duck.db", leads, payments, actions)
    del actions, leads, payments
    scope = PipelineScope(TODAY, _PERIOD, PIPELINES[:1])
    asked = {
        "pipeline": PIPELINES[0],
        "idle": start_of(TODAY - timedelta(days=scope.stuck_days), ZONE),
        "entered": start_of(TODAY - timedelta(days=_USUAL_DAYS), ZONE),
    }
    _check_equal(database, duck, scope, asked)
    _measure(size, database, duck, scope, asked)
    duck.close()
    database.dispose()


def _fill(database: Database, leads: pd.DataFrame, payments: pd.DataFrame, actions: pd.DataFrame) -> None:
    """Deals in work as the product keeps them."""
    deals = leads[~leads["status_id"].isin([WON_STATUS, ARCHIVED_STATUS])].set_index("id")
    last_at = actions.groupby("lead_id")["at"].max().reindex(deals.index).fillna(0).astype("int64")
    unpaid = payments[payments["standing"] == Standing.OPEN].groupby("lead_id")
    sums = unpaid.agg(n=("id", "count"), amount=("amount_minor", "sum"), margin=("margin_minor", "sum"))
    sums = sums.reindex(deals.index).fillna(0).astype("int64")
    rows = pd.DataFrame(
        {
            "pipeline_id": deals["pipeline_id"], "status_id": deals["status_id"],
            "manager_id": deals["responsible_user_id"], "lead_id": deals.index, "deal_type_id": deals["deal_type_id"],
            "price_minor": deals["price_minor"], "created_at": deals["created_at"],
            "stage_since": deals["stage_since"], "last_action_at": np.maximum(deals["created_at"], last_at),
            "open_tasks": deals["has_task"].astype(int), "unpaid_count": sums["n"], "unpaid_minor": sums["amount"],
            "unpaid_margin_minor": sums["margin"],
        }
    ).sort_values(["pipeline_id", "status_id", "manager_id", "lead_id"])  # fmt: skip
    for start in range(0, len(rows), _BATCH):
        with database.write() as conn:
            part: list[dict[str, Any]] = rows.iloc[start : start + _BATCH].to_dict("records")  # type: ignore[assignment]  # pandas says Hashable for a column's name
            conn.execute(insert(table_of(DealInWork)), part)
    pipelines = [
        {"id": id_, "name": f"Воронка {id_}", "sort": id_, "is_main": id_ == PIPELINES[0], "is_archive": False}
        for id_ in PIPELINES
    ]
    statuses = [
        {"pipeline_id": pipeline, "id": id_, "name": f"Статус {id_}", "sort": id_, "color": "", "type": 0}
        for pipeline in PIPELINES
        for id_ in _STATUSES
    ]
    with database.write() as conn:
        save_pipelines(conn, pipelines, statuses)
        save_stage_times(conn, {Stage(PIPELINES[0], id_): _USUAL_DAYS for id_ in _STATUSES})
    database.optimise()
    database.truncate_wal()


def _duck(path: Path, leads: pd.DataFrame, payments: pd.DataFrame, actions: pd.DataFrame) -> Any:
    conn = duckdb.connect(str(path))
    paid = payments[["id", "lead_id", "amount_minor", "margin_minor", "standing"]].astype({"standing": str})
    for name, frame in (("lead", leads.drop(columns="closed_on")), ("payment", paid), ("action", actions)):
        conn.register("frame", frame)
        conn.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        conn.unregister("frame")
    conn.execute("CHECKPOINT")
    return conn


def _check_equal(database: Database, duck: Any, scope: PipelineScope, asked: dict[str, int]) -> None:
    with database.read() as conn:
        found = {
            (cell.status_id, cell.manager_id): (
                cell.deals, cell.sum_minor, cell.no_action, cell.no_task, cell.past_expected, cell.stuck,
                cell.revenue_minor, cell.margin_minor,
            )
            for cell in load_cells(conn, scope, load_cutoffs(conn, scope))
        }  # fmt: skip
    theirs = duck.execute(_EVERYTHING, asked).fetchall()
    assert found == {(row[0], row[1]): tuple(int(each or 0) for each in row[2:]) for row in theirs}


def _measure(size: Size, database: Database, duck: Any, scope: PipelineScope, asked: dict[str, int]) -> None:
    cell = PipelineCell(manager_id=_MANAGER, column_id=_STATUSES[0])
    stuck = PipelineCell(PipelineFigure.STUCK)
    with database.read() as conn:
        cutoffs = load_cutoffs(conn, scope)
        ours = {
            "managers by status": median_ms(lambda: load_cells(conn, scope, cutoffs)),
            "cell": median_ms(lambda: load_deals_behind(conn, scope, cell, 50)),
            "stuck": median_ms(lambda: load_deals_behind(conn, scope, stuck, 50)),
            "whole report": median_ms(lambda: load_pipeline_report(conn, scope)),
        }
        before = resident_mb()
        for _ in range(_REPORTS):
            load_pipeline_report(conn, scope)
        growth = max(0.0, resident_mb() - before)
    of_cell = {"pipeline": asked["pipeline"], "status": _STATUSES[0], "manager": _MANAGER}
    theirs = {
        "managers by status": median_ms(lambda: duck.execute(_EVERYTHING, asked).fetchall()),
        "counts and budgets alone": median_ms(
            lambda: duck.execute(_COUNTS, {"pipeline": asked["pipeline"]}).fetchall()
        ),
        "cell": median_ms(lambda: duck.execute(_LIST, of_cell).fetchall()),
    }  # fmt: skip
    figures = {f"{key} ms": value for key, value in ours.items()}
    figures |= {f"{key} duckdb ms": value for key, value in theirs.items()}
    figures |= {f"{key} / duckdb": ours[key] / theirs[key] for key in ("managers by status", "cell")}
    figures |= {"growth over 50 reports MB": growth}
    limits = {"managers by status / duckdb": 1.0, "growth over 50 reports MB": 10}
    report(f"pipeline_{size.name}", figures, limits)
