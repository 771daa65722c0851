"""CSV and XLSX files as rows of cells, told apart by their content rather than by their name.

A cell of a CSV is its text; one of an XLSX is what Excel holds (text, number, date). Empty cells are ``None``.
"""

import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from xml.etree.ElementTree import ParseError

from sales_core.errors import InputError

Cell = str | int | float | bool | date | datetime | None

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200

_BROKEN_WORKBOOK = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError, RuntimeError,
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""What openpyxl and the libraries under it raise for bytes that are no workbook, or one with a password."""
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FileTable:
    """``header``: the first row that is not empty; ``rows``: the rest, each with its number in the file as a person
    counts (the first line is 1), empty ones left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_table(content: bytes, file: str, known_columns: Iterable[str]) -> FileTable:
    """Raises InputError for a file that is neither, is too large, or has no header.

    known_columns: of ``;``, ``,`` and tab, that one separates the cells of a CSV which finds most of these in its
    header.
    """
    if len(content) > LARGEST_FILE:
        raise InputError(
            "{file} is larger than {limit} MB: split it into several files", file=file, limit=LARGEST_FILE // 1024**2
        )
    if content.startswith(_OLD_EXCEL):
        raise InputError("{file} is in the old Excel format: save it as .xlsx or CSV", file=file)
    records = _read_xlsx(content, file) if content.startswith(_ZIP) else _read_csv(content, file, set(known_columns))
    filled = ((number, cells) for number, cells in records if any(cell is not None for cell in cells))
    rows = tuple(islice(filled, MOST_ROWS + 2))
    if not rows:
        raise InputError("{file} is empty", file=file)
    if len(rows) > MOST_ROWS + 1:
        raise InputError("{file} has more than {limit} rows: split it into several files", file=file, limit=MOST_ROWS)
    return FileTable(tuple(_column_name(cell) for cell in rows[0][1]), rows[1:])


def _column_name(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip().lower()


def _read_csv(content: bytes, file: str, known_columns: set[str]) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    text = _decode(content, file)
    first_line = next((line for line in text.splitlines() if line.strip()), "")

    def recognised(delimiter: str) -> int:
        names = next(csv.reader([first_line], delimiter=delimiter), [])
        return sum(_column_name(name) in known_columns for name in names)

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=recognised))
    last_line = 0
    try:
        for cells in reader:
            yield last_line + 1, tuple(cell.strip() or None for cell in cells)
            last_line = reader.line_num
    except csv.Error:
        raise InputError("{file}: line {line} cannot be read as CSV", file=file, line=reader.line_num) from None


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


def _read_xlsx(content: bytes, file: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The first worksheet. ``data_only``: a formula gives the value Excel last computed for it."""
    import openpyxl  # noqa: PLC0415 - a quarter of a second that no other command should pay

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise InputError("{file} is too large once unpacked: split it into several files", file=file)
        # It warns of looks and checks that it leaves out; of values it leaves out none.
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            page = book.worksheets[0]
            page.reset_dimensions()
            rows = list(islice(page.iter_rows(values_only=True, max_col=MOST_COLUMNS), MOST_ROWS * 2))
            book.close()
    except _BROKEN_WORKBOOK:
        raise InputError("{file} cannot be read as an Excel workbook: save it anew as .xlsx", file=file) from None
    for number, row in enumerate(rows, start=1):
        yield number, tuple(_xlsx_cell(value) for value in row)


def _xlsx_cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    return value if isinstance(value, (int, float, bool, date, datetime)) else None
