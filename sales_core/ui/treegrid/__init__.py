"""The sales report's table (components v2): managers, their deal types, figures that open their payments."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sales_core.figures import Figure
from sales_core.ui.kit import grid
from sales_core.ui.treegrid.columns import OPENED

_ROW = re.compile(r"(?:total|m(\d+))(?:t(\d+))?")


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure the reader clicked. ``None``: every manager, every deal type."""

    column: str
    manager_id: int | None
    deal_type_id: int | None

    @property
    def figures(self) -> tuple[Figure, ...]:
        return OPENED[self.column]


def draw_treegrid(packed: bytes) -> Opened | None:
    """Draws what ``build_treegrid`` made, packed; returns the figure just clicked, once."""
    result = grid(Path(__file__).parent)(data=packed, key="treegrid", on_open_change=lambda: None)
    return parse_click(result.open)


def parse_click(clicked: Any) -> Opened | None:
    """The figure meant by what a browser sent; ``None`` for anything that is not one."""
    if not isinstance(clicked, dict) or str(clicked.get("column")) not in OPENED:
        return None
    row = _ROW.fullmatch(str(clicked.get("row")))
    if row is None:
        return None
    manager_id, deal_type_id = (None if number is None else int(number) for number in row.groups())
    return Opened(str(clicked["column"]), manager_id, deal_type_id)
