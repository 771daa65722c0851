"""``tablo months`` and ``tablo payroll``: closing months, and what their bonuses come to."""

from typing import Annotated

import typer

from sales_core.cli.desk import account_of, open_desk
from sales_core.cli.options import Format, FormatOption, ManagerOption, MonthOption, OutputOption, parser
from sales_core.cli.output import say, write_report
from sales_core.clock import system_clock
from sales_core.closing.drift import load_drift_sums
from sales_core.closing.months import close_month, reopen_month
from sales_core.closing.payroll import load_paid_by_manager, load_payroll
from sales_core.delivery.months_sheet import build_months_sheet
from sales_core.delivery.payroll_document import build_months_document, build_payroll_document
from sales_core.delivery.payroll_sheet import build_payroll_book, build_payroll_sheet
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.settings.authors import VIA_FILE, local_author
from sales_core.store.closings import load_closings

MonthArgument = Annotated[Month, typer.Argument(parser=parser(Month.parse), metavar="YYYY-MM", help="The month.")]


def list_months(output_format: FormatOption = Format.TABLE, output: OutputOption = None) -> None:
    """The months that were closed, by whom and when, and what has changed in them since."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            closings, drifts = load_closings(conn), load_drift_sums(conn)
        sheet = build_months_sheet(closings, drifts, account.currency, account.zone, desk.language)
        write_report(
            output_format, output, desk.language, sheet,
            lambda: build_months_document(closings, drifts, account.currency),
        )  # fmt: skip


def close(month: MonthArgument) -> None:
    """Freeze a month that is over: its report stays what it is now, whatever changes later."""
    with open_desk() as desk:
        with desk.database.write() as conn:
            closing = close_month(conn, month, system_clock(), local_author(VIA_FILE).name)
        say(desk.language.text("{month} is closed: {hash}", month=str(month), hash=closing.results_hash))


def reopen(
    month: MonthArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the month.")],
) -> None:
    """Count the month that was closed last from its payments again. The frozen copy is kept."""
    with open_desk() as desk:
        with desk.database.write() as conn:
            reopen_month(conn, month, system_clock(), local_author(VIA_FILE).name, reason)
        say(desk.language.text("{month} is open again", month=str(month)))


def payroll(
    month: MonthOption,
    manager: ManagerOption = None,
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """The payroll statement: each manager's bonus with its calculation, the adjustments, what is to be paid."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            account = account_of(conn)
            statement = load_payroll(conn, month, system_clock())
            paid = load_paid_by_manager(conn, statement) if output_format is Format.XLSX else {}
        if manager is not None and statement.row_of(manager) is None:
            raise InputError("There is no manager {manager_id} in {month}", manager_id=str(manager), month=str(month))
        write_report(
            output_format, output, desk.language, build_payroll_sheet(statement, desk.language, manager),
            lambda: build_payroll_document(statement, desk.language, manager),
            lambda: build_payroll_book(statement, paid, account.lead_url, desk.language, manager),
        )  # fmt: skip
