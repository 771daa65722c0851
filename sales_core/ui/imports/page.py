"""The page of imports, from the file to what it did."""

from collections.abc import Sequence

import streamlit as st

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.imports.deals import rows_of_deals
from sales_core.imports.payment_rows import PaymentRow
from sales_core.imports.payments import Prepared, faults_beside, prepare
from sales_core.ui.board import Board, open_board
from sales_core.ui.file_picker import PickedFile
from sales_core.ui.frame import heading
from sales_core.ui.imports.deals import ask_deals
from sales_core.ui.imports.drafts import drop_file, field, made, said, take_file
from sales_core.ui.imports.faults import draw_faults
from sales_core.ui.imports.preview import Chosen, ToRemember, ask_alike, draw_import, draw_preview, left_of
from sales_core.ui.imports.reading import Reading, draw_reading
from sales_core.ui.imports.results import draw_result
from sales_core.ui.markdown import escape_markdown


def draw_page() -> None:
    board = open_board()
    language = board.language
    heading(language.text("Import of payments"))
    file = take_file(language)
    if file is None:
        st.caption(language.text("First you see what the file would do. Nothing is stored until you say so."))
        draw_result(board)
        return
    _draw_file(file, language)
    try:
        reading = draw_reading(board, file)
    except InputError as error:
        st.error(escape_markdown(language.error(error)), icon=":material/warning:")
        return
    if reading is not None:
        _draw_read(board, file, reading)


def _draw_file(file: PickedFile, language: Language) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/description: **{escape_markdown(file.name)}**", width="content")
        if st.button(language.text("Another file"), key=field("drop"), type="tertiary", icon=":material/close:"):
            drop_file()
            st.rerun()


def _draw_read(board: Board, file: PickedFile, reading: Reading) -> None:
    faults = [*reading.faults, *_faults_beside(board, reading)]
    if faults:
        draw_faults(board, reading, faults)
    elif reading.foreign is None:
        _draw_plan(board, file, Chosen(reading.payments))
    else:
        _draw_foreign(board, file, reading)


def _faults_beside(board: Board, reading: Reading) -> Sequence[InputError]:
    def load() -> Sequence[InputError]:
        with board.database.read() as conn:
            return faults_beside(conn, reading.payments)

    return made("beside", (board.moment, reading), load)


def _draw_foreign(board: Board, file: PickedFile, reading: Reading) -> None:
    assert reading.recipe is not None
    assert reading.foreign is not None
    deals, choices = ask_deals(board, reading.recipe, reading.foreign)
    foreign = reading.foreign
    rows = made("chosen", (reading.recipe, foreign, choices), lambda: rows_of_deals(foreign.rows, choices))
    undecided = sum(deal.key not in choices for deal in deals)
    memory = ToRemember(reading.recipe, dict(said("deals")))
    _draw_plan(board, file, Chosen(rows, left_of(deals, choices, foreign), memory, undecided))


def _draw_plan(board: Board, file: PickedFile, chosen: Chosen) -> None:
    joins = bool(st.session_state.get(field("alike"), chosen.memory.recipe is not None))
    prepared = made(
        "prepared", (board.moment, joins, chosen.rows), lambda: _prepared(board, file, chosen.rows, joins=joins)
    )
    ask_alike(board, prepared, joins=joins)
    draw_preview(board, prepared, chosen.left)
    draw_import(board, prepared, chosen)


def _prepared(board: Board, file: PickedFile, rows: Sequence[PaymentRow], *, joins: bool) -> Prepared:
    with board.database.read() as conn:
        return prepare(conn, rows, file.name, joins_alike=joins)
