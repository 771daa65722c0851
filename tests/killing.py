"""Deeds in processes of their own, killed before one of their statements.

What a deed is to leave whole or untouched is told by a ``state`` of the test's: everything the deed can touch.
"""

import os
import signal
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, event

from sales_core.store.database import Database, open_database
from tests.programs import started

Transaction = Callable[[Connection], None]
NEVER = -1
STRIDE = {"sqlite": 1, "postgresql": 3}
"""A process is killed before each statement on SQLite, before every third on PostgreSQL, where they are the same."""


def do_and_die(database_url: str, deed: Transaction, statement: int) -> None:
    """Does the deed in one transaction; killed before statement number ``statement`` of it, the commit being one."""
    database = open_database(database_url)
    numbers = count(1)

    def die(*_: object) -> None:
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", die)
    event.listen(database.engine, "commit", die)
    with database.write() as conn:
        deed(conn)
    database.dispose()


def kill_everywhere(database: Database, deeds: Sequence[Transaction], state: Callable[[Database], Any]) -> list[int]:
    """Does each deed in the end, after a process was killed before its every statement and left nothing of it.

    How many statements each deed has, counted in strides.
    """
    return [_kill_everywhere(database, deed, state) for deed in deeds]


def _kill_everywhere(database: Database, deed: Transaction, state: Callable[[Database], Any]) -> int:
    before, statement = state(database), 1
    while not _survived(database.url, deed, statement):
        assert state(database) == before, (deed, statement)
        statement += STRIDE[database.dialect]
    assert state(database) != before
    return statement - 1


def _survived(database_url: str, deed: Transaction, statement: int) -> bool:
    process = started(do_and_die, database_url, deed, statement)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0
