"""A small account with one of everything, and a real server in front of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from sales_core.demo.company import DemoCompany, build_company
from sales_core.demo.oauth import ADMIN_TOKEN, MANAGER_TOKEN
from sales_core.demo.server import demo_app
from sales_core.demo.serving import serve
from sales_core.demo.setting_up import DEAL_TYPE_FIELD, FIRST_DEAL_TYPE, NEW, OFFER, SALES, empty_world
from sales_core.demo.world import World

START = 1_790_000_000
ANNA, DMITRY = 7_000_002, 7_000_003
TODAY = date(2026, 9, 18)


class Clock:
    """Time that stands still until told to go on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now

    def go(self, seconds: int) -> int:
        self.now += seconds
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return empty_world(created_at=START - 86_400, clock=clock)


@pytest.fixture
def new_lead(world: World) -> Callable[..., int]:
    """Makes a lead and returns its id; anything about it may be told."""

    def make(name: str = "Внедрение amoCRM", **told: Any) -> int:
        usual: dict[str, Any] = {"responsible": ANNA, "pipeline": SALES, "status": NEW, "price": 100_000}
        return world.create_lead(name, **usual | told).id

    return make


@pytest.fixture
def busy_world(world: World, clock: Clock, new_lead: Callable[..., int]) -> World:
    """One of everything the samples show."""
    company = world.add_company("Аптеки Здрава", responsible=ANNA)
    people = [world.add_contact(name, responsible=ANNA, phone="+7 900").id for name in ("Олег Смирнов", "Вера Титова")]
    deal_type = {DEAL_TYPE_FIELD: FIRST_DEAL_TYPE}
    first = new_lead(choices=deal_type, contacts=people, company=company.id)
    second, third, thrown = new_lead(contacts=people[:1]), new_lead(by=0), new_lead()
    clock.go(60)
    world.move_lead(first, OFFER)
    world.move_lead(second, 143, loss_reason=3_300_001)
    world.reassign_lead(first, DMITRY, by=7_000_001)
    world.price_lead(first, 150_000)
    world.rename_lead(first, "Интеграция с 1С")
    world.choose(third, DEAL_TYPE_FIELD, FIRST_DEAL_TYPE + 1)
    world.tag_lead(first, "срочно")
    world.call(first, user_id=ANNA, incoming=True, duration_s=184)
    world.call(second, user_id=ANNA)
    world.call(people[1], user_id=ANNA, entity_type="contacts")
    world.comment(first, "Клиент просит счёт до пятницы")
    world.mail([first, second], user_id=ANNA, subject="Запрос", incoming=True)
    world.mail([first], user_id=ANNA, subject="Re: Запрос")
    world.chat(first, user_id=ANNA, incoming=True)
    done = world.add_task("Уточнить", responsible=ANNA, complete_till=START + 900, lead_id=first)
    world.complete_task(done.id, "Согласовано")
    world.postpone_task(world.add_task("Встреча", responsible=ANNA, complete_till=START).id, START + 5)
    world.delete_task(world.add_task("Лишняя", responsible=ANNA, complete_till=START).id)
    bill = world.add_invoice(90_000, lead_id=first, payer="ООО Клиент", item="Лицензии", planned_at=START + 86_400)
    world.pay_invoice(bill.id)
    world.delete_lead(thrown)
    world.restore_lead(thrown)
    world.delete_lead(thrown)
    return world


Open = Callable[..., httpx.Client]


class Stage:
    """One running server whose application each test sets anew."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    stage = Stage()
    with serve(stage) as url:
        yield stage, url


@pytest.fixture
def open_api(stage: tuple[Stage, str]) -> Iterator[Open]:
    """Serves a world over real HTTP and returns a client of it, signed in as the admin unless told."""
    with ExitStack() as stack:

        def open_it(world: World, *, token: str = ADMIN_TOKEN, **parts: Any) -> httpx.Client:
            stage[0].app = demo_app(world, **parts)
            headers = {"Authorization": f"Bearer {token}"}
            return stack.enter_context(httpx.Client(base_url=f"{stage[1]}/api/v4", headers=headers, timeout=30))

        yield open_it


@pytest.fixture
def api(world: World, open_api: Open) -> httpx.Client:
    return open_api(world)


@pytest.fixture
def manager_api(world: World, open_api: Open) -> httpx.Client:
    """Anna's eyes: a token without admin rights."""
    return open_api(world, token=MANAGER_TOKEN)


@pytest.fixture(scope="session")
def company() -> DemoCompany:
    """Read only."""
    return build_company(7, TODAY)
