from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sales_core.figures import Sums
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.sales import Manager
from sales_core.reports.trend import TrendCell, TrendInputs, TrendManager, TrendMonth, build_trend
from sales_core.scope import Scope

AUGUST, SEPTEMBER, OCTOBER = (Month(2026, m) for m in (8, 9, 10))
MONTHS = (AUGUST, SEPTEMBER, OCTOBER)
ANNA, BORIS, EVA = Manager(1, "Анна", 31), Manager(2, "Борис", 31), Manager(3, "Ева", 32)
CELLS = [
    (AUGUST, 1, 701, Sums(fact=100, revenue=200, lost=30)),
    (AUGUST, 1, 702, Sums(fact=50, revenue=50)),
    (OCTOBER, 2, 701, Sums(fact=80, revenue=90)),
    (OCTOBER, 9, 701, Sums(fact=20)),
]
PLANS = {AUGUST: {(1, 0): 300}, OCTOBER: {(2, 0): 400, (2, 701): 100, (3, 0): 600}}


def inputs(cells: Sequence[TrendCell] = CELLS) -> TrendInputs:
    managers = {m.id: m for m in (ANNA, BORIS, EVA)}
    return TrendInputs(MONTHS, cells, CELLS, PLANS, managers, currency("RUB"))


def scope(**filters: tuple[int, ...]) -> Scope:
    return Scope(OCTOBER, date(2026, 10, 20), **filters)


def test_each_month_has_the_figures_of_its_own_total_row_and_an_empty_month_zeros() -> None:
    assert build_trend(inputs(), scope()).months == (
        TrendMonth(AUGUST, 150, 300, Fraction(1, 2), 250, 30),
        TrendMonth(SEPTEMBER, 0, None, None, 0, 0),
        TrendMonth(OCTOBER, 100, 1_000, Fraction(1, 10), 90, 0),
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
    narrowed = [cell for cell in CELLS if cell[2] == 701]
    august, _, october = build_trend(inputs(narrowed), scope(deal_types=(701,))).months
    assert (august.fact, august.revenue, august.plan, august.percent) == (100, 200, 300, Fraction(1, 2))
    assert (october.plan, october.percent) == (700, Fraction(100, 700))
