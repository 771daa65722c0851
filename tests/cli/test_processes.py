"""Several programs under one command: real processes, ended in every way there is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sales_core.cli.processes import ProcessEndedError, Processes, Stopped

# The file appears with its content: one that is killed between the two would leave an empty file behind.
SLEEPS = (
    "import pathlib, os, time; new = pathlib.Path('{0}.new'); new.write_text(str(os.getpid())); new.rename('{0}'); "
    "time.sleep(60)"
)
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPS
WITH_A_CHILD_OF_ITS_OWN = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', '''{child}''']); time.sleep(60)"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def is_alive(pid_file: Path) -> bool:
    try:
        status = Path(f"/proc/{pid_file.read_text()}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(") ")[2][0] != "Z"


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_leaving_ends_everything_that_was_started(tmp_path: Path) -> None:
    pids = [tmp_path / "a", tmp_path / "b"]
    with Processes(os.environ) as processes:
        for pid in pids:
            processes.start(pid.name, python(SLEEPS.format(pid)))
        until(lambda: all(pid.exists() for pid in pids))
        assert all(is_alive(pid) for pid in pids)
    assert not any(is_alive(pid) for pid in pids)


def test_one_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sales_core.cli.processes.PATIENCE_S", 0.2)
    with Processes(os.environ) as processes:
        processes.start("deaf", python(DEAF.format(tmp_path / "pid")))
        until((tmp_path / "pid").exists)
    assert not is_alive(tmp_path / "pid")


def test_what_a_program_started_itself_ends_with_it(tmp_path: Path) -> None:
    child = SLEEPS.format(tmp_path / "pid").replace("'", '"')
    with Processes(os.environ) as processes:
        processes.start("parent", python(WITH_A_CHILD_OF_ITS_OWN.format(child=child)))
        until((tmp_path / "pid").exists)
    until(lambda: not is_alive(tmp_path / "pid"))


def test_the_end_of_one_is_told_with_its_last_lines_and_ends_the_rest(tmp_path: Path) -> None:
    with pytest.raises(ProcessEndedError) as told, Processes(os.environ, tmp_path) as processes:
        processes.start("steady", python(SLEEPS.format(tmp_path / "pid")))
        until((tmp_path / "pid").exists)
        processes.start("brittle", python("print('no such account'); raise SystemExit(3)"))
        processes.wait(20)
    assert "“brittle” ended by itself (exit code 3)" in str(told.value)
    assert "no such account" in str(told.value)
    assert not is_alive(tmp_path / "pid")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_stop_ends_the_wait(number: signal.Signals) -> None:
    before = signal.signal(number, signal.default_int_handler)  # the tests themselves may run under nohup
    try:
        with pytest.raises(Stopped), Processes(os.environ) as processes:
            os.kill(os.getpid(), number)
            processes.wait()
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)


def test_under_nohup_the_end_of_the_terminal_is_not_the_end() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Processes(os.environ) as processes:
            os.kill(os.getpid(), signal.SIGHUP)
            processes.wait(0.3)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_second_ctrl_c_while_ending_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sales_core.cli.processes.PATIENCE_S", 0.5)
    interrupt_us = f"import os, signal; os.kill({os.getpid()}, signal.SIGINT); " + DEAF.format(tmp_path / "pid")
    with Processes(os.environ) as processes:
        processes.start("deaf", python(interrupt_us))
        until((tmp_path / "pid").exists)
    assert not is_alive(tmp_path / "pid")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_a_killed_parent_takes_its_programs_along(tmp_path: Path) -> None:
    parent = (
        "import os, sys; from sales_core.cli.processes import Processes\n"
        f"with Processes(os.environ) as processes:\n"
        f"    processes.start('child', [sys.executable, '-c', {SLEEPS.format(tmp_path / 'pid')!r}])\n"
        "    processes.wait()\n"
    )
    with subprocess.Popen(python(parent)) as process:
        until((tmp_path / "pid").exists)
        process.kill()
    until(lambda: not is_alive(tmp_path / "pid"))
