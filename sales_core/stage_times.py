"""How long deals stand in their statuses. Pure."""

from collections.abc import Sequence
from math import ceil

from sales_core.stage_history import Stage, StageHistory

_DAY_S = 86_400
FEWEST_DEALS = 5
"""Of fewer won deals nothing is said."""


def seconds_in_stages(history: StageHistory) -> dict[Stage, int]:
    """In each status that the deal has left, all its stays together."""
    spent: dict[Stage, int] = {}
    since = history.created_at
    for change in history.changes:
        if change.before != change.after:
            spent[change.before] = spent.get(change.before, 0) + max(0, change.at - since)
            since = change.at
    return spent


def expected_days(seconds: Sequence[int]) -> int | None:
    """Within how many whole days three of four had left; ``None`` for too few."""
    if len(seconds) < FEWEST_DEALS:
        return None
    ordered = sorted(seconds)
    return ceil(ordered[ceil(len(ordered) * 3 / 4) - 1] / _DAY_S)
