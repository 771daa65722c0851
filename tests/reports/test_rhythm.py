"""Hours of the week and the days of managers, made of facts written down by hand."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity import ActionKind, Counts
from sales_core.activity_scope import activity_scope
from sales_core.delivery.rhythm_text import tell_findings
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.reports.activity import ActivityReport, build_activity_report
from sales_core.reports.plans import Employment
from sales_core.reports.rhythm import Rhythm, RhythmInputs, build_rhythm
from sales_core.reports.rhythm_findings import Findings, QuietTime, find_in_rhythm
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.spans import month_span, span_of
from sales_core.worked_hours import DayEnds, Worked
from tests.reports.test_activity import OCTOBER, inputs

MONDAY_FIRST = (0, 1, 2, 3, 4, 5, 6)
NINE, SIX = 9 * 3_600, 18 * 3_600


def activity(counts: dict[int, int], scope: Any = OCTOBER) -> ActivityReport:
    return build_activity_report(inputs({id_: Counts({ActionKind.NOTE: n}) for id_, n in counts.items()}), scope)


def rhythm(
    hours: dict[date, dict[int, int]],
    ends: list[DayEnds] | None = None,
    report: ActivityReport | None = None,
    **changes: Any,
) -> Rhythm:
    spread = {day: tuple(counts.get(hour, 0) for hour in range(24)) for day, counts in hours.items()}
    given_: dict[str, Any] = {
        "worked": Worked(spread, ends or []), "employments": {}, "calendar": WorkCalendar("RU"), "week": MONDAY_FIRST,
        "over": date(2026, 11, 1),
    } | changes  # fmt: skip
    return build_rhythm(RhythmInputs(**given_), report or activity({}))


def test_an_hour_is_told_on_the_average_such_day_of_the_period() -> None:
    """October 2026 has four Mondays and five Fridays."""
    told = rhythm({date(2026, 10, 5): {11: 8}, date(2026, 10, 12): {11: 2}, date(2026, 10, 2): {7: 1, 20: 4}})
    monday, *_, friday = told.weekdays
    assert (monday.days, monday.hours[11], monday.average(11, 12), monday.average()) == (
        4,
        10,
        Fraction(5, 2),
        Fraction(5, 2),
    )
    assert (friday.days, friday.total, friday.average()) == (5, 5, Fraction(1))
    assert (told.shown, told.total) == ((7, *range(9, 19), 20), 15)


def test_weekdays_are_in_the_accounts_order_and_weekends_only_with_anything() -> None:
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    assert [each.weekday for each in rhythm({}, week=sunday_first).weekdays] == [0, 1, 2, 3, 4]
    told = rhythm({date(2026, 10, 4): {12: 1}}, week=sunday_first)
    assert [each.weekday for each in told.weekdays] == [6, 0, 1, 2, 3, 4]
    assert told.shown == tuple(range(9, 19))


def test_a_period_of_two_days_has_their_weekdays_alone() -> None:
    scope = activity_scope(span_of(date(2026, 10, 6), date(2026, 10, 7)), date(2026, 10, 31))
    assert [each.weekday for each in rhythm({}, report=activity({}, scope)).weekdays] == [1, 2]
    to_come = activity_scope(month_span(Month(2026, 11)), date(2026, 10, 31))
    assert rhythm({}, report=activity({}, to_come)).weekdays == ()


def test_a_manager_begins_and_ends_in_the_middle_of_the_days_with_actions() -> None:
    days = [date(2026, 10, n) for n in (1, 2, 6)]
    ends = [DayEnds(11, day, NINE + n * 600, SIX + n * 1_200) for n, day in enumerate(days)]
    anna, boris = rhythm({}, [*ends, DayEnds(77, days[0], 0, 0)]).people
    assert (anna.manager.name, [each.day for each in anna.days]) == ("Анна", days)
    assert (anna.begin_s, anna.end_s) == (NINE + 600, SIX + 1_200)
    assert (boris.days, boris.begin_s, boris.end_s) == ((), None, None)


def test_days_without_action_are_working_days_that_are_over_and_somebody_was_employed_on() -> None:
    """Of October 2026 the working days run from Thursday the 1st; Anna left on the 8th."""
    worked = [DayEnds(11, date(2026, 10, n), NINE, SIX) for n in (1, 5, 7)]
    employments = {11: Employment(None, date(2026, 10, 8))}
    anna, boris = rhythm({}, worked, employments=employments, over=date(2026, 10, 9)).people
    assert [day.day for day in anna.idle] == [2, 6, 8]
    assert [day.day for day in boris.idle] == [1, 2, 5, 6, 7, 8]


def test_one_manager_is_told_of_alone() -> None:
    given_ = RhythmInputs(
        Worked({}, [DayEnds(12, date(2026, 10, 1), 0, 0)]), {}, WorkCalendar("RU"), MONDAY_FIRST, date.max
    )
    told = build_rhythm(given_, activity({}), manager_id=12)
    assert [each.manager.name for each in told.people] == ["Борис"]


@given(st.dictionaries(st.integers(0, 30), st.dictionaries(st.integers(0, 23), st.integers(1, 9), max_size=9)))
def test_all_hours_add_up_to_all_there_were(hours: dict[int, dict[int, int]]) -> None:
    told = rhythm({date(2026, 10, 1) + timedelta(days=n): counts for n, counts in hours.items()})
    assert told.total == sum(sum(counts.values()) for counts in hours.values())
    assert sum(each.hours[hour] for each in told.weekdays for hour in told.shown) == told.total


DESIGN = (
    (21, 49, 57, 53, 29, 36, 45, 58, 41, 21), (26, 46, 66, 61, 29, 51, 62, 46, 50, 25),
    (25, 57, 58, 58, 28, 51, 65, 48, 37, 21), (26, 50, 68, 56, 32, 46, 47, 56, 48, 26),
    (24, 56, 69, 53, 26, 34, 57, 36, 33, 17),
)  # fmt: skip
"""From 9:00 on, from Monday to Friday."""


def a_month(of_week: tuple[tuple[int, ...], ...]) -> dict[date, dict[int, int]]:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(31)]
    return {day: {9 + n: count for n, count in enumerate(of_week[day.weekday()])} for day in days if day.weekday() < 5}


def test_what_stands_out_is_told_in_a_sentence() -> None:
    found = find_in_rhythm(rhythm(a_month(DESIGN)))
    assert found == Findings(11, 13, QuietTime(4, 16, 19, begins_day=False, ends_day=True))
    assert (
        tell_findings(found, Language("ru"))
        == "Пик в 11:00, спад в 13:00. Пятница после 16:00 — самое тихое время недели."
    )
    assert tell_findings(found, Language("en")).endswith("Friday after 16:00 is the quietest time of the week.")


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ({}, Findings()),
        ({date(2026, 10, 5): {11: 150, 12: 20, 13: 10}}, Findings()),
        (a_month(((20,) * 10,) * 5), Findings()),
        ({date(2026, 10, 5): {9: 20, 10: 40, 11: 90, 12: 70, 13: 20, 14: 60}}, Findings(11, 13)),
        (a_month(((9,) * 10, (9,) * 10, (9, 9, 9, 4, 3, 4, 9, 9, 9, 9), (9,) * 10, (9,) * 10)),
         Findings(quietest=QuietTime(2, 12, 15, begins_day=False, ends_day=False))),
        (a_month(((3, 3, 3) + (9,) * 7, *((9,) * 10,) * 4)),
         Findings(quietest=QuietTime(0, 9, 12, begins_day=True, ends_day=False))),
    ],
    ids=["nothing", "too little", "all alike", "one day", "an afternoon", "a morning"],
)  # fmt: skip
def test_nothing_is_said_that_the_figures_do_not_say(hours: dict[date, dict[int, int]], found: Findings) -> None:
    assert find_in_rhythm(rhythm(hours)) == found
    assert bool(tell_findings(found, Language("ru"))) == (found != Findings())
