"""Events, notes and tasks as amoCRM answers them."""

from collections.abc import Callable

import httpx
import pytest

from sales_core.demo.world import World
from tests.demo.conftest import ANNA, DMITRY, START, Clock

NewLead = Callable[..., int]


def types(reply: httpx.Response) -> list[str]:
    return [] if reply.status_code == 204 else [event["type"] for event in reply.json()["_embedded"]["events"]]


def test_events_come_newest_first_in_closed_windows(
    api: httpx.Client, world: World, clock: Clock, new_lead: NewLead
) -> None:
    lead_id = new_lead()
    for price in range(1, 6):
        world.price_lead(lead_id, price, at=clock.go(10))
    window = f"events?filter[created_at][from]={START + 20}&filter[created_at][to]={START + 40}"
    found = [event["created_at"] - START for event in api.get(window).json()["_embedded"]["events"]]
    assert found == [40, 30, 20]
    second = api.get(f"{window}&limit=2&page=2").json()["_embedded"]["events"]
    assert [event["created_at"] - START for event in second] == [20]
    assert types(api.get(f"events?filter[created_at]={START + 50}")) == ["sale_field_changed"]


def test_more_than_100_events_a_page_become_50(api: httpx.Client, new_lead: NewLead) -> None:
    for _ in range(120):
        new_lead()
    assert [len(types(api.get(f"events?limit={limit}"))) for limit in (100, 101, 250)] == [100, 50, 50]


def test_mail_shows_only_when_asked_for(api: httpx.Client, world: World, new_lead: NewLead) -> None:
    a, b = new_lead(), new_lead()
    world.mail([a, b], user_id=ANNA, subject="Счёт", incoming=True)
    assert types(api.get("events")) == ["lead_added", "lead_added"]
    assert types(api.get("events?filter[type][]=incoming_mail&filter[type][]=outgoing_mail")) == ["incoming_mail"] * 2
    notes = api.get("leads/notes?filter[note_type]=amomail_message").json()["_embedded"]["notes"]
    assert len({note["params"]["message_id"] for note in notes}) == 1
    assert [note["entity_id"] for note in notes] == [a, b]
    world.knobs.hide_mail = False
    assert types(api.get("events")).count("incoming_mail") == 2


def test_an_event_may_show_late_with_its_own_time(
    api: httpx.Client, world: World, clock: Clock, new_lead: NewLead
) -> None:
    world.knobs.late_events_s = 600
    lead_id = new_lead()
    for _ in range(20):
        world.touch_lead(lead_id)
        world.price_lead(lead_id, 1)
    seen_at_once = len(types(api.get("events?limit=100")))
    clock.go(600)
    assert seen_at_once < len(types(api.get("events?limit=100"))) == 21
    assert {event["created_at"] for event in api.get("events").json()["_embedded"]["events"]} == {START}


def test_events_are_filtered_by_entity_author_and_type(api: httpx.Client, world: World, new_lead: NewLead) -> None:
    a, b = new_lead(), new_lead(responsible=DMITRY)
    world.add_task("Позвонить", responsible=ANNA, complete_till=START, lead_id=a)
    assert types(api.get("events?filter[entity][]=task")) == ["task_added"]
    assert types(api.get(f"events?filter[created_by][]={DMITRY}")) == ["lead_added"]
    assert len(types(api.get(f"events?filter[entity]=lead&filter[entity_id][]={b}"))) == 1
    assert types(api.get("events?filter[type]=task_added,task_deleted")) == ["task_added"]
    assert api.get(f"events?filter[entity_id][]={b}").status_code == 400


def test_type_entity_and_time_narrow_together(api: httpx.Client, world: World, clock: Clock, new_lead: NewLead) -> None:
    lead_id = new_lead()
    for _ in range(2):
        world.reassign_lead(lead_id, DMITRY, by=ANNA, at=clock.go(10))
        world.price_lead(lead_id, clock.now, at=clock.go(10))
    handed = "events?filter[type][]=entity_responsible_changed"
    assert types(api.get(f"{handed}&filter[entity][]=lead")) == ["entity_responsible_changed"] * 2
    assert types(api.get(f"{handed}&filter[entity][]=contact")) == []
    window = f"filter[created_at][from]={START + 20}&filter[created_at][to]={START + 40}"
    assert types(api.get(f"{handed}&filter[entity][]=lead&{window}")) == ["entity_responsible_changed"]


def test_a_chat_is_found_by_its_contact_and_typed_lead(api: httpx.Client, world: World, new_lead: NewLead) -> None:
    contact = world.add_contact("Олег", responsible=ANNA).id
    lead_id = new_lead(contacts=[contact])
    world.chat(lead_id, user_id=ANNA, incoming=True)
    found = api.get(f"events?filter[entity][]=contact&filter[entity_id][]={contact}").json()["_embedded"]["events"]
    assert [(each["entity_type"], each["linked_talk_contact_id"]) for each in found] == [("lead", contact)]


def test_notes_ignore_created_at_and_heed_id_and_updated_at(
    api: httpx.Client, world: World, clock: Clock, new_lead: NewLead
) -> None:
    lead_id = new_lead()
    first, second = world.comment(lead_id, "раз"), world.comment(lead_id, "два", at=clock.go(60))

    def found(query: str) -> list[int]:
        return [note["id"] for note in api.get(f"leads/notes?{query}").json()["_embedded"]["notes"]]

    assert found(f"filter[created_at][from]={START + 60}") == [first.id, second.id]
    assert found(f"filter[updated_at][from]={START + 60}") == [second.id]
    assert found(f"filter[id][]={second.id}&filter[id][]=1") == [second.id]
    assert found("order[updated_at]=desc") == [second.id, first.id]
    assert api.get("contacts/notes").status_code == 204


def test_tasks_ignore_an_order_they_do_not_know_and_vanish_when_deleted(
    api: httpx.Client, world: World, clock: Clock, new_lead: NewLead
) -> None:
    lead_id = new_lead()
    made = [
        world.add_task("Позвонить", responsible=who, complete_till=START, lead_id=lead_id).id for who in (ANNA, DMITRY)
    ]
    world.complete_task(made[0], at=clock.go(60))

    def found(query: str) -> list[int]:
        return [task["id"] for task in api.get(f"tasks?{query}").json()["_embedded"]["tasks"]]

    assert found("order[updated_at]=asc") == made
    assert found("order[id]=desc") == made[::-1]
    assert found(f"filter[updated_at][from]={START + 1}") == found("filter[is_completed]=1") == made[:1]
    assert found(f"filter[responsible_user_id]={DMITRY}") == made[1:]
    assert found(f"filter[entity_type]=leads&filter[entity_id][]={lead_id}&filter[task_type]=1") == made
    world.delete_task(made[1])
    assert found("") == made[:1]
    assert api.get(f"tasks/{made[1]}").status_code == 404
    world.knobs.missing_by_id = 204
    assert api.get(f"tasks/{made[1]}").status_code == 204
    assert types(api.get("events?filter[type][]=task_deleted")) == ["task_deleted"]


@pytest.mark.parametrize("hints", [True, False])
def test_an_invoice_leaves_hints_only_by_knob(
    api: httpx.Client, world: World, new_lead: NewLead, *, hints: bool
) -> None:
    world.knobs.invoice_hints = hints
    lead_id = new_lead()
    world.pay_invoice(world.add_invoice(100, lead_id=lead_id).id)
    left = types(api.get("events"))
    assert left == (["service_note_added", "entity_linked", "lead_added"] if hints else ["lead_added"])


def test_invoices_are_scanned_whole_and_a_deleted_one_is_gone_or_marked(
    api: httpx.Client, world: World, new_lead: NewLead, clock: Clock
) -> None:
    bills = [world.add_invoice(price, lead_id=new_lead()).id for price in (100, 200, 300)]
    world.change_invoice(bills[0], price="99.50", at=clock.go(5))
    world.delete_invoice(bills[1])
    world.delete_invoice(bills[2], still_listed=True)
    rows = api.get("catalogs/2003/elements?filter[updated_at][from]=9999999999").json()["_embedded"]["elements"]
    assert [(row["id"], row["is_deleted"]) for row in rows] == [(bills[0], False), (bills[2], True)]
    price = next(field for field in rows[0]["custom_fields_values"] if field["field_code"] == "BILL_PRICE")
    assert price["values"] == [{"value": "99.50"}]
    assert api.get("catalogs/2001/elements").status_code == 204
    assert api.get("catalogs/1/elements").status_code == 404
