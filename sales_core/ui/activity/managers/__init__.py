"""The table of managers: what each did in the period, a bar beside each count; a click opens the list behind it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sales_core.activity import ActivityFigure
from sales_core.reports.activity import NOBODY
from sales_core.ui.activity.figures import OF_FIGURE
from sales_core.ui.activity.managers.rows import ROBOTS, TOTAL
from sales_core.ui.kit import grid

_MANAGER = re.compile(r"m(\d+)")


@dataclass(frozen=True, slots=True)
class Opened:
    """A count the reader clicked. ``manager_id``: ``None`` for everybody together."""

    figure: ActivityFigure
    manager_id: int | None


def draw_managers(packed: bytes) -> Opened | None:
    """Draws what ``build_managers`` made, packed; returns the count just clicked, once."""
    result = grid(Path(__file__).parent)(data=packed, key="activity", on_open_change=lambda: None)
    return parse_click(result.open)


def parse_click(clicked: Any) -> Opened | None:
    """The count meant by what a browser sent; ``None`` for anything that is not one."""
    if not isinstance(clicked, dict) or str(clicked.get("column")) not in OF_FIGURE:
        return None
    figure, row = ActivityFigure(clicked["column"]), str(clicked.get("row"))
    if row in (TOTAL, ROBOTS):
        return Opened(figure, None if row == TOTAL else NOBODY)
    manager = _MANAGER.fullmatch(row)
    return Opened(figure, int(manager[1])) if manager else None
