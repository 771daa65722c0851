"""``tablo report``: the reports as a table, JSON, CSV or XLSX."""

from sales_core.cli.desk import Filters, account_of, open_desk, scope_of
from sales_core.cli.options import (
    AsOfOption,
    DealTypeOption,
    DepartmentOption,
    Format,
    FormatOption,
    MonthOption,
    OutputOption,
    PipelineOption,
)
from sales_core.cli.output import write_report
from sales_core.delivery.documents import build_sales_document
from sales_core.delivery.sales_sheet import build_sales_sheet
from sales_core.reporting import load_sales_report
from sales_core.reporting.bank import load_bank_month


def sales(  # noqa: PLR0913, PLR0917 - one parameter an option
    month: MonthOption,
    as_of: AsOfOption = None,
    deal_type: DealTypeOption = None,
    department: DepartmentOption = None,
    pipeline: PipelineOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The sales report: plan, fact, bonus, what is expected, revenue and what went to the archive, by manager."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account_of(conn)
            scope = scope_of(conn, month, as_of, Filters(deal_type, department, pipeline))
            report, bank = load_sales_report(conn, scope), load_bank_month(conn, month)
        sheet = build_sales_sheet(report, desk.language)
        write_report(output_format, output, desk.language, sheet, lambda: build_sales_document(report, bank))
