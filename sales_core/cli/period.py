"""The options by which a report is asked for the days it is of: a month, a week, a day, or any day to any other."""

from datetime import date
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from sales_core.cli.options import parser
from sales_core.clock import system_clock
from sales_core.errors import InputError
from sales_core.periods import Month, parse_day
from sales_core.reporting import default_scope, load_week
from sales_core.spans import Running, Span, month_span, running_span, span_of

MonthOption = Annotated[
    Month | None,
    typer.Option(
        "--month", parser=parser(Month.parse), metavar="YYYY-MM", help="A month; this one if no period is given."
    ),
]
WeekOption = Annotated[
    date | None,
    typer.Option("--week", parser=parser(parse_day), metavar="DATE", help="The week that this day lies in."),
]
DayOption = Annotated[date | None, typer.Option("--day", parser=parser(parse_day), metavar="DATE", help="One day.")]
FromOption = Annotated[
    date | None, typer.Option("--from", parser=parser(parse_day), metavar="DATE", help="The first day; with --to.")
]
ToOption = Annotated[
    date | None, typer.Option("--to", parser=parser(parse_day), metavar="DATE", help="The last day; with --from.")
]


class Period(NamedTuple):
    """As typed, in the order of the options."""

    month: Month | None
    week: date | None
    day: date | None
    first: date | None
    last: date | None


def span_asked(conn: Connection, asked: Period) -> Span:
    """The one period asked for; this month if none is."""
    stretch = (asked.first, asked.last) if asked.first or asked.last else None
    given = [each for each in (asked.month, asked.week, asked.day, stretch) if each is not None]
    if len(given) > 1 or (stretch and None in stretch):
        raise InputError("Give one period: --month, --week, --day, or --from and --to")
    if asked.first and asked.last:
        if asked.last < asked.first:
            raise InputError("A period cannot end before it begins")
        return span_of(asked.first, asked.last)
    if asked.week:
        return running_span(Running.WEEK, asked.week, load_week(conn)[0])
    if asked.day:
        return span_of(asked.day, asked.day)
    return month_span(asked.month or default_scope(conn, system_clock()).month)
