"""The list behind a count, a page of it at a time; turning pages and choosing a part happen on the server."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sales_core.ui.activity.figures import ListPart
from sales_core.ui.kit import listing

_LAST_PAGE = 1_000_000


def draw_done(packed: bytes, key: str) -> None:
    """Draws what ``build_done`` made, packed."""
    listing(Path(__file__).parent)(data=packed, key=key, on_asked_change=lambda: None)


def read_asked(sent: Mapping[str, Any], parts: Sequence[ListPart]) -> tuple[ListPart | None, int]:
    """The part of the list (``None`` for all of it) and the page that a browser asked for."""
    asked = sent.get("asked")
    if not isinstance(asked, dict):
        return None, 1
    page = asked.get("page")
    part = next((part for part in parts if part.id == asked.get("part")), None)
    return part, page if isinstance(page, int) and 1 <= page <= _LAST_PAGE else 1
