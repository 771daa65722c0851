"""What a figure is made of: its payments, and for «Ушли в архив» also leads that have none, adding up to it exactly."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sales_core.figures import Figure
from sales_core.money import Currency
from sales_core.payment_states import State
from sales_core.reports.sales import DealType, Manager
from sales_core.scope import Scope


class BehindLine(NamedTuple):
    """One payment, or a lead without payments: then ``payment_id``, ``margin_share``, ``due_on`` and ``source`` are
    ``None``, the amount is its budget and the margin 0. ``days_overdue`` is 0 unless the state is overdue.
    ``deal_type`` carries the share in force in the month, ``margin_share`` is the one this payment was counted with.

    A payment that several managers share has a line for each: amount and margin are what that manager has of it,
    ``credit_share`` of its whole amount ``whole_minor``; both are ``None`` for any other."""

    payment_id: int | None
    lead_id: int
    lead_name: str
    client: str
    manager: Manager
    deal_type: DealType
    amount_minor: int
    margin_share: Decimal | None
    margin_minor: int
    due_on: date | None
    paid_on: date | None
    state: State
    days_overdue: int
    comment: str
    source: str | None
    credit_share: Decimal | None = None
    whole_minor: int | None = None


@dataclass(frozen=True, slots=True)
class StateTotal:
    """How many payments are in a state, and what they count in the figure."""

    state: State
    count: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """``total_minor`` is the figure: full amounts where every figure asked for counts those, else margins.
    ``states`` holds the states there are, in the order of ``State``."""

    scope: Scope
    figures: frozenset[Figure]
    currency: Currency
    rows: tuple[BehindLine, ...]
    total_minor: int
    total_amount_minor: int
    states: tuple[StateTotal, ...]

    @property
    def counts_margin(self) -> bool:
        return any(figure.counts_margin for figure in self.figures)

    @property
    def count(self) -> int:
        """How many payments, and leads without any."""
        return _count(self.rows)

    @property
    def is_shared(self) -> bool:
        """Whether several managers share any of the payments."""
        return any(row.credit_share is not None for row in self.rows)

    def narrowed(self, text: str = "", states: Collection[State] = ()) -> "Breakdown":
        """The lines in which every word of ``text`` occurs, in one of ``states`` if any are given, with own totals.

        Looked through: lead and its id, client, manager, deal type, comment, the amount's digits.
        """
        words = text.casefold().split()
        rows = [
            row
            for row in self.rows
            if (not states or row.state in states) and (not words or _mentions(row, words, self.currency))
        ]
        return build_breakdown(self.scope, self.figures, self.currency, rows)


def build_breakdown(
    scope: Scope, figures: Collection[Figure], currency: Currency, rows: Iterable[BehindLine]
) -> Breakdown:
    """Totals and states of the lines behind the figures; the order of the lines is kept."""
    lines = tuple(rows)
    counts_margin = any(figure.counts_margin for figure in figures)
    by_state: dict[State, list[BehindLine]] = {}
    for line in lines:
        by_state.setdefault(line.state, []).append(line)
    totals = {
        state: sum(line.margin_minor if counts_margin else line.amount_minor for line in found)
        for state, found in by_state.items()
    }
    return Breakdown(
        scope=scope,
        figures=frozenset(figures),
        currency=currency,
        rows=lines,
        total_minor=sum(totals.values()),
        total_amount_minor=sum(line.amount_minor for line in lines),
        states=tuple(StateTotal(s, _count(by_state[s]), totals[s]) for s in State if s in by_state),
    )


def _count(lines: Iterable[BehindLine]) -> int:
    """One that several managers share is one payment, however many lines tell of it."""
    return len({(line.payment_id, line.lead_id) for line in lines})


def days_overdue(state: State, due_on: date | None, as_of: date) -> int:
    return (as_of - due_on).days if state is State.OVERDUE and due_on else 0


def _mentions(line: BehindLine, words: Sequence[str], currency: Currency) -> bool:
    texts = (line.lead_name, line.client, line.manager.name, line.deal_type.name, line.comment, str(line.lead_id))
    haystack = " ".join((*texts, currency.plain(line.amount_minor))).casefold()
    return all(word in haystack for word in words)
