"""Programs as a user starts them, without waiting for Python to import the same packages again for each.

They are forked from a process that has imported everything once. What a start of Python itself must show (that the
commands of the README work, that a wrong setting is one sentence) is tested with real commands.
"""

import json
import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from sales_core import cli

ROOT = Path(__file__).parents[1]
_END_S = 15

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.forked"])


def started(target: Callable[..., None], *args: object) -> BaseProcess:
    """A process of its own, started. What is ``__main__`` here would be run in it first, and after a test of
    Streamlit's that is a page, which would read the settings before the process has its own."""
    process = _FORKS.Process(target=target, args=args)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        with chdir(ROOT):  # from where the first start imports ``tests.forked``
            process.start()
    finally:
        sys.modules["__main__"] = main
    return process


@contextmanager
def running(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[BaseProcess]:
    """``python -m module arguments`` at the root of the project, with no other settings than these; silent."""
    program = started(_run, module, tuple(arguments), clean(environment))
    try:
        yield program
    finally:
        program.terminate()
        program.join(_END_S)
        if program.is_alive():
            program.kill()
            program.join()
        program.close()


@dataclass(frozen=True, slots=True)
class Told:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def tablo_command(*arguments: object, **environment: str) -> Told:
    """``tablo arguments`` in a process of its own, with no other settings than these."""
    with tempfile.TemporaryDirectory() as folder:
        outs = [Path(folder) / name for name in ("out", "err")]
        program = started(_tablo, tuple(map(str, arguments)), clean(environment), Path.cwd(), outs)
        program.join()
        return Told(program.exitcode or 0, *(out.read_text("utf-8") for out in outs))


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TABLO_")}
    return kept | {"TABLO_ENV_FILE": ""} | dict(environment)


def _run(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    _become([module, *arguments], environment, ROOT, [Path(os.devnull)] * 2)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _tablo(arguments: Sequence[str], environment: Mapping[str, str], folder: Path, outs: Sequence[Path]) -> None:
    _become(["tablo", *arguments], environment, folder, outs)
    cli.main()


def _become(arguments: list[str], environment: Mapping[str, str], folder: Path, outs: Sequence[Path]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream, out in zip((sys.stdout, sys.stderr), outs, strict=True):
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT), stream.fileno())
    sys.argv = arguments
