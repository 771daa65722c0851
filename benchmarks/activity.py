"""A month of activity, when people worked in it, and the lists behind a count and an hour, on SQLite beside DuckDB's
native file on the same actions, which it is given ready made; and what it costs a sync to keep them. Figures are
compared before anything is timed."""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pandas as pd
from sqlalchemy import Connection

from benchmarks import worlds
from benchmarks.measuring import median_ms, report, resident_mb
from benchmarks.worlds import FIRST, PIPELINES, TODAY, Size
from sales_core.activity import ActionKind
from sales_core.activity_scope import ActivityScope, activity_scope
from sales_core.hour_of_week import HourOfWeek
from sales_core.periods import Month, start_of
from sales_core.reporting.activity import load_activity_report
from sales_core.reporting.quadrant import load_quadrant, load_trail
from sales_core.reporting.rhythm import load_behind_hour, load_rhythm
from sales_core.reports.activity import ActivityReport
from sales_core.spans import month_span
from sales_core.store.activity import load_counts
from sales_core.store.activity_list import load_actions
from sales_core.store.activity_sums import rebuild_activity_sums
from sales_core.store.database import Database, open_database
from sales_core.store.history import save_events
from sales_core.store.rhythm import load_worked
from sales_core.worked_hours import Worked

SIZES = (
    (Size("S", 20_000, 50_000, 30), 1_000_000),
    (Size("L", 20_000, 500_000, 300), 10_000_000),
)
ZONE = ZoneInfo("Europe/Moscow")
_AHEAD_S = 3 * 3_600
"""Moscow's clocks stand still, so its days have 86 400 seconds."""
MONTH = Month.of(TODAY).plus(-1)
_MANAGER = 7_000_003
_CALLS = (ActionKind.CALL_OUT, ActionKind.CALL_OUT_UNANSWERED)
_BOUND = ("month", "list", "hours", "list behind an hour", "report and hours")
_FRIDAY_AFTERNOON = HourOfWeek(4, 16)
_API_ROWS_A_SECOND = 700
_PAGE = 100
_PAGES = 200
_BATCH = 100_000
_REPORTS = 200
_TYPES = {
    ActionKind.MAIL_OUT: "outgoing_mail", ActionKind.CALL_OUT: "outgoing_call",
    ActionKind.CALL_OUT_UNANSWERED: "outgoing_call", ActionKind.MESSAGE_IN: "incoming_chat_message",
    ActionKind.MESSAGE_OUT: "outgoing_chat_message", ActionKind.TASK_ON_TIME: "task_completed",
    ActionKind.STATUS_CHANGE: "lead_status_changed", ActionKind.NOTE: "common_note_added",
}  # fmt: skip
_NEW_EVENT = """
INSERT INTO event (id, type, entity_type, entity_id, created_by, created_at, value_before, value_after)
VALUES (?, ?, 'lead', ?, ?, ?, '[]', '[]')
"""
_COUNTS = """
SELECT manager_id, kind, count(*), sum(seconds) FROM action WHERE day >= $first AND day < $end GROUP BY ALL
"""
_LIST = """
SELECT event_id, kind, "at", seconds FROM action
WHERE day >= $first AND day < $end AND manager_id = $manager AND kind IN ('call_out', 'call_out_unanswered')
ORDER BY "at" DESC LIMIT 50
"""
_HOUR = f'(("at" + {_AHEAD_S}) % 86400) // 3600'
_HOURS = f"""
SELECT day, {_HOUR} AS hour, count(*) FROM action WHERE day >= $first AND day < $end GROUP BY ALL
"""
_HOURS_OF_PIPELINE = f"""
SELECT day, {_HOUR} AS hour, count(*) FROM action JOIN lead ON lead.id = lead_id
WHERE day >= $first AND day < $end AND pipeline_id = $pipeline GROUP BY ALL
"""
_ENDS = """
SELECT manager_id, day, min("at"), max("at") FROM action WHERE day >= $first AND day < $end GROUP BY ALL
"""
_ENDS_OF_PIPELINE = """
SELECT manager_id, day, min("at"), max("at") FROM action JOIN lead ON lead.id = lead_id
WHERE day >= $first AND day < $end AND pipeline_id = $pipeline GROUP BY ALL
"""
_BEHIND_HOUR = f"""
SELECT event_id, kind, "at", seconds FROM action
WHERE day >= $first AND day < $end AND isodow(day) = $weekday AND {_HOUR} = $hour
ORDER BY "at" DESC LIMIT 50
"""


def run() -> None:
    for size, events in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _at(size, events, Path(folder))


def _at(size: Size, events: int, folder: Path) -> None:
    path = folder / "tablo.db"
    database = open_database(f"sqlite:///{path}")
    leads, payments = worlds.make_frames(size)
    worlds.fill(database, size, leads, payments)
    actions = _make_actions(size, events)
    start = time.perf_counter()
    _fill(path, actions)
    filled = time.perf_counter()
    with database.write() as conn:
        rebuild_activity_sums(conn)
    summed_s, filled_s = time.perf_counter() - filled, filled - start
    database.optimise()
    database.truncate_wal()
    duck = _Duck(folder / "duck.db", actions, leads)
    del actions, leads, payments
    scope = activity_scope(month_span(MONTH), TODAY)
    with database.read() as conn:
        asked = _Asked(conn, scope)
        _check_equal(asked, duck)
        ours = {name: median_ms(question) for name, question in asked.questions().items()}
        theirs = {name: median_ms(question) for name, question in duck.questions().items()}
        page, memory = median_ms(asked.page), _growth_mb(asked)
    figures: dict[str, Any] = {"events": events, "filling s": filled_s, "all sums anew s": summed_s}
    for name, ms in ours.items():
        figures |= {f"{name} ms": ms, f"{name} duckdb ms": theirs[name], f"{name} / duckdb": ms / theirs[name]}
    rate = _rate(database, size)
    figures |= {"rows a second": rate, "rows over the API's rate_ratio": rate / _API_ROWS_A_SECOND}
    figures |= {"whole page ms": page, f"growth over {_REPORTS} pages MB": memory}
    limits = dict.fromkeys((f"{name} / duckdb" for name in _BOUND), 1.0) if size.name == "L" else {}
    limits |= {"rows over the API's rate_ratio": 3.0, f"growth over {_REPORTS} pages MB": 10}
    report(f"activity_{size.name}", figures, limits)
    duck.conn.close()
    database.dispose()


class _Asked:
    """What the page asks of the product, and a list behind a figure of each kind."""

    def __init__(self, conn: Connection, scope: ActivityScope) -> None:
        self.conn = conn
        self.scope = scope
        self.of_pipeline = replace(scope, pipelines=PIPELINES[1:])

    def questions(self) -> dict[str, Callable[[], object]]:
        return {
            "month": lambda: load_counts(self.conn, self.scope, self.scope.counted),
            "list": self.list_behind_count,
            "hours": self.hours,
            "hours of a pipeline": lambda: load_worked(self.conn, self.of_pipeline),
            "list behind an hour": self.list_behind_hour,
            "report and hours": self.report,
        }

    def list_behind_count(self) -> list[Any]:
        return load_actions(self.conn, self.scope, _CALLS, _MANAGER, 50)

    def list_behind_hour(self) -> list[Any]:
        return load_behind_hour(self.conn, self.scope, _FRIDAY_AFTERNOON, None, 50)

    def hours(self) -> Worked:
        return load_worked(self.conn, self.scope)

    def report(self) -> ActivityReport:
        """The figures of the month and of that before, the hours and days of everybody."""
        activity = load_activity_report(self.conn, self.scope)
        load_rhythm(self.conn, activity)
        return activity

    def page(self) -> None:
        """And what it shows of sales beside them, of this month and those before."""
        load_quadrant(self.conn, self.report())
        load_trail(self.conn, self.scope)


class _Duck:
    """The same asked of DuckDB, as an analyst would. The report: the counts of two months."""

    def __init__(self, path: Path, actions: pd.DataFrame, leads: pd.DataFrame) -> None:
        self.conn = duckdb.connect(str(path))
        self.conn.register("frame", actions)
        self.conn.execute("CREATE TABLE action AS SELECT * REPLACE (CAST(day AS DATE) AS day) FROM frame")
        self.conn.unregister("frame")
        self.conn.register("frame", leads[["id", "pipeline_id"]])
        self.conn.execute("CREATE TABLE lead AS SELECT * FROM frame")
        self.conn.unregister("frame")
        self.conn.execute("CHECKPOINT")

    def ask(self, question: str, month: Month = MONTH, **params: Any) -> list[Any]:
        return self.conn.execute(question, {"first": month.first, "end": month.end} | params).fetchall()

    def questions(self) -> dict[str, Callable[[], object]]:
        return {
            "month": lambda: self.ask(_COUNTS),
            "list": lambda: self.ask(_LIST, manager=_MANAGER),
            "hours": self.hours,
            "hours of a pipeline": lambda: (
                self.ask(_HOURS_OF_PIPELINE, pipeline=PIPELINES[1]), self.ask(_ENDS_OF_PIPELINE, pipeline=PIPELINES[1])
            ),
            "list behind an hour": self.list_behind_hour,
            "report and hours": lambda: (self.ask(_COUNTS), self.ask(_COUNTS, MONTH.plus(-1)), self.hours()),
        }  # fmt: skip

    def hours(self) -> tuple[list[Any], list[Any]]:
        return self.ask(_HOURS), self.ask(_ENDS)

    def list_behind_hour(self) -> list[Any]:
        return self.ask(_BEHIND_HOUR, weekday=_FRIDAY_AFTERNOON.weekday + 1, hour=_FRIDAY_AFTERNOON.hour)


def _make_actions(size: Size, number: int) -> pd.DataFrame:
    """Two years of them in the order of time, around two in the afternoon, every kind as often as every other."""
    rng = np.random.default_rng(3)
    begin, length = start_of(FIRST, ZONE), (TODAY - FIRST).days
    clocks = np.clip(rng.normal(14 * 3_600, 2.5 * 3_600, number), 0, 86_399).astype("int64")
    at = np.sort(rng.integers(0, length, number) * 86_400 + clocks)
    kinds = rng.integers(0, len(_TYPES), number)
    connected = kinds == list(_TYPES).index(ActionKind.CALL_OUT)
    return pd.DataFrame(
        {
            "event_id": np.char.mod("01k%023d", np.arange(number)).astype("U26"),
            "kind": pd.Categorical.from_codes(kinds, pd.Index([kind.value for kind in _TYPES])),
            "manager_id": rng.choice(np.array(worlds.managers_of(size)), number),
            "day": np.datetime64(FIRST) + at // 86_400,
            "at": at + begin,
            "lead_id": rng.integers(9_000_001, 9_000_001 + size.leads, number),
            "seconds": np.where(connected, rng.integers(1, 900, number), 0),
        }
    )


def _fill(path: Path, actions: pd.DataFrame) -> None:
    """Events and actions straight into the tables, their indexes made at the end."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        of_tables = "tbl_name IN ('event', 'action') AND type = 'index' AND sql IS NOT NULL"
        indexes = raw.execute(f"SELECT name, sql FROM sqlite_master WHERE {of_tables}").fetchall()
        for name, _ in indexes:
            raw.execute(f"DROP INDEX {name}")
        for start in range(0, len(actions), _BATCH):
            part = actions.iloc[start : start + _BATCH]
            raw.executemany(f"INSERT INTO action ({', '.join(part.columns)}) VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(part))
            raw.executemany(_NEW_EVENT, _events(part))
            raw.commit()
        for _, sql in indexes:
            raw.execute(sql)
        raw.commit()


def _rows(part: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    columns = part.assign(day=part["day"].dt.strftime("%Y-%m-%d"))
    return zip(*(columns[name].tolist() for name in columns.columns), strict=True)


def _events(part: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    types = part["kind"].map({kind.value: type_ for kind, type_ in _TYPES.items()})
    return zip(
        part["event_id"], types, part["lead_id"].tolist(), part["manager_id"].tolist(), part["at"].tolist(), strict=True
    )


def _event(id_: str, kind: str, lead_id: int, by: int, at: int) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "entity_type": "lead", "entity_id": lead_id, "created_by": by, "created_at": at,
        "value_before": [], "value_after": [],
    }  # fmt: skip


def _check_equal(asked: _Asked, duck: _Duck) -> None:
    expected: dict[int, dict[str, int]] = {}
    for manager, kind, count, seconds in duck.ask(_COUNTS):
        of_manager = expected.setdefault(manager, {"talk": 0})
        of_manager[kind] = count
        of_manager["talk"] += int(seconds)
    counts = load_counts(asked.conn, asked.scope, asked.scope.counted)
    found = {id_: {str(k): n for k, n in each.actions.items()} | {"talk": each.talk_s} for id_, each in counts.items()}
    assert found == expected
    assert [row.at for row in asked.list_behind_count()] == [row[2] for row in duck.ask(_LIST, manager=_MANAGER)]
    assert [row.at for row in asked.list_behind_hour()] == [row[2] for row in duck.list_behind_hour()]
    _check_worked(asked.hours(), *duck.hours())
    worked, pipeline = load_worked(asked.conn, asked.of_pipeline), PIPELINES[1]
    _check_worked(
        worked, duck.ask(_HOURS_OF_PIPELINE, pipeline=pipeline), duck.ask(_ENDS_OF_PIPELINE, pipeline=pipeline)
    )


def _check_worked(worked: Worked, hours: list[Any], ends: list[Any]) -> None:
    assert {(day, h): n for day, counts in worked.hours.items() for h, n in enumerate(counts) if n} == {
        (day, hour): count for day, hour, count in hours
    }
    clocks = {(id_, day): tuple((at + _AHEAD_S) % 86_400 for at in moments) for id_, day, *moments in ends}
    assert {(each.manager_id, each.day): (each.first_s, each.last_s) for each in worked.ends} == clocks


def _growth_mb(asked: _Asked) -> float:
    """What the process grew by while it made the page again and again."""
    asked.page()
    before = resident_mb()
    for _ in range(_REPORTS):
        asked.page()
    return max(0.0, resident_mb() - before)


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
