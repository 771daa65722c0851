"""``tablo payments import``: a file of payments brought in."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sales_core.cli.desk import Desk, open_desk
from sales_core.cli.options import DryRunOption, ReasonOption, parser
from sales_core.cli.output import read, say, say_faults
from sales_core.clock import system_clock
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.i18n import Language
from sales_core.imports.payment_rows import COLUMNS
from sales_core.imports.payments import Prepared, import_act, prepare, read_file, store_prepared
from sales_core.imports.planning import PaymentsPlan
from sales_core.settings.authors import VIA_FILE, local_author

_WORTH_A_BAR = 2_000
"""Rows; fewer are stored before anybody could read how many are left."""


@dataclass(frozen=True, slots=True)
class ColumnMeant:
    """``header`` in small letters; ``column`` is empty for one to be left out."""

    header: str
    column: str


def _parse_meant(text: str) -> ColumnMeant:
    """``Сумма=amount``; with nothing after the sign the column is left out."""
    header, sign, column = (part.strip() for part in text.rpartition("="))
    if not sign or not header or (column and column not in COLUMNS):
        raise InputError(
            "“{text}” must be HEADER=COLUMN; the columns are {columns}", text=text, columns=", ".join(COLUMNS)
        )
    return ColumnMeant(header.lower(), column)


def import_payments(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file, or an XLSX whose first sheet is read.")],
    dry_run: DryRunOption = False,
    columns: Annotated[
        list[ColumnMeant] | None,
        typer.Option(
            "--map",
            parser=parser(_parse_meant),
            metavar="HEADER=COLUMN",
            help="What a column of another name is, like “Сумма=amount”, or “Город=” to leave it out;"
            " may be given several times.",
        ),
    ] = None,
    reason: ReasonOption = "",
) -> None:
    """Bring in payments from a file: all its rows or, if one is wrong, none."""
    with open_desk() as desk:
        try:
            prepared = _prepare(desk, file, columns or ())
        except WrongFileError as faults:
            say_faults(faults, desk.language)
            raise
        if dry_run:
            say(_told(prepared.plan, desk.language, dry_run=True))
        else:
            _store(desk, prepared, reason)


def _prepare(desk: Desk, file: Path, columns: Sequence[ColumnMeant]) -> Prepared:
    content, now = read(file), system_clock()
    meant = {each.header: each.column for each in columns}
    with desk.database.read() as conn:
        return prepare(conn, read_file(conn, content, file.name, now, meant), file.name)


def _store(desk: Desk, prepared: Prepared, reason: str) -> None:
    act = import_act(prepared, system_clock(), local_author(VIA_FILE).name, reason)
    with _shown(len(prepared.plan.written), desk.language) as progress, desk.database.write() as conn:
        plan = store_prepared(conn, prepared, act, progress)
    say(_told(plan, desk.language, dry_run=False))
    if act.number is not None:
        say(desk.language.text("This is act {number}; “tablo payments undo {number}” takes it back", number=act.number))


@contextmanager
def _shown(count: int, language: Language) -> Iterator[Callable[[int, int], None] | None]:
    """A bar where a person watches a long import."""
    if count < _WORTH_A_BAR or not sys.stderr.isatty():
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(language.text("Payments"), total=count)
        yield lambda done, of: bars.update(task, completed=done, total=of)


def _told(plan: PaymentsPlan, language: Language, *, dry_run: bool) -> str:
    counts = {"added": len(plan.added), "updated": len(plan.updated), "skipped": len(plan.skipped)}
    if dry_run:
        return language.text(
            "Would be added: {added}, updated: {updated}, skipped: {skipped}. Nothing was stored", **counts
        )
    return language.text("Added: {added}, updated: {updated}, skipped: {skipped}", **counts)
