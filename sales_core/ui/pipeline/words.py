"""Figures of deals in words, the same in every part of the page."""

from decimal import Decimal
from fractions import Fraction

from sales_core.i18n import DASH, MINUS, Language
from sales_core.money import Currency, round_half_away
from sales_core.reports.conversion import Rung
from sales_core.reports.pipeline import ColumnSummary


def thousands(minor: int, currency: Currency, language: Language) -> str:
    """Without the unit, which the table says once; a dash for no money."""
    if not minor:
        return DASH
    return language.number(round_half_away(Fraction(minor, 1000 * currency.minor_per_major)))


def signed(difference: Fraction, language: Language) -> str:
    """``+12``, ``−2,5``, ``0``."""
    shown = language.number(halves(abs(difference)))
    return shown if not difference else f"{'+' if difference > 0 else MINUS}{shown}"


def tell_halves(number: Fraction, language: Language) -> str:
    """A median of counts: ``26`` or ``25,5``."""
    return language.number(halves(number))


def halves(number: Fraction) -> int | Decimal:
    """Whole or half-way between two, as medians of counts are."""
    return number.numerator if number.denominator == 1 else Decimal(number.numerator) / number.denominator


def tell_deals(count: int, language: Language) -> str:
    return language.plural("{n} deal", "{n} deals", count)


def tell_days(days: int, language: Language) -> str:
    return language.plural("{n} day", "{n} days", days)


def tell_ages(summary: ColumnSummary, language: Language) -> list[str]:
    """How long the deals of a column have been in it and in all, and how long they usually are."""
    lines = [tell_deals(summary.deals.count, language)]
    if summary.in_stage is not None:
        lines.append(
            language.text(
                "in the status for {median}, at most {max}",
                median=tell_days(summary.in_stage.median_days, language),
                max=tell_days(summary.in_stage.max_days, language),
            )
        )
    if summary.in_total is not None:
        lines.append(language.text("created {median} ago", median=tell_days(summary.in_total.median_days, language)))
    if summary.expected_days is not None:
        lines.append(
            language.text(
                "three of four won deals left it within {days}", days=tell_days(summary.expected_days, language)
            )
        )
    return lines


def rung_name(rung: Rung) -> str:
    return rung.name or f"#{rung.status_id}"


def tell_median(days: Fraction | None, language: Language) -> str:
    """``4,5 д.``: to half a day; a dash for none."""
    if days is None:
        return DASH
    return language.text("{n} d.", n=tell_halves(Fraction(round_half_away(days * 2), 2), language))
