"""Activity against percent of plan, by a month worked out by hand and beside a slow oracle."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity import EQUAL_WEIGHTS, ActionKind, Counts
from sales_core.activity_scope import ActivityScope, activity_scope
from sales_core.figures import CellSums, Sums
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.activity import ActivityInputs, build_activity_report
from sales_core.reports.plans import Employment, whole_plans
from sales_core.reports.quadrant import DIAGNOSES, Point, Quadrant, Verdict, build_quadrant
from sales_core.reports.sales import Manager, SalesInputs, SalesReport, build_sales_report
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope
from sales_core.spans import month_span, span_of

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
CALENDAR = WorkCalendar("RU")
TODAY = date(2026, 10, 21)
"""14 of October's 22 working days are over; the 21st is the 15th."""
SCOPE = activity_scope(month_span(OCTOBER), TODAY)
MANAGERS = {i: Manager(i, f"M{i}") for i in range(1, 9)}
CALL = ActionKind.CALL_OUT


def sales(facts: dict[int, int], plans: dict[int, int], month: Month = OCTOBER, as_of: date = TODAY) -> SalesReport:
    cells = [CellSums(i, 0, replace(Sums(), fact=fact)) for i, fact in facts.items()]
    inputs = SalesInputs(
        cells=cells, whole_cells=cells, managers=MANAGERS, in_report=frozenset(MANAGERS),
        plans=whole_plans({(i, 0): plan for i, plan in plans.items()}), deal_types={}, scale=None,
        currency=currency("RUB"), bonus_unit=1, working_days=CALENDAR.working_days(month),
    )  # fmt: skip
    return build_sales_report(inputs, Scope(month, as_of))


def quadrant(
    done: dict[int, int], reports: list[SalesReport], scope: ActivityScope = SCOPE, **changes: Any
) -> Quadrant:
    """``done``: calls of each of the managers that are in the report."""
    inputs = ActivityInputs(
        counts={i: Counts({CALL: n}) for i, n in done.items()}, previous={}, managers=MANAGERS,
        in_report=frozenset(done), employments={}, calendar=CALENDAR, weights=EQUAL_WEIGHTS, is_complete=True,
    )  # fmt: skip
    return build_quadrant(build_activity_report(replace(inputs, **changes), scope), reports)


def points(found: Quadrant) -> dict[int, Point]:
    return {point.manager.id: point for point in found.points}


def verdicts(found: Quadrant) -> dict[int, Verdict]:
    return {i: point.verdict for i, point in points(found).items()}


def test_four_managers_stand_in_the_four_corners() -> None:
    """400 actions of four who were there 15 days: 100 each on average. The pace is 14 ÷ 22, 64 %."""
    found = quadrant(
        {1: 160, 2: 40, 3: 150, 4: 50},
        [sales({1: 90, 2: 70, 3: 60, 4: 10}, {1: 100, 2: 100, 3: 100, 4: 100})],
    )
    assert (found.average, found.days, found.pace.ratio) == (Fraction(400, 60), 15, Fraction(14, 22))
    assert {i: (point.activity, point.percent) for i, point in points(found).items()} == {
        1: (Fraction(8, 5), Fraction(9, 10)), 2: (Fraction(2, 5), Fraction(7, 10)),
        3: (Fraction(3, 2), Fraction(3, 5)), 4: (Fraction(1, 2), Fraction(1, 10)),
    }  # fmt: skip
    assert verdicts(found) == {
        1: Verdict.WORKS_AND_SELLS, 2: Verdict.SELLS_WITH_LITTLE,
        3: Verdict.TRIES_WITHOUT_SELLING, 4: Verdict.LITTLE_OF_BOTH,
    }  # fmt: skip
    assert found.percent == Fraction(230, 400)


def test_somebody_hired_within_the_month_is_compared_by_the_day() -> None:
    """30 actions in 3 days are more than 100 in 15, though the sum is less: on average 130 in 18 days."""
    employed = {2: Employment(hired_on=date(2026, 10, 19))}
    found = quadrant({1: 100, 2: 30}, [sales({1: 1, 2: 1}, {1: 9, 2: 9})], employments=employed)
    assert (found.average, found.days) == (Fraction(130, 18), None)
    assert points(found)[2].activity == Fraction(30, 3) / Fraction(130, 18)
    assert verdicts(found) == {1: Verdict.LITTLE_OF_BOTH, 2: Verdict.TRIES_WITHOUT_SELLING}


def test_why_there_is_no_diagnosis() -> None:
    reports = [sales({1: 90, 2: 90, 3: 90, 4: 63, 5: 1}, {1: 100, 2: 100, 3: 0, 4: 100, 5: 100})]
    gone = {2: Employment(dismissed_on=date(2026, 9, 30))}
    found = quadrant({1: 100, 2: 0, 3: 100, 4: 300, 5: 0}, reports, employments=gone, in_report=frozenset({1, 2, 3, 4}))
    assert verdicts(found) == {
        1: Verdict.SELLS_WITH_LITTLE, 2: Verdict.ABSENT, 3: Verdict.NO_PLAN, 4: Verdict.TRIES_WITHOUT_SELLING,
    }  # fmt: skip
    assert [point.manager.id for point in found.drawn] == [4, 1]
    outsider = quadrant({1: 100, 5: 10}, reports, in_report=frozenset({1}))
    assert verdicts(outsider) == {1: Verdict.ALONE, 5: Verdict.OUTSIDE}
    assert outsider.average == Fraction(100, 15), "others are no part of the average"


def test_nearer_than_half_a_percent_to_a_border_is_no_side_of_it() -> None:
    plans = dict.fromkeys(range(1, 5), 10_000)
    facts = {1: 6_364 + 49, 2: 6_364 + 51, 3: 9_000, 4: 9_000}
    found = quadrant({1: 1500, 2: 1500, 3: 996, 4: 4}, [sales(facts, plans)])
    assert verdicts(found)[1] is Verdict.ON_BORDER
    assert verdicts(found)[2] is Verdict.WORKS_AND_SELLS
    assert verdicts(found)[3] is Verdict.ON_BORDER, "996 of 1000 on average"


def test_on_the_first_day_of_a_month_nobody_without_sales_is_judged() -> None:
    first = date(2026, 10, 1)
    found = quadrant(
        {1: 9, 2: 1}, [sales({2: 5}, {1: 100, 2: 100}, as_of=first)], activity_scope(month_span(OCTOBER), first)
    )
    assert found.pace.ratio == 0
    assert verdicts(found) == {1: Verdict.ON_BORDER, 2: Verdict.SELLS_WITH_LITTLE}


def test_nobody_did_anything() -> None:
    found = quadrant({1: 0, 2: 0}, [sales({1: 90}, {1: 100, 2: 100})])
    assert found.average == 0
    assert set(verdicts(found).values()) == {Verdict.ON_BORDER}
    assert found.drawn == ()


def test_several_months_are_taken_together() -> None:
    """Of a manager without a plan in November only October counts."""
    day = date(2026, 11, 16)
    scope = activity_scope(span_of(OCTOBER.first, NOVEMBER.last), day)
    found = quadrant(
        {1: 5, 2: 9},
        [sales({1: 90, 2: 30}, {1: 100, 2: 100}, as_of=day), sales({1: 10, 2: 80}, {1: 300}, NOVEMBER, day)],
        scope,
    )
    assert {i: point.percent for i, point in points(found).items()} == {1: Fraction(100, 400), 2: Fraction(30, 100)}
    assert found.pace.ratio == Fraction(22 + 9, 22 + 20)


def test_weights_decide_who_is_above_the_average() -> None:
    counts = {1: Counts({CALL: 10}), 2: Counts({ActionKind.MAIL_OUT: 30})}
    weights = {**EQUAL_WEIGHTS, ActionKind.MAIL_OUT: Decimal("0.2")}
    found = quadrant({1: 0, 2: 0}, [sales({1: 1, 2: 1}, {1: 9, 2: 9})], counts=counts, weights=weights)
    assert verdicts(found) == {1: Verdict.TRIES_WITHOUT_SELLING, 2: Verdict.LITTLE_OF_BOTH}


someone = st.tuples(
    st.integers(0, 400), st.integers(0, 200), st.none() | st.integers(0, 150),
    st.none() | st.dates(date(2026, 9, 20), date(2026, 11, 5)), st.booleans(),
)  # fmt: skip


@given(st.lists(someone, min_size=1, max_size=8), st.dates(OCTOBER.first, date(2026, 11, 3)))
def test_everybody_has_exactly_the_verdict_the_slow_way_gives(people: list[Any], day: date) -> None:
    """Each figure anew, from the lists, by docs/metrics.md."""
    known = dict(enumerate(people, 1))
    found = quadrant(
        {i: person[0] for i, person in known.items()},
        [sales({i: p[1] for i, p in known.items()}, {i: p[2] for i, p in known.items() if p[2]}, as_of=day)],
        activity_scope(month_span(OCTOBER), day),
        employments={i: Employment(hired_on=p[3]) for i, p in known.items() if p[3]},
        in_report=frozenset(i for i, p in known.items() if p[4]),
    )
    worked = [each for each in CALENDAR.working_days(OCTOBER) if each <= day]
    days = {i: len([each for each in worked if p[3] is None or each >= p[3]]) for i, p in known.items()}
    counted = [i for i, p in known.items() if p[4] and days[i]]
    all_days = sum(days[i] for i in counted)
    average = Fraction(sum(known[i][0] for i in counted), all_days) if all_days else None
    pace = Fraction(len([each for each in CALENDAR.working_days(OCTOBER) if each < day]), 22)
    for i, verdict in verdicts(found).items():
        done, fact, plan, _, is_in = known[i]
        if not is_in:
            expected = {Verdict.OUTSIDE}
        elif not days[i]:
            expected = {Verdict.ABSENT}
        elif not plan:
            expected = {Verdict.NO_PLAN}
        elif len(counted) == 1:
            expected = {Verdict.ALONE}
        elif not average or any(
            abs(off) < Fraction(5, 1000) for off in (Fraction(done, days[i]) / average - 1, Fraction(fact, plan) - pace)
        ):
            expected = {Verdict.ON_BORDER}
        else:
            by_activity = {"works_and_sells", "tries_without_selling"}
            by_sales = {"works_and_sells", "sells_with_little"}
            is_active, is_ahead = Fraction(done, days[i]) > average, Fraction(fact, plan) > pace
            expected = {
                each
                for each in DIAGNOSES.values()
                if (each in by_activity) == is_active and (each in by_sales) == is_ahead
            }
        assert {verdict} == expected
    assert len(found.points) == len({point.manager.id for point in found.points})
