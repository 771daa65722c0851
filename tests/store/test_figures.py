"""Every figure and every list behind it, beside the slow oracle, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from sales_core.figures import PARTS, Figure, Sums
from sales_core.payment_history import Terms, replayed
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.store.acts import load_all_changes
from sales_core.store.aggregates import load_cells, load_trend_cells
from sales_core.store.attribution import month_sums_differ, rebuild_month_sums, restate_all, restate_deal_types
from sales_core.store.behind_rows import BehindRow
from sales_core.store.database import Database
from sales_core.store.drilldown import load_behind, load_behind_totals
from sales_core.store.payment_writing import load_payments_now
from sales_core.store.portion_tables import PaymentPortion
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum, Payment
from tests.deciding import replace_settings
from tests.oracle import Cell, Oracle
from tests.store.worlds import FIELD, MONTHS, TYPES, World

BASIC = (Figure.FACT, Figure.PAID, Figure.PENDING, Figure.OVERDUE, Figure.CARRIED, Figure.REVENUE, Figure.LOST)
SCOPES = [
    Scope(Month(2026, 9), date(2026, 9, 15)),
    Scope(Month(2026, 9), date(2026, 9, 1)),
    Scope(Month(2026, 9), date(2026, 9, 30)),
    Scope(Month(2026, 9), date(2026, 8, 20)),
    Scope(Month(2026, 9), date(2026, 10, 1)),
    Scope(Month(2026, 10), date(2026, 10, 15), deal_types=(701, 0)),
    Scope(Month(2026, 10), date(2026, 10, 16), pipelines=(2,)),
    Scope(Month(2026, 8), date(2026, 8, 16), departments=(5,)),
    Scope(Month(2026, 8), date(2026, 8, 2), deal_types=(702,), departments=(0,), pipelines=(1,)),
    Scope(Month(2026, 7), date(2026, 7, 31)),
    Scope(Month(2026, 12), date(2026, 12, 15)),
]


def figures_of(sums: Sums) -> dict[str, int]:
    named = {
        "fact": sums.fact, "revenue": sums.revenue, "lost": sums.lost, "lost_leads": sums.lost_leads,
        "expected.paid": sums.paid, "expected.pending": sums.pending, "expected.overdue": sums.overdue,
        "expected.carried": sums.carried, "overdue_count": sums.overdue_count,
    }  # fmt: skip
    return {name: value for name, value in named.items() if value}


def stored_figures(conn: Connection, scope: Scope) -> dict[Cell, dict[str, int]]:
    cells = {(cell.manager_id, cell.deal_type_id): figures_of(cell.sums) for cell in load_cells(conn, scope)}
    return {cell: sums for cell, sums in cells.items() if sums}


def names_of(conn: Connection) -> dict[int, str]:
    return {row.id: row.external_id for row in conn.execute(select(columns(Payment).id, columns(Payment).external_id))}


def payments_by_id(conn: Connection) -> dict[int, Terms]:
    ids = list(conn.scalars(select(columns(Payment).id)))
    return {id_: payment.terms for id_, payment in load_payments_now(conn, ids).items()}


def as_told(row: BehindRow, names: dict[int, str]) -> tuple[Cell, str, int, int]:
    key = f"lead:{row.lead_id}" if row.payment_id is None else names[row.payment_id]
    return (row.manager_id, row.deal_type_id), key, row.amount_minor, row.margin_minor


def check_figures(conn: Connection, oracle: Oracle, scope: Scope) -> None:
    assert stored_figures(conn, scope) == oracle.figures(scope)


def check_lists(conn: Connection, oracle: Oracle, scope: Scope) -> None:
    names = names_of(conn)
    for figure in BASIC:
        listed = load_behind(conn, scope, [figure])
        expected = Counter(oracle.behind(scope, figure))
        assert Counter(as_told(row, names) for row in listed) == expected
        for manager_id, deal_type_id in {cell for cell, *_ in expected}:
            of_cell = load_behind(conn, scope, [figure], manager_id=manager_id, deal_type_id=deal_type_id)
            assert of_cell == [
                row for row in listed if (row.manager_id, row.deal_type_id) == (manager_id, deal_type_id)
            ]
    for figure in (Figure.TOTAL, Figure.FORECAST):
        parts = Counter(found for part in PARTS[figure] for found in oracle.behind(scope, part))
        assert Counter(as_told(row, names) for row in load_behind(conn, scope, [figure])) == parts


def check_totals(conn: Connection, scope: Scope) -> None:
    for figures in (
        [Figure.FACT, Figure.PAID, Figure.REVENUE],
        [Figure.TOTAL],
        [Figure.LOST],
        [Figure.LOST, Figure.OVERDUE],
    ):
        rows = load_behind(conn, scope, figures)
        keys = [(row.payment_id, row.lead_id, row.manager_id) for row in rows]
        assert len(keys) == len(set(keys))
        totals = load_behind_totals(conn, scope, figures)
        assert totals.amount_minor == sum(row.amount_minor for row in rows)
        assert totals.margin_minor == sum(row.margin_minor for row in rows)
        assert sum(totals.counts.values()) == len(rows)
        assert load_behind(conn, scope, figures, limit=3, offset=2) == rows[2:5]


def check_trend(conn: Connection, oracle: Oracle, scope: Scope) -> None:
    first, last = MONTHS[1], MONTHS[4]
    found = {(cell.month, cell.manager_id): cell[2:] for cell in load_trend_cells(conn, first, last, scope)}
    for month in (first, first.plus(1), last):
        expected: dict[int, list[int]] = {}
        for (manager_id, _), figures in oracle.figures(replace(scope, month=month)).items():
            sums = expected.setdefault(manager_id, [0, 0, 0])
            for at, name in enumerate(("fact", "revenue", "lost")):
                sums[at] += figures.get(name, 0)
        of_month = {manager_id: list(sums) for (when, manager_id), sums in found.items() if when == month and any(sums)}
        assert of_month == {manager_id: sums for manager_id, sums in expected.items() if any(sums)}


WORLDS = [("sqlite", seed) for seed in range(5)] + [("postgresql", seed) for seed in (5, 6)]


@pytest.mark.parametrize(("database_url", "seed"), WORLDS, indirect=["database_url"])
def test_a_random_world_has_the_oracles_figures(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = World(conn, seed)
        for _ in range(4):
            world.live(60)
            assert month_sums_differ(conn) == []
        world.settle()
        assert month_sums_differ(conn) == []
        assert replayed(load_all_changes(conn)) == payments_by_id(conn)
        for scope in SCOPES:
            check_figures(conn, world.oracle, scope)
            check_lists(conn, world.oracle, scope)
            check_totals(conn, scope)
            check_trend(conn, world.oracle, scope)


def test_rebuilding_or_restating_everything_changes_nothing(database: Database) -> None:
    with database.write() as conn:
        world = World(conn, seed=77)
        world.live(300)
        kept = _sums(conn)
        payments, portions = _rows(conn, Payment), _rows(conn, PaymentPortion)
        assert portions
        restate_all(conn)
        assert _sums(conn) == kept
        restate_deal_types(conn, TYPES)
        assert _sums(conn) == kept
        rebuild_month_sums(conn)
        assert _sums(conn) == kept
        assert (_rows(conn, Payment), _rows(conn, PaymentPortion)) == (payments, portions)


def test_another_deal_type_field_and_back_restates_everything(database: Database) -> None:
    with database.write() as conn:
        world = World(conn, seed=78)
        world.live(300)
        kept = _sums(conn)
        replace_settings(conn, values={"deal_type_field": None})
        assert month_sums_differ(conn) == []
        assert {deal_type_id for _, deal_type_id in stored_figures(conn, SCOPES[0])} == {0}
        replace_settings(conn, values={"deal_type_field": FIELD})
        assert _sums(conn) == kept


def test_a_sum_that_went_wrong_is_found(database: Database) -> None:
    with database.write() as conn:
        World(conn, seed=5).live(200)
        sums = table_of(MonthSum)
        wrong = conn.execute(select(sums).where(sums.c.fact_count > 0)).first()
        assert wrong is not None
        key = wrong[:4]
        its_key = [column == value for column, value in zip(sums.primary_key, key, strict=True)]
        conn.execute(sums.update().where(*its_key).values(fact_minor=wrong.fact_minor + 1))
        assert month_sums_differ(conn) == [key]


def _rows(conn: Connection, table: type[SQLModel]) -> list[Any]:
    return list(conn.execute(select(table_of(table)).order_by(*table_of(table).primary_key)).all())


def _sums(conn: Connection) -> set[tuple[object, ...]]:
    rows = conn.execute(select(table_of(MonthSum)))
    return {tuple(row) for row in rows if any(row[4:])}
