"""Who is best, what changed, and what cannot be known, of managers written down by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sales_core.activity import EQUAL_WEIGHTS, ActionKind, Counts
from sales_core.comparison import Measure
from sales_core.comparison_scope import ComparisonScope, When, comparison_scope
from sales_core.figures import CellSums, Figure, Sums
from sales_core.money import currency
from sales_core.payment_states import State
from sales_core.periods import Month
from sales_core.reports.activity import ActivityInputs, build_activity_report
from sales_core.reports.breakdown import BehindLine, build_breakdown
from sales_core.reports.comparison import Comparison, ComparisonInputs, MeasureRow, build_comparison
from sales_core.reports.comparison_values import NO_WORK, Closings, Stretch
from sales_core.reports.plans import MonthPlans
from sales_core.reports.sales import DealType, Manager, SalesInputs, build_sales_report
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope

RUB = currency("RUB")
ANNA, BORIS, CLARA = Manager(11, "Анна"), Manager(12, "Борис"), Manager(13, "Клара")
MANAGERS = {each.id: each for each in (ANNA, BORIS, CLARA)}
LICENCES, WORK = (
    DealType(id_, name, Decimal(1), share_is_set=True) for id_, name in ((701, "Лицензии"), (702, "Работы"))
)
TYPES = {each.id: each for each in (LICENCES, WORK)}
OCTOBER = comparison_scope(Scope(Month(2026, 10), date(2026, 11, 24)), (13, 12, 11))

Paid = dict[int, list[tuple[int, int]]]
"""By manager: (deal type, amount) of each payment."""


def line(manager_id: int, type_id: int, amount: int, number: int) -> BehindLine:
    day = date(2026, 10, 5)
    return BehindLine(
        number, number, f"Сделка {number}", "", MANAGERS[manager_id], TYPES[type_id], amount, Decimal(1), amount, day,
        day, State.PAID, 0, "", "manual",
    )  # fmt: skip


def stretch(
    scope: Scope,
    paid: Paid,
    actions: dict[int, int] | None = None,
    closed: dict[tuple[int, int], Closings] | None = None,
) -> Stretch:
    """``actions``: calls by manager."""
    lists = {
        id_: [line(id_, type_id, amount, number) for number, (type_id, amount) in enumerate(paid.get(id_, []), 1)]
        for id_ in MANAGERS
    }
    found = [CellSums(id_, each.deal_type.id, Sums(each.margin_minor, revenue=each.amount_minor))
             for id_, lines in lists.items() for each in lines]  # fmt: skip
    sales = SalesInputs(
        cells=found, whole_cells=found, managers=MANAGERS, in_report=frozenset({11, 12}), plans=MonthPlans({}, {}),
        deal_types=TYPES, scale=None, currency=RUB, bonus_unit=1, working_days=[],
    )  # fmt: skip
    asked = ComparisonScope(scope, (11, 12)).activity(When.NOW)
    counts = {id_: Counts({ActionKind.CALL_OUT: number}) for id_, number in (actions or {}).items()}
    activity = ActivityInputs(
        counts=counts, previous={}, managers=MANAGERS, in_report=frozenset({11, 12}), employments={},
        calendar=WorkCalendar("RU"), weights=EQUAL_WEIGHTS, is_complete=True,
    )  # fmt: skip
    return Stretch(
        build_sales_report(sales, scope),
        build_activity_report(activity, asked),
        {id_: build_breakdown(scope, [Figure.REVENUE], RUB, lines) for id_, lines in lists.items()},
        closed or {},
    )


def comparison(
    now: Stretch, before: Stretch | None = None, scope: ComparisonScope = OCTOBER, **changes: Any
) -> Comparison:
    nothing = stretch(scope.scope, {})
    inputs = ComparisonInputs(
        stretches={When.NOW: now, When.MONTH_BEFORE: before or nothing, When.YEAR_BEFORE: nothing},
        managers=MANAGERS, left={}, work={}, deal_types=TYPES,
    )  # fmt: skip
    return build_comparison(replace(inputs, **changes), scope)


def row(report: Comparison, measure: Measure) -> MeasureRow:
    return next(row for row in report.rows if row.measure is measure)


def best(found: MeasureRow) -> list[bool]:
    return [cell.is_best for cell in found.cells]


def test_managers_stand_by_name_and_the_best_of_them_is_marked() -> None:
    report = comparison(stretch(OCTOBER.scope, {11: [(701, 500)], 12: [(701, 900), (702, 100)], 13: [(702, 1000)]}))
    assert [each.manager.name for each in report.managers] == ["Анна", "Борис", "Клара"]
    assert [cell.now for cell in row(report, Measure.FACT).cells] == [500, 1000, 1000]
    assert best(row(report, Measure.FACT)) == [False, True, True]


def test_nobody_is_best_where_all_are_alike_or_neither_way_is_better() -> None:
    closed = {(11, 701): Closings(archived=2), (12, 701): Closings(archived=2)}
    scope = comparison_scope(OCTOBER.scope, (11, 12))
    paid: Paid = {11: [(701, 500)], 12: [(701, 500)]}
    report = comparison(stretch(OCTOBER.scope, paid, {11: 3, 12: 5}, closed), scope=scope)
    assert best(row(report, Measure.FACT)) == best(row(report, Measure.ARCHIVED)) == [False, False]
    assert best(row(report, Measure.TOTAL)) == [False, True]
    assert best(row(report, Measure.LEADS_TAKEN)) == [False, False]


def test_less_is_better_where_it_is() -> None:
    closed = {(11, 701): Closings(1, 4), (12, 702): Closings(1, 2), (13, 701): Closings(5, 3)}
    assert best(row(comparison(stretch(OCTOBER.scope, {}, {}, closed)), Measure.ARCHIVED)) == [False, True, False]


def test_of_somebody_nothing_is_known_of_nothing_is_told() -> None:
    before = stretch(OCTOBER.scope, {11: [(701, 400)]})
    report = comparison(stretch(OCTOBER.scope, {11: [(701, 500)], 12: [(701, 300)]}), before)
    anna, boris, clara = row(report, Measure.FACT).cells
    assert (anna.past[When.MONTH_BEFORE], anna.change(When.MONTH_BEFORE)) == (400, Fraction(1, 4))
    assert (boris.past[When.MONTH_BEFORE], boris.change(When.MONTH_BEFORE)) == (None, None)
    assert (clara.now, row(report, Measure.TASKS_OVERDUE).cells[2].now) == (None, None)
    assert not row(report, Measure.TASKS_OVERDUE).cells[2].is_best


def test_a_ratio_changes_by_points_and_nothing_is_a_share_of_zero() -> None:
    now = stretch(OCTOBER.scope, {11: [(701, 500)], 12: [(701, 1)]}, {11: 4}, {(11, 701): Closings(3, 1)})
    before = stretch(OCTOBER.scope, {12: [(701, 7)]}, {11: 2}, {(11, 701): Closings(1, 3)})
    report = comparison(now, before)
    assert row(report, Measure.WIN_RATE).cells[0].change(When.MONTH_BEFORE) == Fraction(1, 2)
    assert row(report, Measure.TOTAL).cells[0].change(When.MONTH_BEFORE) == 1
    assert row(report, Measure.FACT).cells[0].past[When.MONTH_BEFORE] == 0
    assert row(report, Measure.FACT).cells[0].change(When.MONTH_BEFORE) is None


def test_what_stands_today_has_no_past_and_no_deals_in_work_are_known_of_another_day() -> None:
    now = stretch(OCTOBER.scope, {11: [(701, 500)]})
    assert row(comparison(now), Measure.IN_WORK).cells[0].now is None
    known = row(comparison(now, work={11: NO_WORK}), Measure.IN_WORK).cells[0]
    assert (known.now, known.past) == (0, {When.MONTH_BEFORE: None, When.YEAR_BEFORE: None})


def test_within_a_deal_type_three_payments_make_a_best() -> None:
    paid: Paid = {11: [(701, 100)] * 3 + [(702, 50)] * 3, 12: [(701, 90)] * 2, 13: [(702, 300)] * 2}
    report = comparison(stretch(OCTOBER.scope, paid))
    work, licences = report.deal_types
    assert [each.deal_type.name for each in (work, licences)] == ["Работы", "Лицензии"]
    assert best(licences.row(Measure.FACT)) == [True, False, False]
    assert best(work.row(Measure.FACT)) == [False, False, False]
    assert best(licences.row(Measure.AVERAGE)) == [False, False, False]
    assert [cell.now for cell in licences.row(Measure.SHARE).cells] == [Fraction(300, 450), 1, 0]


def test_a_rate_of_one_lucky_deal_is_no_rival() -> None:
    closed = {(11, 701): Closings(2, 1), (12, 701): Closings(1, 0), (13, 701): Closings(3, 3)}
    (licences,) = comparison(stretch(OCTOBER.scope, {}, {}, closed)).deal_types
    assert [cell.now for cell in licences.row(Measure.WIN_RATE).cells] == [Fraction(2, 3), 1, Fraction(1, 2)]
    assert best(licences.row(Measure.WIN_RATE)) == [True, False, False]


def test_who_left_before_the_day_is_said_to_have_left() -> None:
    left = {11: date(2026, 11, 23), 12: date(2026, 11, 24)}
    report = comparison(stretch(OCTOBER.scope, {}), left=left)
    assert [each.left_on for each in report.managers] == [date(2026, 11, 23), None, None]
