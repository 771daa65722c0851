"""What stands beside a bonus: the rate or «оклад», why there is none, and how far the next tier is."""

from collections.abc import Callable
from fractions import Fraction

from sales_core.i18n import Language
from sales_core.reports.bonus import Bonus, NoBonus, Scale
from sales_core.ui.names import format_share

Money = Callable[[int], str]


def bonus_aside(bonus: Bonus, language: Language) -> str:
    if bonus.reason in (NoBonus.BELOW_FIRST_TIER, NoBonus.NOTHING_BROUGHT_IN):
        return language.text("salary")
    if bonus.reason is NoBonus.NO_PLAN:
        return language.text("no plan")
    return "" if bonus.rate is None else format_share(bonus.rate, language)


def bonus_tip(
    bonus: Bonus, percent: Fraction | None, scale: Scale | None, language: Language, money: Money
) -> list[str]:
    lines = [_why_none(bonus, percent, scale, language)]
    if bonus.is_capped:
        lines.append(language.text("The cap of the scale is reached"))
    if bonus.next_tier:
        lines.append(
            language.text(
                "{missing} more to {threshold} of plan: the bonus will be {bonus}",
                missing=money(bonus.next_tier.missing),
                threshold=language.percent(bonus.next_tier.tier.from_share),
                bonus=money(bonus.next_tier.bonus_there),
            )
        )
    return [line for line in lines if line]


def _why_none(bonus: Bonus, percent: Fraction | None, scale: Scale | None, language: Language) -> str:
    match bonus.reason:
        case NoBonus.NO_PLAN:
            return language.text("No plan is set for the month, so there is no bonus")
        case NoBonus.NO_SCALE:
            return language.text("No bonus scale is set for the month")
        case NoBonus.NOTHING_BROUGHT_IN:
            return language.text("Nothing was brought in yet: salary only")
        case NoBonus.TIER_PAYS_NOTHING:
            return language.text("The tier that is reached pays nothing yet")
        case NoBonus.BELOW_FIRST_TIER if scale and scale.tiers:
            needed = scale.tiers[0].from_share
            return language.text(
                "{percent} of the {needed} of plan that the first tier needs",
                percent=language.percent(percent, thresholds=(needed,), digits=1),
                needed=language.percent(needed),
            )
    return ""
