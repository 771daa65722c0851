"""What events call for, without a network or a database."""

from typing import Any

from sales_core.amocrm.records import EventRecord
from sales_core.sync.followups import Followups, deleted_tasks, followups_of, touched_fates


def event(kind: str, entity: str = "lead", entity_id: int = 1, at: int = 100, **values: list[Any]) -> EventRecord:
    return EventRecord(
        id=f"{kind}-{entity_id}-{at}",
        type=kind,
        entity_type=entity,
        entity_id=entity_id,
        created_by=0,
        created_at=at,
        value_before=values.get("before", []),
        value_after=values.get("after", []),
    )


def test_a_call_asks_for_its_note_by_the_card_it_is_on() -> None:
    note = [{"note": {"id": 7}}]
    found = followups_of([
        event("incoming_call", "contact", 5, after=note),
        event("outgoing_mail", "company", 6, after=[{"note": {"id": 8}}]),
        event("incoming_call", "customer", 9, after=note),
    ])  # fmt: skip
    assert found.notes == {("contacts", 7), ("companies", 8)}
    assert not found.leads


def test_task_events_ask_for_the_task_and_a_deleted_one_for_nothing() -> None:
    events = [event("task_completed", "task", 3), event("task_deleted", "task", 4, at=50)]
    assert followups_of(events).tasks == {3}
    assert deleted_tasks(events) == {4: 50}


def test_a_changed_lead_is_asked_for_only_as_of_the_latest_event() -> None:
    found = followups_of([event("lead_status_changed", at=10), event("entity_responsible_changed", at=30),
                          event("sale_field_changed", at=20)])  # fmt: skip
    assert found.leads == {1: 30}
    assert not found.must_leads


def test_restored_and_merged_leads_are_asked_for_in_any_case() -> None:
    found = followups_of([event("lead_restored", entity_id=1), event("entity_merged", entity_id=2)])
    assert found.must_leads == {1, 2}
    assert found.merged
    assert touched_fates([event("lead_restored", entity_id=1), event("lead_deleted", entity_id=4)]) == {1, 4}


def test_a_link_to_a_list_element_hints_at_invoices_and_a_link_to_a_contact_does_not() -> None:
    def linked(kind: str, to: str) -> Followups:
        return followups_of([event(kind, after=[{"link": {"entity": {"type": to, "id": 4}}}])])

    assert linked("entity_linked", "catalog_element").invoices_hinted
    assert linked("entity_linked", "catalog_2003").must_leads == {1}
    assert not linked("entity_linked", "contact").invoices_hinted
    unlinked = event("entity_unlinked", before=[{"unlink": {"entity": {"type": "catalog_element", "id": 4}}}])
    assert followups_of([unlinked]).invoices_hinted


def test_a_renamed_client_is_asked_for_again() -> None:
    found = followups_of([event("name_field_changed", "contact", 5), event("name_field_changed", "company", 6)])
    assert (found.contacts, found.companies) == ({5}, {6})


def test_unknown_and_misshapen_events_call_for_nothing_that_fails() -> None:
    odd = [
        event("video_opened", "customer"),
        event("incoming_call", "contact", after=["text", {"note": None}, {"note": {"id": "x"}}]),
        event("entity_linked", "contact", after=[{"link": []}]),
    ]
    assert followups_of(odd) == Followups()


def test_what_is_still_to_do_survives_in_a_cursor() -> None:
    found = Followups(
        leads={1: 10}, must_leads=frozenset({2}), tasks=frozenset({3}), contacts=frozenset({4}),
        companies=frozenset({5}), notes=frozenset({("leads", 6)}), invoices_hinted=True, merged=True,
    )  # fmt: skip
    assert Followups.from_cursor(found.to_cursor()) == found
    assert Followups().to_cursor() == {}
    assert (found | Followups(leads={1: 5, 7: 8})).leads == {1: 10, 7: 8}
