"""A PostgreSQL server of the tests' own: made in a temporary folder, on a Unix socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_NOT_DURABLE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses= -c autovacuum=off"


class PostgresServer:
    def __init__(self, socket_folder: Path, user: str) -> None:
        self._folder = socket_folder
        self._user = user
        self._numbers = count(1)

    def create(self, name: str = "", *, template: str = "template0") -> str:
        """The address of a new database, a copy of ``template``."""
        name = name or f"test_{next(self._numbers)}"
        with psycopg.connect(host=str(self._folder), user=self._user, dbname="postgres", autocommit=True) as conn:
            # The only way before version 15, and twice as fast as what came with it.
            how = "STRATEGY FILE_COPY" if conn.info.server_version >= 150000 else ""
            conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')
        return f"postgresql://{self._user}@/{name}?host={self._folder}"


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """PostgreSQL refuses to run as root: then it runs as ``postgres`` or ``nobody``."""
    programs = _programs()
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="tablo-pg-", dir="/tmp"))
    try:
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        user = "tablo"
        _run(
            [programs / "initdb", "-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], owner
        )
        options = f"-k {folder} {_NOT_DURABLE}"
        _run([programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"], owner)
        try:
            yield PostgresServer(folder, user)
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError("The tests need PostgreSQL's server programs: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _run(command: list[object], owner: str | None) -> None:
    plain = [str(part) for part in command]
    done = subprocess.run(
        plain, user=owner, cwd="/", text=True, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL for the tests does not start: {done.stderr.strip()}")
