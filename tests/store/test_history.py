"""Events kept once, and what they say of a lead's past; tasks, notes and clients."""

from typing import Any, Final

import pytest
from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import Event, LeadChange, Note, Task
from sales_core.store.history import (
    mark_tasks_deleted,
    missing_company_ids,
    missing_contact_ids,
    save_companies,
    save_contacts,
    save_events,
    save_notes,
    save_tasks,
)
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.revisions import load_revision, load_revisions
from sales_core.store.table_kit import table_of
from tests.store.conftest import NOW, a_lead

TASK: Final[dict[str, Any]] = {
    "id": 1, "entity_type": "leads", "entity_id": 1, "responsible_user_id": 11, "task_type_id": 1, "text": "Звонок",
    "result": "", "complete_till": NOW, "is_completed": False, "created_by": 11, "created_at": 1, "updated_at": 1,
}  # fmt: skip


def an_event(id_: str, kind: str, before: Any, after: Any, **changes: Any) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "entity_type": "lead", "entity_id": 1, "created_by": 5, "created_at": NOW,
        "value_before": before, "value_after": after,
    } | changes  # fmt: skip


def status(pipeline_id: int, id_: int) -> list[Any]:
    return [{"lead_status": {"id": id_, "pipeline_id": pipeline_id}}]


def user(id_: int) -> list[Any]:
    return [{"responsible_user": {"id": id_}}]


def sale(amount: Any) -> list[Any]:
    return [{"sale_field_value": {"sale": amount}}]


def changes_of(conn: Connection) -> list[tuple[Any, ...]]:
    return [(row.kind, row.before, row.after) for row in conn.execute(select(table_of(LeadChange)))]


def test_an_event_is_stored_once_and_told_once(conn: Connection) -> None:
    events = [an_event("a", "lead_added", [], []), an_event("b", "unheard_of", [{"x": 1}], [])]
    assert save_events(conn, events, NOW) == ["a", "b"]
    assert save_events(conn, [*events, an_event("c", "lead_added", [], [])], NOW) == ["c"]
    assert save_events(conn, [], NOW) == []
    assert len(conn.execute(select(table_of(Event))).all()) == 3


@pytest.mark.parametrize(
    ("event", "change"),
    [
        (an_event("a", "lead_status_changed", status(1, 10), status(2, 142)), ("stage", "1:10", "2:142")),
        (an_event("a", "entity_responsible_changed", user(11), user(12)), ("responsible", "11", "12")),
        (an_event("a", "sale_field_changed", sale(100), sale(250)), ("price", "10000", "25000")),
        (an_event("a", "sale_field_changed", [], sale(250.0)), ("price", "0", "25000")),
        (an_event("a", "sale_field_changed", sale(250), sale(None)), ("price", "25000", "0")),
    ],
)
def test_changes_of_a_lead_become_its_history(conn: Connection, event: dict[str, Any], change: tuple[str, ...]) -> None:
    save_events(conn, [event], NOW)
    assert changes_of(conn) == [change]


@pytest.mark.parametrize(
    "event",
    [
        an_event("a", "entity_responsible_changed", user(11), user(12), entity_type="contact"),
        an_event("a", "entity_responsible_changed", [], user(12)),
        an_event("a", "entity_responsible_changed", [{"responsible_user": None}], user(12)),
        an_event("a", "lead_status_changed", status(1, 10), [{"lead_status": {}}]),
        an_event("a", "sale_field_changed", sale("many"), sale(1)),
    ],
)
def test_what_cannot_be_read_is_kept_and_makes_no_history(conn: Connection, event: dict[str, Any]) -> None:
    assert save_events(conn, [event], NOW) == ["a"]
    assert changes_of(conn) == []


def test_what_people_did_has_a_revision_of_its_own(conn: Connection) -> None:
    save_leads(conn, [a_lead(1)])
    figures, before = load_revisions(conn)
    for news in (
        lambda: save_events(conn, [an_event("a", "lead_added", [], [])], NOW),
        lambda: save_tasks(conn, [TASK]),
        lambda: mark_tasks_deleted(conn, [1], NOW),
    ):
        news()
        changed = load_revisions(conn)
        assert (changed.figures, changed.work) == (figures, before + 1)
        news()
        assert load_revisions(conn) == changed
        before = changed.work


def test_tasks_and_notes_are_stored_and_replaced(conn: Connection) -> None:
    note = {
        "id": 1, "entity_type": "leads", "entity_id": 1, "note_type": "call_in", "created_by": 11, "created_at": 1,
        "responsible_user_id": 11, "updated_at": 1, "params": {"duration": 60},
    }  # fmt: skip
    assert (save_tasks(conn, [TASK]), save_tasks(conn, [TASK]), save_tasks(conn, [{**TASK, "result": "да"}])) == (
        1,
        0,
        1,
    )
    assert (save_notes(conn, [note]), save_notes(conn, [note])) == (1, 0)
    mark_tasks_deleted(conn, [1, 404], NOW)
    mark_tasks_deleted(conn, [1], NOW + 1)
    stored = conn.execute(select(table_of(Task))).one()
    assert (stored.result, stored.deleted_at) == ("да", NOW)
    assert conn.execute(select(table_of(Note))).one().params == {"duration": 60}


def test_clients_not_read_yet_are_known(conn: Connection) -> None:
    save_leads(conn, [a_lead(2, contact_id=51), a_lead(3, contact_id=52, company_id=61), a_lead(4, contact_id=53)])
    mark_deleted(conn, [4], NOW)
    assert sorted(missing_contact_ids(conn, 10)) == [51, 52]
    assert missing_company_ids(conn, 10) == [61]
    assert len(missing_contact_ids(conn, 1)) == 1
    revision = load_revision(conn)
    assert save_contacts(conn, [{"id": 51, "name": "Анна", "updated_at": 1}]) == 1
    assert save_companies(conn, [{"id": 61, "name": "Ромашка", "updated_at": 1}]) == 1
    assert load_revision(conn) > revision
    assert save_contacts(conn, [{"id": 51, "name": "Анна", "updated_at": 1}]) == 0
    assert (missing_contact_ids(conn, 10), missing_company_ids(conn, 10)) == ([52], [])
