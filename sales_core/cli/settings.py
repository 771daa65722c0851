"""``tablo settings``: what the sales head decides, out as one file and back."""

from pathlib import Path
from typing import Annotated

import typer

from sales_core.cli.desk import Desk, open_desk
from sales_core.cli.options import DryRunOption
from sales_core.cli.output import one_line, read, say, say_faults, write
from sales_core.clock import system_clock
from sales_core.decisions import Change
from sales_core.file_faults import WrongFileError
from sales_core.i18n import N_
from sales_core.settings import file as settings_file
from sales_core.settings.authors import VIA_FILE, local_author
from sales_core.settings.words import load_names, tell_change


def export_settings(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to write; standard output if left out.")
    ] = None,
) -> None:
    """Write the settings as a TOML file that can be edited and imported back."""
    with open_desk() as desk:
        with desk.database.read() as conn:
            text = settings_file.export_settings(conn)
        write(text.encode(), file)


def import_settings(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file, as written by the export.")],
    dry_run: DryRunOption = False,
) -> None:
    """Replace the settings by those of a file, section by section, or nothing if anything in it is wrong."""
    with open_desk() as desk:
        content = read(file)
        try:
            changes = _changes(desk, content, file.name, dry_run=dry_run)
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        _say_changes(desk, changes)
        say(desk.language.text(_outcome(changes=bool(changes), dry_run=dry_run)))


def _changes(desk: Desk, content: bytes, file: str, *, dry_run: bool) -> tuple[Change, ...]:
    """Those the file makes, or would make."""
    if dry_run:
        with desk.database.read() as conn:
            return settings_file.changes_in_file(conn, content, file)
    return settings_file.import_settings(desk.database, content, file, local_author(VIA_FILE), system_clock())


def _say_changes(desk: Desk, changes: tuple[Change, ...]) -> None:
    """A line each: what, from what, to what."""
    with desk.database.read() as conn:
        names = load_names(conn)
    for change in changes:
        subject, before, after = tell_change(change, names, desk.language)
        say(one_line(f"{subject}: {before} → {after}"))


def _outcome(*, changes: bool, dry_run: bool) -> str:
    if not changes:
        return N_("The settings are as in the file already")
    return N_("Nothing was stored: this is what would change") if dry_run else N_("The settings are stored")
