"""``tablo report pipeline``: who has how many deals in work in each status, and the deals behind a count."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from sales_core.activity_scope import Days
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
from sales_core.delivery.closed_deals_document import build_closed_list_document
from sales_core.delivery.closed_deals_sheet import build_closed_list_sheet
from sales_core.delivery.documents import Document
from sales_core.delivery.pipeline_document import build_deals_document, build_pipeline_document
from sales_core.delivery.pipeline_sheet import build_deals_sheet, build_matrix_sheet, build_pipeline_book
from sales_core.delivery.sheet import Sheet
from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import Month
from sales_core.pipeline import CLOSING, PipelineCell, PipelineFigure
from sales_core.pipeline_scope import DEFAULT_STUCK_DAYS, PipelineScope, parse_stuck_days
from sales_core.reporting import AccountInfo, default_scope, load_filter_choices
from sales_core.reporting.closed_deals import load_closed_deals, load_loss_reasons
from sales_core.reporting.deals_in_work import load_deals_in_work
from sales_core.reporting.people import load_managers
from sales_core.reporting.pipeline import check_as_of, find_status, load_deals_behind


def _parse_figure(text: str) -> PipelineFigure:
    try:
        return PipelineFigure(text)
    except ValueError:
        known = ", ".join(PipelineFigure)
        raise InputError("“{text}” is not a figure; there are {known}", text=text, known=known) from None


MonthOption = Annotated[
    Month | None,
    typer.Option(
        "--month",
        parser=parser(Month.parse),
        metavar="YYYY-MM",
        help="The month of deals won and archived, and the last one of conversion; this one if left out.",
    ),
]
AllPipelinesOption = Annotated[
    bool, typer.Option("--all-pipelines", help="Every pipeline, by pipeline; the first one by status if left out.")
]
StuckDaysOption = Annotated[
    int | None,
    typer.Option(
        "--stuck-days",
        parser=parser(parse_stuck_days),
        metavar="N",
        help="A deal without action for more days is stuck; 14 if left out.",
    ),
]
StatusOption = Annotated[
    str | None, typer.Option("--status", metavar="NAME", help="With --figure: only the deals in this status.")
]
FigureOption = Annotated[
    PipelineFigure | None,
    typer.Option(
        "--figure",
        parser=parser(_parse_figure),
        metavar="FIGURE",
        help="The deals behind this count, those longest without action first.",
    ),
]


class _Told(NamedTuple):
    sheet: Sheet
    document: Callable[[], Document]
    book: Callable[[], Iterable[Sheet]] | None = None


def pipeline(  # noqa: PLR0913, PLR0917 - one parameter an option
    month: MonthOption = None,
    as_of: AsOfOption = None,
    deal_type: DealTypeOption = None,
    department: DepartmentOption = None,
    pipeline: PipelineOption = None,
    all_pipelines: AllPipelinesOption = False,
    stuck_days: StuckDaysOption = None,
    figure: FigureOption = None,
    manager: ManagerOption = None,
    status: StatusOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Deals in work: managers by status with count and budget, what is stuck, what is still expected, load, conversion,
    won and archived; or, with --figure, the deals behind a count. They are known as they are today only."""
    if pipeline and all_pipelines:
        raise InputError("Give --pipeline or --all-pipelines, not both")
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            asked = scope_of(
                conn,
                month or default_scope(conn, system_clock()).month,
                as_of,
                Filters(deal_type or (), department or (), pipeline or ()),
            )
            check_as_of(conn, asked.as_of)
            scope = PipelineScope(
                as_of=asked.as_of,
                period=Days(asked.month.first, asked.month.end),
                pipelines=asked.pipelines,
                deal_types=asked.deal_types,
                departments=asked.departments,
                stuck_days=stuck_days or DEFAULT_STUCK_DAYS,
            )
            if not (asked.pipelines or all_pipelines):
                first = load_filter_choices(conn).pipelines[:1]
                scope = replace(scope, pipelines=tuple(choice.id for choice in first))
            if figure is not None:
                column = None if status is None else find_status(conn, scope, status)
                told = _tell_cell(conn, scope, PipelineCell(figure, manager, column), account, desk.language)
            elif manager is None and status is None:
                told = _tell_report(conn, scope, account, desk.language)
            else:
                raise InputError("--manager and --status are for the list behind a count: add --figure")
        write_report(output_format, output, desk.language, told.sheet, told.document, told.book)


def _tell_report(conn: Connection, scope: PipelineScope, account: AccountInfo, language: Language) -> _Told:
    found, managers = load_deals_in_work(conn, scope), load_managers(conn)
    return _Told(
        build_matrix_sheet(found.report, language),
        partial(build_pipeline_document, found),
        partial(build_pipeline_book, found, managers, account, language),
    )


def _tell_cell(
    conn: Connection, scope: PipelineScope, cell: PipelineCell, account: AccountInfo, language: Language
) -> _Told:
    managers = load_managers(conn)
    if cell.figure in CLOSING:
        if cell.column_id is not None:
            raise InputError("--status is for deals in work: won and archived are statuses themselves")
        status_id = WON_STATUS if cell.figure is PipelineFigure.WON else ARCHIVED_STATUS
        closed, reasons = load_closed_deals(conn, scope, status_id, cell.manager_id), load_loss_reasons(conn)
        return _Told(
            build_closed_list_sheet(closed, scope, managers, reasons, account, language),
            partial(build_closed_list_document, cell.figure.value, closed, reasons, account),
        )
    deals = load_deals_behind(conn, scope, cell)
    return _Told(
        build_deals_sheet(language.text("Deals in work"), deals, managers, account, language),
        partial(build_deals_document, cell, deals, account),
    )
