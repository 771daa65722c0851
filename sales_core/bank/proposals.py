"""What matching works with: incoming lines and open payments as plain records, and what it proposes for each line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sales_core.bank.inn import normal_inn
from sales_core.bank.statement import Direction, Statement


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """``key`` is unique; ``amount_minor``, above 0, what of the line nothing is known to be paid by yet. That of a line
    that went out, which only ``claims`` knows of, is below 0."""

    key: str
    paid_on: date
    amount_minor: int
    payer_inn: str
    payer_name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A payment that is waited for. ``invoice_number`` as amoCRM has it, or empty; ``inn``, as somebody typed it, of
    who is to pay it; ``other_inns``: of those who pay for its client too."""

    id: int
    lead_id: int
    amount_minor: int
    due_on: date | None
    invoice_number: str
    inn: str
    client: str
    lead_name: str
    other_inns: tuple[str, ...] = ()

    @property
    def inns(self) -> tuple[str, ...]:
        """The payer to be expected first; without those that are mistyped."""
        found = (normal_inn(inn) for inn in (self.inn, *self.other_inns))
        return tuple(dict.fromkeys(inn for inn in found if inn))

    def inn_among(self, inns: Collection[str]) -> str | None:
        return next((inn for inn in self.inns if inn in inns), None)

    def is_expected_of(self, inn: str | None) -> bool:
        return self.inns[:1] == (inn,)


class Rule(StrEnum):
    NUMBER = "number"
    INN_AND_SUM = "inn_and_sum"
    INN_AND_ONE = "inn_and_one"
    SUM_AND_DAY = "sum_and_day"
    PERSON = "person"


class Part(NamedTuple):
    payment_id: int
    amount_minor: int


class Reason(NamedTuple):
    """A sentence for ``Language.text``."""

    template: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """``parts`` is empty where a person decides; ``candidates`` are the payments to look at first then, by id.
    ``left_minor`` is what of the line pays none of the parts."""

    line_key: str
    rule: Rule
    reason: Reason
    parts: tuple[Part, ...]
    left_minor: int
    candidates: tuple[int, ...] = ()


def incoming_lines(statement: Statement) -> list[IncomingLine]:
    return [
        IncomingLine(
            document.identity.as_text(), document.booked_on, document.amount_minor,
            document.payer.inn, document.payer.name, document.purpose,
        )
        for document in statement.documents
        if document.direction is Direction.INCOMING
    ]  # fmt: skip
