"""A card of facts, one a line: what a connection opens, what there is of an account."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sales_core.ui.kit import card, pack


class Fact(NamedTuple):
    """``is_wrong``: marked, not by colour alone."""

    label: str
    value: str
    is_wrong: bool = False


def draw_facts(title: str, facts: Sequence[Fact], *, key: str, state: Fact | None = None) -> None:
    """``state``: beside the title, whether all is well; its label is not shown."""
    data = {
        "title": title,
        "state": {"text": state.value, "wrong": state.is_wrong} if state else None,
        "facts": [{"label": fact.label, "value": fact.value, "wrong": fact.is_wrong} for fact in facts],
    }
    card(Path(__file__).parent)(data=pack(data), key=key)
