"""Several programs under one command: started together, ended together, none left behind.

Each runs in a process group of its own, so that Ctrl-C reaches this process alone and the order of ending is ours. If
this process is killed outright, the kernel ends its children (on Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from sales_core.errors import TabloError

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_S = 15
_WATCH_EVERY_S = 0.2
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


class ProcessEndedError(TabloError):
    """One of the programs ended by itself; the others were stopped."""


class Stopped(Exception):  # noqa: N818 - not an error: a person or the system asked to stop
    """Ctrl-C, SIGTERM, or the terminal was closed."""


@dataclass(frozen=True, slots=True)
class _Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path | None


class Processes:
    """Use as a context: whatever way it is left, every process that was started has ended.

    log_folder: each process writes ``NAME.log`` there; without it they share this process's output.
    """

    def __init__(self, env: Mapping[str, str], log_folder: Path | None = None) -> None:
        self._env = env
        self._log_folder = log_folder
        self._children: list[_Child] = []
        self._asked_to_stop = False
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        for number in _ENDS:
            # Under nohup the terminal's end is not ours.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._resources.callback(signal.signal, number, signal.signal(number, self._ask_to_stop))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._end_all()
        finally:
            self._resources.close()

    def start(self, name: str, command: Sequence[str]) -> None:
        """Starts a program; ``name`` is what an error calls it."""
        log = self._log_folder / f"{name}.log" if self._log_folder else None
        output = self._resources.enter_context(log.open("wb")) if log else None
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            process_group=0,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads yet
        )
        self._children.append(_Child(name, process, log))

    def wait(self, seconds: float | None = None) -> None:
        """Lets time pass (without ``seconds``: for ever), watching.

        Raises Stopped when this process was asked to end, ProcessEndedError when one of the programs did.
        """
        until = None if seconds is None else time.monotonic() + seconds
        while until is None or time.monotonic() < until:
            if self._asked_to_stop:
                raise Stopped
            for child in self._children:
                if child.process.poll() is not None:
                    raise _ended(child)
            time.sleep(_WATCH_EVERY_S)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _end_all(self) -> None:
        """Asks all to end, the last started first, and kills what has not ended in time."""
        for child in reversed(self._children):
            _signal_group(child, signal.SIGTERM)
        for child in reversed(self._children):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(PATIENCE_S)
            _signal_group(child, signal.SIGKILL)
            child.process.wait()


def _ended(child: _Child) -> ProcessEndedError:
    code = child.process.returncode
    if child.log is None:
        return ProcessEndedError(
            "“{name}” ended by itself (exit code {code}), so everything was stopped", name=child.name, code=code
        )
    lines = child.log.read_text(encoding="utf-8", errors="replace").split("\n")
    return ProcessEndedError(
        "“{name}” ended by itself (exit code {code}), so everything was stopped. Its last words, in {log}: {line}",
        name=child.name,
        code=code,
        log=child.log,
        line=next((line.strip() for line in reversed(lines) if line.strip()), "—"),
    )


def _signal_group(child: _Child, number: signal.Signals) -> None:
    """To the process and to what it started itself, which may outlive it."""
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
