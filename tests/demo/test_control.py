"""The demo's own switches, and the command that starts it."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from sales_core.demo.bulk import bulk_world
from sales_core.demo.world import World
from tests.demo.conftest import ANNA, Open

NewLead = Callable[..., int]


@pytest.fixture
def demo(world: World, open_api: Open) -> httpx.Client:
    """A client of ``/_demo`` and, by whole paths, of everything else."""
    api = open_api(world)
    api.base_url = httpx.URL(str(api.base_url).replace("/api/v4", ""))
    return api


def test_deeds_can_be_done_over_http(demo: httpx.Client, world: World, new_lead: NewLead) -> None:
    lead_id = new_lead()
    done = demo.post("/_demo/do", json={"deed": "price_lead", "with": {"lead_id": lead_id, "price": 5}})
    assert done.json()[0]["price"] == 5
    both = [
        {"deed": "mail", "with": {"lead_ids": [lead_id], "user_id": ANNA, "subject": "Счёт"}},
        {"deed": "delete_lead", "with": {"lead_id": lead_id}},
    ]
    mails, deleted = demo.post("/_demo/do", json=both).json()
    assert (mails[0]["note_type"], deleted, lead_id in world.trash) == ("amomail_message", None, True)
    assert demo.post("/_demo/do", json={"deed": "emit"}).status_code == 400


def test_faults_latency_and_knobs_are_set_over_http(demo: httpx.Client, world: World) -> None:
    demo.post("/_demo/faults", json={"rate": 1, "kinds": ["503"], "only_path": "/account", "schedule": ["401"]})
    codes = [demo.get(f"/api/v4/{path}").status_code for path in ("account", "account", "users")]
    assert codes == [401, 503, 200]
    assert demo.get("/_demo/stats").json()["faults"] == {"401": 1, "503": 1}
    demo.post("/_demo/reset")
    assert demo.get("/api/v4/account").status_code == 200
    demo.post("/_demo/latency", json={"from_ms": 50, "to_ms": 60})
    assert demo.get("/api/v4/account").elapsed.total_seconds() >= 0.05
    assert demo.post("/_demo/knobs", json={"subscription": "closed"}).json()["subscription"] == "closed"
    assert world.knobs.subscription == "closed"


def test_drift_changes_as_many_leads_as_asked(demo: httpx.Client, world: World, new_lead: NewLead) -> None:
    made = [new_lead(price=0) for _ in range(20)]
    changed = demo.post("/_demo/drift", json={"leads": 5, "seed": 1}).json()["changed"]
    assert [lead_id for lead_id in made if world.leads[lead_id].price] == sorted(changed)
    assert len(changed) == 5


def test_bulk_makes_exactly_as_much_as_asked() -> None:
    world = bulk_world(leads=300, events=1000, invoices=20)
    assert (len(world.leads), len(world.events), len(world.invoices)) == (300, 1000, 20)
    assert len(bulk_world(leads=10, events=0).events) == 10


def test_the_command_prints_its_address_and_stops_when_told(tmp_path: Path) -> None:
    options = ["--seed", "7", "--limit", "off", "--still", "--files", str(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-m", "sales_core.demo", *options], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            reply = httpx.get(f"{url}/api/v4/account", headers={"Authorization": "Bearer demo-token"})
            assert reply.json()["name"] == "Бюро внедрения"
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(10) == -signal.SIGTERM
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8").startswith("[report]")
    assert (tmp_path / "payments.csv").read_text(encoding="utf-8").startswith("lead_id;")


@pytest.mark.parametrize(
    ("told", "status"), [(["--latency", "fast"], 2), (["--fault", "earthquake"], 2), (["--help"], 0)]
)
def test_the_command_refuses_what_it_does_not_know(told: list[str], status: int) -> None:
    done = subprocess.run([sys.executable, "-m", "sales_core.demo", *told], capture_output=True, check=False)
    assert done.returncode == status
