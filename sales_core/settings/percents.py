"""Percents as people type them, and shares as they are stored."""

from decimal import Decimal
from typing import Any

from sales_core.errors import InputError
from sales_core.money import parse_share


def parse_percent(text: str) -> Decimal:
    """The share meant by a percent: ``50``, ``50 %`` and ``50,0`` are one half.

    What is typed is always a percent, so ``0,5`` is half a percent. Exact; InputError for anything else.
    """
    try:
        percent = parse_share(text.strip().removesuffix("%"))
    except InputError:
        raise InputError("“{text}” is not a percent: write it like 50 or 12.5", text=text.strip()) from None
    return percent.scaleb(-2)


def parse_margin_share(text: str) -> Decimal:
    """A margin share, typed as a percent from 0 to 100."""
    if not text.strip():
        raise InputError("Write the share in percent")
    share = parse_percent(text)
    if not 0 <= share <= 1:
        raise InputError("A margin share lies between 0 and 100 %")
    return share


def stored_share(share: Decimal) -> str:
    """As the database has it: ``"0.5"``, without idle zeros."""
    return f"{share.normalize():f}"


def is_same_share(stored: Any, share: Decimal) -> bool:
    """Whether a stored share, of whatever number of zeros, is this one; ``None`` is none."""
    return stored is not None and Decimal(str(stored)) == share
