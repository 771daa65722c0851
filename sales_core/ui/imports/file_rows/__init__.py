"""Rows of a file as a table: as they are in it, with what is wrong in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.imports.tables import Cell
from sales_core.ui.kit import component, pack

_LONGEST = 200


class Fault(NamedTuple):
    """``place``: of the wrong cell, ``None`` where no single one is."""

    place: int | None
    column: str
    reason: InputError


class ShownRow(NamedTuple):
    number: int
    cells: Sequence[str]
    faults: Sequence[Fault] = ()


def draw_file_rows(head: Sequence[str], rows: Sequence[ShownRow], language: Language, key: str) -> None:
    data = {
        "head": head,
        "rows": [_packed(row, len(head), language) for row in rows],
        "words": {"row": language.text("Row"), "table": language.text("Rows of the file")},
    }
    component(Path(__file__).parent)(data=pack(data), key=key)


def cell_text(cell: Cell, language: Language) -> str:
    """A cell as the file shows it, as near as can be."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return language.day(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)[:_LONGEST]


def _packed(row: ShownRow, width: int, language: Language) -> Mapping[str, object]:
    cells = [*row.cells, *[""] * (width - len(row.cells))][:width]
    return {
        "number": row.number,
        "cells": cells,
        "wrong": [fault.place for fault in row.faults if fault.place is not None],
        "faults": [{"column": f"{fault.column}:", "told": language.error(fault.reason)} for fault in row.faults],
    }
