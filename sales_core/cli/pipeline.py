"""``tablo report pipeline``: who has how many deals in work in each status, and the deals behind a count."""

from dataclasses import replace
from typing import Annotated

import typer

from sales_core.activity_scope import days_of
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
    parser,
)
from sales_core.cli.output import write_report
from sales_core.cli.period import DayOption, FromOption, MonthOption, Period, ToOption, WeekOption, span_asked
from sales_core.cli.pipeline_behind import Behind, Entered, Teller
from sales_core.errors import InputError
from sales_core.pipeline import PipelineFigure
from sales_core.pipeline_scope import DEFAULT_STUCK_DAYS, PipelineScope, parse_stuck_days
from sales_core.pipeline_ways import Outcome
from sales_core.reporting import load_filter_choices
from sales_core.reporting.pipeline import check_as_of

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
FigureOption = Annotated[
    PipelineFigure | None,
    typer.Option(
        "--figure",
        parser=figure_parser(PipelineFigure),
        metavar="FIGURE",
        help="The deals behind this count, those longest without action first.",
    ),
]
CohortOption = Annotated[
    Entered | None,
    typer.Option(
        "--cohort",
        parser=parser(Entered.parse),
        metavar="YYYY-MM|all",
        help="The deals behind the conversion: those that entered in this month, or in any of those shown.",
    ),
]
StatusOption = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="NAME",
        help="With --figure: only the deals in this status; with --cohort: only those that reached it.",
    ),
]
OutcomeOption = Annotated[
    Outcome | None,
    typer.Option("--outcome", help="With --cohort: only the deals of which this became."),
]


def pipeline(  # noqa: PLR0913, PLR0917 - one parameter an option
    month: MonthOption = None,
    week: WeekOption = None,
    day: DayOption = None,
    first: FromOption = None,
    last: ToOption = None,
    as_of: AsOfOption = None,
    deal_type: DealTypeOption = None,
    department: DepartmentOption = None,
    pipeline: PipelineOption = None,
    all_pipelines: AllPipelinesOption = False,
    stuck_days: StuckDaysOption = None,
    figure: FigureOption = None,
    cohort: CohortOption = None,
    manager: ManagerOption = None,
    status: StatusOption = None,
    outcome: OutcomeOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Deals in work: managers by status with count and budget, what is stuck, what is still expected, load; of the
    period what was won and archived, and the conversion of the deals that entered (for a month with the five before);
    or, with --figure or --cohort, the deals behind a count. Deals in work are known as they are today only."""
    if pipeline and all_pipelines:
        raise InputError("Give --pipeline or --all-pipelines, not both")
    behind = Behind(figure, cohort, manager, status, outcome)
    behind.check()
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            asked = scope_of(conn, None, as_of, Filters(deal_type, department, pipeline))
            check_as_of(conn, asked.as_of)
            scope = PipelineScope(
                as_of=asked.as_of,
                period=days_of(span_asked(conn, Period(month, week, day, first, last))),
                pipelines=asked.pipelines,
                deal_types=asked.deal_types,
                departments=asked.departments,
                stuck_days=stuck_days or DEFAULT_STUCK_DAYS,
            )
            if not (asked.pipelines or all_pipelines):
                shown = load_filter_choices(conn).pipelines[:1]
                scope = replace(scope, pipelines=tuple(choice.id for choice in shown))
            told = Teller(conn, scope, account, desk.language).tell(behind)
        write_report(output_format, output, desk.language, *told)
