"""A deal in a list, whatever became of it."""

from datetime import date
from typing import NamedTuple


class DealLine(NamedTuple):
    """``pipeline``, ``status``: where it stands now, by name. ``closed_on``: when it was won or archived."""

    lead_id: int
    name: str
    client: str
    manager_id: int
    deal_type_id: int
    pipeline: str
    status: str
    created_at: int
    closed_on: date | None
    budget_minor: int
