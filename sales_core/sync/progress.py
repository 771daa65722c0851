"""What the terminal shows while a sync runs: moving bars for a person, plain lines for a log."""

import sys
import threading
import time
from typing import Protocol, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from sales_core.i18n import N_, Language
from sales_core.sync.planning import STAGES, Step

_LINE_EVERY_S = 10.0
_PAGES = N_("{stage}: {done} pages")
_PAGES_OF = N_("{stage}: {done} pages of about {expected}")


class Progress(Protocol):
    """Told by any thread how far a step is; ``expected`` pages may be unknown."""

    def advance(self, step: Step, done: int, expected: int | None) -> None: ...


class Silence:
    """Shows nothing."""

    def advance(self, step: Step, done: int, expected: int | None) -> None:
        pass


class Lines:
    """A line for each step, and then one every ten seconds."""

    def __init__(self, language: Language, out: TextIO) -> None:
        self._language = language
        self._out = out
        self._lock = threading.Lock()
        self._told_at: dict[Step, float] = {}

    def advance(self, step: Step, done: int, expected: int | None) -> None:
        with self._lock:
            now = time.monotonic()
            if step in self._told_at and now - self._told_at[step] < _LINE_EVERY_S and done != expected:
                return
            self._told_at[step] = now
            template = _PAGES if expected is None else _PAGES_OF
            stage = self._language.text(STAGES[step])
            print(self._language.text(template, stage=stage, done=done, expected=expected), file=self._out, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass


class Terminal:
    """One bar for each step that takes more than a page."""

    def __init__(self, language: Language, console: Console) -> None:
        self._language = language
        self._lock = threading.Lock()
        self._tasks: dict[Step, TaskID] = {}
        self._bars = Bars(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), console=console, transient=True,
        )  # fmt: skip

    def advance(self, step: Step, done: int, expected: int | None) -> None:
        if expected is not None and expected <= 1:
            return
        with self._lock:
            if step not in self._tasks:
                self._tasks[step] = self._bars.add_task(self._language.text(STAGES[step]), total=None)
            self._bars.update(self._tasks[step], completed=done, total=expected)
            if done == expected:
                self._bars.remove_task(self._tasks.pop(step))

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bars.stop()


def progress_for(language: Language, out: TextIO = sys.stderr) -> Lines | Terminal:
    """Bars where a person watches, lines where a file does."""
    console = Console(file=out)
    return Terminal(language, console) if console.is_terminal else Lines(language, out)
