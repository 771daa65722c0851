"""A month of activity and the list behind a count, on SQLite beside DuckDB's native file on the same actions, which it
is given ready made; and what it costs a sync to keep them. Figures are compared before anything is timed."""

import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
from sqlalchemy import insert

from benchmarks import worlds
from benchmarks.measuring import median_ms, report, resident_mb
from benchmarks.worlds import FIRST, TODAY, Size
from sales_core.activity import ActionKind
from sales_core.activity_scope import ActivityScope, activity_scope
from sales_core.periods import Month, start_of
from sales_core.reporting.activity import load_activity_report
from sales_core.spans import month_span
from sales_core.store.activity import load_counts
from sales_core.store.activity_list import load_actions
from sales_core.store.activity_sums import rebuild_activity_sums
from sales_core.store.activity_tables import Action
from sales_core.store.amocrm_tables import Event
from sales_core.store.database import Database, open_database
from sales_core.store.history import save_events
from sales_core.store.table_kit import table_of

SMALL = Size("S", 20_000, 50_000, 30), 1_000_000
LARGE = Size("M", 20_000, 100_000, 300), 2_000_000
ZONE = ZoneInfo("Europe/Moscow")
MONTH = Month.of(TODAY).plus(-1)
_MANAGER = 7_000_003
_CALLS = (ActionKind.CALL_OUT, ActionKind.CALL_OUT_UNANSWERED)
_API_ROWS_A_SECOND = 700
_PAGE = 100
_PAGES = 200
_BATCH = 20_000
_TYPES = {
    ActionKind.MAIL_OUT: "outgoing_mail", ActionKind.CALL_OUT: "outgoing_call",
    ActionKind.CALL_OUT_UNANSWERED: "outgoing_call", ActionKind.MESSAGE_IN: "incoming_chat_message",
    ActionKind.MESSAGE_OUT: "outgoing_chat_message", ActionKind.TASK_ON_TIME: "task_completed",
    ActionKind.STATUS_CHANGE: "lead_status_changed", ActionKind.NOTE: "common_note_added",
}  # fmt: skip
_COUNTS = """
SELECT manager_id, kind, count(*), sum(seconds) FROM action WHERE day >= $first AND day < $end GROUP BY ALL
"""
_LIST = """
SELECT event_id, kind, "at", seconds FROM action
WHERE day >= $first AND day < $end AND manager_id = $manager AND kind IN ('call_out', 'call_out_unanswered')
ORDER BY "at" DESC LIMIT 50
"""


def run() -> None:
    for size, events in (SMALL, LARGE):
        with tempfile.TemporaryDirectory() as folder:
            _at(size, events, Path(folder))


def _at(size: Size, events: int, folder: Path) -> None:
    database = open_database(f"sqlite:///{folder / 'tablo.db'}")
    worlds.fill(database, size, *worlds.make_frames(size))
    actions = _make_actions(size, events)
    _fill(database, actions)
    duck = duckdb.connect(str(folder / "duck.db"))
    duck.register("frame", actions)
    duck.execute('CREATE TABLE action AS SELECT * REPLACE (CAST(day AS DATE) AS day) FROM frame ORDER BY "at"')
    scope = activity_scope(month_span(MONTH), TODAY)
    days = {"first": scope.counted.first, "end": scope.counted.end}
    _check_equal(database, duck, scope, days)
    before = resident_mb()
    with database.read() as conn:
        ours = {
            "month": median_ms(lambda: load_counts(conn, scope, scope.counted)),
            "list": median_ms(lambda: load_actions(conn, scope, _CALLS, _MANAGER, 50)),
            "whole report": median_ms(lambda: load_activity_report(conn, scope)),
        }
    theirs = {
        "month": median_ms(lambda: duck.execute(_COUNTS, days).fetchall()),
        "list": median_ms(lambda: duck.execute(_LIST, days | {"manager": _MANAGER}).fetchall()),
    }
    rate = _rate(database, size)
    figures = {f"{key} ms": value for key, value in ours.items()}
    figures |= {f"{key} duckdb ms": value for key, value in theirs.items()}
    figures |= {f"{key} / duckdb": ours[key] / theirs[key] for key in theirs}
    figures |= {"rows a second": rate, "rows over the API's rate_ratio": rate / _API_ROWS_A_SECOND}
    figures |= {"report process growth MB": max(0.0, resident_mb() - before)}
    limits = {"month / duckdb": 1.0, "rows over the API's rate_ratio": 3.0, "report process growth MB": 60}
    report(f"activity_{size.name}", figures, limits)
    duck.close()
    database.dispose()


def _make_actions(size: Size, number: int) -> pd.DataFrame:
    """Two years of them, every kind as often as every other."""
    rng = np.random.default_rng(3)
    begin = start_of(FIRST, ZONE)
    at = np.sort(rng.integers(0, (TODAY - FIRST).days * 86_400, number)) + begin
    days = pd.Series([FIRST + timedelta(days=n) for n in range((TODAY - FIRST).days + 1)], dtype=object)
    kinds = rng.choice(np.array([kind.value for kind in _TYPES], dtype=object), number)
    connected = kinds == ActionKind.CALL_OUT.value
    return pd.DataFrame(
        {
            "event_id": [f"01k{place:023}" for place in range(number)],
            "kind": kinds,
            "manager_id": rng.choice(np.array(worlds.managers_of(size)), number),
            # Moscow's clocks stand still, so its days have 86 400 seconds.
            "day": days.to_numpy()[(at - begin) // 86_400],
            "at": at,
            "lead_id": rng.integers(9_000_001, 9_000_001 + size.leads, number),
            "seconds": np.where(connected, rng.integers(1, 900, number), 0),
        }
    )


def _fill(database: Database, actions: pd.DataFrame) -> None:
    """Events and actions in bulk; the daily sums are built by the product itself."""
    for start in range(0, len(actions), _BATCH):
        rows: list[dict[str, Any]] = actions.iloc[start : start + _BATCH].to_dict("records")  # type: ignore[assignment]  # pandas says Hashable for a column's name
        events = [
            _event(row["event_id"], _TYPES[ActionKind(row["kind"])], row["lead_id"], row["manager_id"], row["at"])
            for row in rows
        ]
        with database.write() as conn:
            conn.execute(insert(table_of(Event)), events)
            conn.execute(insert(table_of(Action)), rows)
    with database.write() as conn:
        rebuild_activity_sums(conn)
    database.optimise()
    database.truncate_wal()


def _event(id_: str, kind: str, lead_id: int, by: int, at: int) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "entity_type": "lead", "entity_id": lead_id, "created_by": by, "created_at": at,
        "value_before": [], "value_after": [],
    }  # fmt: skip


def _check_equal(database: Database, duck: Any, scope: ActivityScope, days: dict[str, date]) -> None:
    expected: dict[int, dict[str, int]] = {}
    for manager, kind, count, seconds in duck.execute(_COUNTS, days).fetchall():
        of_manager = expected.setdefault(manager, {"talk": 0})
        of_manager[kind] = count
        of_manager["talk"] += int(seconds)
    with database.read() as conn:
        counts = load_counts(conn, scope, scope.counted)
        listed = load_actions(conn, scope, _CALLS, _MANAGER, 50)
    found = {id_: {str(k): n for k, n in each.actions.items()} | {"talk": each.talk_s} for id_, each in counts.items()}
    assert found == expected
    theirs = duck.execute(_LIST, days | {"manager": _MANAGER}).fetchall()
    assert [row.at for row in listed] == [row[2] for row in theirs]


def _rate(database: Database, size: Size) -> float:
    """New events as a minute's pass would store them, page after page."""
    rng = np.random.default_rng(5)
    kinds = [*_TYPES.values(), "entity_tag_added", "custom_field_value_changed"]
    now = start_of(TODAY, ZONE)
    pages = [
        [
            _event(
                f"02k{page * _PAGE + place:023}", kinds[place % len(kinds)],
                int(rng.integers(9_000_001, 9_000_001 + size.leads)), 7_000_001 + place % size.managers, now + place,
            )
            for place in range(_PAGE)
        ]
        for page in range(_PAGES)
    ]  # fmt: skip
    start = time.perf_counter()
    for page in pages:
        with database.write() as conn:
            save_events(conn, page, now)
    return _PAGES * _PAGE / (time.perf_counter() - start)
