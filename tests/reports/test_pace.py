from datetime import date
from fractions import Fraction

import pytest

from sales_core.periods import Month
from sales_core.reports.pace import Pace, build_pace, working_days

OCTOBER = Month(2026, 10)


def test_a_day_in_the_middle_counts_the_working_days_before_it() -> None:
    pace = build_pace(OCTOBER, date(2026, 10, 20), "RU")
    assert pace == Pace(elapsed=13, total=22, today_number=14)
    assert pace.ratio == Fraction(13, 22)


def test_a_day_off_has_no_number() -> None:
    assert build_pace(OCTOBER, date(2026, 10, 18), "RU") == Pace(12, 22, None)


def test_before_its_first_day_a_month_has_not_begun_and_after_its_end_it_is_over() -> None:
    assert build_pace(OCTOBER, date(2026, 9, 30), "RU") == Pace(0, 22, None)
    assert build_pace(OCTOBER, date(2026, 10, 1), "RU") == Pace(0, 22, 1)
    assert build_pace(OCTOBER, date(2026, 11, 2), "RU") == Pace(22, 22, None)


def test_the_production_calendar_knows_holidays_and_transferred_days() -> None:
    january, december = working_days(Month(2026, 1), "RU"), working_days(Month(2024, 12), "RU")
    assert january[0] == date(2026, 1, 12)  # the 9th is off in exchange for the 3rd
    assert len(january) == 15
    assert date(2024, 12, 28) in december  # a working Saturday
    assert date(2024, 12, 30) not in december


@pytest.mark.parametrize(
    ("country", "total"), [("", 15), ("RU", 15), ("ru", 15), ("KZ", 19), ("XX", 22), ("__doc__", 22)]
)
def test_russia_by_default_and_monday_to_friday_in_a_country_unknown(country: str, total: int) -> None:
    assert build_pace(Month(2026, 1), date(2026, 2, 1), country).total == total


def test_a_month_without_working_days_has_no_pace() -> None:
    assert Pace(0, 0, None).ratio == 0
