"""The file at hand as payments: by its own columns where they are Tablo's, else by what the reader says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from sales_core.clock import system_clock
from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.imports.columns import Fields, find_layout, layout_at, refuse_incomplete
from sales_core.imports.foreign_rows import ForeignRows, Recipe, parse_foreign_rows
from sales_core.imports.header_words import Field
from sales_core.imports.memory import remembered_recipe
from sales_core.imports.payment_rows import COLUMNS, PaymentRow, is_own_header, read_payment_rows
from sales_core.imports.tables import FileTable, Rows, column_name, read_rows, sheet_names
from sales_core.periods import day_of
from sales_core.ui.board import Board
from sales_core.ui.file_picker import PickedFile
from sales_core.ui.imports.columns import ask_columns
from sales_core.ui.imports.drafts import field, made
from sales_core.ui.markdown import escape_markdown

_HEADERS_OFFERED = 12
_SHOWN_OF_HEADER = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What the sheet is (``names`` of its columns, what they are, all its ``rows`` with the header) and what was read
    out of it: payments of known deals, or with only what the rows say of theirs. ``recipe``: of the latter."""

    names: tuple[str, ...]
    fields: Fields
    rows: Rows
    payments: tuple[PaymentRow, ...]
    foreign: ForeignRows | None
    faults: tuple[InputError, ...]
    recipe: Recipe | None

    def place_of(self, column: str) -> int | None:
        """Of a column by what a fault calls it: its name, or the field it is."""
        if column in self.names:
            return self.names.index(column)
        wanted = {column, Field.LEAD_URL.value} if column == Field.LEAD_ID else {column}
        return next((place for place, kind in sorted(self.fields.items()) if kind.value in wanted), None)


def draw_reading(board: Board, file: PickedFile) -> Reading | None:
    """Asks what has to be asked; ``None`` while that is not answered. Raises InputError for a file that cannot be
    read."""
    sheet = _ask_sheet(board, made("sheets", file, lambda: sheet_names(file.content, file.name)))
    rows = made("rows", sheet, lambda: read_rows(file.content, file.name, COLUMNS, sheet))
    header = tuple(column_name(cell) for cell in rows[0][1])
    if sheet == 0 and is_own_header(header):
        return made("reading", (sheet, _today(board)), lambda: _read_own(board, file, header, rows))
    recipe = _ask_recipe(board, rows, sheet)
    if recipe is None:
        return None
    return made("reading", (sheet, recipe, _today(board)), lambda: _read_foreign(board, rows, recipe))


def _read_own(board: Board, file: PickedFile, header: tuple[str, ...], rows: Rows) -> Reading:
    account = board.known_account
    found, faults = read_payment_rows(FileTable(header, rows[1:]), file.name, account.currency, _today(board))
    fields = {place: Field(name) for place, name in enumerate(header) if name}
    return Reading(header, fields, rows, tuple(found), None, tuple(faults), None)


def _read_foreign(board: Board, rows: Rows, recipe: Recipe) -> Reading:
    found = parse_foreign_rows(rows, recipe, board.known_account.currency, _today(board))
    return Reading(recipe.layout.names, recipe.fields, rows, (), found, found.faults, recipe)


def _today(board: Board) -> date:
    return day_of(system_clock(), board.known_account.zone)


def _ask_sheet(board: Board, names: Sequence[str]) -> int:
    if len(names) < 2:
        return 0
    chosen = st.selectbox(
        board.language.text("Sheet"), range(len(names)), format_func=names.__getitem__, key=field("sheet"), width=320
    )
    return int(chosen or 0)


def _ask_recipe(board: Board, rows: Rows, sheet: int) -> Recipe | None:
    found = find_layout(rows)
    with board.database.read() as conn:
        known = remembered_recipe(conn, found)
    label = board.language.text(N_("Columns as you confirmed them before") if known else N_("What the columns are"))
    with st.expander(label, expanded=known is None, icon=":material/view_column:"):
        layout = layout_at(rows, _ask_header(board, rows, found.header_row, field(f"header.{sheet}")))
        recipe = ask_columns(board, rows, layout, known if known and known.layout == layout else None)
        try:
            refuse_incomplete(recipe.fields)
        except InputError as reason:
            st.warning(escape_markdown(board.language.error(reason)), icon=":material/warning:")
            return None
    return recipe


def _ask_header(board: Board, rows: Rows, found: int, key: str) -> int:
    def told(place: int) -> str:
        number, cells = rows[place]
        words = " · ".join(str(cell) for cell in cells if cell is not None)
        return f"{number}: {words[:_SHOWN_OF_HEADER]}"

    offered = range(min(len(rows), max(_HEADERS_OFFERED, found + 1)))
    label = board.language.text("Row with the names of the columns")
    chosen = st.selectbox(label, offered, index=found, format_func=told, key=key, width=480)
    return int(chosen or 0)
