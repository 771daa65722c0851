"""What the browser asks of the panel: a form as far as it is typed, or something to be done at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The forms, then what is done without one."""

    ADD = "add"
    PLAN = "plan"
    PAY = "pay"
    REDATE = "redate"
    EDIT = "edit"
    SPLIT = "split"
    REFUND = "refund"
    CREDIT = "credit"
    DELETE = "delete"
    UNDO = "undo"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Asked:
    """``id``: of one opening of a form, or of one click; ``turn`` counts what a form sent; ``payment_id`` and
    ``version``: the payment as its author saw it when they began (of an undo, the act's number); ``fields``: texts, as
    typed."""

    id: str
    kind: Kind
    turn: int
    payment_id: int | None
    version: int
    fields: Mapping[str, str]


def read_asked(sent: Any) -> Asked | None:
    """What comes from a browser may be anything; what does not have the form is nothing."""
    if not isinstance(sent, dict) or sent.get("kind") not in tuple(Kind) or not isinstance(sent.get("id"), str):
        return None
    payment_id, version, fields = sent.get("payment"), sent.get("version"), sent.get("fields")
    texts = fields if isinstance(fields, dict) else {}
    return Asked(
        id=sent["id"][:60],
        kind=Kind(sent["kind"]),
        turn=_number(sent.get("turn")) or 0,
        payment_id=_number(payment_id),
        version=_number(version) or 0,
        fields={str(name): text for name, text in texts.items() if isinstance(text, str)},
    )


def _number(sent: Any) -> int | None:
    return sent if isinstance(sent, int) and not isinstance(sent, bool) and 0 <= sent < 2**63 else None
