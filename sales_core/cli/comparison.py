"""``tablo report compare``: a few managers side by side on all measures."""

from functools import partial
from typing import Annotated

import typer
from sqlalchemy import Connection

from sales_core.cli.desk import Filters, account_of, open_desk, scope_of
from sales_core.cli.options import (
    AsOfOption,
    DealTypeOption,
    Format,
    FormatOption,
    MonthOption,
    OutputOption,
    PipelineOption,
)
from sales_core.cli.output import write_report
from sales_core.comparison_scope import chosen_managers, comparison_scope
from sales_core.delivery.comparison_document import build_comparison_document
from sales_core.delivery.comparison_sheet import build_by_type_sheet, build_comparison_book, build_comparison_sheet
from sales_core.reporting import load_filter_choices
from sales_core.reporting.comparison import load_comparison

ManagersOption = Annotated[
    list[str],
    typer.Option("--manager", metavar="NAME", help="One of those compared, by name or amoCRM id: two to six of them."),
]
ByTypeOption = Annotated[bool, typer.Option("--by-type", help="By deal type; JSON and XLSX hold this in any case.")]


def compare(  # noqa: PLR0913 - one parameter an option
    month: MonthOption,
    manager: ManagersOption,
    *,
    as_of: AsOfOption = None,
    deal_type: DealTypeOption = None,
    pipeline: PipelineOption = None,
    by_type: ByTypeOption = False,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Managers side by side on all measures, beside the month before and the same month of the year before."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account_of(conn)
            asked = scope_of(conn, month, as_of, Filters(deal_type, None, pipeline))
            report = load_comparison(conn, comparison_scope(asked, _ids(conn, manager)))
        build = build_by_type_sheet if by_type else build_comparison_sheet
        write_report(
            output_format,
            output,
            desk.language,
            build(report, desk.language),
            partial(build_comparison_document, report),
            partial(build_comparison_book, report, desk.language),
        )


def _ids(conn: Connection, asked: list[str]) -> tuple[int, ...]:
    """Raises InputError for a manager who is not there."""
    ids, problems = chosen_managers({"manager": asked}, load_filter_choices(conn))
    if problems:
        raise problems[0]
    return ids
