"""Taking back an act: one form that was saved, or a whole import. It is an act itself, so it can be taken back too."""

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import Change, PastAct, PaymentNow, Via
from sales_core.store.acts import Act, last_changes, last_import, load_act
from sales_core.store.batches import batches
from sales_core.store.payment_writing import change_payments, load_payments_now
from sales_core.store.payments import recredit


def undo_act(  # noqa: PLR0913 - which act, and what is written of the new one
    conn: Connection, number: int, now: int, via: Via, by: str, *, note: str = ""
) -> PastAct:
    """Makes the payments of an act what they were before it, and returns the act that did so. ``note``: why.

    Refused, in an InputError that names what stands in the way, if one of the payments is no longer as the act left it.
    A credit that followed the lead's history meanwhile stands in no way: a payment that comes back follows it too.
    """
    past = load_act(conn, number)
    if past is None:
        raise InputError("There is no act {number} in the history of payments", number=str(number))
    if past.via is Via.AMOCRM:
        raise InputError("Act {number} came from amoCRM: what it did is changed there", number=str(number))
    act = Act(now, via, by, note, undoes=number)
    for part in batches(_taken_back(conn, past)):
        change_payments(conn, part, act)
    recredit(conn, {before.lead_id for _, before, _ in past.changes if before and before.paid_on}, now)
    assert act.number is not None
    done = load_act(conn, act.number)
    assert done is not None
    return done


def undo_last_import(conn: Connection, now: int, via: Via, by: str, *, note: str = "") -> PastAct:
    """The last one that was not taken back yet."""
    number = last_import(conn)
    if number is None:
        raise InputError("There is no import to take back")
    return undo_act(conn, number, now, via, by, note=note)


def _taken_back(conn: Connection, past: PastAct) -> list[Change]:
    there = load_payments_now(conn, [change.payment_id for change in past.changes])
    changed_since = [change.payment_id for change in past.changes if not _stands(change, there.get(change.payment_id))]
    if changed_since:
        raise _in_the_way(conn, past.id, changed_since)
    return [Change(id_, there[id_].terms if id_ in there else None, before) for id_, before, _ in past.changes]


def _stands(change: Change, now: PaymentNow | None) -> bool:
    """The payment is as the act left it."""
    if now is None or change.after is None:
        return now is None and change.after is None
    return now.terms.said == change.after.said


def _in_the_way(conn: Connection, number: int, payment_ids: list[int]) -> InputError:
    last = last_changes(conn, payment_ids)
    return InputError(
        "Act {number} cannot be taken back: payments changed since: {count}. The first is payment {payment_id},"
        " changed by act {later}: take that back first",
        number=str(number), count=len(payment_ids), payment_id=str(payment_ids[0]), later=str(last[payment_ids[0]]),
    )  # fmt: skip
