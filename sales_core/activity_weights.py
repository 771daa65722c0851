"""What one action of a kind adds to the score of activity, as people type it and as it is stored."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sales_core.activity import EQUAL_WEIGHTS, Weights
from sales_core.errors import InputError
from sales_core.money import parse_share
from sales_core.setting_names import ACTIVITY_WEIGHTS

_LARGEST, _DECIMALS = 1000, 3


def weights_from(stored: Mapping[str, Any]) -> Weights:
    """``stored``: values by the names of settings; a kind whose weight nobody decided counts 1."""
    decided = {kind: Decimal(stored[name]) for kind, name in ACTIVITY_WEIGHTS.items() if name in stored}
    return {**EQUAL_WEIGHTS, **decided}


def parse_weight(text: str) -> Decimal:
    """``0,5`` or ``2``; raises InputError for what is no weight."""
    weight = parse_share(text)
    if not 0 <= weight <= _LARGEST or weight != round(weight, _DECIMALS):
        raise InputError(
            "A weight lies between 0 and {largest} and has at most {decimals} decimals",
            largest=_LARGEST, decimals=_DECIMALS,
        )  # fmt: skip
    return weight


def stored_weight(weight: Decimal) -> str:
    """Without idle zeros: ``"0.5"``."""
    return f"{weight.normalize():f}"
