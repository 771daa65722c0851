"""``tablo payments list``: the payments behind the figures."""

from functools import partial

from sales_core.cli.desk import Filters, account_of, open_desk, scope_of
from sales_core.cli.options import (
    AsOfOption,
    DealTypeOption,
    DepartmentOption,
    FigureOption,
    Format,
    FormatOption,
    ManagerOption,
    MonthOption,
    OutputOption,
    PipelineOption,
)
from sales_core.cli.output import write_report
from sales_core.delivery.documents import build_payments_document
from sales_core.delivery.payments_sheet import build_payments_sheet
from sales_core.figures import Figure
from sales_core.reporting import load_payments


def list_payments(  # noqa: PLR0913, PLR0917 - one parameter an option
    month: MonthOption,
    as_of: AsOfOption = None,
    figure: FigureOption = None,
    manager: ManagerOption = None,
    deal_type: DealTypeOption = None,
    department: DepartmentOption = None,
    pipeline: PipelineOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The payments of a month, or those behind one figure or several."""
    figures = frozenset(figure or Figure)
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            scope = scope_of(conn, month, as_of, Filters(deal_type, department, pipeline))
            breakdown = load_payments(conn, scope, figures, manager_id=manager)
        sheet = build_payments_sheet(breakdown, account.lead_url, desk.language)
        document = partial(build_payments_document, breakdown, account.lead_url, counts_amounts=not figure)
        write_report(output_format, output, desk.language, sheet, document)
