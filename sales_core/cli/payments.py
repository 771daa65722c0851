"""``tablo payments``: the payments behind the figures, and a file of payments brought in."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sales_core.cli.desk import Filters, account_of, open_desk, scope_of
from sales_core.cli.options import (
    AsOfOption,
    DealTypeOption,
    DepartmentOption,
    DryRunOption,
    FigureOption,
    Format,
    FormatOption,
    ManagerOption,
    MonthOption,
    OutputOption,
    PipelineOption,
)
from sales_core.cli.output import read, say, say_faults, write_report
from sales_core.clock import system_clock
from sales_core.delivery.documents import build_payments_document
from sales_core.delivery.payments_sheet import build_payments_sheet
from sales_core.figures import Figure
from sales_core.file_faults import WrongFileError
from sales_core.i18n import Language
from sales_core.imports.payments import PaymentsPlan, plan_file
from sales_core.imports.payments import import_payments as import_file
from sales_core.reporting import load_payments
from sales_core.settings.authors import VIA_FILE, local_author


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
            scope = scope_of(conn, month, as_of, Filters(deal_type or (), department or (), pipeline or ()))
            breakdown = load_payments(conn, scope, figures, manager_id=manager)
        sheet = build_payments_sheet(breakdown, account.lead_url, desk.language)
        document = partial(build_payments_document, breakdown, account.lead_url, counts_amounts=not figure)
        write_report(output_format, output, desk.language, sheet, document)


def import_payments(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file, or an XLSX whose first sheet is read.")],
    dry_run: DryRunOption = False,
) -> None:
    """Bring in payments from a file: all its rows or, if one is wrong, none."""
    with open_desk() as desk:
        content, now = read(file), system_clock()
        try:
            if dry_run:
                with desk.database.read() as conn:
                    plan, act = plan_file(conn, content, file.name, now), None
            else:
                with desk.database.write() as conn:
                    plan, act = import_file(conn, content, file.name, now, local_author(VIA_FILE).name)
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        say(_told(plan, desk.language, dry_run=dry_run))
        if act is not None:
            say(desk.language.text("This is act {number}; “tablo payments undo {number}” takes it back", number=act))


def _told(plan: PaymentsPlan, language: Language, *, dry_run: bool) -> str:
    counts = {"added": len(plan.added), "updated": len(plan.updated), "skipped": len(plan.skipped)}
    if dry_run:
        return language.text(
            "Would be added: {added}, updated: {updated}, skipped: {skipped}. Nothing was stored", **counts
        )
    return language.text("Added: {added}, updated: {updated}, skipped: {skipped}", **counts)
