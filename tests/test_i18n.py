"""How figures and dates read in the two languages (the catalogue's completeness is tested with the translations)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.i18n import DASH, MINUS, NARROW_SPACE, Language, language
from sales_core.money import currency
from sales_core.periods import Month

RU, EN = Language("ru"), Language("en")
RUB, JPY, USD = currency("RUB"), currency("JPY"), currency("USD")
SCALE = (Decimal("0.5"), Decimal("0.8"), Decimal(1), Decimal("1.2"))


def spaced(text: str) -> str:
    """Expected texts are written with ``_`` for the narrow space and ``-`` for the minus."""
    return text.replace("_", NARROW_SPACE).replace("-", MINUS)


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (0, "0", "0"),
        (1_250_000, "1_250_000", "1_250_000"),
        (-50_000, "-50_000", "-50_000"),
        (Decimal("0.50"), "0,50", "0.50"),
        (Decimal("-1234.5"), "-1_234,5", "-1_234.5"),
    ],
)
def test_numbers_are_grouped_by_narrow_spaces(value: int | Decimal, russian: str, english: str) -> None:
    assert (RU.number(value), EN.number(value)) == (spaced(russian), spaced(english))


def test_money_is_shown_to_the_whole_unit_halves_away_from_zero_and_exactly_when_asked() -> None:
    assert RU.money(18_000_001, RUB) == spaced("180_000_₽")
    assert RU.money(18_000_050, RUB) == spaced("180_001_₽")
    assert RU.money(-50, RUB) == spaced("-1_₽")
    assert RU.money(18_000_001, RUB, exact=True) == spaced("180_000,01_₽")
    assert EN.money(18_000_001, RUB, exact=True, sign=False) == spaced("180_000.01")
    assert RU.money(1_500, JPY, exact=True, sign=False) == spaced("1_500")


def test_an_unknown_currency_is_shown_by_its_code() -> None:
    assert RU.money(100, currency("XXZ")) == spaced("1_XXZ")


@pytest.mark.parametrize(
    ("ratio", "digits", "shown"),
    [
        (Fraction(72, 100), 0, "72_%"),
        (Fraction(725, 1000), 0, "73_%"),
        (Fraction(-5, 100), 0, "-5_%"),
        (Fraction(-25, 1000), 0, "-2_%"),
        (Fraction(996, 1000), 0, "99_%"),
        (Fraction(99_999, 100_000), 1, "99,9_%"),
        (Fraction(1), 0, "100_%"),
        (Fraction(1006, 1000), 0, "101_%"),
        (Fraction(49_999_999, 10**8), 2, "49,99_%"),
        (Decimal("0.482"), 1, "48,2_%"),
        (Fraction(1, 3), 2, "33,33_%"),
        (Fraction(12), 0, "1_200_%"),
        (None, 0, DASH),
    ],
)
def test_a_percent_is_rounded_but_never_up_to_a_threshold_not_reached(
    ratio: Fraction | None, digits: int, shown: str
) -> None:
    assert RU.percent(ratio, thresholds=SCALE, digits=digits) == spaced(shown)


def test_without_thresholds_a_percent_is_rounded_up_at_half() -> None:
    assert RU.percent(Fraction(996, 1000)) == spaced("100_%")


@given(st.fractions(-2, 3), st.integers(0, 2))
def test_a_shown_percent_is_at_most_a_step_away_and_on_the_right_side_of_each_threshold(
    ratio: Fraction, digits: int
) -> None:
    text = RU.percent(ratio, thresholds=SCALE, digits=digits)
    shown = Fraction(text.removesuffix("%").replace(NARROW_SPACE, "").replace(MINUS, "-").replace(",", ".")) / 100
    assert abs(shown - ratio) < Fraction(1, 100 * 10**digits)
    assert all((shown >= t) == (ratio >= t) for t in map(Fraction, SCALE))


def test_days_and_moments() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    assert (RU.day(date(2026, 8, 28)), EN.day(date(2026, 8, 28)), RU.day(None)) == ("28.08.26", "28 Aug 26", DASH)
    at = 1_789_730_100  # 2026-09-18 14:15 in Moscow
    assert (RU.moment(at, moscow), EN.moment(at, moscow), RU.time(at, moscow)) == (
        "18.09, 14:15",
        "18 Sep, 14:15",
        "14:15",
    )


def test_months_stand_alone_with_a_capital() -> None:
    month = Month(2026, 9)
    assert (RU.month(month), EN.month(month)) == ("Сентябрь 2026", "September 2026")
    assert (RU.month_short(month), EN.month_short(month)) == ("сент", "Sep")


def test_sentences_of_errors_are_told_in_the_reader_s_language_with_errors_inside_them() -> None:
    inner = InputError("“{text}” is not a number: write it like 0.5", text="x")
    assert RU.error(InputError("{problem}", problem=inner)) == "«x» — не число: запишите его так: 0.5"
    assert EN.error(inner) == "“x” is not a number: write it like 0.5"


def test_only_two_languages_are_spoken() -> None:
    assert language("ru") == RU
    with pytest.raises(InputError, match="ru or en"):
        language("de")
