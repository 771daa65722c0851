"""The progressive bonus: tiers of percent-of-plan, whole and marginal in any mix (report.md, part 4)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


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


class NoBonus(StrEnum):
    """Why there is none."""

    NO_PLAN = "no_plan"
    NO_SCALE = "no_scale"
    BELOW_FIRST_TIER = "below_first_tier"
    NOTHING_BROUGHT_IN = "nothing_brought_in"


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
