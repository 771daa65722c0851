"""Every reply has the keys and the kinds of values of the documents' samples."""

import json
from pathlib import Path
from typing import Any

import pytest

from sales_core.demo.world import World
from tests.demo.conftest import Open
from tests.demo.shapes import differences

SAMPLES = Path(__file__).parent / "samples"
ACCOUNT_WITH = (
    "amojo_id,uuid,amojo_rights,users_groups,task_types,version,datetime_settings,drive_url,"
    "is_api_filter_enabled,invoices_settings"
)
LEADS_WITH = "contacts,loss_reason,is_price_modified_by_robot,catalog_elements,source_id"
REQUESTS = {
    "account": f"account?with={ACCOUNT_WITH}",
    "users": "users?with=role,group&limit=250",
    "pipelines": "leads/pipelines",
    "leads": f"leads?with={LEADS_WITH}&order[updated_at]=asc&limit=2",
    "leads_only_deleted": "leads?with=only_deleted&limit=250",
    "lead_custom_fields": "leads/custom_fields?limit=50",
    "loss_reasons": "leads/loss_reasons",
    "tasks": "tasks?order[id]=asc&limit=1",
    "notes": "leads/notes?order[id]=asc&limit=5&filter[note_type]=call_in,call_out,common,amomail_message",
    "events_types": "events/types?language_code=ru",
    "catalogs": "catalogs",
    "invoice_elements": "catalogs/2003/elements?with=invoice_link",
    "invoice_custom_fields": "catalogs/2003/custom_fields?limit=50",
    "lead_links": "leads/9000001/links",
    "lead_links_mass": "leads/links?filter[entity_id][]=9000001&filter[entity_id][]=9000002&filter[to_catalog_id]=2003",
}


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", REQUESTS)
def test_a_reply_is_shaped_like_its_sample(name: str, busy_world: World, open_api: Open) -> None:
    reply = open_api(busy_world).get(REQUESTS[name])
    assert reply.headers["Content-Type"] == "application/hal+json"
    assert differences(reply.json(), sample(name)) == []


def test_every_kind_of_event_is_shaped_like_the_sample_of_its_type(busy_world: World, open_api: Open) -> None:
    busy_world.knobs.hide_mail = False
    events = open_api(busy_world).get("events?limit=100").json()["_embedded"]["events"]
    samples = sample("events")["_embedded"]["events"]
    samples += [
        each | {"type": "custom_field_600101_value_changed"} for each in samples if "custom_field_6" in each["type"]
    ]
    for event in events:
        alike = [
            each for each in samples if each["type"] == event["type"] and each["entity_type"] == event["entity_type"]
        ]
        if event["type"] == "service_note_added":
            alike = [each for each in samples if each["type"] == event["type"]]
        assert alike, f"no sample of {event['type']}"
        assert differences([event], alike) == []
        assert len(event["id"]) == 26
    assert {event["type"] for event in events} >= {
        "lead_added", "lead_status_changed", "lead_deleted", "lead_restored", "task_deleted", "incoming_mail",
        "outgoing_call", "incoming_chat_message", "sale_field_changed", "entity_responsible_changed",
    }  # fmt: skip


def test_an_invoice_made_of_nothing_has_no_fields_but_its_status(world: World, open_api: Open) -> None:
    world.add_invoice("")
    element = open_api(world).get("catalogs/2003/elements").json()["_embedded"]["elements"][0]
    codes = [field["field_code"] for field in element["custom_fields_values"]]
    assert codes == ["BILL_STATUS", "BILL_VAT_TYPE"]


def test_php_empties_are_null_and_lists(busy_world: World, open_api: Open) -> None:
    api = open_api(busy_world)
    leads = api.get("leads").json()["_embedded"]["leads"]
    assert None in [lead["custom_fields_values"] for lead in leads]
    tasks = api.get("tasks").json()["_embedded"]["tasks"]
    assert [task["result"] for task in tasks] == [{"text": "Согласовано"}, []]


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [("leads/links", 400, "error_400_validation"), ("nothing/here", 404, "error_401"), ("tasks/1", 404, "error_403")],
)
def test_an_error_is_a_problem_document(world: World, open_api: Open, path: str, status: int, name: str) -> None:
    reply = open_api(world).get(path)
    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/problem+json")
    assert differences(reply.json(), sample(name)) == []


def test_without_a_token_that_lives_everything_is_401(world: World, open_api: Open) -> None:
    reply = open_api(world, token="of somebody else").get("leads")
    assert (reply.status_code, reply.json()) == (401, sample("error_401"))
