"""The activity report, made of counts written down by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity import EQUAL_WEIGHTS, KINDS, ActionKind, ActivityFigure, Counts, add_counts
from sales_core.activity_scope import activity_scope
from sales_core.periods import Month
from sales_core.reports.activity import ActivityInputs, build_activity_report
from sales_core.reports.plans import Employment
from sales_core.reports.sales import Manager
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.spans import month_span

OCTOBER = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 31))
ANNA, BORIS, CLARA = Manager(11, "Анна"), Manager(12, "Борис"), Manager(13, "Клара", department_id=5)
CALL, MAIL = ActionKind.CALL_OUT, ActionKind.MAIL_OUT

some_counts = st.builds(
    Counts,
    st.dictionaries(st.sampled_from(ActionKind), st.integers(1, 50)),
    talk_s=st.integers(0, 9999),
    overdue=st.integers(0, 9),
)


def inputs(counts: dict[int, Counts], **changes: Any) -> ActivityInputs:
    given_: dict[str, Any] = {
        "counts": counts, "previous": {}, "managers": {each.id: each for each in (ANNA, BORIS, CLARA)},
        "in_report": frozenset({11, 12}), "employments": {}, "calendar": WorkCalendar("RU"), "weights": EQUAL_WEIGHTS,
        "is_complete": True,
    } | changes  # fmt: skip
    return ActivityInputs(**given_)


def test_the_most_active_come_first_and_those_outside_the_report_last() -> None:
    counts = {11: Counts({CALL: 2}), 13: Counts({CALL: 90}), 0: Counts({MAIL: 500}), 77: Counts({MAIL: 1})}
    report = build_activity_report(inputs(counts), OCTOBER)
    assert [(row.manager.name, row.manager.others, row.now.counts.total) for row in report.rows] == [
        ("Анна", False, 2), ("Борис", False, 0), ("Клара", True, 90), ("#77", True, 1),
    ]  # fmt: skip
    assert (report.now.counts.total, report.robots.total) == (93, 500)


def test_somebody_hired_within_the_month_is_judged_by_the_days_they_were_there() -> None:
    counts = {11: Counts({CALL: 44}), 12: Counts({CALL: 11})}
    employed = {12: Employment(hired_on=date(2026, 10, 26)), 11: Employment(None, date(2026, 9, 1))}
    report = build_activity_report(inputs(counts, employments=employed), OCTOBER)
    anna, boris = (row.now for row in report.rows)
    assert (anna.days_present, anna.per_day) == (0, None)
    assert (boris.days_present, boris.per_day) == (5, Fraction(11, 5))
    assert (report.working_days, report.now.days_present, report.now.per_day) == (22, 5, Fraction(55, 5))


def test_the_score_weighs_what_the_total_adds_alike() -> None:
    weights = {**EQUAL_WEIGHTS, MAIL: Decimal("0.5")}
    report = build_activity_report(
        inputs({11: Counts({CALL: 3, MAIL: 4}), 12: Counts({MAIL: 9})}, weights=weights), OCTOBER
    )
    assert [(row.manager.name, row.now.counts.total, row.now.score) for row in report.rows] == [
        ("Анна", 7, Decimal("5.0")), ("Борис", 9, Decimal("4.5")),
    ]  # fmt: skip


def test_the_period_before_stands_beside_it() -> None:
    before = {11: Counts({CALL: 5}), 13: Counts({MAIL: 1})}
    report = build_activity_report(inputs({11: Counts({CALL: 2})}, previous=before), OCTOBER)
    assert [(row.manager.id, row.previous and row.previous.counts.total) for row in report.rows] == [
        (11, 5), (12, 0), (13, 1),
    ]  # fmt: skip
    assert report.previous is not None
    assert (report.previous.counts.total, report.previous.days_present) == (6, 3 * 22)


def test_a_department_shows_its_own_people() -> None:
    scope = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 31), departments=(5,))
    report = build_activity_report(inputs({13: Counts({CALL: 1})}), scope)
    assert [row.manager.id for row in report.rows] == [13]


@given(st.dictionaries(st.sampled_from([11, 12, 13, 77]), some_counts))
def test_the_total_is_the_sum_of_the_rows_in_every_figure(counts: dict[int, Counts]) -> None:
    report = build_activity_report(inputs(counts), OCTOBER)
    for figure in ActivityFigure:
        assert report.now.counts.of(figure) == sum(row.now.counts.of(figure) for row in report.rows)
    assert report.now.score == report.now.counts.total == report.now.counts.of(ActivityFigure.TOTAL)


@given(st.lists(some_counts))
def test_parts_of_a_figure_add_up_to_it(counts: list[Counts]) -> None:
    every = add_counts(counts)
    parts = {
        ActivityFigure.MAILS: (ActivityFigure.MAILS_IN, ActivityFigure.MAILS_OUT),
        ActivityFigure.CALLS: (ActivityFigure.CALLS_IN, ActivityFigure.CALLS_OUT),
        ActivityFigure.MESSAGES: (ActivityFigure.MESSAGES_IN, ActivityFigure.MESSAGES_OUT),
        ActivityFigure.DONE: (ActivityFigure.ON_TIME, ActivityFigure.LATE),
    }
    for whole, of_it in parts.items():
        assert every.of(whole) == sum(map(every.of, of_it))
    alone = [
        figure for figure in ActivityFigure if figure not in parts
        and figure not in {ActivityFigure.CONNECTED, ActivityFigure.TALK, ActivityFigure.TOTAL, ActivityFigure.OVERDUE}
    ]  # fmt: skip
    assert sum(map(every.of, alone)) == every.total
    assert set(KINDS) == set(ActivityFigure)
