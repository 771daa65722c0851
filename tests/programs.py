"""Programs as a user starts them, without waiting for Python to import the same packages again for each.

They are forked from a process that has imported everything once. What a start of Python itself must show (that the
commands of the README work, that a wrong setting is one sentence) is tested with real commands.
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

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


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TABLO_")}
    return kept | {"TABLO_ENV_FILE": ""} | dict(environment)


def _run(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
