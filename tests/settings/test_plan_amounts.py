"""Plans reckoned: yearly figures over months, months from the one before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.settings.plan_amounts import (
    filled_from_month_before,
    left_of_year,
    parse_plan,
    spread_by_working_days,
)

RUB, RUSSIA = currency("RUB"), WorkCalendar("RU")
MONTHS = [Month(2026, number) for number in range(1, 13)]


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1 250 000,50 ₽", 125_000_050), ("1\u202f250\u00a0000", 125_000_000), ("0", 0), ("", None), ("—", None),
     (" - ", None), ("680000.00 руб.", 68_000_000)],
)  # fmt: skip
def test_a_plan_is_taken_as_people_type_it(text: str, minor: int | None) -> None:
    assert parse_plan(text, RUB) == minor


@pytest.mark.parametrize("text", ["-1", "−50 000", "много", "1,250", "1 000.5.5", "=A1"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_plan(text, RUB)


@given(st.integers(0, 10**13), st.sets(st.sampled_from(MONTHS), min_size=1), st.sampled_from([1, 100]))
def test_a_yearly_plan_is_spread_to_the_kopeck_in_proportion_to_working_days(
    total: int, chosen: set[Month], unit: int
) -> None:
    months = sorted(chosen)
    parts = spread_by_working_days(total, months, RUSSIA, unit)
    assert list(parts) == months
    assert sum(parts.values()) == total
    days = {month: len(RUSSIA.working_days(month)) for month in months}
    for month in months:
        assert abs(parts[month] - total * days[month] / sum(days.values())) <= 2 * unit


def test_months_without_a_working_day_share_alike() -> None:
    class Never(WorkCalendar):
        def working_days(self, month: Month) -> tuple[()]:
            return ()

    assert spread_by_working_days(100, MONTHS[:3], Never(), 1) == dict(zip(MONTHS, (34, 33, 33), strict=False))


def test_what_is_planned_already_is_taken_off_the_year() -> None:
    assert left_of_year(1_000, [300, 200]) == 500
    with pytest.raises(InputError):
        left_of_year(1_000, [900, 200])


def test_a_month_is_filled_where_it_is_empty_and_the_one_before_is_not() -> None:
    october, november = Month(2026, 10), Month(2026, 11)
    amounts = {(1, october, 0): 100, (2, october, 0): 200, (2, november, 0): 0, (3, october, 701): 300}
    assert filled_from_month_before(amounts, [1, 2, 3, 4], november, 0) == {1: 100}
    assert filled_from_month_before(amounts, [3], november, 701) == {3: 300}


def test_january_is_filled_from_december_of_the_year_before() -> None:
    assert filled_from_month_before({(1, Month(2025, 12), 0): 7}, [1], Month(2026, 1), 0) == {1: 7}
