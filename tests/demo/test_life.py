"""While the server runs, the company works."""

from collections import Counter

from anyio.from_thread import start_blocking_portal

from sales_core.demo.agenda import MOSCOW
from sales_core.demo.company import build_company
from sales_core.demo.life import Life
from sales_core.demo.world import World
from sales_core.periods import Month, day_of, start_of
from tests.demo.conftest import TODAY, Clock
from tests.waiting import until


def lived(seed: int, steps: int) -> World:
    clock = Clock()
    clock.now = start_of(TODAY, MOSCOW) + 12 * 3600
    world = build_company(7, TODAY, clock=clock).world
    life = Life(world, seed=seed)
    for _ in range(steps):
        clock.go(10)
        life.step()
    return world


def test_everything_happens_and_the_same_for_the_same_seed() -> None:
    first, again, other = lived(1, 300), lived(1, 300), lived(2, 20)
    ids = [[event.id for event in world.events.everything()] for world in (first, again, other)]
    assert ids[0] == ids[1] != ids[2]
    assert [invoice.status for invoice in first.invoices] == [invoice.status for invoice in again.invoices]
    begun = start_of(TODAY, MOSCOW)
    kinds = Counter(event.type for event in first.events.everything() if event.created_at >= begun)
    assert kinds.keys() >= {
        "outgoing_call", "incoming_call", "outgoing_mail", "incoming_mail", "lead_status_changed", "lead_added",
        "task_completed", "service_note_added", "entity_linked", "outgoing_chat_message",
    }  # fmt: skip


def test_what_is_paid_arrives_in_the_current_month_and_stays_plausible() -> None:
    world = lived(1, 600)
    begun = start_of(TODAY, MOSCOW)
    paid = [each for each in world.invoices if each.status == "paid" and (each.payment_at or 0) >= begun]
    assert {Month.of(day_of(each.payment_at or 0, MOSCOW)) for each in paid} == {Month.of(TODAY)}
    assert 20 < len(paid) < 80
    assert sum(float(each.price) for each in paid) < 5_000_000


def test_an_empty_account_lives_too(world: World) -> None:
    life = Life(world, seed=3)
    for _ in range(50):
        life.step()
    assert len(world.leads) > 0


def test_it_runs_beside_the_server(world: World) -> None:
    with start_blocking_portal() as elsewhere:  # a loop of its own: the browser of other tests may hold this thread's
        living = elsewhere.start_task_soon(Life(world, per_minute=60_000).run)
        until(lambda: len(world.events) > 5)
        living.cancel()
