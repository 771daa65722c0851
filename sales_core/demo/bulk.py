"""Many leads and events quickly, for benchmarks: nothing believable about them but their number and their shape."""

from random import Random

from sales_core.clock import Clock, system_clock
from sales_core.demo.entities import LOST, WON
from sales_core.demo.setting_up import (
    DEAL_TYPE_FIELD,
    FIRST_DEAL_TYPE,
    HEAD_ID,
    NEW,
    OFFER,
    QUALIFIED,
    SALES,
    empty_world,
)
from sales_core.demo.world import World

_SPAN_S = 400 * 86_400
_STATUSES = (NEW, QUALIFIED, OFFER, WON, WON, LOST)


def bulk_world(*, leads: int, events: int, seed: int = 0, clock: Clock = system_clock, invoices: int = 0) -> World:
    """``leads`` leads spread over 400 days before now, their ``lead_added`` events among at least ``events`` events of
    every common kind, of the others one in ten mail and one in twenty a hand-over; ``invoices`` paid invoices linked to
    the first leads."""
    now = clock()
    random = Random(seed)  # noqa: S311 - figures for a benchmark
    world = empty_world(created_at=now - _SPAN_S, clock=clock, seed=seed)
    world.knobs.invoice_hints = False
    managers = [user_id for user_id in world.users if user_id != HEAD_ID]
    companies = [world.add_company(f"Клиент {n}", responsible=HEAD_ID, at=now - _SPAN_S).id for n in range(200)]
    ids = []
    for place in range(leads):
        lead = world.create_lead(
            f"Сделка {place}",
            price=random.randrange(10_000, 900_000, 500),
            responsible=random.choice(managers),
            pipeline=SALES,
            status=random.choice(_STATUSES),
            choices={DEAL_TYPE_FIELD: FIRST_DEAL_TYPE + place % 4},
            company=companies[place % len(companies)],
            at=now - _SPAN_S + place * (_SPAN_S - 86_400) // max(1, leads),
        )
        ids.append(lead.id)
    _fill_log(world, random, ids, events - leads, now)
    for place in range(min(invoices, leads)):
        at = now - _SPAN_S + place * (_SPAN_S - 86_400) // max(1, leads)
        invoice = world.add_invoice(random.randrange(10_000, 300_000, 500), lead_id=ids[place], at=at)
        world.pay_invoice(invoice.id, at=at + 3600)
    return world


def _fill_log(world: World, random: Random, lead_ids: list[int], number: int, now: int) -> None:
    """Events in order of time, without touching the leads they speak of."""
    before = [{"lead_status": {"id": NEW, "pipeline_id": SALES}}]
    after = [{"lead_status": {"id": OFFER, "pipeline_id": SALES}}]
    for place in range(max(0, number)):
        at = now - _SPAN_S + place * (_SPAN_S - 86_400) // number
        lead_id = random.choice(lead_ids)
        by = world.leads[lead_id].responsible_user_id
        match place % 10:
            case 0:
                world.emit_note("outgoing_mail", "lead", lead_id, at=at, by=by, note_id=world.new_id("note"))
            case 1 | 2:
                world.emit_note("outgoing_call", "lead", lead_id, at=at, by=by, note_id=world.new_id("note"))
            case 3 | 4:
                world.emit("task_completed", "task", world.new_id("task"), at=at, by=by)
            case 5 if place % 20 == 5:
                holders = [[{"responsible_user": {"id": user_id}}] for user_id in (HEAD_ID, by)]
                world.emit(
                    "entity_responsible_changed", "lead", lead_id, at=at, by=by, before=holders[0], after=holders[1]
                )
            case _:
                world.emit("lead_status_changed", "lead", lead_id, at=at, by=by, after=after, before=before)
