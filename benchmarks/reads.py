"""Month report, 12-month trend and drill-down at S and L: Tablo on SQLite beside DuckDB's native file on the same
rows in the same run, and beside Tablo on PostgreSQL. Figures are compared before anything is timed."""

import gc
import tempfile
from collections import defaultdict
from pathlib import Path

from sqlalchemy import text

from benchmarks import worlds
from benchmarks.duck import Duck
from benchmarks.measuring import median_ms, report, resident_mb
from benchmarks.worlds import TODAY, L, S, Size
from sales_core.figures import Figure
from sales_core.payment_filter import PaymentFilter, PaymentView
from sales_core.periods import Month
from sales_core.reporting.payment_list import load_payment_overview, load_payment_page
from sales_core.scope import Scope
from sales_core.store.aggregates import load_cells, load_trend_cells
from sales_core.store.database import Database, open_database
from sales_core.store.drilldown import load_behind
from tests.postgres import running_postgres

MONTH = Month.of(TODAY)
SCOPE = Scope(MONTH, TODAY)
_MANAGER, _TYPE = 7_000_003, 701


def run() -> None:
    medians = {}
    for size in (S, L):
        with tempfile.TemporaryDirectory() as folder:
            medians[size.name] = _at(size, Path(folder))
    small, large = medians["S"], medians["L"]
    growth = {f"{key} growth S→L": large[key] / small[key] for key in ("month", "trend", "behind")}
    report("reads_growth", growth, dict.fromkeys(growth, 12))


def _at(size: Size, folder: Path) -> dict[str, float]:
    leads, payments = worlds.make_frames(size)
    database = open_database(f"sqlite:///{folder / 'tablo.db'}")
    worlds.fill(database, size, leads, payments)
    duck = Duck(folder / "duck.db", leads, payments)
    with running_postgres() as server:
        postgres = open_database(server.create("bench"))
        worlds.fill(postgres, size, leads, payments)
        del leads, payments
        gc.collect()
        _check_equal(database, duck)
        _check_equal(postgres, duck)
        ours, beside = _medians(database), _medians(postgres)
        postgres.dispose()
    before = resident_mb()
    _medians(database)
    theirs = {
        "month": median_ms(lambda: duck.month(str(MONTH), MONTH.first, MONTH.end, TODAY)),
        "trend": median_ms(lambda: duck.trend(str(MONTH.plus(-11)), str(MONTH))),
        "behind": median_ms(lambda: duck.behind(str(MONTH), _MANAGER, _TYPE)),
    }
    figures: dict[str, float] = {}
    for key in ours:
        figures |= {
            f"{key} ms": ours[key],
            f"{key} duckdb ms": theirs[key],
            f"{key} postgresql ms": beside[key],
            f"{key} / duckdb": ours[key] / theirs[key],
            f"{key} / postgresql": ours[key] / beside[key],
        }
    figures |= _list_of_payments(database)
    figures["report process growth MB"] = max(0.0, resident_mb() - before)
    limits = {"month / duckdb": 0.5, "trend / duckdb": 0.5, "behind / duckdb": 0.2} if size is L else {}
    report(f"reads_{size.name}", figures, limits | {"report process growth MB": 60})
    database.dispose()
    return ours


def _medians(database: Database) -> dict[str, float]:
    with database.read() as conn:
        return {
            "month": median_ms(lambda: load_cells(conn, SCOPE)),
            "trend": median_ms(lambda: load_trend_cells(conn, MONTH.plus(-11), MONTH, SCOPE)),
            "behind": median_ms(
                lambda: load_behind(conn, SCOPE, {Figure.FACT}, manager_id=_MANAGER, deal_type_id=_TYPE), runs=60
            ),
        }


def _list_of_payments(database: Database) -> dict[str, float]:
    """All payments there are: their sums and a page of them, beside a plain count by state of the same table."""
    everything = PaymentView(PaymentFilter(TODAY))
    count = "SELECT standing, count(*), sum(amount_minor) FROM payment GROUP BY standing"
    with database.read() as conn:
        overview = median_ms(lambda: load_payment_overview(conn, everything, "ru"))
        page = median_ms(lambda: load_payment_page(conn, everything))
        counted = median_ms(lambda: conn.execute(text(count)).all())
    return {"list overview ms": overview, "list page ms": page, "list / plain count": (overview + page) / counted}


def _check_equal(database: Database, duck: Duck) -> None:
    sums, lost = duck.month(str(MONTH), MONTH.first, MONTH.end, TODAY)
    expected: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * 8)
    for manager, kind, *values in sums:
        expected[manager, kind][:6] = [int(value or 0) for value in values]
    for manager, kind, amount, count in lost:
        expected[manager, kind][6:] = [int(amount), int(count)]
    with database.read() as conn:
        cells = load_cells(conn, SCOPE)
        behind = load_behind(conn, SCOPE, {Figure.FACT}, manager_id=_MANAGER, deal_type_id=_TYPE)
    found = {
        (c.manager_id, c.deal_type_id): [
            c.sums.fact,
            c.sums.revenue,
            c.sums.paid,
            c.sums.pending,
            c.sums.overdue,
            c.sums.carried,
            c.sums.lost,
            c.sums.lost_leads,
        ]
        for c in cells
        if not c.sums.is_zero
    }
    assert found == {key: values for key, values in expected.items() if any(values)}
    theirs = duck.behind(str(MONTH), _MANAGER, _TYPE)
    assert [row.payment_id for row in behind] == [row[0] for row in theirs]
