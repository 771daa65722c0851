"""What people did, kept true to the events: the only writer of actions and of their sums.

Whoever stores an event, or the note, the task or the hand-over that says whose it is, has it told here in the same
transaction. An action is derived anew from all that is known of its event, so it does not matter what came first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, select, update
from sqlmodel import SQLModel

from sales_core.periods import day_of
from sales_core.store.action_of import (
    COUNTED_TYPES,
    HOLDER_TYPES,
    TASK_DONE,
    ActionRow,
    Around,
    action_of,
    note_id_of,
)
from sales_core.store.activity_sums import ActivityDifferences, rebuild_activity_sums
from sales_core.store.activity_tables import Action
from sales_core.store.amocrm_tables import Event, Lead, Note, Task
from sales_core.store.batches import batches
from sales_core.store.credit import HandOvers
from sales_core.store.table_kit import columns, table_of
from sales_core.store.upserts import Row, upsert
from sales_core.store.zone import load_zone

_EVENTS_AT_ONCE = 500


class Acted(NamedTuple):
    """What became of actions. ``latest``: by lead the last moment of those that are new and somebody's; ``changed``:
    the leads that had actions which are others now or none."""

    latest: dict[int, int]
    changed: set[int]

    @property
    def leads(self) -> set[int]:
        return self.changed | self.latest.keys()


class _Letter(NamedTuple):
    """One mail, however many leads it hangs on."""

    kind: str
    message: str


def add_actions(conn: Connection, events: Sequence[Row], handed_over: Collection[int]) -> Acted:
    """After these events, with all their columns, were stored for the first time; ``handed_over``: leads of which they
    tell who held them."""
    fresh = {event["id"] for event in events}
    of_leads = [event for event in _events_of(conn, "lead", handed_over, HOLDER_TYPES) if event["id"] not in fresh]
    return _refresh(conn, [*events, *of_leads], {event["id"] for event in of_leads})


def refresh_by_notes(conn: Connection, note_ids: Collection[int]) -> set[int]:
    """After these notes were stored: the events that point to them, if they came before. Returns the leads whose
    actions are others now, as the two that follow do."""
    return _refresh_stored(conn, _load_actions(conn, columns(Action).note_id, list(note_ids)))


def refresh_by_tasks(conn: Connection, task_ids: Collection[int]) -> set[int]:
    """After these tasks were stored."""
    return _refresh_known(conn, _events_of(conn, "task", task_ids, {TASK_DONE})).leads


def refresh_by_leads(conn: Connection, lead_ids: Collection[int]) -> set[int]:
    """After it turned out who held these leads."""
    return _refresh_known(conn, _events_of(conn, "lead", lead_ids, HOLDER_TYPES)).leads


def rebuild_actions(conn: Connection) -> None:
    """Takes every action out of the events, for a database that was filled before there were any."""
    events, last = table_of(Event), ""
    page = select(events).order_by(events.c.id).limit(_EVENTS_AT_ONCE)
    while rows := _event_rows(conn, page.where(events.c.id > last)):
        _refresh_known(conn, rows)
        last = rows[-1]["id"]


def redate_actions(conn: Connection) -> None:
    """After the account moved to another zone, where the same moments lie in other days."""
    zone, actions, last = load_zone(conn), columns(Action), ""
    page = select(actions.event_id, actions.at, actions.day).order_by(actions.event_id).limit(_EVENTS_AT_ONCE)
    while rows := conn.execute(page.where(actions.event_id > last)).all():
        days = ((row.event_id, row.day, day_of(row.at, zone)) for row in rows)
        for event_id, was, day in days:
            if day != was:
                conn.execute(update(table_of(Action)).where(actions.event_id == event_id).values(day=day))
        last = rows[-1].event_id
    rebuild_activity_sums(conn)


def _refresh_stored(conn: Connection, stored: Mapping[str, ActionRow]) -> set[int]:
    events = table_of(Event)
    pages = (_event_rows(conn, select(events).where(events.c.id.in_(part))) for part in batches(sorted(stored)))
    return {lead_id for page in pages for lead_id in _refresh_known(conn, page).leads}


def _refresh_known(conn: Connection, events: Sequence[Row]) -> Acted:
    return _refresh(conn, events, {event["id"] for event in events})


def _refresh(conn: Connection, events: Sequence[Row], known: Collection[str]) -> Acted:
    """Makes the actions of these events what they are by all that is known now. ``known``: the ids of those that may
    have an action already."""
    counted = [event for event in events if event["type"] in COUNTED_TYPES]
    if not counted:
        return Acted({}, set())
    wanted = {action.event_id: action for action in _derived(conn, counted)}
    stored = _load_actions(conn, columns(Action).event_id, sorted(known))
    stored |= _count_letters_once(conn, wanted, stored)
    return _store(conn, stored, wanted)


def _events_of(conn: Connection, entity_type: str, ids: Collection[int], types: Collection[str]) -> list[Row]:
    events = table_of(Event)
    told: list[Row] = []
    for part in batches(sorted(ids)):
        of_them = events.c.entity_type == entity_type, events.c.entity_id.in_(part)
        told += _event_rows(conn, select(events).where(*of_them, events.c.type.in_(sorted(types))))
    return told


def _event_rows(conn: Connection, wanted: Select[Any]) -> list[Row]:
    return [dict(row) for row in conn.execute(wanted).mappings()]


def _derived(conn: Connection, events: Sequence[Row]) -> Iterable[ActionRow]:
    zone = load_zone(conn)
    notes = _load_by_id(conn, Note, {note_id for event in events if (note_id := note_id_of(event))})
    tasks = _load_by_id(conn, Task, {event["entity_id"] for event in events if event["type"] == TASK_DONE})
    holders = _Holders(conn, [e for e in events if e["type"] in HOLDER_TYPES and e["entity_type"] == "lead"])
    for event in events:
        note = notes.get(note_id_of(event) or 0)
        task = tasks.get(event["entity_id"]) if event["type"] == TASK_DONE else None
        action = action_of(event, Around(note, task, holders.of(event)), zone)
        if action is not None:
            yield action


class _Holders:
    """Who was responsible for the leads of some events when they happened."""

    def __init__(self, conn: Connection, events: Sequence[Row]) -> None:
        lead_ids = sorted({event["entity_id"] for event in events})
        leads = columns(Lead)
        self._hand_overs = HandOvers(conn, lead_ids)
        self._now = {
            id_: responsible
            for part in batches(lead_ids)
            for id_, responsible in conn.execute(
                select(leads.id, leads.responsible_user_id).where(leads.id.in_(part))
            )
        }  # fmt: skip

    def of(self, event: Row) -> int:
        if event["entity_type"] != "lead":
            return 0
        then = self._hand_overs.responsible_at(event["entity_id"], event["created_at"])
        return self._now.get(event["entity_id"], 0) if then is None else then


def _count_letters_once(
    conn: Connection, wanted: dict[str, ActionRow], stored: Mapping[str, ActionRow]
) -> dict[str, ActionRow]:
    """Of each mail leaves its first event alone in ``wanted``, and returns the stored actions that are not it."""
    letters: dict[_Letter, list[ActionRow]] = {}
    for action in wanted.values():
        if action.message is not None:
            letters.setdefault(_Letter(action.kind, action.message), []).append(action)
    if not letters:
        return {}
    others = _load_actions(conn, columns(Action).message, sorted({letter.message for letter in letters}))
    for event_id, action in others.items():
        letter = _Letter(action.kind, action.message or "")
        if event_id not in wanted and event_id not in stored and letter in letters:
            letters[letter].append(action)
    superseded = {}
    for told in letters.values():
        for action in sorted(told, key=lambda action: (action.at, action.event_id))[1:]:
            if wanted.pop(action.event_id, None) is None:
                superseded[action.event_id] = action
    return superseded


def _store(conn: Connection, stored: Mapping[str, ActionRow], wanted: Mapping[str, ActionRow]) -> Acted:
    differences = ActivityDifferences()
    gone = [id_ for id_ in stored if id_ not in wanted]
    changed = [action for id_, action in wanted.items() if stored.get(id_) != action]
    for action in chain((stored[id_] for id_ in gone), (stored[a.event_id] for a in changed if a.event_id in stored)):
        differences.count(action, -1)
    for action in changed:
        differences.count(action, +1)
    for part in batches(gone):
        conn.execute(delete(table_of(Action)).where(columns(Action).event_id.in_(part)))
    upsert(conn, Action, [action._asdict() for action in changed])
    differences.save(conn)
    latest, others = dict[int, int](), {stored[id_].lead_id for id_ in gone}
    for action in changed:
        if action.event_id in stored:
            others |= {stored[action.event_id].lead_id, action.lead_id}
        elif action.manager_id:
            latest[action.lead_id] = max(action.at, latest.get(action.lead_id, 0))
    latest.pop(0, None)
    return Acted(latest, others - {0})


def _load_actions(conn: Connection, key: Any, wanted: Sequence[Any]) -> dict[str, ActionRow]:
    actions = select(*(columns(Action)[name] for name in ActionRow._fields))
    found = (row for part in batches(wanted) for row in conn.execute(actions.where(key.in_(part))))
    return {row.event_id: ActionRow(*row) for row in found}


def _load_by_id(conn: Connection, table: type[SQLModel], ids: Collection[int]) -> dict[int, Any]:
    found = (
        row
        for part in batches(sorted(ids))
        for row in conn.execute(select(table_of(table)).where(columns(table).id.in_(part)))
    )
    return {row.id: row for row in found}
