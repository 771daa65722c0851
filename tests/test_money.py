from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.money import (
    Currency,
    currency,
    margin_of,
    parse_share,
    plain_ratio,
    round_half_away,
    split_by_largest_remainder,
)

RUB, JPY, KWD = currency("RUB"), currency("JPY"), currency("KWD")


def test_a_currency_has_its_own_number_of_minor_units() -> None:
    assert [c.minor_per_major for c in (RUB, JPY, KWD)] == [100, 1, 1000]
    assert currency("XXZ") == Currency("XXZ", 2)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1 250 000,50", 125_000_050),
        ("1250000.50", 125_000_050),
        ("1\u00a0250\u202f000", 125_000_000),
        ("1'250", 125_000),
        ("\u221250 000", -5_000_000),
        ("-0,5", -50),
        ("+7", 700),
        ("1 000 ₽", 100_000),
        ("1 000,10 руб.", 100_010),
        ("1000 руб", 100_000),
        ("15 р.", 1_500),
        ("0", 0),
    ],
)
def test_amounts_read_as_people_write_them(text: str, minor: int) -> None:
    assert RUB.parse(text) == minor


@pytest.mark.parametrize(
    "text", ["", "abc", "1.250.000,50", "1,250,000", "1,250", "1.005", "12,", ",5", "1e3", "--1", "NaN", "5 $", "₽"]
)
def test_what_is_not_surely_an_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        RUB.parse(text)


def test_an_amount_too_large_for_the_database_is_refused() -> None:
    assert RUB.parse("10000000000000") == 10**15
    with pytest.raises(InputError, match="too large"):
        RUB.parse("10000000000000.01")


def test_a_fraction_of_a_kopeck_is_never_rounded_off() -> None:
    assert RUB.to_minor(Decimal("1.10")) == 110
    assert JPY.to_minor(12) == 12
    with pytest.raises(InputError, match="more decimals"):
        RUB.to_minor(Decimal("1.001"))


@given(st.integers(-(10**15), 10**15), st.sampled_from([RUB, JPY, KWD]))
def test_an_amount_written_plainly_reads_back(minor: int, of: Currency) -> None:
    assert of.parse(of.plain(minor)) == minor


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.4999", 1), ("-2.5", -3), ("2.5", 3), ("0", 0), ("-0.49", 0)]
)
def test_halves_round_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_away(Decimal(value)) == rounded
    assert round_half_away(Fraction(value)) == rounded


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**30), max_value=10**30))
def test_decimals_and_fractions_round_alike(value: Decimal) -> None:
    assert round_half_away(value) == round_half_away(Fraction(value))


def test_a_margin_is_rounded_payment_by_payment() -> None:
    assert margin_of(8_000_001, Decimal("0.5")) == 4_000_001
    assert margin_of(-8_000_001, Decimal("0.5")) == -4_000_001
    assert margin_of(100, Decimal("0.333")) == 33


weights = st.lists(st.integers(-(10**9), 10**12), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@given(st.integers(0, 10**14), weights, st.sampled_from([1, 100]))
def test_a_split_adds_up_and_each_part_is_less_than_a_unit_from_its_exact_share(
    total: int, parts_of: list[int], unit: int
) -> None:
    assert sum(split_by_largest_remainder(total, parts_of, unit)) == total
    whole_units = total - total % unit
    for part, weight in zip(split_by_largest_remainder(whole_units, parts_of, unit), parts_of, strict=True):
        assert abs(part - Fraction(whole_units * weight, sum(parts_of))) < unit


@given(st.integers(0, 10**14), weights, st.sampled_from([1, 100]))
def test_what_weighs_nothing_gets_nothing(total: int, parts_of: list[int], unit: int) -> None:
    parts = split_by_largest_remainder(total, [*parts_of, 0], unit)
    assert parts[-1] == 0


def test_the_largest_remainders_get_the_spare_units_and_ties_go_to_the_earlier() -> None:
    assert split_by_largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_largest_remainder(10, [6, 5, 5]) == [4, 3, 3]
    assert split_by_largest_remainder(10_000, [1, 2], unit=100) == [3_300, 6_700]
    assert split_by_largest_remainder(10_050, [1, 2], unit=100) == [3_300, 6_750]


def test_ratios_for_machines_have_eight_places() -> None:
    assert plain_ratio(Fraction(18_000_001, 40_000_000)) == "0.45000003"
    assert plain_ratio(Fraction(-1, 20)) == "-0.05000000"
    assert plain_ratio(Decimal("0.5")) == "0.50000000"
    assert plain_ratio(None) is None


@pytest.mark.parametrize(("text", "share"), [("0.5", "0.5"), ("0,07", "0.07"), (" 1 ", "1"), ("\u22120.1", "-0.1")])
def test_shares_are_exact_decimals(text: str, share: str) -> None:
    assert parse_share(text) == Decimal(share)


@pytest.mark.parametrize("text", ["", "half", "NaN", "inf", "50%", "1e999999999", "0.1.2"])
def test_what_is_not_a_plain_number_is_no_share(text: str) -> None:
    with pytest.raises(InputError, match="not a number"):
        parse_share(text)
