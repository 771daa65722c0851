"""What the quadrant says of each manager, in a sentence: the figures, and the diagnosis they make."""

from decimal import Decimal
from fractions import Fraction

from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import N_, Language
from sales_core.money import round_half_away
from sales_core.reports.quadrant import Point, Quadrant, Verdict

TITLES = {
    Verdict.WORKS_AND_SELLS: N_("Works and sells"),
    Verdict.SELLS_WITH_LITTLE: N_("Sells with little effort"),
    Verdict.TRIES_WITHOUT_SELLING: N_("Tries, but does not sell"),
    Verdict.LITTLE_OF_BOTH: N_("Few actions, few sales"),
    Verdict.ON_BORDER: N_("At the border, no diagnosis"),
    Verdict.ALONE: N_("Nobody to compare with"),
    Verdict.NO_PLAN: N_("No plan"),
    Verdict.ABSENT: N_("No working days in the period"),
    Verdict.OUTSIDE: N_("Not in the report"),
}
ADVICE = {
    Verdict.WORKS_AND_SELLS: N_("learn how it is done"),
    Verdict.SELLS_WITH_LITTLE: N_("look at the stock of deals, give more leads"),
    Verdict.TRIES_WITHOUT_SELLING: N_("the will is there: teach anew"),
    Verdict.LITTLE_OF_BOTH: N_("the reason is the manager himself"),
}


def tell_point(point: Point, quadrant: Quadrant, language: Language) -> str:
    """«Артём Громов: 790 действий, на 29 % больше среднего; 52 % плана при темпе 64 %: старается, но не продаёт»."""
    parts = {
        "name": manager_name(point.manager.id, point.manager.name, language),
        "activity": tell_activity(point, quadrant, language),
        "sales": tell_sales(point, quadrant, language),
        "verdict": _within(language.text(TITLES[point.verdict])),
    }
    if point.percent is None:
        return language.text("{name}: {activity}; {verdict}", **parts)
    return language.text("{name}: {activity}; {sales}: {verdict}", **parts)


def tell_activity(point: Point, quadrant: Quadrant, language: Language) -> str:
    """How much somebody did, in how many days where these differ, and how that compares with the others."""
    effort = point.effort
    told = language.plural("{n} action", "{n} actions", effort.counts.total)
    if effort.score != effort.counts.total:
        told = language.text("{before}, {after}", before=told, after=_weighed(effort.score, language))
    if quadrant.days is None and effort.days_present:
        told += " " + language.plural("in {n} working day", "in {n} working days", effort.days_present)
    compared = _compared(point, language, is_daily=quadrant.days is None)
    return language.text("{before}, {after}", before=told, after=compared) if compared else told


def tell_sales(point: Point, quadrant: Quadrant, language: Language) -> str:
    """«52 % плана при темпе 64 %»; empty without a plan."""
    if point.percent is None:
        return ""
    return language.text(
        "{percent} of the plan at a pace of {pace}",
        percent=language.percent(point.percent, thresholds=quadrant.thresholds),
        pace=language.percent(quadrant.pace.ratio),
    )


def tell_number(value: Decimal | Fraction, language: Language) -> str:
    """Whole from a hundred on, with one decimal below, where there is one."""
    tenths = round_half_away(Fraction(value) * 10)
    if tenths % 10 == 0 or tenths >= 1000:
        return language.number(round_half_away(Fraction(value)))
    return language.number(Decimal(tenths).scaleb(-1))


def _weighed(score: Decimal, language: Language) -> str:
    return language.text("{score} by weight", score=tell_number(score, language))


def _compared(point: Point, language: Language, *, is_daily: bool) -> str:
    if point.activity is None or point.verdict in {Verdict.ALONE, Verdict.OUTSIDE}:
        return ""
    share = round_half_away((point.activity - 1) * 100)
    told = {"share": language.percent(Fraction(abs(share), 100))}
    if share == 0:
        return language.text("as many a day as the average") if is_daily else language.text("as many as the average")
    if is_daily:
        more, less = N_("{share} more a day than the average"), N_("{share} less a day than the average")
    else:
        more, less = N_("{share} more than the average"), N_("{share} less than the average")
    return language.text(more if share > 0 else less, **told)


def _within(title: str) -> str:
    """As it goes on after a colon."""
    return title[:1].lower() + title[1:]
