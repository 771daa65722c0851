"""A table of figures with sentences under its rows (components v2), some of whose cells can be pressed."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from sales_core.ui.kit import card, pack


@dataclass(frozen=True, slots=True)
class Cell:
    """``tone``: empty, ``strong``, ``soft``, ``gain`` or ``loss``. ``press``: what it sends, empty where it is no
    button; ``label`` says to a screen reader what it does. ``under``: a smaller line below. ``icon``: of ``dom.js``."""

    text: str
    tone: str = ""
    press: str = ""
    label: str = ""
    under: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``notes``: sentences under it. ``is_chosen``: it is what the page shows."""

    id: str
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """``is_text``: aligned to the left, as the first always is."""

    title: str
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """``none``: what is said where there are no rows. ``title``: empty where what is around it has one."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: str = ""
    total: tuple[Cell, ...] = ()
    none: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    row: str
    cell: str


def draw_ledger(ledger: Ledger, key: str) -> Pressed | None:
    """Returns the cell just pressed, once; ``None`` for anything a browser sends that is none of its cells."""
    result = card(Path(__file__).parent)(data=pack(asdict(ledger)), key=key, on_press_change=lambda: None)
    return _parsed(result.press, ledger.rows)


def _parsed(sent: object, rows: Collection[Row]) -> Pressed | None:
    if not isinstance(sent, dict):
        return None
    known = {(row.id, cell.press) for row in rows for cell in row.cells if cell.press}
    pressed = Pressed(str(sent.get("row")), str(sent.get("cell")))
    return pressed if (pressed.row, pressed.cell) in known else None
