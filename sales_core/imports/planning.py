"""What the rows of a file are beside the payments there are: new, changed, or there already. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sales_core.imports.payment_rows import PaymentRow
from sales_core.payment_states import Source, State, standing_of, state_on
from sales_core.store.import_lookups import LeadState, StoredPayment


@dataclass(frozen=True, slots=True)
class PaymentsPlan:
    """What a file does to the payments there are. ``skipped`` rows say what is stored already.

    ``alike``: rows of the same deal, amount and due date as a payment that is there, which tell something else of
    whether it is paid or of its comment. They are most likely that payment; what becomes of them is decided when the
    plan is made.
    """

    added: tuple[PaymentRow, ...]
    updated: tuple[PaymentRow, ...]
    skipped: tuple[PaymentRow, ...]
    alike: tuple[PaymentRow, ...] = ()

    @property
    def written(self) -> tuple[PaymentRow, ...]:
        return self.added + self.updated


def plan_payments(
    rows: Sequence[PaymentRow],
    same_leads: Sequence[StoredPayment],
    named: Mapping[str, StoredPayment],
    *,
    joins_alike: bool = False,
) -> PaymentsPlan:
    """What each row is beside what is stored.

    A row with an external id is that payment, new or to be updated. One without is skipped when an equal payment was
    there before the file; two equal rows of one file are two payments.

    joins_alike: a row that is alike tells what is new of the payment there, rather than of a payment of its own.
    """
    there = {_said_by(payment) for payment in same_leads}
    unpaired = _Unpaired(rows, same_leads)
    added: list[PaymentRow] = []
    updated: list[PaymentRow] = []
    skipped: list[PaymentRow] = []
    alike: list[PaymentRow] = []
    for row in rows:
        before = named.get(row.external_id) if row.external_id is not None else None
        if before is not None:
            (skipped if _said_by(before) == _said_by(row) else updated).append(row)
        elif row.external_id is None and _said_by(row) in there:
            skipped.append(row)
        elif (like := unpaired.take(row)) is None:
            added.append(row)
        else:
            alike.append(row)
            joined = _joined(row, like)
            is_new = _said_by(joined) != _said_by(like)
            (added if not joins_alike else updated if is_new else skipped).append(joined if joins_alike else row)
    return PaymentsPlan(tuple(added), tuple(updated), tuple(skipped), tuple(alike))


def sums_by_state(
    rows: Iterable[PaymentRow], leads: Mapping[int, LeadState], today: date
) -> dict[State, tuple[int, int]]:
    """How many payments, and of what amount together, would be in each state."""
    found: dict[State, tuple[int, int]] = {}
    for row in rows:
        lead = leads[row.lead_id]
        standing = standing_of(paid_on=row.paid_on, lead_status_id=lead.status_id, lead_is_deleted=lead.is_deleted)
        state = state_on(standing, row.due_on, today)
        count, amount = found.get(state, (0, 0))
        found[state] = count + 1, amount + row.amount_minor
    return {state: found[state] for state in State if state in found}


class _Unpaired:
    """The payments that a row without a name of its own may be: those no row equals, nobody names and no invoice
    makes."""

    def __init__(self, rows: Iterable[PaymentRow], payments: Iterable[StoredPayment]) -> None:
        said = {_said_by(row) for row in rows}
        self._left: dict[tuple[int, int, date], list[StoredPayment]] = defaultdict(list)
        for payment in payments:
            if payment.external_id is None and payment.source != Source.INVOICE and _said_by(payment) not in said:
                self._left[payment.lead_id, payment.amount_minor, payment.due_on].append(payment)

    def take(self, row: PaymentRow) -> StoredPayment | None:
        """One of the same deal, amount and due date, for this row alone; not one that was paid on another day."""
        if row.external_id is not None:
            return None
        left = self._left.get((row.lead_id, row.amount_minor, row.due_on), [])
        fitting = next(
            (each for each in left if None in {each.paid_on, row.paid_on} or each.paid_on == row.paid_on), None
        )
        if fitting is not None:
            left.remove(fitting)
        return fitting


def _joined(row: PaymentRow, payment: StoredPayment) -> PaymentRow:
    """The payment with what the row adds to it: nothing that was said before is taken away."""
    return replace(
        row,
        paid_on=row.paid_on or payment.paid_on,
        comment=row.comment or payment.comment,
        payment_id=payment.id,
        source=payment.source,
    )


def _said_by(payment: PaymentRow | StoredPayment) -> tuple[object, ...]:
    return payment.lead_id, payment.amount_minor, payment.due_on, payment.paid_on, payment.comment
