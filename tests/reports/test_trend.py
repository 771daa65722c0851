from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sales_core.figures import TrendCell
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bonus import Scale, Tier
from sales_core.reports.sales import Manager
from sales_core.reports.trend import TrendInputs, TrendManager, TrendMonth, build_trend
from sales_core.scope import Scope

AUGUST, SEPTEMBER, OCTOBER = (Month(2026, m) for m in (8, 9, 10))
MONTHS = (AUGUST, SEPTEMBER, OCTOBER)
ANNA, BORIS, EVA = Manager(1, "Анна", 31), Manager(2, "Борис", 31), Manager(3, "Ева", 32)
CELLS = [
    TrendCell(AUGUST, 1, fact=150, revenue=250, lost=30),
    TrendCell(OCTOBER, 2, fact=80, revenue=90, lost=0),
    TrendCell(OCTOBER, 9, fact=20, revenue=0, lost=0),
]
PLANS = {AUGUST: {(1, 0): 300}, OCTOBER: {(2, 0): 400, (2, 701): 100, (3, 0): 600}}
SCALE = Scale((Tier(Decimal("0.5"), Decimal("0.03")),))


def inputs(cells: Sequence[TrendCell] = CELLS) -> TrendInputs:
    managers = {m.id: m for m in (ANNA, BORIS, EVA)}
    return TrendInputs(MONTHS, cells, CELLS, PLANS, {OCTOBER: SCALE}, managers, currency("RUB"))


def scope(**filters: tuple[int, ...]) -> Scope:
    return Scope(OCTOBER, date(2026, 10, 20), **filters)


def test_each_month_has_the_figures_of_its_own_total_row_and_an_empty_month_zeros() -> None:
    assert build_trend(inputs(), scope()).months == (
        TrendMonth(AUGUST, 150, 300, Fraction(1, 2), 250, 30, None),
        TrendMonth(SEPTEMBER, 0, None, None, 0, 0, None),
        TrendMonth(OCTOBER, 100, 1_000, Fraction(1, 10), 90, 0, SCALE),
    )


def test_managers_are_compared_month_by_month_the_best_of_the_last_month_first() -> None:
    assert build_trend(inputs(), scope()).managers == (
        TrendManager(BORIS, (0, 0, 80)),
        TrendManager(Manager(9, ""), (0, 0, 20)),
        TrendManager(ANNA, (150, 0, 0)),
    )


def test_a_department_s_trend_has_the_department_s_plans() -> None:
    october = build_trend(inputs(), scope(departments=(31,))).months[-1]
    assert (october.plan, october.percent) == (400, Fraction(1, 4))


def test_a_filter_narrows_the_fact_and_leaves_the_percent_the_whole_month_s_unless_the_type_has_a_plan() -> None:
    narrowed = [TrendCell(AUGUST, 1, fact=100, revenue=200, lost=30), *CELLS[1:]]
    august, _, october = build_trend(inputs(narrowed), scope(deal_types=(701,))).months
    assert (august.fact, august.revenue, august.plan, august.percent) == (100, 200, 300, Fraction(1, 2))
    assert (october.plan, october.percent) == (700, Fraction(100, 700))
