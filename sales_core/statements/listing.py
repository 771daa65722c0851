"""The lines of a month with what became of each: what the page, the commands and the files show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.statements.proposing import Offer, Proposals
from sales_core.store.bank_confirmations import ConfirmedPart, load_parts
from sales_core.store.bank_lines import StoredLine, StoredStatement, load_lines_of, load_months, load_statements
from sales_core.store.bank_payables import Payable

__all__ = [
    "ConfirmedPart",
    "LineState",
    "ListedLine",
    "Payable",
    "StoredLine",
    "StoredStatement",
    "load_listing",
    "load_months",
    "load_statements",
]


class LineState(StrEnum):
    """``OUTGOING``: money that went to somebody who is no client as far as is known; nothing is asked about it."""

    TO_DECIDE = "to-decide"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set-aside"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class ListedLine:
    """``offer``: of a line to decide; ``parts``: what is confirmed of it so far."""

    line: StoredLine
    state: LineState
    offer: Offer | None
    parts: tuple[ConfirmedPart, ...]


def load_listing(conn: Connection, month: Month, proposals: Proposals) -> list[ListedLine]:
    """By day."""
    lines = load_lines_of(conn, month)
    parts: dict[int, list[ConfirmedPart]] = {}
    for part in load_parts(conn, [line.id for line in lines if line.confirmed_minor]):
        parts.setdefault(part.line_id, []).append(part)
    return _listing(lines, {offer.line.id: offer for offer in proposals.offers}, parts)


def _listing(
    lines: Sequence[StoredLine], offers: Mapping[int, Offer], parts: Mapping[int, Sequence[ConfirmedPart]]
) -> list[ListedLine]:
    return [
        ListedLine(line, _state(line, offers), offers.get(line.id), tuple(parts.get(line.id, ()))) for line in lines
    ]


def _state(line: StoredLine, offers: Mapping[int, Offer]) -> LineState:
    if line.set_aside_at is not None:
        return LineState.SET_ASIDE
    if not line.rest_minor:
        return LineState.CONFIRMED
    return LineState.TO_DECIDE if line.id in offers else LineState.OUTGOING
