"""The lines of a month (components v2), each with what is proposed for it and what can be done about it."""

from collections.abc import Sequence
from pathlib import Path

from sales_core.statements.listing import ListedLine
from sales_core.ui.bank.lines.rows import Asked, Tongue, build_lines, parse_click
from sales_core.ui.kit import component, pack


def draw_lines(lines: Sequence[ListedLine], tongue: Tongue) -> Asked | None:
    """The click just made, once."""
    packed = pack(build_lines(lines, tongue))
    return parse_click(component(Path(__file__).parent)(data=packed, key="bank.lines", on_act_change=lambda: None).act)
