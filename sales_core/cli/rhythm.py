"""What ``tablo report activity`` tells of when people work: ``--rhythm`` and ``--hour``."""

from enum import StrEnum
from typing import Annotated

import typer

from sales_core.cli.options import parser
from sales_core.delivery.activity_sheet import activity_title
from sales_core.delivery.rhythm_sheet import build_days_sheet, build_hours_sheet
from sales_core.delivery.sheet import Sheet
from sales_core.hour_of_week import HourOfWeek
from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.reports.rhythm import Rhythm


class RhythmPart(StrEnum):
    HOURS = "hours"
    DAYS = "days"


RhythmOption = Annotated[
    RhythmPart | None,
    typer.Option(
        "--rhythm",
        help="When people work: actions by weekday and hour, or the first and the last of each manager's day and the"
        " days without any.",
    ),
]
HourOption = Annotated[
    HourOfWeek | None,
    typer.Option(
        "--hour",
        parser=parser(HourOfWeek.parse),
        metavar="WEEKDAY-HOUR",
        help="What lies behind an hour of the week, the latest first; fri-16 is Friday from 16:00 to 17:00.",
    ),
]


def build_rhythm_sheet(part: RhythmPart, rhythm: Rhythm, currency: Currency, language: Language) -> Sheet:
    build = {RhythmPart.HOURS: build_hours_sheet, RhythmPart.DAYS: build_days_sheet}[part]
    return build(rhythm, activity_title(rhythm.activity.scope, language), currency, language)
