"""The matrix of managers and statuses (components v2), whose figures open their deals."""

from pathlib import Path

from sales_core.pipeline import PipelineCell
from sales_core.ui.kit import grid
from sales_core.ui.pipeline.asked import parse_cell


def draw_matrix(packed: bytes) -> PipelineCell | None:
    """Draws what ``build_matrix`` made, packed; returns the figure just clicked, once."""
    result = grid(Path(__file__).parent)(data=packed, key="pipeline.matrix", on_open_change=lambda: None)
    return parse_cell(result.open)
