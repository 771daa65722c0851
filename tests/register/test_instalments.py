"""Plans of instalments."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.register.instalments import WeekendRule, plan_instalments
from sales_core.register.payments import Part
from sales_core.reports.work_calendar import WorkCalendar

RUSSIA = WorkCalendar("RU")


def test_four_equal_payments_with_the_kopecks_left_over_in_the_first() -> None:
    assert plan_instalments(100_003, 4, date(2026, 10, 31), WeekendRule.KEEP, RUSSIA) == (
        Part(25_003, date(2026, 10, 31)),
        Part(25_000, date(2026, 11, 30)),
        Part(25_000, date(2026, 12, 31)),
        Part(25_000, date(2027, 1, 31)),
    )


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (WeekendRule.KEEP, [date(2026, 11, 4), date(2026, 12, 4), date(2027, 1, 4)]),
        # The Day of Unity and the New Year's week
        (WeekendRule.NEXT, [date(2026, 11, 5), date(2026, 12, 4), date(2027, 1, 11)]),
        (WeekendRule.PREVIOUS, [date(2026, 11, 3), date(2026, 12, 4), date(2026, 12, 30)]),
    ],
)
def test_a_day_off_is_kept_or_left_for_a_working_day(rule: WeekendRule, days: list[date]) -> None:
    assert [part.due_on for part in plan_instalments(300, 3, date(2026, 11, 4), rule, RUSSIA)] == days


@given(
    total=st.integers(-(10**12), 10**12),
    count=st.integers(1, 120),
    first_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    rule=st.sampled_from(WeekendRule),
)
def test_any_plan_adds_up_in_payments_equal_but_the_first_a_month_apart(
    total: int, count: int, first_on: date, rule: WeekendRule
) -> None:
    if abs(total) < count:
        with pytest.raises(InputError, match="too small"):
            plan_instalments(total, count, first_on, rule, RUSSIA)
        return
    first, *others = plan_instalments(total, count, first_on, rule, RUSSIA)
    assert first.amount_minor + sum(part.amount_minor for part in others) == total
    assert len({part.amount_minor for part in others}) <= 1
    assert all(0 <= abs(first.amount_minor) - abs(part.amount_minor) < count for part in others)
    if rule is WeekendRule.KEEP:
        assert [Month.of(part.due_on) for part in (first, *others)] == [
            Month.of(first_on).plus(n) for n in range(count)
        ]
    else:
        assert all(RUSSIA.is_working(part.due_on) for part in (first, *others))


@pytest.mark.parametrize("count", [0, -1, 121])
def test_a_number_of_instalments_that_cannot_be_is_told(count: int) -> None:
    with pytest.raises(InputError, match="1 to 120"):
        plan_instalments(100, count, date(2026, 10, 5), WeekendRule.KEEP, RUSSIA)
