"""``/leads`` as amoCRM answers it: pages, limits, filters, order, trash, merges, rights."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sales_core.demo.setting_up import OFFER, SALES
from sales_core.demo.world import World
from tests.demo.conftest import ANNA, DMITRY, START, Clock, Open

NewLead = Callable[..., int]


def ids(reply: httpx.Response) -> list[int]:
    return [] if reply.status_code == 204 else [lead["id"] for lead in reply.json()["_embedded"]["leads"]]


def test_pages_follow_each_other_until_an_empty_204(api: httpx.Client, new_lead: NewLead) -> None:
    made = [new_lead() for _ in range(7)]
    pages = [api.get(f"leads?limit=3&page={page}") for page in (1, 2, 3, 4)]
    assert [ids(page) for page in pages] == [made[:3], made[3:6], made[6:], []]
    assert ["next" in page.json()["_links"] for page in pages[:3]] == [True, True, False]
    assert (pages[3].status_code, pages[3].content) == (204, b"")
    follow = pages[0].json()["_links"]["next"]["href"]
    assert ids(api.get(follow)) == made[3:6]


@pytest.mark.parametrize(("asked", "given"), [("", 50), ("limit=250", 60), ("limit=251", 50), ("limit=x", 50)])
def test_a_limit_too_large_silently_becomes_50(api: httpx.Client, new_lead: NewLead, asked: str, given: int) -> None:
    for _ in range(60):
        new_lead()
    assert len(ids(api.get(f"leads?{asked}"))) == given


def test_filters_of_php_arrays_combine(api: httpx.Client, world: World, new_lead: NewLead) -> None:
    a, b, c = new_lead(), new_lead(responsible=DMITRY), new_lead(status=OFFER)
    assert ids(api.get(f"leads?filter[id][]={a}&filter[id][]={c}")) == [a, c]
    assert ids(api.get("leads", params={"filter[id][0]": a, "filter[id][1]": b})) == [a, b]
    assert ids(api.get(f"leads?filter[id]={b}")) == [b]
    assert ids(api.get(f"leads?filter[responsible_user_id]={ANNA}&filter[id][]={a}&filter[id][]={b}")) == [a]
    pair = f"filter[statuses][0][pipeline_id]={SALES}&filter[statuses][0][status_id]={OFFER}"
    assert ids(api.get(f"leads?{pair}")) == [c]
    world.knobs.filters_enabled = False
    assert ids(api.get(f"leads?filter[id]={b}")) == [a, b, c]


def test_ranges_are_inclusive_and_ordered_by_updated_at(
    api: httpx.Client, world: World, clock: Clock, new_lead: NewLead
) -> None:
    made = []
    for _ in range(4):
        made.append(new_lead())
        clock.go(10)
    world.price_lead(made[0], 5)
    window = f"filter[updated_at][from]={START + 10}&filter[updated_at][to]={START + 40}"
    assert ids(api.get(f"leads?{window}&order[updated_at]=asc")) == [made[1], made[2], made[3], made[0]]
    assert ids(api.get(f"leads?{window}&order[updated_at]=desc&limit=2")) == [made[0], made[3]]
    assert ids(api.get(f"leads?filter[created_at][to]={START + 10}&order[id]=desc")) == [made[1], made[0]]


def test_closing_sets_closed_at_and_reopening_clears_it(
    api: httpx.Client, world: World, clock: Clock, new_lead: NewLead
) -> None:
    lead_id = new_lead()
    world.move_lead(lead_id, 143, at=clock.go(5), loss_reason=3_300_001)
    lost = api.get(f"leads/{lead_id}?with=loss_reason").json()
    assert (lost["closed_at"], lost["_embedded"]["loss_reason"][0]["name"]) == (START + 5, "Дорого")
    assert ids(api.get(f"leads?filter[closed_at][from]={START}")) == [lead_id]
    world.move_lead(lead_id, OFFER)
    reopened = api.get(f"leads/{lead_id}").json()
    assert (reopened["closed_at"], reopened["loss_reason_id"]) == (None, None)
    assert ids(api.get(f"leads?filter[closed_at][from]={START}")) == []


def test_a_deleted_lead_is_in_the_trash_until_restored_or_purged(
    api: httpx.Client, world: World, new_lead: NewLead
) -> None:
    kept, thrown, purged = new_lead(), new_lead(), new_lead()
    world.delete_lead(thrown)
    world.delete_lead(purged)
    assert ids(api.get("leads")) == [kept]
    assert ids(api.get("leads?with=only_deleted")) == [thrown, purged]
    assert api.get(f"leads/{thrown}").status_code == 204
    world.knobs.trashed_by_id = 200
    assert api.get(f"leads/{thrown}").json()["is_deleted"] is True
    world.purge_lead(purged)
    world.restore_lead(thrown)
    assert ids(api.get("leads")) == [kept, thrown]
    assert api.get("leads?with=only_deleted").status_code == 204


@pytest.mark.parametrize("tells", [False, True])
def test_merging_keeps_one_and_names_the_other_only_by_knob(
    api: httpx.Client, world: World, new_lead: NewLead, *, tells: bool
) -> None:
    world.knobs.merge_emits_delete = tells
    bill_of = {lead_id: world.add_invoice(5, lead_id=lead_id).id for lead_id in (new_lead(), new_lead())}
    winner, loser = bill_of
    world.merge_leads(winner, loser)
    assert (api.get(f"leads/{loser}").status_code, api.get("leads?with=only_deleted").status_code) == (204, 204)
    linked = api.get(f"leads/{winner}?with=catalog_elements").json()["_embedded"]["catalog_elements"]
    assert [each["id"] for each in linked] == list(bill_of.values())
    deleted = api.get("events?filter[type]=lead_deleted")
    assert (deleted.status_code == 200) is tells


def test_a_token_without_rights_sees_its_own_leads_and_no_users(manager_api: httpx.Client, new_lead: NewLead) -> None:
    own, other = new_lead(), new_lead(responsible=DMITRY)
    assert ids(manager_api.get("leads")) == [own]
    assert manager_api.get(f"leads/{other}").status_code == 204
    assert manager_api.get("users").status_code == 403
    events = manager_api.get("events").json()["_embedded"]["events"]
    assert {event["entity_id"] for event in events} == {own}
    assert manager_api.get("account").json()["current_user_id"] == ANNA


def test_an_admin_may_look_with_another_users_eyes(api: httpx.Client, new_lead: NewLead) -> None:
    new_lead()
    other = new_lead(responsible=DMITRY)
    assert ids(api.get("leads", headers={"X-Context-User-ID": str(DMITRY)})) == [other]
    assert api.get("leads", headers={"X-Context-User-ID": "1"}).status_code == 401


def test_links_of_several_leads_come_at_once(api: httpx.Client, world: World, new_lead: NewLead) -> None:
    contact = world.add_contact("Олег", responsible=ANNA).id
    a, b = new_lead(contacts=[contact]), new_lead()
    bill = world.add_invoice(100, lead_id=b)
    rows: list[dict[str, Any]] = api.get(f"leads/links?filter[entity_id][]={a}&filter[entity_id][]={b}").json()[
        "_embedded"
    ]["links"]
    assert [(row["entity_id"], row["to_entity_id"]) for row in rows] == [(a, contact), (b, bill.id)]
    only = api.get(f"leads/{a}/links?filter[to_catalog_id]=2003").json()
    assert only["_total_items"] == 0
    world.unlink_invoice(b, bill.id)
    assert api.get(f"leads/{b}/links").json()["_total_items"] == 0


def test_links_may_name_another_host_and_leads_cannot_be_deleted(
    api: httpx.Client, world: World, new_lead: NewLead
) -> None:
    lead_id = new_lead()
    world.knobs.foreign_links = True
    assert api.get("leads").json()["_links"]["self"]["href"].startswith("https://shard152.amocrm.ru/")
    assert api.delete(f"leads/{lead_id}").status_code == 405


def test_after_the_subscription_ended_writes_are_402_and_a_month_later_reads(api: httpx.Client, world: World) -> None:
    world.knobs.subscription = "expired"
    assert (api.patch("leads", json=[]).status_code, api.get("account").status_code) == (402, 200)
    world.knobs.subscription = "closed"
    assert api.get("account").status_code == 402


def test_linking_an_invoice_moves_the_lead_only_by_knob(
    world: World, clock: Clock, new_lead: NewLead, open_api: Open
) -> None:
    lead_id = new_lead()
    world.add_invoice(1, lead_id=lead_id, at=clock.go(60))
    assert world.leads[lead_id].updated_at == START
    world.knobs.links_bump_leads = True
    world.add_invoice(1, lead_id=lead_id, at=clock.go(60))
    assert world.leads[lead_id].updated_at == START + 120
