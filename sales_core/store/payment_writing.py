"""The one door through which payments are written. Whatever passes is put into the history, in the same transaction."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from sales_core.closed_months import ClosedMonthError, paid_months
from sales_core.errors import InputError
from sales_core.payment_history import Change, PaymentNow, Terms, Via
from sales_core.store.acts import Act, highest_payment_id, record_changes
from sales_core.store.attribution import load_leads, restated
from sales_core.store.bank_confirmations import release_contradicted
from sales_core.store.batches import batches
from sales_core.store.closings import closed_among
from sales_core.store.copies import copies_of
from sales_core.store.revisions import bump_revision
from sales_core.store.shares import load_shares
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment

_ITS_OWN = tuple(name for name in Terms._fields if name != "created_at")


def load_payments_now(conn: Connection, ids: Collection[int]) -> dict[int, PaymentNow]:
    payments = columns(Payment)
    wanted = payments_now()
    found = (row for part in batches(sorted(ids)) for row in conn.execute(wanted.where(payments.id.in_(part))))
    return {row.id: payment_now(row) for row in found}


def load_lead_payments(conn: Connection, lead_id: int) -> list[PaymentNow]:
    """By due date."""
    payments = columns(Payment)
    wanted = payments_now().where(payments.lead_id == lead_id).order_by(payments.due_on, payments.id)
    return [payment_now(row) for row in conn.execute(wanted)]


def payments_now() -> Any:
    """The query behind ``payment_now``, to be narrowed."""
    payments = columns(Payment)
    return select(payments.id, payments.version, *(payments[name] for name in Terms._fields))


def payment_now(row: Any) -> PaymentNow:
    return PaymentNow(row[0], row[1], Terms(*row[2:]))


def new_payment_ids(conn: Connection, count: int) -> range:
    """Never those of a payment that is gone: the history would tell of two payments as of one."""
    first = highest_payment_id(conn) + 1 if count else 1
    return range(first, first + count)


def known_leads(conn: Connection, lead_ids: Collection[int]) -> dict[int, Any]:
    """As ``load_leads``; InputError where one is not there."""
    leads = load_leads(conn, lead_ids)
    unknown = sorted(set(lead_ids) - leads.keys())
    if unknown:
        raise InputError("There is no lead {lead_id}", lead_id=str(unknown[0]))
    return leads


def change_payments(conn: Connection, changes: Iterable[Change], act: Act) -> None:
    """Makes each payment what its change says, credit included. What is there now is what the change calls ``before``:
    whoever calls has looked, in this transaction.

    Raises InputError for a lead that is not known and for an external id that another payment has, ClosedMonthError
    where anybody but amoCRM changes payments of a closed month without a reason.
    """
    wanted = [change for change in changes if change.before != change.after]
    _refuse_closed(conn, wanted, act)
    for part in batches(wanted):
        _change(conn, part, act)


def _refuse_closed(conn: Connection, changes: Sequence[Change], act: Act) -> None:
    if act.via is Via.AMOCRM:
        return
    settled = closed_among(conn, paid_months(change for change in changes if change.moves_credit))
    if settled:
        raise InputError(
            "{months} is closed: its payments stay with the managers they were counted for",
            months=", ".join(map(str, sorted(settled))),
        )
    if act.is_explained:
        return
    closed = closed_among(conn, paid_months(changes))
    if closed:
        raise ClosedMonthError(closed)


def _change(conn: Connection, changes: Sequence[Change], act: Act) -> None:
    leads = known_leads(conn, {after.lead_id for _, _, after in changes if after})
    _refuse_taken_names(conn, changes)
    number = act.begin(conn)
    owners = {terms.lead_id for change in changes for terms in change[1:] if terms}
    with restated(conn, owners):
        gone = [id_ for id_, _, after in changes if after is None]
        conn.execute(delete(table_of(Payment)).where(columns(Payment).id.in_(gone)))
        stamps = {"version": number, "updated_at": act.at}
        _update(
            conn, [{"key": id_, **_columns_of(after), **stamps} for id_, before, after in changes if before and after]
        )
        _insert(conn, [(id_, after) for id_, before, after in changes if before is None and after], leads, stamps)
    record_changes(conn, act, changes)
    release_contradicted(conn, changes, act.at, act.by)
    bump_revision(conn)


def _refuse_taken_names(conn: Connection, changes: Sequence[Change]) -> None:
    wanted = [
        after.external_id
        for _, before, after in changes
        if after and after.external_id is not None and (before is None or before.external_id != after.external_id)
    ]
    payments = columns(Payment)
    others = payments.id.not_in([change.payment_id for change in changes])
    taken = conn.scalar(select(payments.external_id).where(payments.external_id.in_(wanted), others).limit(1))
    if taken is not None:
        raise InputError("“{text}” is the external id of another payment", text=taken)


def _columns_of(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _ITS_OWN}


def _update(conn: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
        conn.execute(update(table_of(Payment)).where(columns(Payment).id == bindparam("key")).values(values), rows)


def _insert(
    conn: Connection, payments: Sequence[tuple[int, Terms]], leads: dict[int, Any], stamps: dict[str, int]
) -> None:
    """With its copies from the start: a row written twice would cost every index twice."""
    if not payments:
        return
    shares = load_shares(conn)
    rows = []
    for id_, terms in payments:
        copies = copies_of(
            leads[terms.lead_id], shares, amount_minor=terms.amount_minor, due_on=terms.due_on, paid_on=terms.paid_on,
            credited_to=terms.credited_to,
        )  # fmt: skip
        rows.append({"id": id_, **terms._asdict(), **copies._asdict(), **stamps})
    conn.execute(insert(table_of(Payment)), rows)
