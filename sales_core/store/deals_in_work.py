"""Deals in work, kept true to leads, their history, actions, tasks and payments: the only writer of ``deal_in_work``.

Whoever stores any of these tells which leads it concerns, in the same transaction, and what there is to know of each
is derived anew. So it does not matter what came first, late, twice, or was taken back. Of new events, which come by
the million, only what they can change is: the last action is never sooner for one more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS, Standing
from sales_core.store.action_of import TASK_DONE
from sales_core.store.activity_tables import Action
from sales_core.store.amocrm_tables import STAGE, Event, Lead, LeadChange, Task
from sales_core.store.batches import batches
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment

_CLOSED = (WON_STATUS, ARCHIVED_STATUS)

_NOBODY = 0
_LETTERS = frozenset({("incoming_mail", False), ("incoming_mail", True), ("outgoing_mail", True)})
"""The events of mail that count for a lead, and whether somebody made them."""


class _Row(NamedTuple):
    """The columns of the table."""

    pipeline_id: int
    status_id: int
    manager_id: int
    lead_id: int
    deal_type_id: int
    price_minor: int
    created_at: int
    stage_since: int
    last_action_at: int
    open_tasks: int
    unpaid_count: int
    unpaid_minor: int
    unpaid_margin_minor: int


def refresh_deals_in_work(conn: Connection, lead_ids: Collection[int]) -> None:
    """After anything that the rows of these leads are derived from was stored."""
    for part in batches(sorted(set(lead_ids))):
        wanted, stored = _derived(conn, part), _stored(conn, part)
        stale = [id_ for id_, row in stored.items() if wanted.get(id_) != row]
        fresh = [row._asdict() for id_, row in wanted.items() if stored.get(id_) != row]
        if stale:
            conn.execute(delete(table_of(DealInWork)).where(columns(DealInWork).lead_id.in_(stale)))
        if fresh:
            conn.execute(insert(table_of(DealInWork)), fresh)


def note_last_actions(conn: Connection, latest: Mapping[int, int], events: Iterable[Mapping[str, Any]]) -> None:
    """After new actions; ``latest``: by lead the moment of its last. ``events``: the new ones, among which mails count
    for leads that they are no action of."""
    moments = dict(latest)
    for event in events:
        if event["entity_type"] == "lead" and (event["type"], event["created_by"] != _NOBODY) in _LETTERS:
            moments[event["entity_id"]] = max(event["created_at"], moments.get(event["entity_id"], 0))
    if moments:
        deals = columns(DealInWork)
        later = update(table_of(DealInWork)).values(last_action_at=bindparam("of_at"))
        later = later.where(deals.lead_id == bindparam("of_lead"), deals.last_action_at < bindparam("of_at"))
        conn.execute(later, [{"of_lead": lead_id, "of_at": at} for lead_id, at in sorted(moments.items())])


def restate_stages(conn: Connection, lead_ids: Collection[int]) -> None:
    """After changes of these leads' statuses were stored, nothing else of them being new."""
    deals, changes = columns(DealInWork), columns(LeadChange)
    stage = cast(deals.pipeline_id, String) + ":" + cast(deals.status_id, String)
    of_stage = changes.lead_id == deals.lead_id, changes.kind == STAGE, changes.after == stage
    entered = select(func.max(changes.changed_at)).where(*of_stage).scalar_subquery()
    since = func.coalesce(entered, deals.created_at)
    for part in batches(sorted(lead_ids)):
        of_them = deals.lead_id.in_(part), deals.stage_since != since
        conn.execute(update(table_of(DealInWork)).where(*of_them).values(stage_since=since))


def restate_deals_in_work(conn: Connection) -> None:
    """After deal types or margins changed of a great many leads at once."""
    deals, leads, payments = columns(DealInWork), columns(Lead), columns(Payment)
    deal_type = select(leads.deal_type_id).where(leads.id == deals.lead_id).scalar_subquery()
    unpaid = payments.lead_id == deals.lead_id, payments.standing == Standing.OPEN.value
    margin = select(func.coalesce(_sum(payments.margin_minor), 0)).where(*unpaid).scalar_subquery()
    conn.execute(update(table_of(DealInWork)).values(deal_type_id=deal_type, unpaid_margin_minor=margin))


def rebuild_deals_in_work(conn: Connection) -> None:
    """All of them anew, for a database that was filled before there were any."""
    conn.execute(delete(table_of(DealInWork)))
    for ids in _in_work(conn):
        refresh_deals_in_work(conn, ids)


def deals_in_work_differ(conn: Connection) -> list[int]:
    """The leads whose rows are not what follows from all that is known of them; empty when all is well."""
    deals, leads = columns(DealInWork), columns(Lead)
    of_others = select(deals.lead_id).where(~select(leads.id).where(leads.id == deals.lead_id, *_is_open()).exists())
    differing = set(conn.scalars(of_others))
    for ids in _in_work(conn):
        wanted, stored = _derived(conn, ids), _stored(conn, ids)
        differing |= {id_ for id_ in ids if wanted.get(id_) != stored.get(id_)}
    return sorted(differing)


def leads_of_tasks(conn: Connection, task_ids: Collection[int]) -> set[int]:
    """The leads that these tasks hang on, as they are stored."""
    tasks = columns(Task)
    found: set[int] = set()
    for part in batches(sorted(task_ids)):
        on_leads = select(tasks.entity_id).where(tasks.id.in_(part), tasks.entity_type == "leads")
        found |= set(conn.scalars(on_leads.where(tasks.entity_id.is_not(None))))
    return found


def _is_open() -> tuple[Any, ...]:
    leads = columns(Lead)
    return leads.deleted_at.is_(None), leads.status_id.not_in(_CLOSED)


def _in_work(conn: Connection) -> Iterator[Sequence[int]]:
    ids = list(conn.scalars(select(columns(Lead).id).where(*_is_open()).order_by(columns(Lead).id)))
    return batches(ids)


def _stored(conn: Connection, ids: Sequence[int]) -> dict[int, _Row]:
    deals = columns(DealInWork)
    wanted = select(*(deals[name] for name in _Row._fields)).where(deals.lead_id.in_(ids))
    return {row.lead_id: _Row(*row) for row in conn.execute(wanted)}


def _derived(conn: Connection, ids: Sequence[int]) -> dict[int, _Row]:
    """Of those of these leads that are in work."""
    leads = columns(Lead)
    wanted = select(
        leads.pipeline_id, leads.status_id, leads.responsible_user_id, leads.id, leads.deal_type_id,
        leads.price_minor, leads.created_at,
    ).where(leads.id.in_(ids), *_is_open())  # fmt: skip
    found = {row.id: row for row in conn.execute(wanted)}
    if not found:
        return {}
    open_ids = sorted(found)
    entered = _load_entered(conn, open_ids)
    acted, tasks, unpaid = _load_acted(conn, open_ids), _load_open_tasks(conn, open_ids), _load_unpaid(conn, open_ids)
    return {
        id_: _Row(
            *lead,
            stage_since=entered.get((id_, f"{lead.pipeline_id}:{lead.status_id}"), lead.created_at),
            last_action_at=max(lead.created_at, acted.get(id_, 0)),
            open_tasks=tasks.get(id_, 0),
            **dict(
                zip(("unpaid_count", "unpaid_minor", "unpaid_margin_minor"), unpaid.get(id_, (0, 0, 0)), strict=True)
            ),
        )
        for id_, lead in found.items()
    }


def _load_entered(conn: Connection, ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """By lead and status: when the lead last came into it."""
    changes = columns(LeadChange)
    wanted = select(changes.lead_id, changes.after, func.max(changes.changed_at)).group_by(
        changes.lead_id, changes.after
    )
    of_stage = wanted.where(changes.lead_id.in_(ids), changes.kind == STAGE)
    return {(row[0], row[1]): row[2] for row in conn.execute(of_stage)}


def _load_acted(conn: Connection, ids: Sequence[int]) -> dict[int, int]:
    """When a person last did something for a lead, a client's words included."""
    found: dict[int, int] = {}
    for lead_id, at in (*conn.execute(_on_leads(ids)), *conn.execute(_by_tasks(ids))):
        found[lead_id] = max(at, found.get(lead_id, 0))
    return found


def _on_leads(ids: Sequence[int]) -> Select[Any]:
    """A mail counts for every lead it hangs on, though it is one action only."""
    events, actions = columns(Event), columns(Action)
    is_mail = or_(
        events.type == "incoming_mail", and_(events.type == "outgoing_mail", events.created_by != _NOBODY)
    )  # fmt: skip
    return (
        select(events.entity_id, func.max(events.created_at))
        .select_from(table_of(Event).outerjoin(table_of(Action), actions.event_id == events.id))
        .where(events.entity_type == "lead", events.entity_id.in_(ids), or_(actions.manager_id != _NOBODY, is_mail))
        .group_by(events.entity_id)
    )


def _by_tasks(ids: Sequence[int]) -> Select[Any]:
    """The event of a task done hangs on the task."""
    tasks, events, actions = columns(Task), columns(Event), columns(Action)
    of_task = and_(events.entity_type == "task", events.entity_id == tasks.id, events.type == TASK_DONE)
    return (
        select(tasks.entity_id, func.max(actions.at))
        .select_from(
            table_of(Task).join(table_of(Event), of_task).join(table_of(Action), actions.event_id == events.id)
        )
        .where(tasks.entity_type == "leads", tasks.entity_id.in_(ids), actions.manager_id != _NOBODY)
        .group_by(tasks.entity_id)
    )


def _load_open_tasks(conn: Connection, ids: Sequence[int]) -> dict[int, int]:
    tasks = columns(Task)
    wanted = select(tasks.entity_id, func.count()).group_by(tasks.entity_id)
    is_open = ~tasks.is_completed, tasks.deleted_at.is_(None)
    found = conn.execute(wanted.where(tasks.entity_type == "leads", tasks.entity_id.in_(ids), *is_open))
    return {row[0]: row[1] for row in found}


def _load_unpaid(conn: Connection, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """How many payments are open, their amounts and their margins."""
    payments = columns(Payment)
    sums = func.count(), _sum(payments.amount_minor), _sum(payments.margin_minor)
    wanted = select(payments.lead_id, *sums).group_by(payments.lead_id)
    found = conn.execute(wanted.where(payments.lead_id.in_(ids), payments.standing == Standing.OPEN.value))
    return {row[0]: (row[1], row[2], row[3]) for row in found}


def _sum(amount: Any) -> Any:
    return cast(func.sum(amount), BigInteger)
