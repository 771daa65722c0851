"""The activity report as a workbook: who did how much, in which hours of the week, and from when until when."""

from collections.abc import Iterator

from sales_core.delivery.activity_sheet import activity_title, build_activity_sheet
from sales_core.delivery.rhythm_sheet import build_days_sheet, build_hours_sheet
from sales_core.delivery.sheet import Sheet
from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.reports.quadrant import Quadrant
from sales_core.reports.rhythm import Rhythm


def build_activity_book(quadrant: Quadrant, rhythm: Rhythm, currency: Currency, language: Language) -> Iterator[Sheet]:
    """Both of the same activity report; ``rhythm`` of everybody."""
    report = rhythm.activity
    title = activity_title(report.scope, language)
    yield build_activity_sheet(report, quadrant, currency, language)
    yield build_hours_sheet(rhythm, title, currency, language)
    yield build_days_sheet(rhythm, title, currency, language)
