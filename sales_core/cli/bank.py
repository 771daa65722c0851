"""``tablo bank``: a bank's statement looked at."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sales_core.bank.charset import LARGEST_FILE
from sales_core.bank.reading import parse_statement
from sales_core.cli.desk import open_desk
from sales_core.cli.options import Format, FormatOption, OutputOption
from sales_core.cli.output import read, say_faults, write_report
from sales_core.delivery.bank_statement import build_statement_document, build_statement_sheet
from sales_core.file_faults import WrongFileError


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A statement the bank saved for 1C.")],
    output_format: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """What is in a bank's statement, checked against its balances; nothing is stored."""
    with open_desk() as desk:
        try:
            statement = parse_statement(read(file, LARGEST_FILE + 1), file.name)
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        sheet = build_statement_sheet(statement, desk.language)
        write_report(output_format, output, desk.language, sheet, partial(build_statement_document, statement))
