"""``tablo report activity``: who did how much in a period, and the list behind a count."""

from datetime import date
from functools import partial
from typing import Annotated

import typer
from sqlalchemy import Connection

from sales_core.activity import ActivityFigure
from sales_core.activity_scope import activity_scope
from sales_core.cli.desk import Filters, account_of, open_desk, scope_of
from sales_core.cli.options import (
    AsOfOption,
    DealTypeOption,
    DepartmentOption,
    Format,
    FormatOption,
    ManagerOption,
    OutputOption,
    PipelineOption,
    parser,
)
from sales_core.cli.output import write_report
from sales_core.clock import system_clock
from sales_core.delivery.activity_document import build_activity_document, build_done_document
from sales_core.delivery.activity_sheet import build_activity_sheet, build_done_sheet
from sales_core.errors import InputError
from sales_core.periods import Month, parse_day
from sales_core.reporting import default_scope, load_week
from sales_core.reporting.activity import load_activity_report, load_behind_activity
from sales_core.reporting.people import load_managers
from sales_core.reporting.quadrant import load_quadrant
from sales_core.spans import Running, Span, month_span, running_span, span_of


def _parse_figure(text: str) -> ActivityFigure:
    try:
        return ActivityFigure(text)
    except ValueError:
        known = ", ".join(ActivityFigure)
        raise InputError("“{text}” is not a figure; there are {known}", text=text, known=known) from None


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
FigureOption = Annotated[
    ActivityFigure | None,
    typer.Option(
        "--figure",
        parser=parser(_parse_figure),
        metavar="FIGURE",
        help="What lies behind this count, the latest first.",
    ),
]


def activity(  # noqa: PLR0913, PLR0917 - one parameter an option
    month: MonthOption = None,
    week: WeekOption = None,
    day: DayOption = None,
    first: FromOption = None,
    last: ToOption = None,
    as_of: AsOfOption = None,
    deal_type: DealTypeOption = None,
    department: DepartmentOption = None,
    pipeline: PipelineOption = None,
    figure: FigureOption = None,
    manager: ManagerOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The activity report: who wrote, called and did how much; or, with --figure, what lies behind a count."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            span = _span(conn, month, week, day, first, last)
            filters = Filters(deal_type or (), department or (), pipeline or ())
            asked = scope_of(conn, month or default_scope(conn, system_clock()).month, as_of, filters)
            scope = activity_scope(span, asked.as_of, asked.deal_types, asked.departments, asked.pipelines)
            if figure is not None:
                rows = load_behind_activity(conn, scope, figure, manager)
                sheet = build_done_sheet(rows, load_managers(conn), scope, account, desk.language)
                document = partial(build_done_document, figure, rows, account)
            elif manager is None:
                report = load_activity_report(conn, scope)
                quadrant = load_quadrant(conn, report)
                sheet = build_activity_sheet(report, quadrant, account.currency, desk.language)
                document = partial(build_activity_document, report, quadrant)
            else:
                raise InputError("--manager is for the list behind a count: add --figure")
        write_report(output_format, output, desk.language, sheet, document)


def _span(  # noqa: PLR0913, PLR0917 - one parameter an option
    conn: Connection, month: Month | None, week: date | None, day: date | None, first: date | None, last: date | None
) -> Span:
    """The one period asked for; this month if none is."""
    stretch = (first, last) if first or last else None
    if sum(asked is not None for asked in (month, week, day, stretch)) > 1 or (stretch and None in stretch):
        raise InputError("Give one period: --month, --week, --day, or --from and --to")
    if first and last:
        if last < first:
            raise InputError("A period cannot end before it begins")
        return span_of(first, last)
    if week:
        return running_span(Running.WEEK, week, load_week(conn)[0])
    if day:
        return span_of(day, day)
    return month_span(month or default_scope(conn, system_clock()).month)
