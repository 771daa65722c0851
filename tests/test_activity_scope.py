"""Which days the activity report counts, and with which it compares them."""

from datetime import date

import pytest

from sales_core.activity_scope import Days, activity_scope
from sales_core.errors import InputError
from sales_core.spans import ALL_DAYS, parse_span

TODAY = date(2026, 10, 20)


def days(first: str, end: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("asked", "counted", "previous"),
    [
        ("2026-09", days("2026-09-01", "2026-10-01"), days("2026-08-01", "2026-09-01")),
        ("2026-10", days("2026-10-01", "2026-10-21"), days("2026-09-01", "2026-09-21")),
        ("week", days("2026-10-19", "2026-10-21"), days("2026-10-12", "2026-10-14")),
        ("2026-10-20", days("2026-10-20", "2026-10-21"), days("2026-10-19", "2026-10-20")),
        ("2026-10-01..2026-10-10", days("2026-10-01", "2026-10-11"), days("2026-09-21", "2026-10-01")),
        ("2026-Q3", days("2026-07-01", "2026-10-01"), days("2026-04-01", "2026-07-01")),
        ("2026-11", days("2026-11-01", "2026-11-01"), days("2026-10-01", "2026-10-01")),
        ("2000-01", days("2000-01-01", "2000-02-01"), None),
    ],
)
def test_a_running_period_is_compared_with_as_much_of_the_one_before(
    asked: str, counted: Days, previous: Days | None
) -> None:
    scope = activity_scope(parse_span(asked, TODAY), TODAY)
    assert (scope.counted, scope.previous) == (counted, previous)


def test_the_end_of_a_long_month_has_no_more_of_a_short_one_than_there_is() -> None:
    scope = activity_scope(parse_span("2026-03", TODAY), date(2026, 3, 30))
    assert (scope.counted.length, scope.previous) == (30, days("2026-02-01", "2026-03-01"))


def test_days_without_end_are_refused() -> None:
    with pytest.raises(InputError, match="first and a last day"):
        activity_scope(ALL_DAYS, TODAY)
