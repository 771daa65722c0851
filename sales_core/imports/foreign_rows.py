"""The rows of a company's own spreadsheet: each payment with what the row tells of its deal, and everything wrong."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from sales_core.errors import InputError
from sales_core.imports.cells import DayHints, DayStyle, detect_days, is_blank, parse_any_amount, parse_any_day
from sales_core.imports.columns import NAMING, Fields, Layout
from sales_core.imports.header_words import Field
from sales_core.imports.payment_rows import (
    LONGEST_COMMENT,
    LONGEST_EXTERNAL_ID,
    parse_lead_id,
    parse_lead_url,
    parse_text,
    refuse_future,
    refuse_zero,
    repeated_ids,
    row_fault,
)
from sales_core.imports.tables import Cell, Rows
from sales_core.money import Currency

T = TypeVar("T")

_DAYS = (Field.DUE_ON, Field.PAID_ON)
_TOTAL = re.compile(r"(?:общ\w+ |grand )?(?:итог|всего|total|subtotal|sub-total|подытог|промежуточн)", re.IGNORECASE)
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a sheet is read; ``fields`` complete, see ``columns.refuse_incomplete``."""

    layout: Layout
    fields: Fields
    style: DayStyle


class Clues(NamedTuple):
    """What a row tells of its deal; empty where it tells nothing. ``lead_id``: from its number or link."""

    lead_id: int | None
    deal: str
    client: str
    manager: str
    budget_minor: int | None


class ForeignRow(NamedTuple):
    """One payment; ``number`` is its row in the file, which may hold several."""

    number: int
    clues: Clues
    amount_minor: int
    due_on: date
    paid_on: date | None
    comment: str
    external_id: str | None


@dataclass(frozen=True, slots=True)
class ForeignRows:
    """What a sheet holds. ``totals`` and ``bare``: the numbers of rows that add others up, and of those without any
    amount or day, like a heading between them; neither is a payment."""

    rows: tuple[ForeignRow, ...]
    faults: tuple[InputError, ...]
    totals: tuple[int, ...]
    bare: tuple[int, ...]


class _Instalment(NamedTuple):
    """The columns of one payment."""

    amount: int
    due_on: int | None
    paid_on: int | None


def day_hints(rows: Rows, layout: Layout, fields: Fields) -> DayHints:
    """What the day columns tell of how days are written."""
    places = [place for place, field in fields.items() if field in _DAYS]
    body = rows[layout.header_row + 1 :]
    return detect_days(cells[place] for _, cells in body for place in places if place < len(cells))


def parse_foreign_rows(rows: Rows, recipe: Recipe, currency: Currency, today: date) -> ForeignRows:
    """Every payment under the header. ``today`` is the account's: no payment is paid later."""
    reader = _Reader(recipe, currency, today)
    for number, cells in rows[recipe.layout.header_row + 1 :]:
        reader.read(number, cells)
    if Field.EXTERNAL_ID in reader.once:
        reader.faults += repeated_ids(
            ((row.number, row.external_id) for row in reader.rows), reader.names[reader.once[Field.EXTERNAL_ID]]
        )
    faults = sorted(reader.faults, key=lambda fault: int(fault.params["row"]))
    return ForeignRows(tuple(reader.rows), tuple(faults), tuple(reader.totals), tuple(reader.bare))


class _Reader:
    """Reads row by row and keeps what it finds, so that one pass names every fault."""

    def __init__(self, recipe: Recipe, currency: Currency, today: date) -> None:
        self.names = recipe.layout.names
        self.once = {field: place for place, field in recipe.fields.items()}
        self.instalments = _instalments(recipe.fields)
        self.style = recipe.style
        self.currency = currency
        self.today = today
        self.rows: list[ForeignRow] = []
        self.faults: list[InputError] = []
        self.totals: list[int] = []
        self.bare: list[int] = []

    def read(self, number: int, cells: Sequence[Cell]) -> None:
        first = next(cell for cell in cells if cell is not None)
        if isinstance(first, str) and _TOTAL.match(first):
            self.totals.append(number)
            return
        filled = [part for part in self.instalments if any(not is_blank(_at(cells, place)) for place in part)]
        if not filled:
            self.bare.append(number)
            return
        row = _Row(self, number, cells)
        clues, comment, external_id = row.clues(), row.comment(), row.external_id()
        for part in filled:
            amount, due_on, paid_on = row.payment(part)
            if amount is not None and due_on is not None:
                self.rows.append(ForeignRow(number, clues, amount, due_on, paid_on, comment, external_id))
        self.faults += row.faults


class _Row:
    """One row; what cannot be read is kept as a fault and taken for nothing."""

    def __init__(self, reader: _Reader, number: int, cells: Sequence[Cell]) -> None:
        self.reader = reader
        self.number = number
        self.cells = cells
        self.faults: list[InputError] = []

    def clues(self) -> Clues:
        once = self.reader.once
        lead_id = self._number(Field.LEAD_URL) or self._number(Field.LEAD_ID)
        clues = Clues(
            lead_id, self._name(Field.DEAL), self._name(Field.CLIENT), self._name(Field.MANAGER), self._budget()
        )
        if not self.faults and lead_id is None and not clues.deal and not clues.client:
            place = min(once[field] for field in NAMING if field in once)
            self._refuse(place, InputError("the row does not say which deal it is of"))
        return clues

    def comment(self) -> str:
        return self._text(Field.COMMENT, LONGEST_COMMENT) or ""

    def external_id(self) -> str | None:
        return self._text(Field.EXTERNAL_ID, LONGEST_EXTERNAL_ID) or None

    def payment(self, part: _Instalment) -> tuple[int | None, date | None, date | None]:
        """Amount, due date and date it was paid. One that only has the latter was due then."""
        amount = self._amount(part.amount)
        paid_on = self._day(part.paid_on, lambda day: refuse_future(day, self.reader.today))
        due_on = self._day(part.due_on)
        days = [place for place in (part.due_on, part.paid_on) if place is not None]
        if all(is_blank(_at(self.cells, place)) for place in days):
            self._refuse(days[0], InputError("it is empty"))
        return amount, due_on or paid_on, paid_on

    def _number(self, field: Field) -> int | None:
        place = self._place(field)
        if place is None:
            return None
        return self._take(place, parse_lead_url if field is Field.LEAD_URL else parse_lead_id)

    def _budget(self) -> int | None:
        place = self._place(Field.BUDGET)
        return None if place is None else self._take(place, lambda cell: parse_any_amount(cell, self.reader.currency))

    def _name(self, field: Field) -> str:
        return self._text(field, _LONGEST_NAME) or ""

    def _text(self, field: Field, longest: int) -> str | None:
        place = self._place(field)
        return None if place is None else self._take(place, lambda cell: parse_text(cell, longest))

    def _amount(self, place: int) -> int | None:
        def parse(cell: Cell) -> int:
            if is_blank(cell):
                raise InputError("it is empty")
            return refuse_zero(parse_any_amount(cell, self.reader.currency))

        return self._take(place, parse)

    def _day(self, place: int | None, check: Callable[[date], date] = lambda day: day) -> date | None:
        if place is None or is_blank(_at(self.cells, place)):
            return None
        return self._take(place, lambda cell: check(parse_any_day(cell, self.reader.style)))

    def _place(self, field: Field) -> int | None:
        """Where the row says it; ``None`` where it says nothing."""
        place = self.reader.once.get(field)
        return None if place is None or is_blank(_at(self.cells, place)) else place

    def _take(self, place: int, parse: Callable[[Cell], T]) -> T | None:
        try:
            return parse(_at(self.cells, place))
        except InputError as reason:
            self._refuse(place, reason)
            return None

    def _refuse(self, place: int, reason: InputError) -> None:
        self.faults.append(row_fault(self.number, self.reader.names[place], reason))


def _at(cells: Sequence[Cell], place: int | None) -> Cell:
    return cells[place] if place is not None and place < len(cells) else None


def _instalments(fields: Fields) -> tuple[_Instalment, ...]:
    """The first amount with the first days, the second with the second, from left to right."""
    places = {kind: sorted(place for place, field in fields.items() if field is kind) for kind in Field}
    amounts, dues, paids = (places[kind] for kind in (Field.AMOUNT, *_DAYS))
    return tuple(
        _Instalment(amount, dues[i] if dues else None, paids[i] if paids else None) for i, amount in enumerate(amounts)
    )
