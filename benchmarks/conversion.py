"""Conversion by cohort, deals closed in a month and hand-overs, on SQLite beside DuckDB's native file on the same deals
and changes of status. Figures are compared before anything is timed."""

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
from benchmarks.worlds import PIPELINES, TODAY, L, S, Size
from sales_core.activity_scope import Days
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import Month, start_of
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.closed_deals import load_closed_deals, load_closed_deals_report
from sales_core.reporting.conversion import load_behind_conversion, load_conversion_report
from sales_core.reporting.load import load_load_report
from sales_core.reporting.pipeline import load_pipeline_report
from sales_core.reports.conversion import CohortPart, ConversionReport
from sales_core.store.amocrm_tables import STAGE, LeadChange
from sales_core.store.closed_deals import load_closed_cells
from sales_core.store.database import Database, open_database
from sales_core.store.deal_ways import rebuild_deal_ways
from sales_core.store.deals_in_work import rebuild_deals_in_work
from sales_core.store.references import save_pipelines
from sales_core.store.table_kit import table_of

ZONE = ZoneInfo("Europe/Moscow")
PIPELINE = PIPELINES[0]
STATUSES = tuple(range(51_000_011, 51_000_017))
MONTH = Month.of(TODAY).plus(-6)
# Not the whole month: that would be shown with the five before it.
COHORT = Days(MONTH.first, MONTH.first + timedelta(days=29))
_DAY_S = 86_400
_BATCH = 50_000
_CONVERSION = """
WITH stage AS (
  SELECT lead_id, changed_at AS t, split_part(before, ':', 1)::BIGINT AS bp, split_part(before, ':', 2)::BIGINT AS bs,
         split_part(after, ':', 1)::BIGINT AS p, split_part(after, ':', 2)::BIGINT AS s
  FROM lead_change WHERE kind = 'stage' AND changed_at >= $start),
candidate AS (
  SELECT id AS lead_id FROM lead WHERE created_at >= $start AND created_at < $end
  UNION SELECT lead_id FROM stage WHERE t < $end AND p = $pipeline AND bp <> $pipeline),
beginning AS (
  SELECT lead_id, arg_min(bp, t) AS p, arg_min(bs, t) AS s FROM stage SEMI JOIN candidate USING (lead_id) GROUP BY 1),
visit AS (
  SELECT l.id AS lead_id, l.created_at AS t, coalesce(b.p, l.pipeline_id) AS p, coalesce(b.s, l.status_id) AS s
  FROM lead l JOIN candidate c ON c.lead_id = l.id LEFT JOIN beginning b ON b.lead_id = l.id
  UNION ALL SELECT lead_id, t, p, s FROM stage SEMI JOIN candidate USING (lead_id)),
entered AS (
  SELECT lead_id FROM visit WHERE p = $pipeline GROUP BY 1 HAVING min(t) >= $start AND min(t) < $end),
placed AS (
  SELECT v.lead_id, v.t, r.place, max(r.place) OVER (
    PARTITION BY v.lead_id ORDER BY v.t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM visit v JOIN entered USING (lead_id) JOIN ladder r ON r.status_id = v.s WHERE v.p = $pipeline),
advance AS (
  SELECT lead_id, place, before, t - lag(t) OVER (PARTITION BY lead_id ORDER BY t) AS passed
  FROM placed WHERE before IS NULL OR place > before)
SELECT 'furthest', place, count(*)::DOUBLE
FROM (SELECT lead_id, max(place) AS place FROM advance GROUP BY 1) GROUP BY ALL
UNION ALL SELECT 'median', before, median(passed) / 86400 FROM advance WHERE before IS NOT NULL GROUP BY ALL
"""
_CLOSED = """
SELECT responsible_user_id, status_id, loss_reason_id, count(*), sum(price_minor), sum(lost_minor),
  count(*) FILTER (WHERE lost_minor <> 0)
FROM lead WHERE closed_on >= $first AND closed_on < $end AND status_id IN (142, 143) GROUP BY ALL
"""


def run() -> None:
    for size in (S, L):
        with tempfile.TemporaryDirectory() as folder:
            _at(size, Path(folder))


def _at(size: Size, folder: Path) -> None:
    leads, payments = worlds.make_frames(size)
    leads = leads.assign(loss_reason_id=_some_reasons(leads), updated_at=leads["created_at"])
    changes = _live(leads)
    database = open_database(f"sqlite:///{folder / 'tablo.db'}")
    _fill(database, size, leads, payments, changes)
    duck = _duck(folder / "duck.db", leads, changes)
    cohort = PipelineScope(TODAY, COHORT, (PIPELINE,))
    month = PipelineScope(TODAY, Days(MONTH.first, MONTH.end), (PIPELINE,))
    everything = PipelineScope(TODAY, Days(MONTH.first, MONTH.end))
    asked = {"start": start_of(COHORT.first, ZONE), "end": start_of(COHORT.end, ZONE), "pipeline": PIPELINE}
    days = {"first": MONTH.first, "end": MONTH.end}
    before = resident_mb()
    with database.read() as conn:
        _check_conversion(load_conversion_report(conn, cohort), duck.execute(_CONVERSION, asked).fetchall())
        told = {(c.manager_id, c.status_id, c.reason_id): c.closed for c in load_closed_cells(conn, everything)}
        for manager, status, reason, *sums in duck.execute(_CLOSED, days).fetchall():
            closed = told[manager, status, reason or 0]
            assert [closed.count, closed.budget_minor, closed.lost_minor, closed.lost_leads] == sums
        deals = load_pipeline_report(conn, month)
        ours = {
            "cohort": median_ms(lambda: load_conversion_report(conn, cohort), 7),
            "closed": median_ms(lambda: load_closed_cells(conn, everything)),
            "six cohorts": median_ms(lambda: load_conversion_report(conn, month), 3, 1),
            "behind a cohort": median_ms(lambda: load_behind_conversion(conn, cohort, COHORT, CohortPart(), 50), 7),
            "closed report": median_ms(lambda: load_closed_deals_report(conn, everything)),
            "closed list": median_ms(lambda: load_closed_deals(conn, everything, ARCHIVED_STATUS, limit=50)),
            "hand-overs": median_ms(lambda: load_load_report(conn, deals)),
        }
    theirs = {
        "cohort": median_ms(lambda: duck.execute(_CONVERSION, asked).fetchall()),
        "closed": median_ms(lambda: duck.execute(_CLOSED, days).fetchall()),
    }
    figures = {f"{key} ms": value for key, value in ours.items()}
    figures |= {f"{key} duckdb ms": value for key, value in theirs.items()}
    figures |= {f"{key} / duckdb": ours[key] / theirs[key] for key in theirs}
    figures |= {"changes of status": float(len(changes)), "report process growth MB": max(0.0, resident_mb() - before)}
    report(f"conversion_{size.name}", figures, {"report process growth MB": 120})
    duck.close()
    database.dispose()


def _some_reasons(leads: pd.DataFrame) -> "pd.Series[Any]":
    reasons = pd.Series(np.random.default_rng(9).choice([1, 2, 3, 4, 0], len(leads)), index=leads.index, dtype=object)
    return reasons.where((leads["status_id"] == ARCHIVED_STATUS) & (reasons != 0), None)


def _live(leads: pd.DataFrame) -> pd.DataFrame:
    """Up the statuses one by one, some days each, then closed; a thirtieth began in the other pipeline. Sets where the
    deals in work stand."""
    rng = np.random.default_rng(4)
    n = len(leads)
    status, pipeline = leads["status_id"].to_numpy(), leads["pipeline_id"].to_numpy()
    is_closed = np.isin(status, [WON_STATUS, ARCHIVED_STATUS])
    steps = np.where(status == WON_STATUS, len(STATUSES) - 1, rng.integers(0, len(STATUSES), n))
    leads["status_id"] = np.where(is_closed, status, np.array(STATUSES)[steps])
    count = steps + is_closed
    owner = np.repeat(np.arange(n), count)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    stands = np.array([*STATUSES, 0])
    after = np.where(place < steps[owner], stands[np.minimum(place + 1, len(STATUSES))], status[owner])
    came_over = (rng.random(n) < 1 / 30)[owner] & (place == 0)
    from_pipeline = np.where(came_over, PIPELINES[1], pipeline[owner])
    passed = pd.Series(rng.integers(3600, 12 * _DAY_S, len(owner))).groupby(owner).cumsum().to_numpy()
    return pd.DataFrame(
        {
            "event_id": [f"01k{number:023}" for number in range(len(owner))],
            "lead_id": leads["id"].to_numpy()[owner],
            "kind": STAGE,
            "changed_at": leads["created_at"].to_numpy()[owner] + passed,
            "changed_by": 0,
            "before": [f"{p}:{s}" for p, s in zip(from_pipeline.tolist(), stands[place].tolist(), strict=True)],
            "after": [f"{p}:{s}" for p, s in zip(pipeline[owner].tolist(), after.tolist(), strict=True)],
        }
    )


def _fill(database: Database, size: Size, leads: pd.DataFrame, payments: pd.DataFrame, changes: pd.DataFrame) -> None:
    worlds.fill(database, size, leads, payments)
    shuffled = changes.sort_values("changed_at")
    for start in range(0, len(shuffled), _BATCH):
        rows: list[dict[str, Any]] = shuffled.iloc[start : start + _BATCH].to_dict("records")  # type: ignore[assignment]  # pandas says Hashable for a column's name
        with database.write() as conn:
            conn.execute(insert(table_of(LeadChange)), rows)
    with database.write() as conn:
        save_pipelines(
            conn,
            [
                {"id": id_, "name": f"Воронка {id_}", "sort": 1, "is_main": True, "is_archive": False}
                for id_ in PIPELINES
            ],
            [
                {"pipeline_id": pipeline, "id": id_, "name": f"Статус {id_}", "sort": place, "color": "", "type": 0}
                for pipeline in PIPELINES
                for place, id_ in enumerate((*STATUSES, WON_STATUS, ARCHIVED_STATUS))
            ],
        )
        rebuild_deals_in_work(conn)
        rebuild_deal_ways(conn)
    database.optimise()
    database.truncate_wal()


def _duck(path: Path, leads: pd.DataFrame, changes: pd.DataFrame) -> Any:
    duck = duckdb.connect(str(path))
    typed = leads.assign(closed_on=pd.to_datetime(leads["closed_on"]))
    duck.register("leads", typed)
    duck.execute("CREATE TABLE lead AS SELECT * REPLACE (CAST(closed_on AS DATE) AS closed_on) FROM leads ORDER BY id")
    duck.register("changes", changes)
    duck.execute("CREATE TABLE lead_change AS SELECT * FROM changes ORDER BY changed_at")
    ladder = pd.DataFrame({"status_id": [*STATUSES, WON_STATUS], "place": range(len(STATUSES) + 1)})
    duck.register("rungs", ladder)
    duck.execute("CREATE TABLE ladder AS SELECT * FROM rungs")
    return duck


def _check_conversion(told: ConversionReport | None, theirs: list[Any]) -> None:
    assert told is not None
    furthest = {place: int(count) for what, place, count in theirs if what == "furthest"}
    medians = {place: days for what, place, days in theirs if what == "median"}
    for place, step in enumerate(told.total.steps):
        assert step.reached == sum(count for reached, count in furthest.items() if reached >= place)
        assert step.median_days is None or abs(float(step.median_days) - medians[place]) < 1e-6
    assert told.total.entered > 0
