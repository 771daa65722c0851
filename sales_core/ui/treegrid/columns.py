"""The table's columns: five parts, what each says under its title, and which figures a click opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sales_core.figures import Figure
from sales_core.i18n import DASH, Language
from sales_core.reports.pace import Pace
from sales_core.reports.sales import SalesReport

OPENED: Mapping[str, tuple[Figure, ...]] = {
    "fact": (Figure.FACT,),
    "bonus": (Figure.BONUS,),
    "paid": (Figure.PAID,),
    "pending": (Figure.PENDING,),
    "overdue": (Figure.OVERDUE, Figure.CARRIED),
    "forecast": (Figure.FORECAST,),
    "revenue": (Figure.REVENUE,),
    "lost": (Figure.LOST,),
}
"""What stands behind a click, by column. «Просрочено» is this month's overdue and the tail of earlier ones."""


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` names the drawing in ``treegrid.js``; ``part`` begins one of the five parts; ``spoken`` is the title
    as a screen reader says it within a sentence."""

    id: str
    title: str
    note: str
    width: int
    kind: str = "amount"
    group: str = ""
    part: bool = False

    def as_data(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in Column.__slots__} | {"spoken": self.spoken}

    @property
    def spoken(self) -> str:
        return self.title.lower()


def build_columns(report: SalesReport, language: Language) -> tuple[Column, ...]:
    month, pace = report.scope.month, report.pace
    margin, expected = language.text("Margin"), language.text("Margin expected")
    last = month.end - date.resolution
    percent_note = (
        language.text("line: pace {percent}", percent=language.percent(pace.ratio)) if is_running(pace) else DASH
    )
    return (
        Column(
            "name",
            language.text("Manager"),
            language.text("amounts in {sign}", sign=language.currency_sign(report.currency)),
            194,
        ),
        Column("plan", language.text("Plan"), language.text("for the month"), 74, group=margin),
        Column("fact", language.text("Fact"), language.text("by date paid"), 76, group=margin),
        Column("percent", language.text("% of plan"), percent_note, 118, kind="plan", group=margin),
        Column("bonus", language.text("Bonus"), language.text("rate × fact"), 92, kind="bonus", part=True),
        Column("paid", language.text("Paid"), language.text("by date due"), 76, group=expected, part=True),
        Column(
            "pending",
            language.text("Pending"),
            language.text("until {day}", day=_short(last, language)),
            74,
            group=expected,
        ),
        Column(
            "overdue",
            language.text("Overdue"),
            language.text("on {day}", day=_short(report.scope.as_of, language)),
            86,
            group=expected,
        ),
        Column(
            "forecast",
            language.text("Forecast"),
            language.text("if all comes in"),
            120,
            kind="forecast",
            group=expected,
        ),
        Column("revenue", language.text("Revenue"), language.text("paid in full"), 76, part=True),
        Column("lost", language.text("Archived"), language.text("will not come"), 98, part=True),
    )


def is_running(pace: Pace) -> bool:
    """Whether there is a pace line to draw: the month has begun and is not over."""
    return 0 < pace.ratio < 1


def _short(day: date, language: Language) -> str:
    """``30.09``: without the year, which the page says elsewhere."""
    return language.day(day)[:-3]
