from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.periods import Month, day_of, parse_day, start_of

MOSCOW = ZoneInfo("Europe/Moscow")
zones = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Moscow", "Asia/Vladivostok", "America/New_York", "Pacific/Apia", "UTC")]
)
months = st.builds(Month, st.integers(2000, 2199), st.integers(1, 12))


@given(months)
def test_a_month_reads_back_from_its_text(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "1999-12", "2200-01", "2026-10-01", "10.2026"]
)
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a month"):
        Month.parse(text)


@given(months)
def test_a_month_holds_its_first_day_and_not_its_end(month: Month) -> None:
    assert month.first in month
    assert month.end not in month
    assert month.end - timedelta(days=1) in month
    assert month.first - timedelta(days=1) not in month
    assert Month.of(month.first) == month
    assert Month.of(month.end) == month.plus(1)


@given(months, st.integers(-500, 500))
def test_adding_months_goes_there_and_back(month: Month, n: int) -> None:
    assert month.plus(n).plus(-n) == month
    assert (month.plus(n) > month) == (n > 0)
    assert (str(month.plus(n)) > str(month)) == (n > 0)


def test_months_sort_by_time() -> None:
    assert sorted([Month(2026, 2), Month(2025, 12), Month(2026, 1)]) == [
        Month(2025, 12),
        Month(2026, 1),
        Month(2026, 2),
    ]
    assert Month(2026, 12).plus(1) == Month(2027, 1)


def test_a_day_begins_in_the_account_s_zone() -> None:
    start = start_of(date(2026, 10, 1), MOSCOW)
    assert start == 1_790_802_000  # 2026-09-30 21:00 UTC
    assert day_of(start, MOSCOW) == date(2026, 10, 1)
    assert day_of(start - 1, MOSCOW) == date(2026, 9, 30)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 30)), zones)
def test_every_instant_of_a_day_is_in_it(day: date, zone: ZoneInfo) -> None:
    start, end = start_of(day, zone), start_of(day + timedelta(days=1), zone)
    if start < end:  # Samoa skipped a whole day
        assert day_of(start, zone) == day
        assert day_of(end - 1, zone) == day


def test_days_are_read_in_both_spellings() -> None:
    assert parse_day("2026-10-05") == parse_day(" 05.10.2026 ") == date(2026, 10, 5)


@pytest.mark.parametrize("text", ["", "2026-02-30", "31.11.2026", "5 октября", "2026/10/05", "10-05-2026"])
def test_what_is_not_a_day_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a date"):
        parse_day(text)
