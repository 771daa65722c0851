"""What a person decides about a line: which payments it pays, that it is no client's payment, or that neither holds.

A confirmed payment that was open is marked as paid on the day its money was booked, in the same transaction and as one
act of the register, so that both are there or neither. One that was marked as paid already only gets the mark.

The payment of an invoice is amoCRM's: the bank marks it as paid once all of its money came and never splits it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.closed_months import ClosedMonthError
from sales_core.errors import InputError
from sales_core.payment_history import PaymentNow, Via
from sales_core.payment_states import Source
from sales_core.register.payments import Part, add, pay
from sales_core.register.saving import save_wishes
from sales_core.register.undoing import undo_act
from sales_core.register.wishes import Wish
from sales_core.statements.proposing import Offer, load_proposals
from sales_core.store.acts import Act, load_act
from sales_core.store.bank_confirmations import (
    Confirmation,
    add_confirmations,
    load_acts_behind,
    load_parts,
    release_line,
)
from sales_core.store.bank_lines import StoredLine, load_line, set_line_aside
from sales_core.store.bank_payables import Payable, load_payables
from sales_core.store.invoice_payments import settle_invoices
from sales_core.store.payment_writing import load_payments_now

LONGEST_REASON = 1_000


class Deed(NamedTuple):
    """Who decides, and when in Unix seconds. ``reason``: why payments of a closed month are changed."""

    at: int
    by: str
    reason: str = ""


class Share(NamedTuple):
    """So much of a line for a payment, whose ``version`` is that of the payment the person saw."""

    payment_id: int
    version: int
    amount_minor: int


class NewPayment(NamedTuple):
    """So much of a line for a payment that a deal did not have yet."""

    lead_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Released:
    """``kept``: payments that stay paid, because they were changed after the line had marked them."""

    kept: tuple[int, ...]


def shares_of(offer: Offer) -> tuple[Share, ...]:
    """What is proposed, as a person would choose it."""
    return tuple(Share(part.payable.id, part.payable.version, part.amount_minor) for part in offer.parts)


def confirm(
    conn: Connection, line_id: int, shares: Sequence[Share], deed: Deed, new: Sequence[NewPayment] = ()
) -> int | None:
    """The number of the act by which payments became paid; ``None`` where none did. Raises InputError, and stores
    nothing, where the line has less than that or a payment is no longer what the person saw."""
    line = _line_with_rest(conn, line_id)
    _refuse_too_much(line, [*(share.amount_minor for share in shares), *(one.amount_minor for one in new)])
    payables = load_payables(conn, {share.payment_id for share in shares})
    for share in shares:
        _refuse_wrong(share, payables.get(share.payment_id))
    _refuse_twice(conn, line, shares)
    there = load_payments_now(conn, payables.keys())
    wishes = [wish for share in shares for wish in _wishes(line, share, payables[share.payment_id], there)]
    marked = {wish.seen.id for wish in wishes if wish.seen}
    for one in new:
        wishes += add(one.lead_id, [Part(one.amount_minor, line.booked_on)], paid_on=line.booked_on)
    number = (
        save_wishes(conn, wishes, Act(deed.at, Via.BANK, deed.by, line.party_name, reason=deed.reason))
        if wishes
        else None
    )
    confirmed = [
        (share.payment_id, share.amount_minor, number if share.payment_id in marked else None) for share in shares
    ]
    confirmed += [(id_, minor, number) for id_, minor in _added(conn, number, new)]
    add_confirmations(conn, [Confirmation(line.id, *each, deed.at, deed.by) for each in confirmed])
    return number


def confirm_as_proposed(conn: Connection, wanted: Mapping[int, Sequence[Share]], deed: Deed) -> list[int]:
    """Those of the lines that are proposed for just these shares still; which they are. The others are left as they
    are: somebody has to look again."""
    proposals = load_proposals(conn)
    done = []
    for line_id, shares in wanted.items():
        offer = proposals.of_line(line_id)
        if offer is not None and offer.parts and shares_of(offer) == tuple(shares):
            confirm(conn, line_id, shares, deed)
            done.append(line_id)
    return done


def release(conn: Connection, line_id: int, deed: Deed) -> Released:
    """Nothing of the line is confirmed any more. Payments that became paid by it are what they were before, unless they
    were changed since: those stay paid, and without the bank's mark. Of an invoice's payment amoCRM's word holds again.
    """
    parts = load_parts(conn, [line_id])
    if not parts:
        raise InputError("Nothing of this line is confirmed")
    kept: set[int] = set()
    for number, payment_ids in load_acts_behind(conn, {part.payment_id for part in parts}).items():
        try:
            undo_act(conn, number, deed.at, Via.PAGE, deed.by, note=deed.reason)
        except ClosedMonthError:
            raise
        except InputError:
            kept |= payment_ids
    release_line(conn, line_id, deed.at, deed.by)
    payments = load_payments_now(conn, {part.payment_id for part in parts}).values()
    invoiced = {payment.id: invoice for payment in payments if (invoice := payment.terms.invoice_id) is not None}
    settle_invoices(conn, set(invoiced.values()), deed.at)
    return Released(tuple(sorted(kept - invoiced.keys())))


def set_aside(conn: Connection, line_id: int, reason: str, deed: Deed) -> None:
    """What is left of the line is no client's payment."""
    _line_with_rest(conn, line_id)
    if not reason.strip():
        raise InputError("Say why this is no client's payment")
    if len(reason) > LONGEST_REASON:
        raise InputError("The reason is longer than {limit} characters", limit=LONGEST_REASON)
    set_line_aside(conn, line_id, deed.at, deed.by, reason.strip())


def take_up(conn: Connection, line_id: int) -> None:
    """A line that was set aside is to be decided again."""
    set_line_aside(conn, line_id, None, "", "")


def _line_with_rest(conn: Connection, line_id: int) -> StoredLine:
    line = load_line(conn, line_id)
    if line is None:
        raise InputError("There is no line {number} of a statement", number=str(line_id))
    if line.set_aside_at is not None:
        raise InputError("This line was set aside: take it up again first")
    if not line.rest_minor:
        raise InputError("This line is confirmed already, by {name}", name=_who(conn, line))
    return line


def _who(conn: Connection, line: StoredLine) -> str:
    return load_parts(conn, [line.id])[-1].confirmed_by


def _refuse_too_much(line: StoredLine, amounts: Collection[int]) -> None:
    if not amounts or any(amount * line.rest_minor <= 0 for amount in amounts):
        raise InputError("Say which payments the line pays, each with an amount above 0")
    if abs(sum(amounts)) > abs(line.rest_minor):
        raise InputError("The payments add up to more than is left of the line")


def _refuse_wrong(share: Share, payable: Payable | None) -> None:
    if payable is None or payable.version != share.version:
        raise InputError("Payment {number} was changed meanwhile: look at the line again", number=str(share.payment_id))
    is_of_its_sign = share.amount_minor * payable.rest_minor > 0
    if not is_of_its_sign or abs(share.amount_minor) > abs(payable.rest_minor):
        raise InputError("Payment {number} waits for less than that", number=str(share.payment_id))


def _refuse_twice(conn: Connection, line: StoredLine, shares: Iterable[Share]) -> None:
    there = [part.payment_id for part in load_parts(conn, [line.id])]
    wanted = [*there, *(share.payment_id for share in shares)]
    if len(set(wanted)) < len(wanted):
        raise InputError("A line pays a payment once: release it first to say another amount")


def _wishes(line: StoredLine, share: Share, payable: Payable, there: Mapping[int, PaymentNow]) -> Iterable[Wish]:
    """What becomes of an open payment."""
    payment = there[share.payment_id]
    if payable.paid_on is not None:
        return ()
    if payable.source != Source.INVOICE:
        return pay(payment, line.booked_on, share.amount_minor)
    if share.amount_minor != payable.rest_minor:
        return ()
    return (Wish(payment, payment.terms._replace(paid_on=line.booked_on)),)


def _added(conn: Connection, number: int | None, new: Sequence[NewPayment]) -> list[tuple[int, int]]:
    """The payments that were made, which have their numbers in the order of the wishes. What is left of a payment that
    is paid in part is new too, and not paid."""
    past = load_act(conn, number) if number is not None and new else None
    if past is None:
        return []
    made = [id_ for id_, before, after in past.changes if before is None and after and after.paid_on]
    return [(id_, one.amount_minor) for id_, one in zip(made, new, strict=True)]
