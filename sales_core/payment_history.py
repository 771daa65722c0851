"""What a payment was, act by act: the words of the register's history, and what can be read out of it.

An **act** is one thing done to payments in one transaction: somebody saves a form, a file is imported, a page of
invoices is read. It holds a **change** for each payment it touched: the payment's **terms** before and after. Terms are
all that was said of a payment by people, files and amoCRM, with whom it is credited to; what is only copied from its
lead is not among them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sales_core.credit_shares import CreditShares


class Via(StrEnum):
    """By which way an act came."""

    PAGE = "page"
    IMPORT = "import"
    AMOCRM = "amocrm"
    BANK = "bank"
    COMMAND = "command"


class Terms(NamedTuple):
    """One payment as it was said. ``refund_of``: the payment it gives back a part of. The credit as in the table: where
    several share it (``credit_shares``), it is manual, and ``credited_to`` is who has the largest share."""

    lead_id: int
    amount_minor: int
    due_on: date
    source: str
    paid_on: date | None = None
    comment: str = ""
    external_id: str | None = None
    invoice_id: int | None = None
    refund_of: int | None = None
    credited_to: int | None = None
    credit_at: int | None = None
    credit_is_manual: bool = False
    created_at: int = 0
    credit_shares: CreditShares = ()

    @property
    def said(self) -> "Terms":
        """Without a credit that merely follows the lead's history."""
        return self._replace(credited_to=self.credited_to if self.credit_is_manual else None, credit_at=None)


class PaymentNow(NamedTuple):
    """A payment as it stands. ``version``: the number of the act that made it so, 0 before the history began."""

    id: int
    version: int
    terms: Terms


class Change(NamedTuple):
    """``before``: ``None`` for a payment that was added; ``after``: for one that was deleted."""

    payment_id: int
    before: Terms | None
    after: Terms | None

    @property
    def moves_credit(self) -> bool:
        """Whether somebody decided that a paid payment is others' than it was, or takes such a decision back."""
        before, after = self.before, self.after
        if before is None or after is None or before.paid_on is None or after.paid_on is None:
            return False
        is_decided = before.credit_is_manual or after.credit_is_manual
        return is_decided and (before.credited_to, before.credit_shares) != (after.credited_to, after.credit_shares)


class PastAct(NamedTuple):
    """``at`` in Unix seconds; ``by``: a name, empty for amoCRM; ``note``: a file's name; ``undoes``: the act it
    took back. ``changes``: those asked for, by payment."""

    id: int
    at: int
    by: str
    via: Via
    note: str
    undoes: int | None
    changes: tuple[Change, ...]


class DueMove(NamedTuple):
    """Somebody moved a due date."""

    at: int
    by: str
    before: date
    after: date


def replayed(changes: Iterable[Change]) -> dict[int, Terms]:
    """The payments that a history leads to, oldest change first."""
    terms: dict[int, Terms] = {}
    for change in changes:
        if change.after is None:
            terms.pop(change.payment_id, None)
        else:
            terms[change.payment_id] = change.after
    return terms


def undone_acts(acts: Iterable[PastAct]) -> set[int]:
    """Those that no longer hold, because a later act took them back and was not itself taken back."""
    undone: set[int] = set()
    for act in sorted(acts, key=lambda act: act.id, reverse=True):
        if act.undoes is not None and act.id not in undone:
            undone.add(act.undoes)
    return undone


def due_moves(acts: Sequence[PastAct], payment_id: int) -> tuple[DueMove, ...]:
    """When and how far a payment's due date slipped, oldest move first. Moves that were taken back do not count."""
    undone = undone_acts(acts)
    moves = []
    for act in sorted(acts, key=lambda act: act.id):
        if act.undoes is not None or act.id in undone:
            continue
        for change in act.changes:
            if change.payment_id == payment_id and change.before and change.after:
                days = change.before.due_on, change.after.due_on
                if days[0] != days[1]:
                    moves.append(DueMove(act.at, act.by, *days))
    return tuple(moves)


def days_slipped(moves: Sequence[DueMove]) -> int:
    """From the first due date to the present one; negative where it came nearer."""
    return (moves[-1].after - moves[0].before).days if moves else 0
