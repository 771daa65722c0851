from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from sales_core.reports.bonus import Scale, compute_bonus
from sales_core.reports.bonus_curve import BonusCurve, Point, build_curve
from tests.reports.test_bonus import A, B, C, scale, scales

PLAN = 100_000_000
UNTIL = Fraction(13, 10)


def ends(curve: BonusCurve) -> list[tuple[int, int]]:
    return [(stretch.start.bonus, stretch.end.bonus) for stretch in curve.stretches]


def test_a_whole_scale_jumps_at_its_thresholds() -> None:
    assert ends(build_curve(A, PLAN, 1, UNTIL)) == [
        (0, 0),
        (1_500_000, 2_400_000),
        (4_000_000, 5_000_000),
        (7_000_000, 8_400_000),
        (12_000_000, 13_000_000),
    ]


def test_a_marginal_scale_does_not_jump() -> None:
    curve = ends(build_curve(B, PLAN, 1, UNTIL))
    assert [low for low, _ in curve[1:]] == [high for _, high in curve[:-1]]


def test_a_scale_that_begins_at_nothing_has_no_stretch_below_it() -> None:
    curve = build_curve(C, 3_300_000, 1, Fraction(4_000_000, 3_300_000))
    assert [stretch.tier for stretch in curve.stretches] == list(C.tiers)
    assert curve.stretches[-1].end == Point(4_000_000, 470_000)


def test_the_cap_bends_the_line_where_it_is_reached() -> None:
    (_, stretch) = build_curve(scale("50 10 whole", cap=8_000_000), PLAN, 1, UNTIL).stretches
    start, bend, end = stretch.points
    assert (start.bonus, bend, end.bonus) == (5_000_000, Point(79_999_995, 8_000_000), 8_000_000)


def test_what_lies_beyond_the_picture_is_left_out() -> None:
    curve = build_curve(A, PLAN, 1, Fraction(9, 10))
    assert [stretch.end.fact for stretch in curve.stretches] == [49_999_999, 79_999_999, 90_000_000]


def test_a_tier_that_pays_less_than_the_one_below_is_a_fall() -> None:
    falling = scale("50 10 whole, 80 5 whole, 100 12 whole")
    assert build_curve(falling, PLAN, 1, UNTIL).falls == (falling.tiers[1],)
    assert build_curve(A, PLAN, 1, UNTIL).falls == build_curve(B, PLAN, 1, UNTIL).falls == ()


percents_far = st.integers(1, 300).map(lambda percent: Fraction(percent, 100))


@given(scales(), st.integers(100, 10**10), st.sampled_from([1, 100]), percents_far, st.fractions(0, 1))
def test_every_point_of_the_line_is_the_bonus_of_its_fact(
    of: Scale, plan: int, unit: int, until: Fraction, where: Fraction
) -> None:
    """Exactly at the points, and within the rounding anywhere between them."""
    curve = build_curve(of, plan, unit, until)
    starts = [stretch.start.fact for stretch in curve.stretches]
    assert starts == [0, *(stretch.end.fact + 1 for stretch in curve.stretches[:-1])]
    for stretch in curve.stretches:
        for point in stretch.points:
            assert point.bonus == compute_bonus(point.fact, plan, of, unit).amount
    fact = int(where * until * plan)
    stretch = next(one for one in curve.stretches if one.start.fact <= fact <= one.end.fact)
    left = max((point for point in stretch.points if point.fact <= fact), key=lambda point: point.fact)
    right = min((point for point in stretch.points if point.fact >= fact), key=lambda point: point.fact)
    assume(right.fact > left.fact)
    line = left.bonus + Fraction((right.bonus - left.bonus) * (fact - left.fact), right.fact - left.fact)
    assert abs(line - (compute_bonus(fact, plan, of, unit).amount or 0)) <= unit
