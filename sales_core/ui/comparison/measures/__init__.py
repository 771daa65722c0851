"""A table of measures, a column for each manager (components v2); figures with something behind them open it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sales_core.comparison import Measure
from sales_core.ui.kit import grid, pack

_ROW = re.compile(r"(?:t(\d{1,18})/)?([a-z_.]+)")
_COLUMN = re.compile(r"m(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Opened:
    """The figure just clicked; of one deal type, if told."""

    measure: Measure
    manager_id: int
    deal_type_id: int | None = None


def draw_measures_table(data: dict[str, Any]) -> Opened | None:
    """Draws what ``build_measures`` made; returns the figure just clicked, once."""
    result = grid(Path(__file__).parent)(data=pack(data), key=data["key"], on_open_change=lambda: None)
    return parse_click(result.open)


def parse_click(clicked: Any) -> Opened | None:
    """The figure meant by what a browser sent; ``None`` for anything that is not one."""
    if not isinstance(clicked, dict):
        return None
    row, column = _ROW.fullmatch(str(clicked.get("row"))), _COLUMN.fullmatch(str(clicked.get("column")))
    if row is None or column is None or row[2] not in set(Measure):
        return None
    return Opened(Measure(row[2]), int(column[1]), None if row[1] is None else int(row[1]))
