"""``tablo up`` and ``tablo demo``: everything that has to run, under one command, on this computer only."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Annotated

import httpx
import typer
from filelock import FileLock, Timeout

from sales_core.cli.processes import Processes, Stopped
from sales_core.config import PREFIX, load_settings
from sales_core.errors import ConfigError
from sales_core.i18n import Language, language
from sales_core.store.bookmarks import load_bookmarks
from sales_core.store.database import Database, open_database
from sales_core.sync.planning import Step

LOOPBACK = "127.0.0.1"
APP_PORT = 8501
DEMO_TOKEN = "demo-token"  # noqa: S105 - opens nothing but the demo server on this computer
_DEMO_FOLDER = Path("data/demo")
_HEALTH = "/_stcore/health"
_NEEDED_FOR_THE_REPORT = (Step.ALL_LEADS, Step.INVOICES)


def up(port: Annotated[int, typer.Option(help="The port of the app, on this computer only.")] = APP_PORT) -> None:
    """The worker and the app under one command."""
    settings = load_settings()
    settings.check_account()
    reader = language(settings.language)
    _require_project_folder()
    if not _is_free(port):
        raise ConfigError("Port {port} is taken by another program: name another one with --port", port=port)
    url = settings.public_url if "public_url" in settings.model_fields_set else f"http://localhost:{port}"
    try:
        with Processes(os.environ | {PREFIX + "PUBLIC_URL": url}) as processes:
            processes.start("worker", _worker())
            processes.start("app", _app(port))
            _wait_for(processes, f"http://{LOOPBACK}:{port}{_HEALTH}")
            typer.echo(reader.text("The board is open at {url}", url=url))
            processes.wait()
    except Stopped:
        typer.echo(reader.text("Stopped"))


def demo(
    port: Annotated[int, typer.Option(help="The port of the app; the next free one if it is taken.")] = APP_PORT,
    seed: Annotated[int, typer.Option(help="Another number, another company.")] = 7,
) -> None:
    """A demo amoCRM with a living company, the worker that reads it, and the app."""
    reader = language(os.environ.get(PREFIX + "LANGUAGE", "ru"))
    _require_project_folder()
    _DEMO_FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(_DEMO_FOLDER.with_suffix(".lock"), timeout=0):
            _run_demo(_next_free(port), seed, reader)
    except Timeout:
        raise ConfigError("A demo is already running here: end it with Ctrl-C first") from None
    except Stopped:
        typer.echo(reader.text("Stopped"))


def _run_demo(port: int, seed: int, reader: Language) -> None:
    shutil.rmtree(_DEMO_FOLDER)
    _DEMO_FOLDER.mkdir()
    amocrm_url = f"http://{LOOPBACK}:{_next_free(port + 1)}"
    app_url = f"http://{LOOPBACK}:{port}"
    env = _demo_environment(amocrm_url, app_url, reader.code)
    with Processes(env, _DEMO_FOLDER) as processes:
        typer.echo(reader.text("Starting a demo amoCRM with a company of twelve managers…"))
        processes.start("amocrm", _demo_amocrm(amocrm_url, seed))
        _wait_for(processes, amocrm_url)
        typer.echo(reader.text("Reading its deals and invoices…"))
        processes.start("worker", _worker())
        processes.start("app", _app(port))
        _wait_until_loaded(processes, env[PREFIX + "DATABASE_URL"])
        typer.echo(reader.text("Bringing in its plans, bonus scale and payments…"))
        _import_company(env)
        _wait_for(processes, app_url + _HEALTH)
        typer.echo(reader.text("The board is open at {url} — Ctrl-C ends the demo", url=app_url))
        processes.wait()


def _import_company(env: Mapping[str, str]) -> None:
    """What the sales head of the demo company decided, and the payments that are not invoices: the files that the demo
    amoCRM wrote, through the commands that a person would use."""
    _tablo(env, "settings", "import", str(_DEMO_FOLDER / "settings.toml"))
    _tablo(env, "payments", "import", str(_DEMO_FOLDER / "payments.csv"))


def _tablo(env: Mapping[str, str], *arguments: str) -> None:
    """Runs a command of this program. Raises ConfigError with what it said if it fails."""
    command = [str(Path(sys.executable).with_name("tablo")), *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if done.returncode:
        raise ConfigError("tablo {command} failed: {reason}", command=" ".join(arguments), reason=done.stderr.strip())


def _demo_environment(amocrm_url: str, app_url: str, language_code: str) -> dict[str, str]:
    """The demo's own settings and nothing of a real installation's, be it from the environment or from ``.env``."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    ours = {
        "ENV_FILE": "",
        "DATABASE_URL": f"sqlite:///{_DEMO_FOLDER / 'tablo.db'}",
        "AMOCRM_URL": amocrm_url,
        "AMOCRM_TOKEN": DEMO_TOKEN,
        "LANGUAGE": language_code,
        "PUBLIC_URL": app_url,
    }
    return others | {PREFIX + name: value for name, value in ours.items()}


def _worker() -> list[str]:
    return [sys.executable, "sync_worker.py"]


def _app(port: int) -> list[str]:
    # No access log: it would print the addresses people open, and those may carry keys. No compression, as Streamlit
    # itself has it: it costs every rerun more than it saves on the way to this computer.
    quiet_and_quick = ["--no-access-log", "--ws-per-message-deflate", "false"]
    return [sys.executable, "-m", "uvicorn", "app:app", "--host", LOOPBACK, "--port", str(port), *quiet_and_quick]


def _demo_amocrm(url: str, seed: int) -> list[str]:
    options = ["--port", url.rpartition(":")[2], "--seed", str(seed), "--files", str(_DEMO_FOLDER)]
    return [sys.executable, "-m", "sales_core.demo", *options]


def _wait_for(processes: Processes, url: str) -> None:
    """Until something answers there."""
    while True:
        try:
            httpx.get(url, timeout=5, trust_env=False)
        except httpx.TransportError:
            processes.wait(0.2)
        else:
            return


def _wait_until_loaded(processes: Processes, database_url: str) -> None:
    """Until everything the report stands on is in the database; history goes on coming in afterwards."""
    database = open_database(database_url)
    try:
        while not _is_loaded(database):
            processes.wait(0.5)
    finally:
        database.dispose()


def _is_loaded(database: Database) -> bool:
    with database.read() as conn:
        bookmarks = load_bookmarks(conn)
    return all(name in bookmarks and bookmarks[name].is_complete for name in _NEEDED_FOR_THE_REPORT)


def _require_project_folder() -> None:
    if not Path("app.py").is_file() or not Path("sync_worker.py").is_file():
        raise ConfigError("There is no app.py in this folder: run the command in the folder of the project")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _next_free(port: int) -> int:
    return next(candidate for candidate in count(port) if _is_free(candidate))
