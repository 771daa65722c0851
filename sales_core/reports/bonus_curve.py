"""A bonus scale as a curve: what each fact earns under one plan, jumps at the thresholds included."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from sales_core.reports.bonus import Scale, Tier, compute_bonus


@dataclass(frozen=True, slots=True)
class Point:
    """Minor units."""

    fact: int
    bonus: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a threshold to just below the next one; straight between its points but for the rounding of bonuses.

    ``tier`` is the highest one reached, ``None`` below the first.
    """

    tier: Tier | None
    points: tuple[Point, ...]

    @property
    def start(self) -> Point:
        return self.points[0]

    @property
    def end(self) -> Point:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class BonusCurve:
    plan: int
    stretches: tuple[Stretch, ...]

    @property
    def falls(self) -> tuple[Tier, ...]:
        """The tiers at whose threshold the bonus drops: bringing in a little more would earn less."""
        steps = pairwise(self.stretches)
        return tuple(upper.tier for lower, upper in steps if upper.tier and upper.start.bonus < lower.end.bonus)


def build_curve(scale: Scale, plan: int, unit: int, until: Fraction) -> BonusCurve:
    """The curve from a fact of 0 up to ``until`` of the plan. ``plan`` in minor units, above 0; every point is what
    ``compute_bonus`` says of its fact."""
    last = int(until * plan)
    thresholds = [(Fraction(tier.from_share) * plan).__ceil__() for tier in scale.tiers]
    reached: list[tuple[Tier | None, int]] = [*zip(scale.tiers, thresholds, strict=True)]
    starts = reached if thresholds[0] == 0 else [(None, 0), *reached]
    ends = [start - 1 for _, start in starts[1:]] + [last]
    return BonusCurve(plan, tuple(
        Stretch(tier, tuple(_points(start, min(end, last), plan, scale, unit)))
        for (tier, start), end in zip(starts, ends, strict=True)
        if start <= min(end, last)
    ))  # fmt: skip


def _points(start: int, end: int, plan: int, scale: Scale, unit: int) -> Iterator[Point]:
    """The ends, and where the cap bends the stretch."""
    facts = {start, end}
    if scale.cap is not None and compute_bonus(end, plan, scale, unit).is_capped:
        facts.add(_first_at_the_cap(range(start, end + 1), plan, scale, unit))
    for fact in sorted(facts):
        yield Point(fact, compute_bonus(fact, plan, scale, unit).amount or 0)


def _first_at_the_cap(facts: Sequence[int], plan: int, scale: Scale, unit: int) -> int:
    """Within a stretch no bonus falls, so the first fact that earns the cap is found by halving."""
    low, high = 0, len(facts) - 1
    while low < high:
        middle = (low + high) // 2
        if compute_bonus(facts[middle], plan, scale, unit).amount == scale.cap:
            high = middle
        else:
            low = middle + 1
    return facts[low]
