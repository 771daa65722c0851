"""Values and changes of the comparison as they are written in its tables."""

from decimal import Decimal
from fractions import Fraction

from sales_core.comparison import Measure, Unit
from sales_core.comparison_scope import ComparisonScope, When
from sales_core.i18n import DASH, NARROW_SPACE, Language
from sales_core.money import round_half_away
from sales_core.reports.comparison import Cell, Comparison
from sales_core.reports.comparison_values import Value

_OF_PLAN = frozenset({Measure.PERCENT, Measure.FORECAST_PERCENT})
_MOST_PERCENT = 10


def format_value(value: Value, measure: Measure, cell: Cell, report: Comparison, language: Language) -> str:
    """A dash for what is not known, and for no money at all."""
    if value is None:
        return DASH
    match cell.unit:
        case Unit.MONEY:
            return language.money(int(value), report.currency, sign=False) if value else DASH
        case Unit.RATIO:
            thresholds = report.thresholds if measure in _OF_PLAN else ()
            return language.percent(Fraction(value), thresholds=thresholds)
        case Unit.NUMBER:
            tenths = round_half_away(Fraction(value) * 10)
            return language.number(tenths // 10 if tenths % 10 == 0 else Decimal(tenths).scaleb(-1))
        case Unit.SECONDS:
            return language.number(round_half_away(Fraction(value) / 60))
    return language.number(int(value))


def format_change(cell: Cell, when: When, language: Language) -> str:
    """``▲ 12 %``, of a ratio ``▼ 5 p.p.``; empty where there is nothing to compare with."""
    change = cell.change(when)
    if change is None:
        return ""
    if cell.unit is Unit.RATIO:
        points = round_half_away(abs(change) * 100)
        size = language.text("{points} p.p.", points=language.number(points))
    else:
        points = round_half_away(abs(change) * 100)
        size = language.percent(abs(change)) if abs(change) < _MOST_PERCENT else _times(change + 1, language)
    return f"{'▲' if change > 0 else '▼'}{NARROW_SPACE}{size}" if points else "="


def short_month(scope: ComparisonScope, when: When, language: Language) -> str:
    """``окт. 26``"""
    month = scope.month(when)
    return f"{language.month_short(month)} {month.year % 100:02}"


def _times(factor: Fraction, language: Language) -> str:
    """``×12``: a percent of four digits says nothing."""
    return f"×{language.number(round_half_away(factor))}"
