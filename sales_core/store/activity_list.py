"""The actions and tasks behind a count as a reader sees them: when, what, for whom; a page at a time."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from sales_core.activity import ActionKind
from sales_core.activity_scope import ActivityScope
from sales_core.store.action_of import TASK_DONE, note_id_of
from sales_core.store.activity import select_actions, select_overdue
from sales_core.store.activity_tables import Action
from sales_core.store.amocrm_tables import Company, Contact, Event, Lead, Note, Status, Task
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns, table_of

_PLURALS = {"lead": "leads", "contact": "contacts", "company": "companies", "customer": "customers"}
_NAMED: dict[str, type[SQLModel]] = {"leads": Lead, "contacts": Contact, "companies": Company}


class Card(NamedTuple):
    """What in amoCRM it hangs on; ``kind`` is the word in its address, empty for none."""

    kind: str = ""
    id: int = 0
    name: str = ""


class DoneRow(NamedTuple):
    """``kind`` is ``None`` for a task still open, and ``at`` then its deadline. ``text``: the subject of a mail, what a
    task says, a stage and the next."""

    kind: ActionKind | None
    manager_id: int
    at: int
    seconds: int
    card: Card
    text: str


def load_actions(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: ActivityScope,
    kinds: Collection[ActionKind],
    manager_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[DoneRow]:
    """The latest first."""
    wanted = select_actions(scope, kinds, manager_id).limit(limit).offset(offset)
    return load_done(conn, conn.scalars(wanted).all())


def load_done(conn: Connection, ids: Sequence[str]) -> list[DoneRow]:
    """The actions of these events, in their order."""
    actions, events = _by_id(conn, Action, "event_id", ids), _by_id(conn, Event, "id", ids)
    notes = _by_id(conn, Note, "id", (action["note_id"] for action in actions.values() if action["note_id"]))
    tasks = _by_id(conn, Task, "id", (e["entity_id"] for e in events.values() if e["type"] == TASK_DONE))
    cards = {id_: _card(event, tasks) for id_, event in events.items()}
    names, stages = _names(conn, cards.values()), _stages(conn)
    return [
        DoneRow(
            ActionKind(actions[id_]["kind"]), actions[id_]["manager_id"], actions[id_]["at"], actions[id_]["seconds"],
            _named(cards[id_], names), _text(events[id_], notes, tasks, stages),
        )
        for id_ in ids
    ]  # fmt: skip


def load_overdue_tasks(  # noqa: PLR0913, PLR0917 - the cell, and which part of its list
    conn: Connection,
    scope: ActivityScope,
    at: int,
    manager_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[DoneRow]:
    """The longest overdue first."""
    ids = list(conn.scalars(select_overdue(scope, at, manager_id).limit(limit).offset(offset)))
    tasks = _by_id(conn, Task, "id", ids)
    names = _names(conn, (_card_of_task(task) for task in tasks.values()))
    return [
        DoneRow(
            None, tasks[id_]["responsible_user_id"], tasks[id_]["complete_till"], 0,
            _named(_card_of_task(tasks[id_]), names), tasks[id_]["text"],
        )
        for id_ in ids
    ]  # fmt: skip


def _card(event: Any, tasks: dict[Any, Any]) -> Card:
    if event["type"] == TASK_DONE:
        task = tasks.get(event["entity_id"])
        return _card_of_task(task) if task else Card()
    return Card(_PLURALS.get(event["entity_type"], ""), event["entity_id"])


def _card_of_task(task: Any) -> Card:
    return Card(task["entity_type"], task["entity_id"]) if task["entity_type"] and task["entity_id"] else Card()


def _named(card: Card, names: dict[Card, str]) -> Card:
    return card._replace(name=names.get(card, ""))


def _names(conn: Connection, cards: Iterable[Card]) -> dict[Card, str]:
    found: dict[Card, str] = {}
    wanted = set(cards)
    for kind, table in _NAMED.items():
        things = _by_id(conn, table, "id", (card.id for card in wanted if card.kind == kind))
        found |= {Card(kind, id_): thing["name"] for id_, thing in things.items()}
    return found


def _text(event: Any, notes: dict[Any, Any], tasks: dict[Any, Any], stages: dict[tuple[Any, Any], str]) -> str:
    if event["type"] == TASK_DONE:
        task = tasks.get(event["entity_id"])
        return str(task["text"]) if task else ""
    if event["type"] == "lead_status_changed":
        names = (_stage(event[side], stages) for side in ("value_before", "value_after"))
        return " → ".join(name for name in names if name)
    note = notes.get(note_id_of(event))
    return str(note["params"].get("subject") or "") if note else ""


def _stage(value: Sequence[Any], stages: dict[tuple[Any, Any], str]) -> str:
    status = value[0].get("lead_status") if value and isinstance(value[0], dict) else None
    return stages.get((status.get("pipeline_id"), status.get("id")), "") if isinstance(status, dict) else ""


def _stages(conn: Connection) -> dict[tuple[Any, Any], str]:
    stored = columns(Status)
    return {(row[0], row[1]): row[2] for row in conn.execute(select(stored.pipeline_id, stored.id, stored.name))}


def _by_id(conn: Connection, table: type[SQLModel], key: str, ids: Iterable[Any]) -> dict[Any, Any]:
    """Rows by the column ``key``."""
    wanted = select(table_of(table))
    found = (
        row
        for part in batches(sorted(set(ids)))
        for row in conn.execute(wanted.where(columns(table)[key].in_(part))).mappings()
    )
    return {row[key]: row for row in found}
