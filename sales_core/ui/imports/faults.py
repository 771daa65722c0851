"""What is wrong in the file: its rows as they are, the wrong cells marked, the reason under each."""

from collections.abc import Sequence

import streamlit as st

from sales_core.errors import InputError
from sales_core.ui.board import Board
from sales_core.ui.imports.drafts import field
from sales_core.ui.imports.file_rows import Fault, ShownRow, cell_text, draw_file_rows
from sales_core.ui.imports.pager import draw_pager
from sales_core.ui.imports.reading import Reading

_PER_PAGE = 20


def draw_faults(board: Board, reading: Reading, faults: Sequence[InputError]) -> None:
    language = board.language
    by_row: dict[int, list[InputError]] = {}
    for fault in faults:
        by_row.setdefault(int(fault.params["row"]), []).append(fault)
    told = language.plural(
        "{n} row cannot be read, so nothing can be stored yet",
        "{n} rows cannot be read, so nothing can be stored yet",
        len(by_row),
    )
    st.error(told, icon=":material/warning:")
    numbers = sorted(by_row)
    shown = numbers[draw_pager("faults", len(numbers), _PER_PAGE, language)]
    cells = {number: cells for number, cells in reading.rows if number in shown}
    draw_file_rows(
        reading.names,
        [
            ShownRow(
                number,
                [cell_text(cell, language) for cell in cells.get(number, ())],
                [_fault(reading, fault) for fault in by_row[number]],
            )
            for number in shown
        ],
        language,
        field("faulty_rows"),
    )


def _fault(reading: Reading, fault: InputError) -> Fault:
    place = reading.place_of(fault.params["column"])
    column = fault.params["column"] if place is None else reading.names[place]
    return Fault(place, column, fault.params["reason"])
