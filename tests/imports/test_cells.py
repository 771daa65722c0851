"""Amounts and days as people write them, and those that nobody may guess."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.imports.cells import DayStyle, MonthAs, Order, detect_days, parse_any_amount, parse_any_day
from sales_core.imports.tables import Cell
from sales_core.money import currency

RUB = currency("RUB")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
OCT_5 = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1 250 000,50 р.", 125_000_050),
        ("1\u00a0250\u202f000.5 ₽", 125_000_050),
        ("1.250.000,50", 125_000_050),
        ("1,250,000.50", 125_000_050),
        ("1 250 000,50 рублей", 125_000_050),
        ("125 тыс", 12_500_000),
        ("125 тыс. руб.", 12_500_000),
        ("125 т.р.", 12_500_000),
        ("1,2 млн", 120_000_000),
        ("5 RUB", 500),
        ("\u2212500", -50_000),
        (1250000.5000000001, 125_000_050),
        (7, 700),
    ],
)
def test_an_amount_is_read_as_people_write_it(cell: Cell, minor: int) -> None:
    assert parse_any_amount(cell, RUB) == minor


@pytest.mark.parametrize(
    "cell", ["125,000", "1.250 тыс", "1.2.3", "1 000 $", "пять", "", "тыс", True, OCT_5, "1,25,000"]
)
def test_what_may_be_two_amounts_or_none_is_refused(cell: Cell) -> None:
    with pytest.raises(InputError):
        parse_any_amount(cell, RUB)


@given(st.integers(-(10**14), 10**14).filter(bool), st.sampled_from([" ", "\u202f", ""]), st.sampled_from(",."))
def test_every_amount_written_with_kopecks_is_read_back(minor: int, thousands: str, mark: str) -> None:
    whole, rest = divmod(abs(minor), 100)
    text = ("-" if minor < 0 else "") + f"{whole:,}".replace(",", thousands) + f"{mark}{rest:02} руб."
    assert parse_any_amount(text, RUB) == minor


@pytest.mark.parametrize(
    "cell",
    [
        "05.10.26", "5.10.2026", "2026-10-05", "2026-10-05 00:00:00", "05.10.2026 12:30", "5 окт 2026",
        "5 октября 2026 г.", "5-Oct-26", "Oct 5, 2026", "05/10/2026", "46300", 46300, 46300.5, OCT_5,
        datetime(2026, 10, 5, 9, 30),  # noqa: DTZ001 - Excel's own
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(cell: Cell) -> None:
    assert parse_any_day(cell, DayStyle()) == OCT_5


@pytest.mark.parametrize("cell", ["31.02.2026", "5 окт", "1/2", "завтра", 12, 5e9, True, "10.2026.05", "05.10.0026"])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(InputError):
        parse_any_day(cell, DayStyle())


@pytest.mark.parametrize("cell", ["окт.26", "октябрь 2026 г.", "10.2026", "2026-10", "Oct 2026"])
def test_a_month_alone_is_a_day_only_once_somebody_said_which(cell: str) -> None:
    with pytest.raises(InputError, match="month without a day"):
        parse_any_day(cell, DayStyle())
    assert parse_any_day(cell, DayStyle(month_as=MonthAs.FIRST_DAY)) == date(2026, 10, 1)
    assert parse_any_day(cell, DayStyle(month_as=MonthAs.LAST_DAY)) == date(2026, 10, 31)
    assert detect_days([cell]).has_months


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(Order), st.sampled_from("/-"))
def test_the_order_of_day_and_month_is_found_or_asked_never_mistaken(days: list[date], order: Order, mark: str) -> None:
    pattern = f"%d{mark}%m{mark}%Y" if order is Order.DAY_FIRST else f"%m{mark}%d{mark}%Y"
    cells = [day.strftime(pattern) for day in days]
    hints = detect_days(cells)
    assert hints.is_order_certain == any(day.day > 12 for day in days)
    if hints.is_order_certain:
        assert hints.order is order
    assert [parse_any_day(cell, DayStyle(order)) for cell in cells] == days


def test_points_are_never_american() -> None:
    assert detect_days(["01.02.2026", OCT_5, None, 5]).is_order_certain
    assert parse_any_day("01.02.2026", DayStyle(Order.MONTH_FIRST)) == date(2026, 2, 1)


@given(DAYS)
def test_a_serial_of_excel_is_its_day(day: date) -> None:
    assert parse_any_day((day - date(1899, 12, 30)) // timedelta(days=1), DayStyle()) == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    detect_days([text])
    with suppress(InputError):
        assert isinstance(parse_any_amount(text, RUB), int)
    with suppress(InputError):
        assert 2000 <= parse_any_day(text, DayStyle()).year < 2200
