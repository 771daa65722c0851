"""CSV and XLSX files as rows of cells, told apart by their content rather than by their name.

A cell of a CSV is its text; one of an XLSX is what Excel holds (text, number, date). Empty cells are ``None``.
"""

import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from sales_core.errors import InputError

Cell = str | int | float | bool | date | datetime | None

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_LINES_TRIED = 20

_BROKEN_WORKBOOK = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError, RuntimeError,
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""What openpyxl and the libraries under it raise for bytes that are no workbook, or one with a password."""
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


Rows = tuple[tuple[int, tuple[Cell, ...]], ...]
"""Those that are not empty, each with its number in the file as a person counts: the first line is 1."""


@dataclass(frozen=True, slots=True)
class FileTable:
    """``header``: the first row that is not empty; ``rows``: the rest."""

    header: tuple[str, ...]
    rows: Rows


def read_table(content: bytes, file: str, known_columns: Iterable[str]) -> FileTable:
    """Raises InputError for a file that is neither, is too large, or has no header.

    known_columns: of ``;``, ``,`` and tab, that one separates the cells of a CSV which finds most of these in its
    header.
    """
    rows = read_rows(content, file, known_columns)
    return FileTable(tuple(column_name(cell) for cell in rows[0][1]), rows[1:])


def read_rows(content: bytes, file: str, known_columns: Iterable[str] = (), sheet: int = 0) -> Rows:
    """One sheet of a workbook, or the whole CSV; at least one row. Errors as ``read_table``."""
    _refuse_unreadable(content, file)
    records = (
        _read_xlsx(content, file, sheet) if _is_workbook(content) else _read_csv(content, file, set(known_columns))
    )
    filled = ((number, cells) for number, cells in records if any(cell is not None for cell in cells))
    rows = tuple(islice(filled, MOST_ROWS + 2))
    if not rows:
        raise InputError("{file} is empty", file=file)
    if len(rows) > MOST_ROWS + 1:
        raise InputError("{file} has more than {limit} rows: split it into several files", file=file, limit=MOST_ROWS)
    return rows


def sheet_names(content: bytes, file: str) -> tuple[str, ...]:
    """Of a workbook, in its order; none of a CSV."""
    _refuse_unreadable(content, file)
    if not _is_workbook(content):
        return ()
    with _opened(content, file) as book:
        return tuple(page.title for page in book.worksheets)


def column_name(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip().lower()


def _is_workbook(content: bytes) -> bool:
    return content.startswith(_ZIP)


def _refuse_unreadable(content: bytes, file: str) -> None:
    if len(content) > LARGEST_FILE:
        raise InputError(
            "{file} is larger than {limit} MB: split it into several files", file=file, limit=LARGEST_FILE // 1024**2
        )
    if content.startswith(_OLD_EXCEL):
        raise InputError("{file} is in the old Excel format: save it as .xlsx or CSV", file=file)


def _read_csv(content: bytes, file: str, known_columns: set[str]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    text = _decode(content, file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, known_columns))
    last_line = 0
    try:
        for cells in reader:
            yield last_line + 1, tuple(cell.strip() or None for cell in cells)
            last_line = reader.line_num
    except csv.Error:
        raise InputError("{file}: line {line} cannot be read as CSV", file=file, line=reader.line_num) from None


def _delimiter(text: str, known_columns: set[str]) -> str:
    """What finds most of the known names in the first line; where that does not tell, most cells in the first lines."""
    first_lines = list(islice((line for line in text.splitlines() if line.strip()), _LINES_TRIED))

    def found(delimiter: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=delimiter), []) for line in first_lines]
        known = sum(column_name(name) in known_columns for row in rows[:1] for name in row)
        return known, sum(len(row) for row in rows)

    try:
        return max(";,\t", key=found)
    except csv.Error:
        return ";"


def _decode(content: bytes, file: str) -> str:
    """UTF-8 with or without its mark; else Windows-1251, which is what Russian Excel writes as plain "CSV"."""
    if content.startswith(_UTF16):
        raise InputError("{file} is in UTF-16: save it as “CSV UTF-8” or as .xlsx", file=file)
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError("{file} is not a text file in UTF-8, nor an .xlsx: save it as “CSV UTF-8”", file=file)


def _read_xlsx(content: bytes, file: str, sheet: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    with _opened(content, file) as book:
        page = book.worksheets[sheet]
        page.reset_dimensions()
        read = islice(page.iter_rows(values_only=True, max_col=MOST_COLUMNS), MOST_ROWS * 2)
        rows = [_without_tail(row) for row in read]
    for number, row in enumerate(rows, start=1):
        yield number, tuple(_xlsx_cell(value) for value in row)


def _without_tail(row: Sequence[object]) -> Sequence[object]:
    """The library gives as many cells as there may be."""
    filled = len(row)
    while filled and row[filled - 1] is None:
        filled -= 1
    return row[:filled]


@contextmanager
def _opened(content: bytes, file: str) -> Iterator[Any]:
    """``data_only``: a formula gives the value Excel last computed for it. What goes wrong inside is told as well."""
    import openpyxl  # noqa: PLC0415 - a quarter of a second that no other command should pay

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise InputError("{file} is too large once unpacked: split it into several files", file=file)
        # It warns of looks and checks that it leaves out; of values it leaves out none.
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            yield book
            book.close()
    except _BROKEN_WORKBOOK:
        raise InputError("{file} cannot be read as an Excel workbook: save it anew as .xlsx", file=file) from None


def _xlsx_cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    return value if isinstance(value, (int, float, bool, date, datetime)) else None
