"""``tablo demo`` and ``tablo up`` as a person runs them: real programs, a demo amoCRM server, real signals."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from filelock import FileLock

from sales_core.cli.app import run
from sales_core.clock import system_clock
from sales_core.demo.server import demo_app
from sales_core.demo.serving import serve
from sales_core.demo.setting_up import empty_world
from sales_core.periods import Month, day_of
from sales_core.store.database import open_database
from tests.cli.programs import TABLO, address_printed_by, free_port, running


def children_of(pid: int) -> dict[str, int]:
    """The command line → pid of the programs a process started."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {Path(f"/proc/{child}/cmdline").read_text().replace("\0", " "): int(child) for child in pids}


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.slow
def test_a_demo_opens_with_a_whole_report_and_the_death_of_one_program_ends_it_with_a_sentence(folder: Path) -> None:
    began = time.monotonic()
    with running(folder, "demo", "--port", str(free_port()), TABLO_LANGUAGE="en") as process:
        url = address_printed_by(process)
        assert time.monotonic() - began < 60
        assert httpx.get(url + "/_stcore/health", trust_env=False).text == "ok"
        report = report_of(folder)
        assert len([row for row in report["rows"] if row["plan"]]) == 12
        assert float(report["total"]["fact"]) > 0
        children = children_of(process.pid)
        assert len(children) == 3
        os.kill(next(pid for command, pid in children.items() if "sync_worker.py" in command), signal.SIGKILL)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "“worker” ended by itself" in told
    assert told.count("\n") == 1
    assert all(is_gone(pid) for pid in children.values())


def report_of(folder: Path) -> dict[str, Any]:
    """Of the last whole month: on the first of a month nothing is brought in yet."""
    month = Month.of(day_of(system_clock(), ZoneInfo("Europe/Moscow"))).plus(-1)
    shown = subprocess.run(
        [TABLO, "report", "sales", "--month", str(month), "--format", "json"],
        cwd=folder,
        env=os.environ | {"TABLO_DATABASE_URL": "sqlite:///data/demo/tablo.db"},
        capture_output=True,
        text=True,
        check=True,
    )
    report: dict[str, Any] = json.loads(shown.stdout)
    return report


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_runs_worker_and_app_until_it_is_asked_to_stop(folder: Path, number: signal.Signals) -> None:
    port = free_port()
    with serve(demo_app(empty_world(created_at=1_750_000_000))) as amocrm:
        (folder / ".env").write_text(f"TABLO_AMOCRM_URL={amocrm}\nTABLO_AMOCRM_TOKEN=demo-token\nTABLO_LANGUAGE=en\n")
        with running(folder, "up", "--port", str(port)) as process:
            assert address_printed_by(process) == f"http://localhost:{port}"
            assert httpx.get(f"http://127.0.0.1:{port}/_stcore/health", trust_env=False).text == "ok"
            children = children_of(process.pid)
            process.send_signal(number)
            shown, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert "Stopped" in shown
    assert len(children) == 2
    assert all(is_gone(pid) for pid in children.values())
    open_database(f"sqlite:///{folder}/data/tablo.db").dispose()


def refusal(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(arguments) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    return told


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in list(os.environ):
        if name.startswith("TABLO_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TABLO_LANGUAGE", "en")
    return monkeypatch


@pytest.mark.parametrize("command", ["up", "demo"])
def test_elsewhere_than_in_the_project_nothing_is_started(
    tmp_path: Path, english: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    english.chdir(tmp_path)
    english.setenv("TABLO_AMOCRM_URL", "http://127.0.0.1:1")
    english.setenv("TABLO_AMOCRM_TOKEN", "t")
    assert "There is no app.py in this folder" in refusal(command, capsys=capsys)
    assert list(tmp_path.iterdir()) == []


def test_up_says_what_setting_is_missing(
    folder: Path, english: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    english.chdir(folder)
    english.setenv("TABLO_AMOCRM_TOKEN", "t")
    assert "TABLO_AMOCRM_URL is not set" in refusal("up", capsys=capsys)


def test_up_refuses_a_taken_port(folder: Path, english: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    english.chdir(folder)
    english.setenv("TABLO_AMOCRM_URL", "http://127.0.0.1:1")
    english.setenv("TABLO_AMOCRM_TOKEN", "t")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Port {port} is taken" in refusal("up", "--port", str(port), capsys=capsys)


def test_a_second_demo_in_one_folder_is_refused(
    folder: Path, english: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    english.chdir(folder)
    with demo_lock(folder):
        assert "A demo is already running here" in refusal("demo", capsys=capsys)


def demo_lock(folder: Path) -> FileLock:
    (folder / "data").mkdir()
    return FileLock(folder / "data/demo.lock")
