"""``tablo report activity``: who did how much in a period, and the list behind a count."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import chain
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from sales_core.activity import ActivityFigure
from sales_core.activity_scope import ActivityScope, activity_scope
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
from sales_core.cli.rhythm import HourOption, RhythmOption, rhythm_sheets
from sales_core.clock import system_clock
from sales_core.delivery.activity_document import build_activity_document, build_done_document
from sales_core.delivery.activity_sheet import build_activity_sheet, build_done_sheet
from sales_core.delivery.documents import Document
from sales_core.delivery.rhythm_document import build_rhythm_document
from sales_core.delivery.sheet import Sheet
from sales_core.errors import InputError
from sales_core.hour_of_week import HourOfWeek
from sales_core.periods import Month, parse_day
from sales_core.reporting import default_scope, load_week
from sales_core.reporting.activity import DoneRow, load_activity_report, load_behind_activity
from sales_core.reporting.people import load_managers
from sales_core.reporting.quadrant import load_quadrant
from sales_core.reporting.rhythm import load_behind_hour, load_rhythm
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
    rhythm: RhythmOption = None,
    hour: HourOption = None,
    manager: ManagerOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The activity report: who did how much, and when; or, with --figure or --hour, what lies behind a count."""
    if sum(part is not None for part in (figure, rhythm, hour)) > 1:
        raise InputError("Give one of --figure, --rhythm and --hour")
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            span = _span(conn, month, week, day, first, last)
            filters = Filters(deal_type or (), department or (), pipeline or ())
            asked = scope_of(conn, month or default_scope(conn, system_clock()).month, as_of, filters)
            scope = activity_scope(span, asked.as_of, asked.deal_types, asked.departments, asked.pipelines)
            behind = figure or hour
            if behind is not None:
                rows = _load_behind(conn, scope, behind, manager)
                told = _Told(
                    build_done_sheet(rows, load_managers(conn), scope, account, desk.language),
                    partial(build_done_document, behind, rows, account),
                )
            elif rhythm is not None:
                hours = load_rhythm(conn, load_activity_report(conn, scope), manager)
                sheet = rhythm_sheets(hours, account.currency, desk.language)[rhythm]
                told = _Told(sheet, partial(build_rhythm_document, hours))
            elif manager is None:
                report = load_activity_report(conn, scope)
                quadrant, hours = load_quadrant(conn, report), load_rhythm(conn, report)
                sheet = build_activity_sheet(report, quadrant, account.currency, desk.language)
                more = rhythm_sheets(hours, account.currency, desk.language)
                told = _Told(sheet, partial(build_activity_document, report, quadrant, hours), more.values())
            else:
                raise InputError(
                    "--manager is for the list behind a count, or for --rhythm: add --figure, --hour or --rhythm"
                )
        book = partial(chain, [told.sheet], told.more)
        write_report(output_format, output, desk.language, told.sheet, told.document, book)


class _Told(NamedTuple):
    """``more``: the sheets that follow in a workbook."""

    sheet: Sheet
    document: Callable[[], Document]
    more: Iterable[Sheet] = ()


def _load_behind(
    conn: Connection, scope: ActivityScope, behind: ActivityFigure | HourOfWeek, manager_id: int | None
) -> list[DoneRow]:
    if isinstance(behind, HourOfWeek):
        return load_behind_hour(conn, scope, behind, manager_id)
    return load_behind_activity(conn, scope, behind, manager_id)


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
