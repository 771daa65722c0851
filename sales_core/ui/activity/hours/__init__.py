"""The hours of the week, a weekday in each line, the busier the darker; a click opens the list behind an hour."""

from pathlib import Path
from typing import Any

from sales_core.hour_of_week import HourOfWeek
from sales_core.ui.kit import grid


def draw_hours(packed: bytes) -> HourOfWeek | None:
    """Draws what ``build_hours`` made, packed; returns the hour just clicked, once."""
    result = grid(Path(__file__).parent)(data=packed, key="hours", on_open_change=lambda: None)
    return parse_click(result.open)


def parse_click(clicked: Any) -> HourOfWeek | None:
    """The hour meant by what a browser sent; ``None`` for anything that is not one."""
    if not isinstance(clicked, dict):
        return None
    weekday, hour = (str(clicked.get(side)) for side in ("row", "column"))
    is_hour = all(text.isascii() and text.isdecimal() and len(text) <= 2 for text in (weekday, hour))
    return HourOfWeek(int(weekday), int(hour)) if is_hour and int(weekday) < 7 and int(hour) < 24 else None
