"""The rows of a payments file: text, numbers and dates into payments, with everything wrong named by row and column."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.imports.cells import DIGITS_OF_EXCEL, FIRST_YEAR, YEAR_AFTER_LAST
from sales_core.imports.tables import Cell, FileTable
from sales_core.money import Currency
from sales_core.payment_states import Source
from sales_core.periods import parse_day

COLUMNS = ("lead_id", "lead_url", "amount", "due_on", "paid_on", "comment", "external_id")

T = TypeVar("T")

_LEAD_URL = re.compile(r"(?:https?://)?[^/\s]+/leads/detail/(\d{1,18})/?(?:[?#].*)?")
_LEAD_ID = re.compile(r"\d{1,18}")
LONGEST_EXTERNAL_ID = 200
LONGEST_COMMENT = 10_000


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment as the file has it; ``number`` is its row in the file. ``payment_id``: the payment it is, where that
    is known by other means than its external id."""

    number: int
    lead_id: int
    amount_minor: int
    due_on: date
    paid_on: date | None
    comment: str
    external_id: str | None
    payment_id: int | None = None
    source: str = Source.IMPORT.value


def parse_payment_rows(table: FileTable, file: str, currency: Currency, today: date) -> list[PaymentRow]:
    """Every row, or WrongFileError with all that is wrong. ``today`` is the account's: no payment is paid later."""
    rows, faults = read_payment_rows(table, file, currency, today)
    if faults:
        raise WrongFileError(file, faults)
    return rows


def read_payment_rows(
    table: FileTable, file: str, currency: Currency, today: date
) -> tuple[list[PaymentRow], list[InputError]]:
    """The rows that are right, and all that is wrong with the others, in the order of the file. Raises InputError for a
    header that is not that of a payments file."""
    _check_header(table.header, file)
    rows: list[PaymentRow] = []
    faults: list[InputError] = []
    for number, cells in table.rows:
        reader = _RowReader(number, table.header, cells, currency, today)
        row = reader.read()
        faults += reader.faults
        if row is not None:
            rows.append(row)
    faults += repeated_ids(((row.number, row.external_id) for row in rows), "external_id")
    return rows, sorted(faults, key=lambda fault: int(fault.params["row"]))


def is_own_header(header: Sequence[str]) -> bool:
    """Whether the columns are those of a payments file, and all it needs."""
    try:
        _check_header(header, "")
    except InputError:
        return False
    return True


def row_fault(row: int, column: str, reason: InputError) -> InputError:
    return InputError("row {row}, column {column}: {reason}", row=row, column=column, reason=reason)


def _check_header(header: Sequence[str], file: str) -> None:
    """An unknown column is refused: a misspelt ``paid_on`` left out would make paid money unpaid."""
    named = [name for name in header if name]
    unknown = [name for name in named if name not in COLUMNS]
    missing = [name for name in ("amount", "due_on") if name not in named]
    if not {"lead_id", "lead_url"} & set(named):
        missing.insert(0, "lead_id")
    if missing:
        raise InputError(
            "{file}: the header row has no column {missing}; it needs lead_id or lead_url, amount and due_on",
            file=file, missing=", ".join(missing),
        )  # fmt: skip
    if unknown:
        raise InputError(
            "{file}: column {unknown} is not known; the columns are {columns}",
            file=file, unknown=", ".join(unknown), columns=", ".join(COLUMNS),
        )  # fmt: skip
    repeated = sorted({name for name in named if named.count(name) > 1})
    if repeated:
        raise InputError("{file}: column {repeated} stands twice in the header row", file=file, repeated=repeated[0])


def repeated_ids(named: Iterable[tuple[int, str | None]], column: str) -> Iterator[InputError]:
    """A fault for each external id that was there before. ``named``: numbers of rows with their external ids."""
    first: dict[str, int] = {}
    for number, external_id in named:
        if external_id is None:
            continue
        if external_id in first:
            reason = InputError("“{text}” stands in row {first} too", text=external_id, first=first[external_id])
            yield row_fault(number, column, reason)
        first.setdefault(external_id, number)


class _RowReader:
    """Reads one row cell by cell and keeps what is wrong, so that one pass names every fault."""

    def __init__(
        self, number: int, header: Sequence[str], cells: Sequence[Cell], currency: Currency, today: date
    ) -> None:
        self.number = number
        self.cells = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        self.stray = any(
            cell is not None for i, cell in enumerate(cells) if i >= len(header) or not header[i]
        )  # fmt: skip
        self.currency = currency
        self.today = today
        self.faults: list[InputError] = []

    def read(self) -> PaymentRow | None:
        if self.stray:
            reason = InputError("there is a cell under no column; an amount with a comma must stand in quotes")
            self.faults.append(row_fault(self.number, "?", reason))
            return None
        lead_id = self._take(self._lead_column(), self._lead_id)
        amount = self._take("amount", self._amount)
        due_on = self._take("due_on", self._day)
        paid_on = self._take("paid_on", self._paid_on)
        comment = self._take("comment", lambda cell: parse_text(cell, LONGEST_COMMENT))
        external_id = self._take("external_id", lambda cell: parse_text(cell, LONGEST_EXTERNAL_ID))
        if self.faults or lead_id is None or amount is None or due_on is None:
            return None
        return PaymentRow(self.number, lead_id, amount, due_on, paid_on, comment or "", external_id or None)

    def _take(self, column: str, parse: Callable[[Cell], T]) -> T | None:
        try:
            return parse(self.cells.get(column))
        except InputError as reason:
            self.faults.append(row_fault(self.number, column, reason))
            return None

    def _lead_column(self) -> str:
        return "lead_id" if self.cells.get("lead_id") is not None or "lead_url" not in self.cells else "lead_url"

    def _lead_id(self, cell: Cell) -> int:
        url = self.cells.get("lead_url")
        if self.cells.get("lead_id") is None and url is not None:
            return parse_lead_url(url)
        found = parse_lead_id(cell)
        if url is not None and parse_lead_url(url) != found:
            raise InputError("lead_id and lead_url speak of different deals")
        return found

    def _amount(self, cell: Cell) -> int:
        return refuse_zero(self._amount_of(cell))

    def _amount_of(self, cell: Cell) -> int:
        _refuse_empty(cell)
        if isinstance(cell, str):
            return self.currency.parse(cell)
        if isinstance(cell, bool) or not isinstance(cell, (int, float)):
            raise InputError("“{text}” is not an amount: write it like 1250000.50", text=str(cell))
        return self.currency.to_minor(Decimal(f"{cell:.{DIGITS_OF_EXCEL}g}"))

    def _day(self, cell: Cell) -> date:
        _refuse_empty(cell)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        day = parse_day(str(cell))
        if not FIRST_YEAR <= day.year < YEAR_AFTER_LAST:
            raise InputError("the year of {text} cannot be right", text=str(cell))
        return day

    def _paid_on(self, cell: Cell) -> date | None:
        if cell is None:
            return None
        return refuse_future(self._day(cell), self.today)


def refuse_zero(amount_minor: int) -> int:
    if amount_minor == 0:
        raise InputError("an amount of 0 is not a payment")
    return amount_minor


def refuse_future(paid_on: date, today: date) -> date:
    if paid_on > today:
        raise InputError("{day} is in the future: a payment cannot be paid yet", day=paid_on.isoformat())
    return paid_on


def _refuse_empty(cell: Cell) -> None:
    if cell is None:
        raise InputError("it is empty")


def parse_lead_id(cell: Cell) -> int:
    """Raises InputError for what is not the number of a deal."""
    _refuse_empty(cell)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if isinstance(cell, bool) or not _LEAD_ID.fullmatch(text):
        raise InputError("“{text}” is not the number of a deal", text=text)
    return int(text)


def parse_lead_url(cell: Cell) -> int:
    """The number in the address of a deal; InputError where it is none."""
    found = _LEAD_URL.fullmatch(str(cell))
    if found is None:
        raise InputError(
            "“{text}” is not the address of a deal, like https://NAME.amocrm.ru/leads/detail/123", text=str(cell)
        )
    return int(found[1])


def lead_id_in(text: str) -> int | None:
    """The number of a deal that somebody wrote, alone or in its address."""
    plain = text.strip().lstrip("#№").strip()
    found = _LEAD_URL.fullmatch(plain)
    return int(found[1]) if found else int(plain) if _LEAD_ID.fullmatch(plain) else None


def parse_text(cell: Cell, longest: int) -> str | None:
    """A whole number as Excel shows it; ``None`` for an empty cell. Raises InputError for what is too long."""
    if cell is None:
        return None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if len(text) > longest:
        raise InputError("it is longer than {limit} characters", limit=longest)
    return text
