from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.periods import Month
from sales_core.reports.work_calendar import CalendarDay, DayKind, WorkCalendar

RUSSIA = WorkCalendar("RU")


def test_the_production_calendar_knows_holidays_and_transferred_days() -> None:
    january, december = RUSSIA.working_days(Month(2026, 1)), RUSSIA.working_days(Month(2024, 12))
    assert january[0] == date(2026, 1, 12)  # the 9th is off in exchange for the 3rd
    assert len(january) == 15
    assert date(2024, 12, 28) in december  # a working Saturday
    assert date(2024, 12, 30) not in december


@pytest.mark.parametrize(
    ("country", "total", "is_known"),
    [
        ("", 15, True),
        ("RU", 15, True),
        ("ru", 15, True),
        ("KZ", 19, True),
        ("XX", 22, False),
        ("RUS", 22, False),
        ("__doc__", 22, False),
    ],
)
def test_russia_by_default_and_monday_to_friday_in_a_country_unknown(country: str, total: int, is_known: bool) -> None:
    calendar = WorkCalendar(country)
    assert (len(calendar.working_days(Month(2026, 1))), calendar.is_known) == (total, is_known)


def test_a_week_is_the_country_s() -> None:
    sunday, friday = date(2026, 11, 1), date(2026, 11, 6)
    assert (WorkCalendar("IL").is_working(sunday), WorkCalendar("IL").kind(friday)) == (True, DayKind.WEEKEND)


def test_the_company_s_own_days_off_are_not_worked_and_take_nothing_from_days_off_already() -> None:
    off = {date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 4)}
    calendar = WorkCalendar("RU", frozenset(off))
    assert [calendar.kind(day) for day in sorted(off)] == [DayKind.DAY_OFF, DayKind.WEEKEND, DayKind.HOLIDAY]
    assert len(calendar.working_days(Month(2026, 10))) == 21
    assert len(calendar.working_days(Month(2026, 11))) == len(RUSSIA.working_days(Month(2026, 11)))


def test_a_working_saturday_can_be_the_company_s_day_off_like_any_working_day() -> None:
    saturday = date(2024, 12, 28)
    assert RUSSIA.kind(saturday) is DayKind.WORKING
    assert WorkCalendar("RU", frozenset({saturday})).kind(saturday) is DayKind.DAY_OFF


def holiday_of(country: str, language: str, day: date) -> str:
    [found] = [each for each in WorkCalendar(country).year(day.year, language) if each.day == day]
    assert found.kind is DayKind.HOLIDAY
    return found.holiday


def test_a_year_holds_every_day_of_it_with_its_kind() -> None:
    year = WorkCalendar("RU", frozenset({date(2024, 2, 29)})).year(2024, "ru")
    assert [each.day for each in year] == [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    assert year[59] == CalendarDay(date(2024, 2, 29), DayKind.DAY_OFF)
    assert {each.kind for each in year if each.holiday} == {DayKind.HOLIDAY}


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("RU", "ru", "Международный женский день"),
        ("RU", "en", "International Women's Day"),
        ("KG", "ru", "Международный женский день"),
        ("KZ", "en", "International Women's Day"),
        ("KZ", "ru", "Халықаралық әйелдер күні"),
        ("ZM", "ru", "International Women's Day"),
    ],
)
def test_holidays_are_named_in_the_reader_s_language_or_as_the_country_calls_them(
    country: str, language: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "uk")  # what the server speaks does not matter
    assert holiday_of(country, language, date(2026, 3, 8)) == name


days = st.dates(date(2010, 1, 1), date(2040, 12, 31))
calendars = st.builds(WorkCalendar, st.sampled_from(["RU", "KZ", "IL", "AE", "XX"]), st.frozensets(days, max_size=5))


@given(calendars, days)
def test_a_day_is_worked_or_of_one_other_kind_and_months_hold_their_working_days(
    calendar: WorkCalendar, day: date
) -> None:
    assert calendar.is_working(day) == (day in calendar.working_days(Month.of(day)))
    assert calendar.is_working(day) == (calendar.count(day, day) == 1)
    assert not (calendar.is_working(day) and day in calendar.days_off)


@given(calendars, days, st.integers(0, 400), st.integers(0, 400))
def test_a_span_holds_the_working_days_of_its_parts(calendar: WorkCalendar, first: date, n: int, more: int) -> None:
    middle, last = first + timedelta(days=n), first + timedelta(days=n + more)
    after = middle + timedelta(days=1)
    assert calendar.count(first, last) == calendar.count(first, middle) + calendar.count(after, last)
    assert calendar.count(after, first) == 0
