from datetime import date
from fractions import Fraction

from sales_core.periods import Month
from sales_core.reports.pace import Pace, build_pace
from sales_core.reports.work_calendar import WorkCalendar

OCTOBER = Month(2026, 10)
RUSSIA = WorkCalendar("RU")


def test_a_day_in_the_middle_counts_the_working_days_before_it() -> None:
    pace = build_pace(RUSSIA.working_days(OCTOBER), date(2026, 10, 20))
    assert pace == Pace(elapsed=13, total=22, today_number=14)
    assert pace.ratio == Fraction(13, 22)


def test_a_day_off_has_no_number() -> None:
    assert build_pace(RUSSIA.working_days(OCTOBER), date(2026, 10, 18)) == Pace(12, 22, None)


def test_before_its_first_day_a_month_has_not_begun_and_after_its_end_it_is_over() -> None:
    assert build_pace(RUSSIA.working_days(OCTOBER), date(2026, 9, 30)) == Pace(0, 22, None)
    assert build_pace(RUSSIA.working_days(OCTOBER), date(2026, 10, 1)) == Pace(0, 22, 1)
    assert build_pace(RUSSIA.working_days(OCTOBER), date(2026, 11, 2)) == Pace(22, 22, None)


def test_the_company_s_own_days_off_are_no_working_time() -> None:
    closed = WorkCalendar("RU", frozenset({date(2026, 10, 2), date(2026, 10, 20), date(2026, 10, 4)}))
    assert build_pace(closed.working_days(OCTOBER), date(2026, 10, 20)) == Pace(12, 20, None)
    assert build_pace(closed.working_days(OCTOBER), date(2026, 10, 21)) == Pace(12, 20, 13)


def test_a_month_without_working_days_has_no_pace() -> None:
    assert Pace(0, 0, None).ratio == 0
