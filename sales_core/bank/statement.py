"""What a bank's statement says: accounts with their balances, and the documents by which money moved."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sales_core.bank.inn import normal_inn
from sales_core.money import currency

ROUBLE = currency("RUB")


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    OWN = "own"
    """Between accounts of the company: neither earned nor spent."""


class Stated(NamedTuple):
    """An amount as the file states it, and the line where."""

    minor: int
    line: int


class Identity(NamedTuple):
    """Two documents with equal identities are one, in whichever files they stand.

    A document does not say which of two exact twins it is, so they are counted: a day is always in a file whole, or a
    later file has more of it. ``booked_on`` belongs to it, lest twins booked on different days be taken for one where a
    file begins between them.
    """

    dated_on: date
    booked_on: date
    number: str
    amount_minor: int
    payer_account: str
    recipient_account: str
    twin: int

    def as_text(self) -> str:
        """For one column of a table: equal for equal identities and for no others."""
        return json.dumps([str(part) for part in self], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Party:
    """``inn`` and ``account`` as the file has them, digits only; empty where it has none."""

    name: str
    inn: str
    account: str


@dataclass(frozen=True, slots=True)
class Document:
    """``line`` is where its section begins. ``twin`` is 1, or more for a document that repeats an equal one."""

    line: int
    kind: str
    number: str
    dated_on: date
    debited_on: date | None
    credited_on: date | None
    amount_minor: int
    payer: Party
    recipient: Party
    purpose: str
    direction: Direction
    twin: int = 1

    @property
    def booked_on(self) -> date:
        """The day the money moved on the company's account; the document's own day where the bank does not say."""
        ours, theirs = self.credited_on, self.debited_on
        if self.direction is Direction.OUTGOING:
            ours, theirs = theirs, ours
        return ours or theirs or self.dated_on

    @property
    def counterparty(self) -> Party:
        return self.recipient if self.direction is Direction.OUTGOING else self.payer

    @property
    def identity(self) -> Identity:
        return Identity(
            self.dated_on, self.booked_on, self.number, self.amount_minor,
            self.payer.account, self.recipient.account, self.twin,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountSection:
    """What the bank says of an account for some days, both included; ``None`` for what it leaves out."""

    line: int
    account: str
    begins_on: date | None
    ends_on: date | None
    opening: Stated | None
    received: Stated | None
    written_off: Stated | None
    closing: Stated | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole file. ``accounts`` are the company's, in the file's order; ``charset`` is what its bytes are in and
    ``stated_charset`` what its ``Кодировка`` says."""

    version: str
    charset: str
    stated_charset: str
    begins_on: date | None
    ends_on: date | None
    accounts: tuple[str, ...]
    sections: tuple[AccountSection, ...]
    documents: tuple[Document, ...]

    def sections_of(self, account: str) -> list[AccountSection]:
        """In the order of days."""
        return in_order_of_days(section for section in self.sections if section.account == account)


def in_order_of_days(sections: Iterable[AccountSection]) -> list[AccountSection]:
    return sorted(sections, key=lambda section: (section.begins_on or date.min, section.line))


def direction_of(payer: Party, recipient: Party, own_accounts: Collection[str]) -> Direction | None:
    """``None`` for a document that concerns no account of the company.

    Who pays with the recipient's INN pays to themselves, though from an account the file does not name.
    """
    if payer.account not in own_accounts and recipient.account not in own_accounts:
        return None
    same_owner = normal_inn(payer.inn) is not None and normal_inn(payer.inn) == normal_inn(recipient.inn)
    if same_owner or (payer.account in own_accounts and recipient.account in own_accounts):
        return Direction.OWN
    return Direction.INCOMING if recipient.account in own_accounts else Direction.OUTGOING
