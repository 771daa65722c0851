"""The first sync of 20 000 leads and 50 000 events against the floor of the API (pages ÷ 7 a second); an idle pass.

The pages of the floor are counted from what was stored, not from what was asked: reading a thing twice, or a page past
the end, shows as time above the floor. A list that is empty costs the one page that tells so. Hand-overs are the one
thing read twice on purpose, alone before the report is open and later among all events: both are in the floor.
"""

import json
import math
import multiprocessing
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, event, func, select

from benchmarks.measuring import peak_mb, report
from sales_core.config import Settings
from sales_core.connection import open_client
from sales_core.store.amocrm_tables import Company, Event, Invoice, Lead, LeadChange, Note, Task
from sales_core.store.credit import RESPONSIBLE
from sales_core.store.database import Database, open_database
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import SyncRun
from sales_core.sync.worker import Worker

_A_SECOND = 7
_LIMIT_FORGETS_S = 1.5
_PAGE_OF = {Lead: 250, Event: 100, Note: 250, Task: 250, Company: 250, Invoice: 250}
_REFERENCES = 5  # account, users, pipelines, fields, loss reasons: one page each
_OTHER_NOTE_LISTS = 2  # contacts' and companies' notes: empty here, and only asking tells
_CASES = [
    ("bucket", "60-150", 1.05),
    ("bucket", "300-800", 1.05),
    ("strict", "60-150", 1.10),
    ("strict", "300-800", 1.10),
]


@dataclass(frozen=True)
class Measured:
    seconds: float
    open_seconds: float
    floor: float
    open_floor: float
    leads_floor: float
    peak_mb: float
    idle_requests: int
    idle_transactions: int


def run() -> None:
    for limit, latency, bound in _CASES:
        with demo_server(leads=20_000, events=50_000, limit=limit, latency=latency) as url:
            measured, stats = _measure(url)
        report(
            f"first_sync_{limit}_{latency}",
            {
                "seconds": measured.seconds,
                "floor seconds": measured.floor,
                "over the floor": measured.seconds / measured.floor,
                "report open seconds": measured.open_seconds,
                "floor of leads, invoices and hand-overs": measured.open_floor,
                "report open over its floor": measured.open_seconds / measured.open_floor,
                "floor of leads and invoices alone": measured.leads_floor,
                "report open over the floor of leads": measured.open_seconds / measured.leads_floor,
                "requests": stats["total"],
                "429s": stats["statuses"].get("429", 0),
                "peak MB": measured.peak_mb,
                "idle requests": measured.idle_requests,
                "idle transactions": measured.idle_transactions,
            },
            {"over the floor": bound, "report open over its floor": 1.2, "idle requests": 3}
            | ({"429s": 0} if limit == "strict" else {}),
        )
    peaks = {}
    for leads, events in ((5_000, 10_000), (40_000, 80_000)):
        with demo_server(leads=leads, events=events, limit="off", latency="0-1") as url:
            peaks[leads], _ = _measure(url)
    small, large = (peaks[leads].peak_mb for leads in sorted(peaks))
    report(
        "sync_memory",
        {"peak MB, 5 000 leads": small, "peak MB, 40 000 leads": large, "growth": large / small},
        {"growth": 1.25},
    )


def _measure(url: str) -> tuple[Measured, dict[str, Any]]:
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    with tempfile.TemporaryDirectory() as folder:
        worker = spawn.Process(target=_work, args=(url, f"sqlite:///{Path(folder) / 'tablo.db'}", answers))
        worker.start()
        measured = answers.get(timeout=1200)
        worker.join()
    return measured, _get(f"{url}/_demo/stats")


def _work(url: str, database_url: str, answers: Any) -> None:
    database = open_database(database_url)
    settings = Settings(database_url=database_url, amocrm_url=url, amocrm_token="demo-token")
    worker = Worker(database, lambda: open_client(settings, database), lambda: "")
    opened: list[float] = []
    start = time.perf_counter()
    watch = threading.Thread(target=_watch, args=(database, start, opened), daemon=True)
    watch.start()
    worker.run_once()
    seconds = time.perf_counter() - start
    watch.join()
    peak = peak_mb()
    time.sleep(_LIMIT_FORGETS_S)  # the next pass has a pacer of its own, which knows nothing of the last second
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    before = _get(f"{url}/_demo/stats")["total"]
    worker.run_once()
    idle = _get(f"{url}/_demo/stats")["total"] - before
    pages = {table: max(1, math.ceil(_count(database, table) / size)) for table, size in _PAGE_OF.items()}
    leads = _REFERENCES + pages[Lead] + pages[Invoice]
    opening = leads + max(1, math.ceil(_count(database, LeadChange, columns(LeadChange).kind == RESPONSIBLE) / 100))
    whole = opening + pages[Event] + pages[Task] + pages[Company] + pages[Note] + _OTHER_NOTE_LISTS
    floor, open_floor, leads_floor = (pages / _A_SECOND for pages in (whole, opening, leads))
    answers.put(Measured(seconds, opened[0], floor, open_floor, leads_floor, peak, idle, len(commits)))


def _watch(database: Database, start: float, opened: list[float]) -> None:
    """Notes when the first run (references, leads, invoices, hand-overs) is done: the report is right from then on."""
    runs = columns(SyncRun)
    while not opened:
        time.sleep(0.05)
        with database.read() as conn:
            if conn.scalar(select(func.count()).select_from(table_of(SyncRun)).where(runs.outcome == "done")):
                opened.append(time.perf_counter() - start)


def _count(database: Database, table: type, *where: ColumnElement[bool]) -> int:
    with database.read() as conn:
        return int(conn.scalar(select(func.count()).select_from(table_of(table)).where(*where)) or 0)


def _get(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        document: dict[str, Any] = json.load(answer)
    return document


@contextmanager
def demo_server(*, leads: int, events: int, limit: str, latency: str) -> Iterator[str]:
    command = [
        sys.executable,
        "-m",
        "sales_core.demo",
        "--port",
        "0",
        "--still",
        "--leads",
        str(leads),
        "--events",
        str(events),
        "--limit",
        limit,
        "--latency",
        latency,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            yield next(word for word in line.split() if word.startswith("http"))
        finally:
            server.terminate()
