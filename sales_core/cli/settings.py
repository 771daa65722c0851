"""``tablo settings``: what the sales head decides, out as one file and back."""

from pathlib import Path
from typing import Annotated

import typer

from sales_core.cli.desk import open_desk
from sales_core.cli.options import DryRunOption
from sales_core.cli.output import read, say, say_faults, write
from sales_core.i18n import N_
from sales_core.imports.faults import WrongFileError
from sales_core.imports.settings import export_settings as export_text
from sales_core.imports.settings import import_settings as import_file


def export_settings(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to write; standard output if left out.")
    ] = None,
) -> None:
    """Write the settings as a TOML file that can be edited and imported back."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            text = export_text(conn)
        write(text.encode(), file)


def import_settings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file, as written by the export.")],
    dry_run: DryRunOption = False,
) -> None:
    """Replace the settings by those of a file, section by section, or nothing if anything in it is wrong."""
    with open_desk() as desk:
        try:
            difference = import_file(desk.database, read(file), file.name, dry_run=dry_run)
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        for line in difference:
            say(line)
        say(desk.language.text(_outcome(changes=bool(difference), dry_run=dry_run)))


def _outcome(*, changes: bool, dry_run: bool) -> str:
    if not changes:
        return N_("The settings are as in the file already")
    return N_("Nothing was stored: this is what would change") if dry_run else N_("The settings are stored")
