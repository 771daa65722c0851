"""Which column of a spreadsheet is what: found by the words of its header row, changed and confirmed by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.imports.header_words import Field, field_of, plain_words
from sales_core.imports.tables import Cell, Rows

REPEATED = frozenset({Field.AMOUNT, Field.DUE_ON, Field.PAID_ON})
"""May stand in several columns, one for each instalment; every other field in one."""

NAMING = frozenset({Field.LEAD_ID, Field.LEAD_URL, Field.DEAL, Field.CLIENT})
"""One of them at least is needed to find the deal."""

Fields = Mapping[int, Field]
"""By the place of the column, from 0; a column that is left out is not in it."""

LABELS = {
    Field.LEAD_ID: N_("Deal number in amoCRM"),
    Field.LEAD_URL: N_("Link to the deal"),
    Field.AMOUNT: N_("Amount of the payment"),
    Field.DUE_ON: N_("Due date"),
    Field.PAID_ON: N_("Date it was paid"),
    Field.COMMENT: N_("Comment"),
    Field.EXTERNAL_ID: N_("Number of its own"),
    Field.DEAL: N_("Name of the deal"),
    Field.CLIENT: N_("Client"),
    Field.MANAGER: N_("Manager"),
    Field.BUDGET: N_("Budget of the deal"),
}

_ROWS_TRIED = 30


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table begins in a sheet, and what its columns are called. ``header_row``: the place in the rows that
    are not empty."""

    header_row: int
    names: tuple[str, ...]

    @property
    def signature(self) -> str:
        """What a mapping is remembered by."""
        return "\n".join(plain_words(name) for name in self.names)


def find_layout(rows: Rows) -> Layout:
    """The table under the row that most looks like a header: titles and empty rows may stand above it."""
    best = max(range(min(len(rows), _ROWS_TRIED)), key=lambda place: (len(_recognised(rows[place][1])), -place))
    return layout_at(rows, best)


def layout_at(rows: Rows, header_row: int) -> Layout:
    return Layout(header_row, column_names(rows[header_row][1], _width(rows[header_row:])))


def column_names(header: Sequence[Cell], width: int) -> tuple[str, ...]:
    """What the header says, with the letter of the column where it says nothing or the same twice."""
    names: list[str] = []
    for place in range(width):
        said = " ".join(str(header[place]).split()) if place < len(header) and header[place] is not None else ""
        letter = _letter(place)
        names.append(letter if not said else f"{said} ({letter})" if said in names else said)
    return tuple(names)


def guess_fields(names: Sequence[str]) -> dict[int, Field]:
    """What each column most likely is. A field that stands once goes to the first column that fits, and the others of
    its kind are left out; but of several columns of amounts none is: which of them to read is for a person to say."""
    guesses = [field_of(plain_words(name)) for name in names]
    has_instalments = guesses.count(Field.AMOUNT) > 1
    found: dict[int, Field] = {}
    for place, field in enumerate(guesses):
        if field is not None and (field not in found.values() or (field in REPEATED and has_instalments)):
            found[place] = field
    return found


def refuse_incomplete(fields: Fields) -> None:
    """Raises InputError where payments cannot be read out of these columns."""
    present = list(fields.values())
    amounts = present.count(Field.AMOUNT)
    if not amounts:
        raise InputError("Say which column is the amount of the payment")
    if not {Field.DUE_ON, Field.PAID_ON} & set(present):
        raise InputError("Say which column is the due date or the date it was paid")
    if not NAMING & set(present):
        raise InputError("Say which column tells of the deal: its number, link or name, or the client")
    for field in present:
        if present.count(field) > 1 and (amounts == 1 or field not in REPEATED):
            raise InputError("Two columns cannot both be “{field}”", field=InputError(LABELS[field]))
    if any(present.count(field) not in {0, amounts} for field in REPEATED):
        raise InputError(
            "Several columns of amounts are read as instalments, each with a due date or a date it was paid of its own."
            " A table with a column for each month is not read: bring it with one payment a row"
        )


def _letter(place: int) -> str:
    """What Excel calls the column."""
    before, last = divmod(place, len(ascii_uppercase))
    return (_letter(before - 1) if before else "") + ascii_uppercase[last]


def _recognised(cells: Sequence[Cell]) -> set[Field]:
    texts = (plain_words(cell) for cell in cells if isinstance(cell, str))
    return {field for text in texts if text and len(text) < 60 and (field := field_of(text)) is not None}


def _width(rows: Rows) -> int:
    return max((len(cells) for _, cells in rows[: _ROWS_TRIED * 2]), default=0)
