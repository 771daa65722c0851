"""Where results go: standard output or a file, as text or as bytes, in UTF-8 either way."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from sales_core.cli.options import Format
from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.documents import Document, format_json
from sales_core.delivery.sheet import Sheet
from sales_core.delivery.text_table import format_table
from sales_core.delivery.xlsx_file import format_book
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.i18n import N_, Language

_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("there is no permission"),
    errno.EPERM: N_("there is no permission"),
    errno.EROFS: N_("there is no permission"),
    errno.ENOSPC: N_("the disk is full"),
}


def say(text: str) -> None:
    """One line of what a command has to tell, on standard output."""
    write((text + "\n").encode(), None)


def one_line(text: str) -> str:
    """What was quoted from a file may have line breaks; what a script reads as a failure has none."""
    return " ".join(text.splitlines())


def say_faults(faults: WrongFileError, language: Language) -> None:
    """Each fault of a file on its own line, when there are more than the one that the error itself tells."""
    if faults.count > 1:
        for fault in faults.faults:
            say(one_line(language.error(fault)))


def write(content: bytes, path: Path | None) -> None:
    """To the file, whole or not at all, or to standard output."""
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        _write_file(content, path.resolve())
    except OSError as error:
        raise InputError("{file} cannot be written: {reason}", file=str(path), reason=_reason(error)) from error


def _write_file(content: bytes, path: Path) -> None:
    if path.exists() and not path.is_file():
        # A device or a named pipe: it is written to, not replaced.
        path.write_bytes(content)
        return
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class Told(NamedTuple):
    """A report in its forms: ``write_report`` takes them in this order."""

    sheet: Sheet
    document: Callable[[], Document]
    book: Callable[[], Iterable[Sheet]] | None = None


def write_report(  # noqa: PLR0913, PLR0917 - one report in its forms
    wanted: Format,
    path: Path | None,
    language: Language,
    sheet: Sheet,
    document: Callable[[], Document],
    book: Callable[[], Iterable[Sheet]] | None = None,
) -> None:
    """A report in one of its formats. ``document`` is built only for JSON, ``book`` only for XLSX, where the workbook
    holds more than the sheet."""
    if wanted is Format.XLSX and path is None and sys.stdout.isatty():
        raise InputError("A workbook cannot be shown here: name a file with -o")
    match wanted:
        case Format.JSON:
            content = format_json(document()).encode()
        case Format.CSV:
            content = format_csv(sheet, language)
        case Format.XLSX:
            content = format_book(book() if book else [sheet], language)
        case Format.TABLE:
            content = _table(sheet, language, is_terminal=path is None and sys.stdout.isatty()).encode()
    write(content, path)


def _table(sheet: Sheet, language: Language, *, is_terminal: bool) -> str:
    if not is_terminal:
        return format_table(sheet, language)
    color = "NO_COLOR" not in os.environ
    return format_table(sheet, language, width=shutil.get_terminal_size().columns, color=color)


def read(path: Path, most: int = -1) -> bytes:
    """A file that was named on the command line; no more than its first ``most`` bytes."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise InputError("{file} cannot be read: {reason}", file=str(path), reason=_reason(error)) from error


def _reason(error: OSError) -> InputError | str:
    """In the reader's language where it is a common one, else in the system's words."""
    template = _REASONS.get(error.errno or 0)
    return InputError(template) if template else os.strerror(error.errno or 0)
