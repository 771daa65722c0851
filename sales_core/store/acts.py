"""The history of payments: written with every change of a payment, and read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, insert, or_, select

from sales_core.payment_history import Change, PastAct, PaymentNow, Terms, Via
from sales_core.store.batches import batches
from sales_core.store.register_tables import PaymentAct, PaymentChange
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment

_USUAL = Terms._field_defaults
_DAYS = ("due_on", "paid_on")


class Act:
    """Something being done to payments. It is written down with its first change: one that changes nothing leaves no
    trace. ``at`` in Unix seconds; the rest as ``PastAct``.

    ``reason``: why payments of a closed month change. It becomes part of the note; of what is done by hand the note
    itself is the reason, of what comes from a file it only names the file.
    """

    def __init__(  # noqa: PLR0913 - who, when, how, why
        self, at: int, via: Via, by: str = "", note: str = "", undoes: int | None = None, *, reason: str = ""
    ) -> None:
        self.at, self.by = at, by
        self.via = via
        self.is_explained = bool(reason.strip() or (note.strip() and via in (Via.PAGE, Via.COMMAND)))
        told = ": ".join(part for part in (note.strip(), reason.strip()) if part)
        self._row = {"at": at, "by": by, "via": via.value, "note": told, "undoes": undoes}
        self.number: int | None = None

    def begin(self, conn: Connection) -> int:
        """Its number."""
        if self.number is None:
            key = conn.execute(insert(table_of(PaymentAct)), [self._row]).inserted_primary_key
            assert key is not None
            self.number = int(key[0])
        return self.number


def record_changes(conn: Connection, act: Act, changes: Sequence[Change]) -> None:
    number = act.begin(conn)
    conn.execute(insert(table_of(PaymentChange)), [
        {
            "act_id": number,
            "payment_id": id_,
            "lead_id": (before or after).lead_id,  # type: ignore[union-attr]  # one of the two is there
            "before": _plain(before),
            "after": _plain(after),
        }
        for id_, before, after in changes
    ])  # fmt: skip


def load_act(conn: Connection, number: int) -> PastAct | None:
    """With all its changes."""
    changed = columns(PaymentChange)
    return next(iter(_acts(conn, select(table_of(PaymentChange)).where(changed.act_id == number))), None)


def count_changes(conn: Connection, number: int) -> int:
    """How many payments an act changed."""
    changed = columns(PaymentChange)
    return conn.scalar(select(func.count()).where(changed.act_id == number)) or 0


def load_history(conn: Connection, payment_ids: Collection[int]) -> list[PastAct]:
    """The acts that touched these payments, oldest first, each with what it changed of them."""
    changed = columns(PaymentChange)
    return _acts(conn, select(table_of(PaymentChange)).where(changed.payment_id.in_(payment_ids)))


def load_lead_history(conn: Connection, lead_id: int) -> list[PastAct]:
    """Of every payment that is or ever was the lead's."""
    changed, payments = columns(PaymentChange), columns(Payment)
    once = select(changed.payment_id).where(changed.lead_id == lead_id)
    now = select(payments.id).where(payments.lead_id == lead_id)
    mine = or_(changed.payment_id.in_(once), changed.payment_id.in_(now))
    return _acts(conn, select(table_of(PaymentChange)).where(mine))


def last_changes(conn: Connection, payment_ids: Collection[int]) -> dict[int, int]:
    """The number of the last act that touched each payment, also of those that are gone."""
    changed = columns(PaymentChange)
    last = select(changed.payment_id, func.max(changed.act_id)).group_by(changed.payment_id)
    return {
        id_: act_id
        for part in batches(sorted(payment_ids))
        for id_, act_id in conn.execute(last.where(changed.payment_id.in_(part)))
    }


def last_import(conn: Connection) -> int | None:
    """The number of the last import that was not taken back."""
    acts = columns(PaymentAct)
    imports = select(acts.id).where(acts.via == Via.IMPORT.value, acts.undoes.is_(None)).order_by(acts.id.desc())
    undone = select(acts.undoes).where(acts.undoes.is_not(None))
    return conn.scalar(imports.where(acts.id.not_in(undone)).limit(1))


def load_all_changes(conn: Connection) -> Iterator[Change]:
    """The whole history, oldest first: what replays into the payments there are."""
    changed = table_of(PaymentChange)
    for row in conn.execute(select(changed).order_by(changed.c.act_id, changed.c.payment_id)):
        yield _change(row)


def load_gone_payments(conn: Connection, lead_ids: Collection[int] | None = None) -> list[PaymentNow]:
    """Payments that were deleted from these leads (``None``: from any) and are no more, as they were before that, the
    last one last. ``version``: the act that deleted them."""
    changed, payments = columns(PaymentChange), columns(Payment)
    is_there = select(payments.id).where(payments.id == changed.payment_id).exists()
    gone = select(changed.act_id, changed.payment_id, changed.before).where(changed.after.is_(None), ~is_there)
    parts = [gone] if lead_ids is None else [gone.where(changed.lead_id.in_(p)) for p in batches(sorted(lead_ids))]
    rows = (row for part in parts for row in conn.execute(part))
    deletions = sorted(rows, key=lambda row: row.act_id)
    last = {row.payment_id: row for row in deletions}
    found = [PaymentNow(id_, row.act_id, terms) for id_, row in last.items() if (terms := _terms(row.before))]
    return sorted(found, key=lambda payment: payment.version)


def highest_payment_id(conn: Connection) -> int:
    """Of all that are or ever were."""
    highest = func.max(columns(Payment).id), func.max(columns(PaymentChange).payment_id)
    return max(conn.scalar(select(each)) or 0 for each in highest)


def _acts(conn: Connection, changes: Select[Any]) -> list[PastAct]:
    by_act: dict[int, list[Change]] = {}
    changed = columns(PaymentChange)
    for row in conn.execute(changes.order_by(changed.act_id, changed.payment_id)):
        by_act.setdefault(row.act_id, []).append(_change(row))
    acts = table_of(PaymentAct)
    rows = [row for part in batches(sorted(by_act)) for row in conn.execute(select(acts).where(acts.c.id.in_(part)))]
    return [
        PastAct(row.id, row.at, row.by, Via(row.via), row.note, row.undoes, tuple(by_act[row.id]))
        for row in sorted(rows, key=lambda row: row.id)
    ]


def _change(row: Any) -> Change:
    return Change(row.payment_id, _terms(row.before), _terms(row.after))


def _plain(terms: Terms | None) -> dict[str, Any] | None:
    """What is as usual is left out: an import need not say a hundred thousand times that nothing is paid."""
    if terms is None:
        return None
    given = zip(Terms._fields, terms, strict=True)
    said = {name: value for name, value in given if name not in _USUAL or value != _USUAL[name]}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def _terms(plain: Mapping[str, Any] | None) -> Terms | None:
    if plain is None:
        return None
    days = {name: date.fromisoformat(plain[name]) for name in _DAYS if name in plain}
    shares = tuple((manager_id, share) for manager_id, share in plain.get("credit_shares", ()))
    return Terms(**{**plain, **days, "credit_shares": shares})
