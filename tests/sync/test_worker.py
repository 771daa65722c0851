"""The worker's shell: it survives, waits, is asked, stops, and is alone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import ServerFailed
from sales_core.config import Settings
from sales_core.connection import connect_by_token, credentials_mark, open_client
from sales_core.errors import DatabaseError
from sales_core.reporting import load_freshness
from sales_core.store.bookmarks import last_runs
from sales_core.store.database import Database
from sales_core.store.locks import is_worker_running, worker_lock
from sales_core.store.worker_notes import ask_for_pass, is_full_pass_asked, worker_waits_since
from sales_core.sync.worker import STOPPED_PAUSE_S, Worker
from tests.sync.conftest import Site
from tests.sync.worlds import Hands, held, quick_client, quiet_world, stored
from tests.waiting import until

ROOT = Path(__file__).parents[2]
SiteOf = Callable[..., Site]


@pytest.fixture
def site(site_of: SiteOf) -> Site:
    hands = Hands()
    return site_of(quiet_world(hands), hands)


class Shop:
    """A worker running on a thread, and the credentials a person may change."""

    def __init__(self, site: Site, every_s: int = 1) -> None:
        self.credentials = "first"
        self.opened = 0
        self.site = site
        self.worker = Worker(
            site.database, self._open, lambda: self.credentials, clock=site.hands, every_s=every_s, nap_s=0.02
        )
        self._thread = threading.Thread(target=self.worker.run)

    def _open(self) -> AmocrmClient:
        self.opened += 1
        return quick_client(self.site.url)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.worker.stop()
        self._thread.join(60)
        assert not self._thread.is_alive()


def outcomes(database: Database) -> list[str]:
    with database.read() as conn:
        return [run.outcome for run in last_runs(conn, 100)]


def test_a_failed_pass_is_told_and_the_next_one_goes_on(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.demo.faults.rate, site.demo.faults.kinds, site.demo.faults.only_path = 1.0, ("500",), "/pipelines"
    with Shop(site):
        until(lambda: "failed" in outcomes(site.database))
        with site.database.read() as conn:
            error = next(run.error for run in last_runs(conn, 100) if run.outcome == "failed")
        site.demo.faults.clear()
        until(lambda: "done" in outcomes(site.database))
    assert error is not None
    assert "{status}" in error["template"]
    assert error["params"] == {"status": 500}


@pytest.mark.parametrize("only_path", ["/pipelines", "/tasks"])
def test_a_single_pass_that_fails_does_not_promise_another_one(site: Site, only_path: str) -> None:
    """Neither to whoever started it nor in the run log; a failure in the background is no other."""
    site.demo.faults.rate, site.demo.faults.kinds, site.demo.faults.only_path = 1.0, ("500",), only_path
    worker = Worker(site.database, lambda: quick_client(site.url), lambda: "", clock=site.hands)
    with pytest.raises(ServerFailed) as caught:
        worker.run_once()
    assert caught.value.template == ServerFailed.once
    with site.database.read() as conn:
        failed = [run.error for run in last_runs(conn, 10) if run.outcome == "failed"]
    assert failed == [{"template": ServerFailed.once, "params": {"status": 500}}]


def test_the_app_can_ask_for_a_pass_at_once(site: Site) -> None:
    with Shop(site, every_s=3600):
        until(lambda: outcomes(site.database).count("done") >= 2)
        runs = len(outcomes(site.database))
        site.hands.forward()
        with site.database.write() as conn:
            ask_for_pass(conn, site.hands.now)
        until(lambda: len(outcomes(site.database)) > runs)


def test_the_app_can_ask_for_everything_to_be_read_again(site: Site) -> None:
    """Once: the wish is gone when the worker has begun, and the report stays open meanwhile."""
    with Shop(site, every_s=3600):
        until(lambda: outcomes(site.database).count("done") >= 2)
        before = site.demo.stats.requests.total()
        site.hands.forward()
        with site.database.write() as conn:
            ask_for_pass(conn, site.hands.now, full=True)
        until(lambda: kinds(site.database)[0] == "full" and outcomes(site.database)[0] == "done")
        assert site.demo.stats.requests.total() > before
        with site.database.read() as conn:
            assert not is_full_pass_asked(conn)
            assert load_freshness(conn, site.hands.now).first_sync == ()
        site.hands.forward()
        with site.database.write() as conn:
            ask_for_pass(conn, site.hands.now)
        until(lambda: kinds(site.database)[0] == "incremental")
    assert stored(site.database) == held(site.world)


def test_a_wish_outlives_the_worker_that_did_not_hear_it(site: Site) -> None:
    site.sync()
    with site.database.write() as conn:
        ask_for_pass(conn, site.hands.now - 3600, full=True)
    with Shop(site, every_s=3600):
        until(lambda: "full" in kinds(site.database))


def kinds(database: Database) -> list[str]:
    with database.read() as conn:
        return [run.kind for run in last_runs(conn, 100)]


def waits_since(database: Database) -> int | None:
    with database.read() as conn:
        return worker_waits_since(conn)


def test_a_worker_without_an_account_waits_and_begins_once_somebody_connects_it(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Said once in its log, and in the database for the app; a pass an hour away is not waited for."""
    caplog.set_level("INFO")
    settings = Settings(database_url=site.database.url, public_url="http://board.test")
    worker = Worker(
        site.database,
        lambda: open_client(settings, site.database),
        lambda: credentials_mark(settings, site.database),
        clock=site.hands,
        every_s=3600,
        nap_s=0.02,
    )
    running = threading.Thread(target=worker.run)
    running.start()
    until(lambda: waits_since(site.database) == site.hands.now)
    time.sleep(0.3)
    assert outcomes(site.database) == []
    assert caplog.text.count("No amoCRM account is connected yet: open http://board.test in a browser") == 1
    connect_by_token(settings, site.database, site.url, "demo-token")
    until(lambda: "done" in outcomes(site.database))
    assert waits_since(site.database) is None
    worker.stop()
    running.join(30)
    assert stored(site.database)["leads"] == held(site.world)["leads"]


def test_new_access_is_used_from_the_next_pass_on(site: Site) -> None:
    with Shop(site) as shop:
        until(lambda: "done" in outcomes(site.database))
        opened = shop.opened
        shop.credentials = "second"
        until(lambda: shop.opened == opened + 1)


def test_a_database_is_never_filled_from_a_second_account(site: Site, site_of: SiteOf) -> None:
    """Not even within the hour for which users and fields are not asked for again."""
    with Shop(site):
        until(lambda: "done" in outcomes(site.database))
    before = stored(site.database)
    other_world = quiet_world(site.hands, leads=9)
    other_world.account.id += 1
    other = site_of(other_world, site.hands, site.database)
    with Shop(other):
        until(lambda: outcomes(site.database)[0] == "failed")
    with site.database.read() as conn:
        error = last_runs(conn, 1)[0].error
    assert error is not None
    assert error["template"].startswith("The database holds the account")
    assert stored(site.database) == before


def test_a_blocked_account_is_left_in_peace(site: Site) -> None:
    site.demo.limits.is_blocked = True
    with Shop(site) as shop:
        until(lambda: "failed" in outcomes(site.database))
        asked = site.requests
        time.sleep(1.3)
        assert site.requests == asked
        assert asked <= 5  # those that were on their way already
        site.demo.limits.reset()
        site.hands.forward(STOPPED_PAUSE_S)
        until(lambda: "done" in outcomes(site.database))
    assert shop.opened == 2


def test_without_access_the_worker_waits_for_a_person(site: Site) -> None:
    site.demo.faults.rate, site.demo.faults.kinds = 1.0, ("401",)
    with Shop(site) as shop:
        until(lambda: "failed" in outcomes(site.database))
        asked = site.requests
        time.sleep(1.3)
        assert site.requests == asked
        site.demo.faults.clear()
        shop.credentials = "second"
        until(lambda: "done" in outcomes(site.database))


def test_stopping_during_a_pass_is_no_failure(site: Site) -> None:
    site.demo.latency_ms = (200, 200)
    with Shop(site) as shop:
        until(lambda: site.requests >= 2)
        shop.worker.stop()
    assert outcomes(site.database) == ["stopped"]


def test_a_second_worker_is_refused_and_others_can_see_the_first(database: Database) -> None:
    assert not is_worker_running(database)
    with worker_lock(database):
        assert is_worker_running(database)
        with pytest.raises(DatabaseError, match="Another worker"), worker_lock(database):
            pass
    assert not is_worker_running(database)


@pytest.fixture
def program(site: Site, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """``program("--once")`` starts sync_worker.py against the site."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str, **changed: str) -> "subprocess.Popen[str]":
        env = {name: value for name, value in os.environ.items() if not name.startswith("TABLO_")} | {
            "TABLO_ENV_FILE": "",
            "TABLO_AMOCRM_URL": site.url,
            "TABLO_AMOCRM_TOKEN": "demo-token",
            "TABLO_DATABASE_URL": site.database.url,
            "TABLO_LANGUAGE": "en",
        }
        command = [sys.executable, str(ROOT / "sync_worker.py"), *options]
        process = subprocess.Popen(
            command, env=env | changed, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_the_program_runs_stops_on_sigterm_and_is_alone(
    site: Site, program: Callable[..., "subprocess.Popen[str]"]
) -> None:
    first = program("--every", "1")
    until(lambda: "done" in outcomes(site.database))
    second = program("--once")
    assert second.communicate(timeout=120)[1].strip().splitlines()[-1].startswith("Another worker is already syncing")
    assert second.returncode == 1
    until(lambda: stored(site.database) == held(site.world))
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0


def test_wrong_settings_are_told_in_one_sentence(program: Callable[..., "subprocess.Popen[str]"]) -> None:
    process = program("--once", TABLO_AMOCRM_TOKEN="")
    told = process.communicate(timeout=120)[1].strip().splitlines()
    assert process.returncode == 1
    assert len(told) == 1
    assert "TABLO_AMOCRM_TOKEN" in told[0]
