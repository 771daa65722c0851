"""``tablo report activity``: who did how much in a period, and the list behind a count."""

from functools import partial
from typing import Annotated

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
    figure_parser,
)
from sales_core.cli.output import Told, write_report
from sales_core.cli.period import DayOption, FromOption, MonthOption, Period, ToOption, WeekOption, span_asked
from sales_core.cli.rhythm import HourOption, RhythmOption, RhythmPart, build_rhythm_sheet
from sales_core.delivery.activity_book import build_activity_book
from sales_core.delivery.activity_document import build_activity_document, build_done_document
from sales_core.delivery.activity_sheet import build_activity_sheet, build_done_sheet
from sales_core.delivery.rhythm_document import build_rhythm_document
from sales_core.errors import InputError
from sales_core.hour_of_week import HourOfWeek
from sales_core.i18n import Language
from sales_core.reporting import AccountInfo
from sales_core.reporting.activity import load_activity_report, load_behind_activity
from sales_core.reporting.people import load_managers
from sales_core.reporting.quadrant import load_quadrant
from sales_core.reporting.rhythm import load_behind_hour, load_rhythm

FigureOption = Annotated[
    ActivityFigure | None,
    typer.Option(
        "--figure",
        parser=figure_parser(ActivityFigure),
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
            span = span_asked(conn, Period(month, week, day, first, last))
            asked = scope_of(conn, None, as_of, Filters(deal_type, department, pipeline))
            scope = activity_scope(span, asked.as_of, asked.deal_types, asked.departments, asked.pipelines)
            behind = figure or hour
            if behind is not None:
                told = _tell_behind(conn, scope, behind, manager, account, desk.language)
            elif rhythm is not None:
                told = _tell_rhythm(conn, scope, rhythm, manager, account, desk.language)
            elif manager is None:
                told = _tell_report(conn, scope, account, desk.language)
            else:
                raise InputError(
                    "--manager is for the list behind a count, or for --rhythm: add --figure, --hour or --rhythm"
                )
        write_report(output_format, output, desk.language, *told)


def _tell_report(conn: Connection, scope: ActivityScope, account: AccountInfo, language: Language) -> Told:
    report = load_activity_report(conn, scope)
    quadrant, rhythm = load_quadrant(conn, report), load_rhythm(conn, report)
    return Told(
        build_activity_sheet(report, quadrant, account.currency, language),
        partial(build_activity_document, report, quadrant, rhythm),
        partial(build_activity_book, quadrant, rhythm, account.currency, language),
    )


def _tell_rhythm(  # noqa: PLR0913, PLR0917 - what is asked, and how to tell it
    conn: Connection,
    scope: ActivityScope,
    part: RhythmPart,
    manager_id: int | None,
    account: AccountInfo,
    language: Language,
) -> Told:
    rhythm = load_rhythm(conn, load_activity_report(conn, scope), manager_id)
    sheet = build_rhythm_sheet(part, rhythm, account.currency, language)
    return Told(sheet, partial(build_rhythm_document, rhythm))


def _tell_behind(  # noqa: PLR0913, PLR0917 - what is asked, and how to tell it
    conn: Connection,
    scope: ActivityScope,
    behind: ActivityFigure | HourOfWeek,
    manager_id: int | None,
    account: AccountInfo,
    language: Language,
) -> Told:
    if isinstance(behind, HourOfWeek):
        rows = load_behind_hour(conn, scope, behind, manager_id)
    else:
        rows = load_behind_activity(conn, scope, behind, manager_id)
    return Told(
        build_done_sheet(rows, load_managers(conn), scope, account, language),
        partial(build_done_document, behind, rows, account),
    )
