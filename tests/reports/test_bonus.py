from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.money import currency
from sales_core.reports.bonus import (
    Applies,
    NoBonus,
    Scale,
    Tier,
    compute_bonus,
    percent_of_plan,
    scale_from_json,
    tiers_to_json,
)

RUB = currency("RUB")


def scale(text: str, cap: int | None = None) -> Scale:
    """``"50 3 whole, 80 5 marginal"``: from %, rate %, mode."""
    tiers = (tier.split() for tier in text.split(","))
    return Scale(tuple(Tier(Decimal(f) / 100, Decimal(r) / 100, Applies(mode)) for f, r, mode in tiers), cap)


def bonus(fact: str, plan: str, of: Scale, unit: int = 1) -> str:
    amount = compute_bonus(RUB.parse(fact), RUB.parse(plan), of, unit).amount
    return "empty" if amount is None else RUB.plain(amount)


A = scale("50 3 whole, 80 5 whole, 100 7 whole, 120 10 whole")
B = scale("50 3 marginal, 80 5 marginal, 100 7 marginal, 120 10 marginal")
C = scale("0 5 marginal, 50 10 whole, 100 20 marginal")
D_WHOLE = scale("50 5 whole, 80 7 whole, 100 10 whole, 120 12 whole")
D_MARGINAL = scale("50 5 marginal, 80 7 marginal, 100 10 marginal, 120 12 marginal")


@pytest.mark.parametrize(
    ("plan", "fact", "whole", "marginal"),
    [
        ("1 000 000", "499 999.99", "0.00", "0.00"),
        ("1 000 000", "500 000.00", "15000.00", "0.00"),
        ("1 000 000", "799 999.99", "24000.00", "9000.00"),
        ("1 000 000", "800 000.00", "40000.00", "9000.00"),
        ("1 000 000", "1 000 000.00", "70000.00", "19000.00"),
        ("1 000 000", "1 250 000.00", "125000.00", "38000.00"),
        ("0", "300 000.00", "empty", "empty"),
        ("1 000 000", "-50 000.00", "0.00", "0.00"),
    ],
)
def test_the_worked_examples_of_scales_a_and_b(plan: str, fact: str, whole: str, marginal: str) -> None:
    assert (bonus(fact, plan, A), bonus(fact, plan, B)) == (whole, marginal)


@pytest.mark.parametrize(
    ("fact", "amount"),
    [
        ("10 000", "500.00"),
        ("16 499.99", "825.00"),
        ("16 500", "1650.00"),
        ("33 000", "3300.00"),
        ("40 000", "4700.00"),
    ],
)
def test_the_worked_examples_of_the_mixed_scale_c(fact: str, amount: str) -> None:
    assert bonus(fact, "33 000", C) == amount


@pytest.mark.parametrize(
    ("fact", "whole", "marginal"),
    [
        ("249 999.99", "0.00", "0.00"),
        ("250 000", "12500.00", "0.00"),
        ("480 000", "33600.00", "13100.00"),
        ("500 000", "50000.00", "14500.00"),
        ("620 000", "74400.00", "26900.00"),
    ],
)
def test_the_worked_examples_of_scale_d(fact: str, whole: str, marginal: str) -> None:
    assert (bonus(fact, "500 000", D_WHOLE), bonus(fact, "500 000", D_MARGINAL)) == (whole, marginal)


def test_a_marginal_tier_between_whole_ones_pays_until_the_next_whole_one_takes_over() -> None:
    mixed = scale("50 3 whole, 80 50 marginal, 100 7 whole, 150 20 marginal")
    assert bonus("900", "1 000", mixed) == "74.00"  # 800 × 3 % + 100 × 50 %
    assert bonus("1 000", "1 000", mixed) == "70.00"
    assert bonus("1 600", "1 000", mixed) == "125.00"  # 1 500 × 7 % + 100 × 20 %


def test_the_threshold_is_compared_with_the_exact_ratio() -> None:
    third = Scale((Tier(Decimal("0.333333333333333333333333333333"), Decimal("0.1")),))
    assert compute_bonus(1, 3, third).reason is NoBonus.TIER_PAYS_NOTHING  # reached: a tenth of a kopeck rounds to 0
    assert compute_bonus(33_333_333, 10**8, third).reason is NoBonus.BELOW_FIRST_TIER


@pytest.mark.parametrize(("fact", "minor", "major"), [("1 500.50", "150.05", "150.00"), ("1 505", "150.50", "151.00")])
def test_a_bonus_is_rounded_to_the_kopeck_or_to_the_whole_ruble(fact: str, minor: str, major: str) -> None:
    tenth = scale("0 10 whole")
    assert (bonus(fact, "1 000", tenth), bonus(fact, "1 000", tenth, unit=100)) == (minor, major)


def test_half_a_kopeck_rounds_up() -> None:
    assert compute_bonus(5, 10, scale("0 10 whole")).amount == 1
    assert compute_bonus(4, 10, scale("0 10 whole")).amount == 0


def test_the_cap_bounds_the_bonus_and_says_so() -> None:
    capped = scale("0 10 whole", cap=15_050)
    at_the_cap, above = compute_bonus(150_500, 100_000, capped), compute_bonus(150_600, 100_000, capped)
    assert (at_the_cap.amount, at_the_cap.is_capped) == (15_050, False)
    assert (above.amount, above.is_capped) == (15_050, True)
    assert compute_bonus(150_600, 100_000, capped, unit=100).amount == 15_050


@pytest.mark.parametrize(
    ("fact", "plan", "of", "amount", "reason"),
    [
        (100, None, A, None, NoBonus.NO_PLAN),
        (100, 0, A, None, NoBonus.NO_PLAN),
        (100, 100, None, None, NoBonus.NO_SCALE),
        (0, 100, C, 0, NoBonus.NOTHING_BROUGHT_IN),
        (-1, 100, C, 0, NoBonus.NOTHING_BROUGHT_IN),
        (49, 100, A, 0, NoBonus.BELOW_FIRST_TIER),
        (50, 100, B, 0, NoBonus.TIER_PAYS_NOTHING),
        (100, 100, scale("0 0 whole"), 0, NoBonus.TIER_PAYS_NOTHING),
        (100, 100, A, 7, None),
    ],
)
def test_an_empty_or_zero_bonus_says_why(
    fact: int, plan: int | None, of: Scale | None, amount: int | None, reason: NoBonus | None
) -> None:
    found = compute_bonus(fact, plan, of)
    assert (found.amount, found.reason) == (amount, reason)


def test_the_distance_names_the_next_tier_what_is_missing_and_the_bonus_there() -> None:
    following = compute_bonus(RUB.parse("799 999.99"), RUB.parse("1 000 000"), A).next_tier
    assert following is not None
    assert (following.tier, following.missing, following.bonus_there) == (A.tiers[1], 1, RUB.parse("40 000"))
    first = compute_bonus(RUB.parse("-50 000"), RUB.parse("1 000 000"), A).next_tier
    assert first is not None
    assert (first.tier, first.missing, first.bonus_there) == (A.tiers[0], RUB.parse("550 000"), RUB.parse("15 000"))


def test_there_is_no_distance_from_the_top_nor_without_a_plan() -> None:
    assert compute_bonus(200, 100, A).next_tier is None
    assert compute_bonus(200, None, A).next_tier is None


def test_the_rate_is_that_of_the_highest_whole_tier_reached() -> None:
    assert compute_bonus(130, 100, A).rate == Decimal("0.10")
    assert compute_bonus(130, 100, C).rate == Decimal("0.1")
    assert compute_bonus(40, 100, C).rate is None
    assert compute_bonus(-40, 100, C).rate is None


def test_percent_is_empty_without_a_plan() -> None:
    assert percent_of_plan(18_000_001, 40_000_000) == Fraction(18_000_001, 40_000_000)
    assert percent_of_plan(5, None) is percent_of_plan(5, 0) is None


# ---------------------------------------------------------------- scales that are refused, and the stored form


@pytest.mark.parametrize(
    ("tiers", "sentence"),
    [
        ([], "at least one tier"),
        ([{"from": "0.5", "rate": "-0.01"}], "Tier 1 .* negative rate"),
        ([{"from": "-0.1", "rate": "0.1"}], "Tier 1 .* below 0"),
        ([{"from": "0.5", "rate": "0.1"}, {"from": "0.50", "rate": "0.2"}], "Tier 2 .* above"),
        ([{"from": "0.5", "rate": "0.1"}, {"from": "0.4", "rate": "0.2"}], "Tier 2 .* above"),
        ([{"from": "0.5", "rate": "0.1", "applies": "half"}], "Tier 1 .* not as “half”"),
        ([{"from": "0.5", "rate": "0.1", "applies": ["whole"]}], "Tier 1 .* whole or as marginal"),
        ([{"from": "0.5", "rate": "0.1"}, {"rate": "0.1"}], "Tier 2 .* lacks “from”"),
        ([{"from": "0.5", "rate": "0.1", "mode": "whole"}], "Tier 1 .* “mode”"),
        ([{"from": "0.5", "rate": "ten"}], "“ten” is not a number"),
        ([{"from": "NaN", "rate": "0.1"}], "“NaN” is not a number"),
    ],
)
def test_a_wrong_scale_is_refused_with_the_tier_and_the_reason(tiers: list[dict[str, str]], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        scale_from_json(tiers)


def test_a_negative_cap_is_refused() -> None:
    with pytest.raises(InputError, match="cap"):
        scale_from_json([{"from": "0", "rate": "0.1"}], cap_minor=-1)


def test_a_tier_applies_to_the_whole_fact_unless_told() -> None:
    read = scale_from_json([{"from": "0.5", "rate": "0.03"}, {"from": "1", "rate": "0.1", "applies": "marginal"}], 900)
    assert read == Scale(
        (Tier(Decimal("0.5"), Decimal("0.03")), Tier(Decimal(1), Decimal("0.1"), Applies.MARGINAL)), 900
    )
    assert read.thresholds == (Decimal("0.5"), Decimal(1))


# ---------------------------------------------------------------- properties


ANY_MODE = st.sampled_from(list(Applies))


@st.composite
def scales(draw: st.DrawFn, modes: st.SearchStrategy[Applies] = ANY_MODE) -> Scale:
    """Whole percents, so that thresholds of a plan of hundreds fall between kopecks and the oracle can count them."""
    starts = draw(st.lists(st.integers(0, 200), min_size=1, max_size=6, unique=True).map(sorted))
    return Scale(
        tuple(Tier(Decimal(start) / 100, Decimal(draw(st.integers(0, 40))) / 100, draw(modes)) for start in starts),
        draw(st.none() | st.integers(0, 2_000)),
    )


def count_kopeck_by_kopeck(fact: int, plan: int, of: Scale) -> Fraction:
    """The oracle: each kopeck earned pays the rate of the tier it falls in, or of the whole tier that swallowed it."""

    def tier_at(reached: int) -> int:
        """Index of the tier that begins at or below so many kopecks, -1 for none."""
        return max((i for i, t in enumerate(of.tiers) if t.from_share * plan <= reached), default=-1)

    wholes = [i for i in range(tier_at(fact) + 1) if of.tiers[i].applies is Applies.WHOLE]
    swallowing = max(wholes, default=-1)
    earned = Fraction(0)
    for kopeck in range(fact):
        tier = max(tier_at(kopeck), swallowing)
        earned += Fraction(of.tiers[tier].rate) if tier >= 0 else 0
    return earned


@given(scales(), st.integers(-200, 700), st.integers(1, 3).map(lambda n: n * 100))
def test_the_bonus_equals_counting_kopeck_by_kopeck(of: Scale, fact: int, plan: int) -> None:
    exact = count_kopeck_by_kopeck(fact, plan, of)
    rounded = int(exact + Fraction(1, 2))
    assert compute_bonus(fact, plan, of).amount == (rounded if of.cap is None else min(rounded, of.cap))


marginal_scales = scales(st.just(Applies.MARGINAL))
facts, plans = st.integers(-(10**9), 10**12), st.integers(1, 10**11)


@given(marginal_scales, facts, st.integers(0, 10**6), plans)
def test_marginal_bonuses_never_fall_and_never_jump(of: Scale, fact: int, more: int, plan: int) -> None:
    before, after = compute_bonus(fact, plan, of).amount, compute_bonus(fact + more, plan, of).amount
    assert before is not None
    assert after is not None
    assert 0 <= after - before <= max(tier.rate for tier in of.tiers) * more + 1


@given(scales(), facts, plans, st.sampled_from([1, 100]))
def test_a_bonus_lies_between_zero_its_highest_rate_and_the_cap(of: Scale, fact: int, plan: int, unit: int) -> None:
    found = compute_bonus(fact, plan, of, unit)
    assert found.amount is not None
    assert 0 <= found.amount <= max(tier.rate for tier in of.tiers) * max(fact, 0) + unit
    assert found.amount <= (found.amount if of.cap is None else of.cap)
    assert (found.reason is None) == (found.amount > 0)
    assert found.is_capped == (
        of.cap is not None and found.amount < (compute_bonus(fact, plan, Scale(of.tiers), unit).amount or 0)
    )


@given(scales(), facts, plans, st.sampled_from([1, 100]))
def test_the_missing_margin_just_reaches_the_next_tier(of: Scale, fact: int, plan: int, unit: int) -> None:
    following = compute_bonus(fact, plan, of, unit).next_tier
    if following is None:
        assert Fraction(fact, plan) >= Fraction(of.tiers[-1].from_share)
    else:
        there = fact + following.missing
        assert Fraction(there - 1, plan) < Fraction(following.tier.from_share) <= Fraction(there, plan)
        assert compute_bonus(there, plan, of, unit).amount == following.bonus_there


@given(scales())
def test_a_scale_reads_back_from_its_stored_form(of: Scale) -> None:
    assert scale_from_json(tiers_to_json(of), of.cap) == of
