"""Which managers and which days are compared, and the address that says so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity_scope import Days, activity_scope
from sales_core.comparison_scope import (
    ComparisonScope,
    When,
    asked_comparison,
    comparison_params,
    comparison_scope,
)
from sales_core.errors import InputError
from sales_core.params import Choice
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.scope_text import FilterChoices
from sales_core.spans import month_span

ANNA, BORIS = 11, 12
CHOICES = FilterChoices(
    deal_types=(Choice(701, "Лицензии"), Choice(702, "Работы")),
    pipelines=(Choice(1, "Продажи"),),
    managers=tuple(Choice(number, f"Менеджер {number}") for number in range(11, 19)),
)
TODAY = Scope(Month(2026, 11), date(2026, 11, 24))

months = st.builds(Month, st.integers(2020, 2030), st.integers(1, 12))


def compared(month: Month, as_of: date) -> ComparisonScope:
    return comparison_scope(Scope(month, as_of), (ANNA, BORIS))


def test_a_running_month_stands_beside_as_many_days_of_the_months_before() -> None:
    scope = compared(Month(2026, 11), date(2026, 11, 24))
    assert scope.is_part
    assert {when: scope.days(when) for when in When} == {
        When.NOW: Days(date(2026, 11, 1), date(2026, 11, 25)),
        When.MONTH_BEFORE: Days(date(2026, 10, 1), date(2026, 10, 25)),
        When.YEAR_BEFORE: Days(date(2025, 11, 1), date(2025, 11, 25)),
    }


def test_a_month_that_is_over_stands_beside_whole_months() -> None:
    scope = compared(Month(2026, 3), date(2026, 3, 31))
    assert not scope.is_part
    assert [scope.days(when).length for when in When] == [31, 28, 31]
    assert compared(Month(2024, 3), date(2026, 1, 1)).days(When.MONTH_BEFORE).length == 29


def test_a_short_month_is_taken_whole_beside_more_days_than_it_has() -> None:
    assert compared(Month(2026, 3), date(2026, 3, 30)).days(When.MONTH_BEFORE) == Days(
        date(2026, 2, 1), date(2026, 3, 1)
    )


def test_of_a_month_to_come_no_day_is_compared() -> None:
    scope = compared(Month(2027, 1), date(2026, 11, 24))
    assert [scope.days(when).length for when in When] == [0, 0, 0]


@given(months, st.integers(-40, 400))
def test_the_days_beside_it_are_those_of_the_activity_report(month: Month, after: int) -> None:
    as_of = month.first + timedelta(days=after)
    scope = compared(month, as_of)
    report = activity_scope(month_span(month), as_of)
    assert (scope.days(When.NOW), scope.days(When.MONTH_BEFORE)) == (report.counted, report.previous)
    assert [scope.activity(when).counted for when in When] == [scope.days(when) for when in When]


def test_two_to_six_managers_are_compared() -> None:
    assert comparison_scope(TODAY, [12, 11, 12]).managers == (12, 11)
    with pytest.raises(InputError, match="Two managers at least"):
        comparison_scope(TODAY, [11, 11])
    with pytest.raises(InputError, match="No more than 6"):
        comparison_scope(TODAY, range(11, 18))


@given(st.sets(st.integers(11, 18), max_size=6), months, st.sets(st.sampled_from([701, 702])))
def test_an_address_is_read_back(managers: set[int], month: Month, types: set[int]) -> None:
    scope = Scope(month, TODAY.as_of, deal_types=tuple(sorted(types)))
    asked = asked_comparison(comparison_params(scope, tuple(managers), TODAY), CHOICES, TODAY)
    assert (asked.scope, asked.managers, asked.problems, asked.left_out) == (scope, tuple(sorted(managers)), [], [])


def test_who_is_not_there_is_left_out_and_said() -> None:
    asked = asked_comparison({"manager": ["Менеджер 12", "Никто", "11"], "department": ["5"]}, CHOICES, TODAY)
    assert (asked.scope, asked.managers) == (TODAY, (11, 12))
    assert [str(problem) for problem in asked.left_out] == ["There is no manager “Никто”"]


def test_of_more_than_six_the_first_are_compared() -> None:
    asked = asked_comparison({"manager": [str(each) for each in range(11, 19)]}, CHOICES, TODAY)
    assert asked.managers == (11, 12, 13, 14, 15, 16)
    assert len(asked.left_out) == 1
