"""How a bonus comes about, told in one sentence that anybody can follow with a calculator."""

from fractions import Fraction

from sales_core.i18n import Language
from sales_core.money import Currency, round_half_away
from sales_core.reports.bonus import Applies, NoBonus, Scale, Slice
from sales_core.reports.payroll import Payroll, PayrollRow
from sales_core.reports.sales import ManagerRow


def tell_bonus(row: PayrollRow, payroll: Payroll, language: Language) -> str:
    """``1 250 000 ₽ at a plan of 1 000 000 ₽ is 125 %; the rate of 10 % on the whole fact = 125 000 ₽``; of a bonus
    that is zero or empty, why."""
    if row.figures is None:
        return language.text("No figures in this month")
    currency, scale = payroll.report.currency, payroll.report.scale
    why_none = _why_none(row.figures, scale, language, currency)
    if why_none:
        return why_none
    return language.text(
        "{beside_plan}; {calculation}",
        beside_plan=_beside_plan(row.figures, scale, language, currency),
        calculation=_calculation(row, scale, language, currency),
    )


def tell_rates(row: PayrollRow, language: Language) -> str:
    """Every rate that earned something: ``10 %`` or ``3 % · 5 %``."""
    return " · ".join(language.percent_exact(each.tier.rate) for each in row.slices if each.earned)


def _why_none(row: ManagerRow, scale: Scale | None, language: Language, currency: Currency) -> str:
    fact = money(row.sums.fact, currency, language)
    match row.bonus.reason:
        case NoBonus.NO_PLAN if row.plan == 0:
            return language.text("{fact}; the plan is 0, so there is no bonus", fact=fact)
        case NoBonus.NO_PLAN:
            return language.text("{fact}; no plan is set, so there is no bonus", fact=fact)
        case NoBonus.NO_SCALE:
            return language.text("{fact}; no bonus scale is set for the month", fact=fact)
        case NoBonus.NOTHING_BROUGHT_IN:
            return language.text("{fact}: nothing was brought in, the bonus is 0", fact=fact)
    if row.bonus.reason is NoBonus.BELOW_FIRST_TIER and scale is not None:
        return language.text(
            "{beside_plan}, less than the {needed} from which a bonus is paid: 0",
            beside_plan=_beside_plan(row, scale, language, currency),
            needed=language.percent_exact(scale.tiers[0].from_share),
        )
    return ""


def _beside_plan(row: ManagerRow, scale: Scale | None, language: Language, currency: Currency) -> str:
    percent = row.percent or Fraction(0)
    return language.text(
        "{fact} at a plan of {plan} is {percent}",
        fact=money(row.sums.fact, currency, language),
        plan=money(row.plan or 0, currency, language),
        percent=language.percent(
            percent, thresholds=scale.thresholds if scale else (), digits=0 if (percent * 100).denominator == 1 else 1
        ),
    )


def _calculation(row: PayrollRow, scale: Scale | None, language: Language, currency: Currency) -> str:
    earned = round_half_away(sum((each.earned for each in row.slices), Fraction(0)))
    told = f"{_product(row.slices, language, currency)} = {money(earned, currency, language)}"
    amount = row.bonus or 0
    if row.figures and row.figures.bonus.is_capped and scale:
        cap = money(scale.cap or 0, currency, language)
        return language.text("{calculation}, but no more than the cap of {cap}", calculation=told, cap=cap)
    if amount != earned:
        whole = money(amount, currency, language)
        return language.text("{calculation}, rounded to {amount}", calculation=told, amount=whole)
    return told


def _product(slices: tuple[Slice, ...], language: Language, currency: Currency) -> str:
    """The rate alone where it applies to the whole fact, else every slice with its own; one only just reached is left
    out, unless it is the only one."""
    if len(slices) == 1 and slices[0].tier.applies is Applies.WHOLE:
        return language.text("the rate of {rate} on the whole fact", rate=language.percent_exact(slices[0].tier.rate))
    return " + ".join(
        f"{money(round_half_away(each.amount), currency, language)} × {language.percent_exact(each.tier.rate)}"
        for each in ([each for each in slices if each.amount] or slices)
    )


def money(minor: int, currency: Currency, language: Language) -> str:
    """With kopecks where there are any."""
    return language.money(minor, currency, exact=minor % currency.minor_per_major != 0)
