"""What is known of the past of one payment, or of all that a lead has or had."""

from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import DueMove, PastAct, PaymentNow, due_moves, undone_acts
from sales_core.store import acts
from sales_core.store.payment_writing import known_leads, load_lead_payments, load_payments_now


@dataclass(frozen=True, slots=True)
class History:
    """``acts``: oldest first. ``older``: payments that were there before the history began, so that how they came to be
    is not in it."""

    acts: tuple[PastAct, ...]
    older: frozenset[int]

    @property
    def undone(self) -> set[int]:
        """The acts that were taken back."""
        return undone_acts(self.acts)

    @property
    def due_moves(self) -> dict[int, tuple[DueMove, ...]]:
        """Of each payment whose due date was moved."""
        ids = sorted({change.payment_id for act in self.acts for change in act.changes})
        return {id_: moves for id_ in ids if (moves := due_moves(self.acts, id_))}


def load_payment_history(conn: Connection, payment_id: int) -> History:
    """Also of one that was deleted. Raises InputError where there never was one of this number."""
    history = _history(acts.load_history(conn, [payment_id]), set(load_payments_now(conn, [payment_id])))
    if not history.acts and not history.older:
        raise InputError("There is no payment {number}", number=str(payment_id))
    return history


def load_lead_history(conn: Connection, lead_id: int) -> History:
    """Those deleted and those that went to another lead too. Raises InputError for a lead that is not known."""
    known_leads(conn, [lead_id])
    present = {payment.id for payment in load_lead_payments(conn, lead_id)}
    return _history(acts.load_lead_history(conn, lead_id), present)


def count_payments_of(conn: Connection, act: int) -> int:
    """How many payments the act changed in all, whosever they are."""
    return acts.count_changes(conn, act)


def load_payment_as_seen(conn: Connection, payment_id: int, version: int) -> PaymentNow | None:
    """The payment as it was after the act that made this version of it, whatever it is now or if it is there at all;
    ``None`` for a version there never was."""
    now = load_payments_now(conn, [payment_id]).get(payment_id)
    if now is not None and now.version == version:
        return now
    changes = [(act.id, change) for act in acts.load_history(conn, [payment_id]) for change in act.changes]
    if version == 0 and changes:
        terms = changes[0][1].before
    else:
        terms = next((change.after for number, change in changes if number == version), None)
    return None if terms is None else PaymentNow(payment_id, version, terms)


def _history(past: list[PastAct], present: set[int]) -> History:
    changes = [change for act in past for change in act.changes]
    touched = {change.payment_id for change in changes}
    made = {change.payment_id for change in changes if change.before is None}
    return History(tuple(past), frozenset((present | touched) - made))
