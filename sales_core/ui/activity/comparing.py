"""A count beside that of the period before, in words."""

from fractions import Fraction

from sales_core.activity_scope import Days
from sales_core.i18n import Language

_MOST = 10
"""Beyond so many times as much the percent says nothing more."""


def tell_change(now: int, before: int, language: Language) -> str:
    """``▲ 12 %``; the sign alone where a percent says nothing, nothing where nothing changed."""
    if now == before:
        return ""
    sign = "▲" if now > before else "▼"
    if now >= _MOST * before:
        return sign
    return f"{sign} {language.percent(abs(Fraction(now - before, before)))}"


def tell_before(now: int, before: int, period: Days, language: Language) -> str:
    """``1–24 октября: 741 (−12)``: the count of the period before, and how far it is from it."""
    difference = f"{'+' if now > before else ''}{language.number(now - before)}" if now != before else "="
    told = language.text("{period}: {count}", period=tell_before_days(period, language), count=language.number(before))
    return f"{told} ({difference})"


def tell_before_days(period: Days, language: Language) -> str:
    """The days that others are compared with: without the year, which goes without saying there."""
    return language.stretch(period.first, period.last)
