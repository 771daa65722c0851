"""The progressive bonus: tiers of percent-of-plan, whole and marginal in any mix (docs/metrics.md, «The bonus»)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from sales_core.errors import InputError
from sales_core.money import parse_share, round_half_away


class Applies(StrEnum):
    WHOLE = "whole"
    MARGINAL = "marginal"


@dataclass(frozen=True, slots=True)
class Tier:
    from_share: Decimal
    rate: Decimal
    applies: Applies = Applies.WHOLE


@dataclass(frozen=True, slots=True)
class Scale:
    """Tiers ascending by threshold; refused otherwise (InputError). ``cap``: minor units or none."""

    tiers: tuple[Tier, ...]
    cap: int | None = None

    def __post_init__(self) -> None:
        if not self.tiers:
            raise InputError("A bonus scale needs at least one tier")
        for number, tier in enumerate(self.tiers, 1):
            if tier.from_share < 0:
                raise InputError("Tier {n} of the bonus scale starts below 0: {start}", n=number, start=tier.from_share)
            if tier.rate < 0:
                raise InputError("Tier {n} of the bonus scale has a negative rate: {rate}", n=number, rate=tier.rate)
        for number, (lower, upper) in enumerate(pairwise(self.tiers), 2):
            if upper.from_share <= lower.from_share:
                raise InputError("Tier {n} of the bonus scale must start above the tier before it", n=number)
        if self.cap is not None and self.cap < 0:
            raise InputError("The cap of a bonus scale must not be negative")

    @property
    def thresholds(self) -> tuple[Decimal, ...]:
        """What a shown percent is never rounded up to, see ``Language.percent``."""
        return tuple(tier.from_share for tier in self.tiers)

    def reached(self, fact: int, plan: int) -> tuple[Tier, ...]:
        """The tiers whose threshold, compared with the exact ratio, is at or below ``fact / plan``."""
        return tuple(tier for tier in self.tiers if _exact(tier.from_share) * plan <= fact)


class NoBonus(StrEnum):
    """Why there is none. ``TIER_PAYS_NOTHING``: a tier is reached but gives 0 (its rate is 0, a marginal tier only just
    reached, less than half a unit)."""

    NO_PLAN = "no_plan"
    NO_SCALE = "no_scale"
    BELOW_FIRST_TIER = "below_first_tier"
    NOTHING_BROUGHT_IN = "nothing_brought_in"
    TIER_PAYS_NOTHING = "tier_pays_nothing"


@dataclass(frozen=True, slots=True)
class NextTier:
    """``missing``: margin still to bring in; ``bonus_there``: the bonus at exactly the threshold."""

    tier: Tier
    missing: int
    bonus_there: int


@dataclass(frozen=True, slots=True)
class Bonus:
    """``amount`` in minor units, ``None`` where empty (no plan, plan 0, no scale). ``rate`` is the rate of the highest
    whole tier reached, ``None`` when only marginal tiers or none applied. ``reason`` is set when empty or zero."""

    amount: int | None
    rate: Decimal | None
    reason: NoBonus | None
    next_tier: NextTier | None
    is_capped: bool = False


def percent_of_plan(fact: int, plan: int | None) -> Fraction | None:
    """The exact ratio; empty where the plan is empty or 0."""
    return Fraction(fact, plan) if plan else None


def compute_bonus(fact: int, plan: int | None, scale: Scale | None, unit: int = 1) -> Bonus:
    """What a month's margin earns.

    unit: minor units the bonus is rounded to (1, or those of a whole ruble). The cap comes after the rounding, so that
    it is never exceeded.
    """
    if not plan:
        return Bonus(None, None, NoBonus.NO_PLAN, None)
    if scale is None:
        return Bonus(None, None, NoBonus.NO_SCALE, None)
    reached = scale.reached(fact, plan)
    uncapped = _earnings(fact, plan, reached, unit)
    amount = _capped(uncapped, scale)
    return Bonus(
        amount=amount,
        rate=_whole_rate(fact, reached),
        reason=None if amount else _why_zero(fact, reached),
        next_tier=_next_tier(fact, plan, scale, reached, unit),
        is_capped=amount < uncapped,
    )


class Slice(NamedTuple):
    """A part of the fact, in minor units, and the tier whose rate it earns."""

    tier: Tier
    amount: Fraction

    @property
    def earned(self) -> Fraction:
        return _exact(self.tier.rate) * self.amount


def slices_of(fact: int, plan: int, reached: Sequence[Tier]) -> tuple[Slice, ...]:
    """What a bonus is the sum of, lowest tier first.

    Above the highest whole tier reached every tier reached is marginal; so, from that tier on, each pays on the stretch
    up to the next one reached (the last up to the fact), the whole one counting its stretch from zero.
    """
    found: list[Slice] = []
    end = Fraction(fact)
    for tier in reversed(reached) if fact > 0 else ():
        if tier.applies is Applies.WHOLE:
            found.append(Slice(tier, end))
            break
        start = _exact(tier.from_share) * plan
        found.append(Slice(tier, end - start))
        end = start
    return tuple(reversed(found))


def _earnings(fact: int, plan: int, reached: Sequence[Tier], unit: int) -> int:
    """Rounded, before the cap."""
    earned = sum((each.earned for each in slices_of(fact, plan, reached)), Fraction(0))
    return round_half_away(earned / unit) * unit


def _capped(amount: int, scale: Scale) -> int:
    return amount if scale.cap is None else min(amount, scale.cap)


def _whole_rate(fact: int, reached: Sequence[Tier]) -> Decimal | None:
    rates = (tier.rate for tier in reversed(reached) if tier.applies is Applies.WHOLE)
    return next(rates, None) if fact > 0 else None


def _why_zero(fact: int, reached: Sequence[Tier]) -> NoBonus:
    if fact <= 0:
        return NoBonus.NOTHING_BROUGHT_IN
    return NoBonus.TIER_PAYS_NOTHING if reached else NoBonus.BELOW_FIRST_TIER


def _next_tier(fact: int, plan: int, scale: Scale, reached: Sequence[Tier], unit: int) -> NextTier | None:
    if len(reached) == len(scale.tiers):
        return None
    tier = scale.tiers[len(reached)]
    threshold = (_exact(tier.from_share) * plan).__ceil__()
    there = _earnings(threshold, plan, scale.reached(threshold, plan), unit)
    return NextTier(tier, threshold - fact, _capped(there, scale))


_exact = cache(Fraction)
"""A share or rate as a fraction: a scale has a few, a report asks for each hundreds of times."""


# ---------------------------------------------------------------- the stored form


def scale_from_json(tiers: Sequence[Mapping[str, Any]], cap_minor: int | None = None) -> Scale:
    """A scale as stored and as in the settings file: ``{"from": "0.5", "rate": "0.03", "applies": "whole"}`` per tier,
    ``applies`` being whole unless told. InputError says which tier is wrong and why."""
    return Scale(tuple(_tier_from_json(number, tier) for number, tier in enumerate(tiers, 1)), cap_minor)


def _tier_from_json(number: int, tier: Mapping[str, Any]) -> Tier:
    unknown = sorted(tier.keys() - {"from", "rate", "applies"})
    if unknown:
        raise InputError("Tier {n} of the bonus scale has an unknown key “{key}”", n=number, key=unknown[0])
    missing = sorted({"from", "rate"} - tier.keys())
    if missing:
        raise InputError("Tier {n} of the bonus scale lacks “{key}”", n=number, key=missing[0])
    applies = tier.get("applies", Applies.WHOLE)
    if applies not in list(Applies):
        raise InputError(
            "Tier {n} of the bonus scale applies as whole or as marginal, not as “{mode}”", n=number, mode=applies
        )
    return Tier(parse_share(str(tier["from"])), parse_share(str(tier["rate"])), Applies(applies))


def tiers_to_json(scale: Scale) -> list[dict[str, str]]:
    """What ``scale_from_json`` reads back, the cap aside."""
    return [{"from": f"{t.from_share:f}", "rate": f"{t.rate:f}", "applies": t.applies.value} for t in scale.tiers]
