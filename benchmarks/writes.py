"""How fast leads and payments are merged at L with every index and the roll-up kept, and what readers feel meanwhile.

The API delivers 7 × 250 = 1 750 rows a second at the very most; the limit is five times that. Readers run the month
report in a process of their own, idle and beside a writer that never rests.
"""

import multiprocessing
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import worlds
from benchmarks.measuring import p95, report, times_ms
from benchmarks.worlds import TODAY, L
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.store.aggregates import load_cells
from sales_core.store.amocrm_tables import Lead
from sales_core.store.database import Database, open_database
from sales_core.store.leads import save_leads
from sales_core.store.table_kit import table_of

_API_ROWS_A_SECOND = 1750
_PAGE = 250
_PAGES = 80
_READS = 120


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'tablo.db'}"
        database = open_database(url)
        worlds.fill(database, L, *worlds.make_frames(L))
        rates = {kind: _rate(database, kind) for kind in ("same", "touched", "moved")}
        idle = _readers(url)
        stop = multiprocessing.Event()
        writer = multiprocessing.Process(target=_write_flat_out, args=(url, stop))
        writer.start()
        time.sleep(1)
        busy = _readers(url)
        stop.set()
        writer.join()
        database.dispose()
    figures = {f"{kind} rows a second": rate for kind, rate in rates.items()}
    figures |= {f"{kind} rows over the API's rate_ratio": rate / _API_ROWS_A_SECOND for kind, rate in rates.items()}
    figures |= {
        "readers p95 idle ms": p95(idle),
        "readers p95 busy ms": p95(busy),
        "readers p95 busy / idle": p95(busy) / p95(idle),
    }
    limits = {"touched rows over the API's rate_ratio": 5.0, "readers p95 busy / idle": 2.0}
    report("writes", figures, limits)


def _rate(database: Database, kind: str) -> float:
    pages = _pages(database, kind)
    start = time.perf_counter()
    for page in pages:
        with database.write() as conn:
            save_leads(conn, page, None)
    return _PAGES * _PAGE / (time.perf_counter() - start)


def _pages(database: Database, kind: str) -> list[list[dict[str, object]]]:
    """Pages of leads as a sync would save them: as they are, with a newer ``updated_at`` (what nearly every update is),
    or with another responsible user, so that payments and roll-up must follow."""
    columns = table_of(Lead).c
    given = [c for c in columns if c.name not in ("deal_type_id", "lost_minor", "closed_on", "deleted_at")]
    rng = np.random.default_rng(1)
    ids = rng.choice(L.leads, _PAGES * _PAGE, replace=False) + 9_000_001
    pages = []
    with database.read() as conn:
        for start in range(0, len(ids), _PAGE):
            wanted = ids[start : start + _PAGE].tolist()
            found = conn.execute(table_of(Lead).select().with_only_columns(*given).where(columns.id.in_(wanted)))
            rows = [dict(row) for row in found.mappings()]
            for row in rows:
                if kind != "same":
                    row["updated_at"] += 60
                if kind == "moved":
                    row["responsible_user_id"] = 7_000_001 + (row["responsible_user_id"] + 1) % L.managers
            pages.append(rows)
    return pages


def _readers(url: str) -> list[float]:
    database = open_database(url)
    scope = Scope(Month.of(TODAY), TODAY)

    def read() -> None:
        with database.read() as conn:
            load_cells(conn, scope)

    times = times_ms(read, _READS, warmups=5)
    database.dispose()
    return times


def _write_flat_out(url: str, stop: "multiprocessing.synchronize.Event") -> None:
    database = open_database(url)
    pages = _pages(database, "touched")
    while not stop.is_set():
        for page in pages:
            for row in page:
                row["updated_at"] += 1  # type: ignore[operator]
            with database.write() as conn:
                save_leads(conn, page, None)
            if stop.is_set():
                break
    database.dispose()
