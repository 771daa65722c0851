from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sales_core.figures import CellSums, Sums
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bonus import Applies, NoBonus, Scale, Tier
from sales_core.reports.plans import MonthPlans, Plans, whole_plans
from sales_core.reports.sales import (
    DealType,
    Manager,
    ManagerRow,
    SalesInputs,
    SalesReport,
    TotalRow,
    build_sales_report,
)
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope

OCTOBER = Scope(Month(2026, 10), date(2026, 10, 20))
LICENCES, WORKS, NO_TYPE = 701, 702, 0
TYPES = {
    LICENCES: DealType(LICENCES, "Лицензии", Decimal("0.5"), share_is_set=True),
    WORKS: DealType(WORKS, "Работы", Decimal(1), share_is_set=True),
}
WHOLE_SCALE = Scale((Tier(Decimal("0.5"), Decimal("0.03")), Tier(Decimal(1), Decimal("0.07"))))
ANNA, BORIS, VERA, GLEB = (Manager(i, name, 31) for i, name in enumerate(("Анна", "Борис", "Вера", "Глеб"), 1))


def cell(manager: Manager, deal_type_id: int, **sums: int) -> CellSums:
    return CellSums(manager.id, deal_type_id, Sums(**sums))


def inputs(
    *cells: CellSums, whole: list[CellSums] | None = None, plans: Plans | MonthPlans | None = None, **changes: Any
) -> SalesInputs:
    given = {
        "cells": cells,
        "whole_cells": cells if whole is None else whole,
        "managers": {m.id: m for m in (ANNA, BORIS, VERA, GLEB)},
        "in_report": frozenset({1, 2}),
        "plans": plans if isinstance(plans, MonthPlans) else whole_plans(plans or {}),
        "deal_types": TYPES,
        "scale": WHOLE_SCALE,
        "currency": currency("RUB"),
        "bonus_unit": 1,
        "working_days": WorkCalendar("RU").working_days(Month(2026, 10)),
    }
    return SalesInputs(**given | changes)


def names(report: SalesReport) -> list[str]:
    return [row.manager.name for row in report.rows]


def row_of(report: SalesReport, manager: Manager) -> ManagerRow:
    return next(row for row in report.rows if row.manager.id == manager.id)


def test_a_manager_in_the_report_without_figures_gets_a_row_of_zeros() -> None:
    row = row_of(build_sales_report(inputs(plans={(2, 0): 1_000}), OCTOBER), BORIS)
    assert (row.sums, row.plan, row.percent, row.bonus.amount, row.deal_types) == (Sums(), 1_000, 0, 0, ())
    assert row.bonus.reason is NoBonus.NOTHING_BROUGHT_IN


def test_others_have_a_row_only_with_a_figure_and_come_last() -> None:
    report = build_sales_report(
        inputs(cell(VERA, WORKS, fact=900), cell(GLEB, WORKS, overdue_count=0), plans={(3, 0): 100}), OCTOBER
    )
    assert [(row.manager.name, row.manager.others) for row in report.rows] == [
        ("Анна", False),
        ("Борис", False),
        ("Вера", True),
    ]


def test_a_plan_is_a_figure_so_the_total_does_not_jump_when_its_owner_sells_something() -> None:
    assert names(build_sales_report(inputs(plans={(4, 0): 100, (3, 0): 0}), OCTOBER)) == ["Анна", "Борис", "Глеб"]


def test_a_user_nobody_knows_still_has_a_row() -> None:
    report = build_sales_report(inputs(CellSums(99, 0, Sums(lost=5, lost_leads=1))), OCTOBER)
    assert row_of(report, Manager(99, "")).manager == Manager(99, "", others=True)
    assert report.total.sums.lost == 5


def test_rows_are_ordered_by_percent_those_without_one_last_then_by_name() -> None:
    everyone = frozenset({1, 2, 3, 4})
    cells = [
        cell(ANNA, WORKS, fact=10),
        cell(BORIS, WORKS, fact=999),
        cell(VERA, WORKS, fact=20),
        cell(GLEB, WORKS, fact=-1),
    ]
    plans = {(1, 0): 100, (3, 0): 100, (4, 0): 100}
    assert names(build_sales_report(inputs(*cells, in_report=everyone, plans=plans), OCTOBER)) == [
        "Вера",
        "Анна",
        "Глеб",
        "Борис",
    ]
    assert names(build_sales_report(inputs(in_report=everyone), OCTOBER)) == ["Анна", "Борис", "Вера", "Глеб"]


def test_deal_types_are_ordered_by_fact_then_by_name_with_no_type_last() -> None:
    cells = [cell(ANNA, NO_TYPE, revenue=1), cell(ANNA, WORKS, pending=1), cell(ANNA, LICENCES, paid=1)]
    row = row_of(build_sales_report(inputs(*cells), OCTOBER), ANNA)
    assert [r.deal_type.id for r in row.deal_types] == [LICENCES, WORKS, NO_TYPE]
    row = row_of(build_sales_report(inputs(*cells, cell(ANNA, NO_TYPE, fact=7)), OCTOBER), ANNA)
    assert [r.deal_type.id for r in row.deal_types] == [NO_TYPE, LICENCES, WORKS]
    assert row.deal_types[0].sums == Sums(fact=7, revenue=1)


def test_without_a_plan_percent_and_bonus_are_empty() -> None:
    row = row_of(build_sales_report(inputs(cell(ANNA, WORKS, fact=500)), OCTOBER), ANNA)
    assert (row.plan, row.percent, row.forecast_percent, row.bonus.amount, row.is_behind) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert row.deal_types[0].bonus is None
    row = row_of(build_sales_report(inputs(cell(ANNA, WORKS, fact=500), plans={(1, 0): 0}), OCTOBER), ANNA)
    assert (row.plan, row.percent, row.bonus.reason) == (0, None, NoBonus.NO_PLAN)


def test_a_manager_is_behind_when_the_percent_is_under_the_pace() -> None:
    cells = [cell(ANNA, WORKS, fact=13), cell(BORIS, WORKS, fact=12)]
    report = build_sales_report(inputs(*cells, plans={(1, 0): 22, (2, 0): 22}), OCTOBER)
    assert report.pace.ratio == Fraction(13, 22)
    assert [row.is_behind for row in report.rows] == [False, True]


def test_the_total_s_percent_is_all_facts_by_all_plans() -> None:
    cells = [cell(ANNA, WORKS, fact=300, pending=100), cell(BORIS, WORKS, fact=500)]
    total = build_sales_report(inputs(*cells, plans={(1, 0): 1_000}), OCTOBER).total
    assert (total.plan, total.percent, total.forecast_percent) == (1_000, Fraction(8, 10), Fraction(9, 10))
    nobody = build_sales_report(inputs(*cells), OCTOBER).total
    assert (nobody.plan, nobody.percent, nobody.bonus) == (None, None, None)


def test_the_bonus_of_the_types_adds_up_to_the_manager_s() -> None:
    cells = [cell(ANNA, LICENCES, fact=3_333), cell(ANNA, WORKS, fact=3_334), cell(ANNA, NO_TYPE, fact=3_333)]
    row = row_of(build_sales_report(inputs(*cells, plans={(1, 0): 10_000}), OCTOBER), ANNA)
    assert row.bonus.amount == 700
    assert {r.deal_type.id: r.bonus for r in row.deal_types} == {WORKS: 234, LICENCES: 233, NO_TYPE: 233}


def test_types_without_a_share_are_named_once() -> None:
    cells = [cell(ANNA, 705, fact=1), cell(BORIS, 705, fact=1), cell(BORIS, WORKS, fact=1), cell(BORIS, 706)]
    report = build_sales_report(inputs(*cells), OCTOBER)
    assert report.types_without_share == (705,)
    assert row_of(report, ANNA).deal_types[0].deal_type == DealType(705, "", Decimal(1), share_is_set=False)


def test_a_filter_narrows_the_sums_and_leaves_plan_percent_and_bonus_the_whole_month_s() -> None:
    whole = [cell(ANNA, LICENCES, fact=300, pending=50), cell(ANNA, WORKS, fact=700), cell(VERA, WORKS, fact=9)]
    scope = Scope(OCTOBER.month, OCTOBER.as_of, deal_types=(LICENCES,))
    report = build_sales_report(inputs(whole[0], whole=whole, plans={(1, 0): 1_000}), scope)
    row = row_of(report, ANNA)
    assert row.sums == Sums(fact=300, pending=50)
    assert (row.plan, row.percent, row.bonus.amount, row.forecast_percent) == (1_000, 1, 70, Fraction(35, 100))
    assert [(r.deal_type.id, r.bonus) for r in row.deal_types] == [(LICENCES, 21)]
    assert names(report) == ["Анна", "Борис", "Вера"]  # hers are figures of the month, though not of the filter
    assert (report.total.sums.fact, report.total.percent, report.total.bonus) == (300, Fraction(1009, 1000), 70)


PER_TYPE = {(1, LICENCES): 400, (1, WORKS): 800, (2, LICENCES): 500, (2, 0): 900}


def narrowed_to(*deal_types: int, pipelines: tuple[int, ...] = ()) -> SalesReport:
    whole = [cell(m, t, fact=300) for m in (ANNA, BORIS) for t in (LICENCES, WORKS)]
    shown = [c for c in whole if not deal_types or c.deal_type_id in deal_types]
    scope = Scope(OCTOBER.month, OCTOBER.as_of, deal_types=deal_types, pipelines=pipelines)
    return build_sales_report(inputs(*shown, whole=whole, plans=PER_TYPE), scope)


def test_plans_per_deal_type_make_percent_follow_the_filter() -> None:
    report = narrowed_to(LICENCES)
    assert [(r.plan, r.percent) for r in (row_of(report, ANNA), row_of(report, BORIS))] == [
        (400, Fraction(3, 4)),
        (500, Fraction(3, 5)),
    ]
    assert (report.total.plan, report.total.percent) == (900, Fraction(600, 900))
    both = narrowed_to(LICENCES, WORKS)
    assert (row_of(both, ANNA).plan, row_of(both, ANNA).percent) == (1_200, Fraction(1, 2))
    assert (row_of(both, BORIS).plan, row_of(both, BORIS).percent) == (
        900,
        Fraction(2, 3),
    )  # works have no plan of theirs


def test_plans_per_deal_type_leave_the_bonus_the_whole_month_s() -> None:
    assert row_of(narrowed_to(LICENCES), ANNA).bonus == row_of(narrowed_to(), ANNA).bonus
    assert row_of(narrowed_to(LICENCES), ANNA).bonus.amount == 18  # 600 of 1 200 is 50 %: 600 × 3 %


def test_only_plans_per_deal_type_make_a_month_s_plan_together() -> None:
    assert [row_of(narrowed_to(), m).plan for m in (ANNA, BORIS)] == [1_200, 900]


def test_no_plan_speaks_of_a_pipeline_or_of_no_type() -> None:
    assert row_of(narrowed_to(LICENCES, pipelines=(1,)), ANNA).plan == 1_200
    assert row_of(narrowed_to(NO_TYPE), BORIS).plan == 900


def test_a_department_holds_its_own_managers_only() -> None:
    elsewhere = Manager(5, "Ева", 32)
    managers = {m.id: m for m in (ANNA, elsewhere)}
    scope = Scope(OCTOBER.month, OCTOBER.as_of, departments=(32,))
    report = build_sales_report(
        inputs(CellSums(5, WORKS, Sums(fact=7)), managers=managers, in_report=frozenset({1, 5}), plans={(1, 0): 9}),
        scope,
    )
    assert (names(report), report.total.plan, report.total.sums.fact) == (["Ева"], None, 7)


# ---------------------------------------------------------------- for any month

amounts = st.integers(-(10**9), 10**9)
counts = st.integers(0, 50)
sums = st.builds(Sums, *[amounts] * 7, counts, counts)
cells_of = st.lists(st.builds(CellSums, st.integers(0, 6), st.sampled_from([0, 701, 702, 703]), sums), max_size=20)
plans_of = st.dictionaries(
    st.tuples(st.integers(0, 6), st.sampled_from([0, 701, 702])), st.integers(0, 10**9), max_size=12
)
scales_of = st.none() | st.builds(
    lambda starts, rate, mode, cap: Scale(tuple(Tier(Decimal(s) / 10, rate, mode) for s in starts), cap),
    st.sets(st.integers(0, 15), min_size=1, max_size=4).map(sorted),
    st.sampled_from([Decimal("0.03"), Decimal("0.1"), Decimal(0)]),
    st.sampled_from(list(Applies)),
    st.none() | st.integers(0, 10**6),
)
SUMMABLE = [field.name for field in fields(Sums)]


@given(cells_of, plans_of, scales_of, st.sampled_from([1, 100]), st.sets(st.integers(0, 6)))
def test_types_add_up_to_managers_and_managers_to_the_total(
    cells: list[CellSums], plans: Mapping[tuple[int, int], int], scale: Scale | None, unit: int, in_report: set[int]
) -> None:
    report = build_sales_report(
        inputs(*cells, plans=plans, scale=scale, bonus_unit=unit, in_report=frozenset(in_report)), OCTOBER
    )
    rows: list[ManagerRow | TotalRow] = [*report.rows, report.total]
    for name in [*SUMMABLE, "total", "forecast"]:
        if name != "overdue_count":
            for row in rows:
                assert sum(getattr(r.sums, name) for r in row.deal_types) == getattr(row.sums, name)
        assert sum(getattr(row.sums, name) for row in report.rows) == getattr(report.total.sums, name)
        if name != "overdue_count":
            assert sum(getattr(c.sums, name) for c in cells) == getattr(report.total.sums, name)
    for row in report.rows:
        if row.bonus.amount is not None and row.deal_types:
            assert sum(r.bonus or 0 for r in row.deal_types) == row.bonus.amount
    assert sum(row.bonus.amount or 0 for row in report.rows) == (report.total.bonus or 0)
    assert sum(row.plan or 0 for row in report.rows) == (report.total.plan or 0)


@given(cells_of, plans_of, scales_of, st.sets(st.integers(0, 6)))
def test_percent_is_exactly_fact_by_plan_in_every_row(
    cells: list[CellSums], plans: Mapping[tuple[int, int], int], scale: Scale | None, in_report: set[int]
) -> None:
    report = build_sales_report(inputs(*cells, plans=plans, scale=scale, in_report=frozenset(in_report)), OCTOBER)
    rows: list[ManagerRow | TotalRow] = [*report.rows, report.total]
    for row in rows:
        assert (row.percent is None) == (not row.plan)
        if row.percent is not None:
            assert row.percent * (row.plan or 0) == row.sums.fact
            assert sum(r.percent or 0 for r in row.deal_types) == row.percent
    assert {row.manager.id for row in report.rows} >= in_report
