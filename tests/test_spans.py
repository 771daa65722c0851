from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.spans import ALL_DAYS, Running, Span, month_span, parse_span, running_span, span_of, stepped

TODAY = date(2026, 10, 20)
"""A Tuesday."""

days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
stretches = st.tuples(st.none() | days, st.none() | days).map(
    lambda ends: span_of(*sorted(ends)) if None not in ends else span_of(*ends)  # type: ignore[type-var]
)
months = st.builds(Month, st.integers(2000, 2199), st.integers(1, 12))
spans = stretches | months.map(month_span) | st.sampled_from(Running).map(lambda name: running_span(name, TODAY, 6))


@given(spans)
def test_a_span_is_read_back_from_its_text(span: Span) -> None:
    assert parse_span(span.text, TODAY, 6) == span


@given(months, st.integers(-5, 5))
def test_months_step_by_months_whatever_their_lengths(month: Month, by: int) -> None:
    target = month.plus(by)
    expected = month_span(target) if 2000 <= target.year < 2200 else None
    assert stepped(month_span(month), by) == expected


@given(st.dates(date(2001, 1, 1), date(2190, 1, 1)), st.integers(0, 400))
def test_there_and_back_is_the_same_span(first: date, length: int) -> None:
    span = span_of(first, first + timedelta(days=length))
    later = stepped(span, 1)
    assert later is not None
    assert later.first == first + timedelta(days=length + 1)
    assert stepped(later, -1) == span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-09..2026-Q4", date(2026, 9, 1), date(2026, 12, 31)),
        ("05.10.2026", date(2026, 10, 5), date(2026, 10, 5)),
        ("2026-10-05..", date(2026, 10, 5), None),
        ("..2026-10-05", None, date(2026, 10, 5)),
        ("today", TODAY, TODAY),
        ("Week", date(2026, 10, 19), date(2026, 10, 25)),
        ("month", date(2026, 10, 1), date(2026, 10, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("all", None, None),
    ],
)
def test_periods_as_people_write_them(text: str, first: date | None, last: date | None) -> None:
    span = parse_span(text, TODAY)
    assert (span.first, span.last) == (first, last)


def test_the_same_days_have_one_name() -> None:
    assert span_of(date(2026, 10, 1), date(2026, 12, 31)).text == "2026-Q4"
    assert span_of(date(2026, 10, 1), date(2026, 10, 31)).text == "2026-10"
    assert span_of(date(2026, 10, 1), date(2026, 10, 1)).text == "2026-10-01"
    assert span_of(None, None) is ALL_DAYS


def test_what_has_no_end_is_not_stepped() -> None:
    assert stepped(ALL_DAYS, 1) is None
    assert stepped(span_of(TODAY, None), 1) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("осень", "«осень» не период: напишите, например, 2026-10, 2026-Q4 или 2026-10-05..2026-10-18"),
        ("2026-Q5", "«2026-Q5» не период: напишите, например, 2026-10, 2026-Q4 или 2026-10-05..2026-10-18"),
        ("2026-11..2026-10", "Период не может кончиться раньше, чем начался"),
        ("2026-13", "«2026-13» — не месяц: запишите его так: 2026-10"),
        ("0026-10-05", "неправдоподобный год: 0026-10-05"),
    ],
)
def test_what_is_no_period_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as told:
        parse_span(text, TODAY)
    assert Language("ru").error(told.value) == sentence
