"""The account of the worked month in a database of its own, and the ``tablo`` command beside it."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sales_core.cli.app import run
from sales_core.store.amocrm_tables import Account
from sales_core.store.database import Database
from sales_core.store.leads import save_leads
from sales_core.store.references import save_account, save_custom_fields, save_groups, save_pipelines, save_users
from tests.programs import Told

ROOT = Path(__file__).parent.parent.parent
DEAL_TYPE_FIELD, LICENCES, WORKS = 10, 701, 702
ANNA, BORIS = 5502, 5503
IN_WORK, WON, ARCHIVED = 20, 142, 143

PATHS = {"PYTHONPATH": str(ROOT)}
ACCOUNT = Account(
    id=1,
    name="Ромашка",
    subdomain="demo",
    base_url="https://demo.amocrm.ru",
    country="RU",
    currency="RUB",
    timezone="Europe/Moscow",
)

SETTINGS = """\
[report]
deal_type_field = "Тип сделки"

[[margin_share]]
deal_type = "Лицензии"
from = "2026-01"
share = "0.5"

[[margin_share]]
deal_type = "Работы"
from = "2026-01"
share = "1"

[[plan]]
manager = "anna@example.org"
month = "2026-10"
amount = "400000.00"

[[bonus_scale]]
from = "2026-01"
tiers = [ { from = "0.5", rate = "0.03" }, { from = "0.8", rate = "0.05" },
          { from = "1.0", rate = "0.07" }, { from = "1.2", rate = "0.10" } ]
"""
PAYMENTS = """\
lead_id;amount;due_on;paid_on;comment;external_id
101;300 000,00;2026-10-05;06.10.2026;аванс;p1
102;90000;2026-10-12;;;p2
102;60000;28.10.2026;;;p3
103;45000.00;2026-09-25;;;p4
104;80 000,01;2026-11-10;2026-10-15;;p5
105;70000;2026-10-18;;;p6
101;-20000;2026-10-16;2026-10-16;возврат;p7
"""


Tablo = Callable[..., Told]


def at(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp())


def fill(database: Database) -> None:
    """Six leads of Anna's, as the worked month has them, and a colleague without any."""
    with database.write() as conn:
        save_account(conn, ACCOUNT)
        save_groups(conn, [{"id": 0, "name": "Отдел продаж"}, {"id": 31, "name": "Второй отдел"}])
        save_users(conn, [
            {"id": ANNA, "name": "Анна", "email": "anna@example.org", "group_id": 0, "is_active": True},
            {"id": BORIS, "name": "Борис", "email": "boris@example.org", "group_id": 31, "is_active": True},
        ])  # fmt: skip
        save_pipelines(conn, [{"id": 1, "name": "Продажи", "sort": 1, "is_main": True, "is_archive": False}], [])
        field = {"id": DEAL_TYPE_FIELD, "name": "Тип сделки", "type": "select", "code": None, "sort": 1}
        options = [("Лицензии", LICENCES), ("Работы", WORKS)]
        save_custom_fields(conn, [field], [
            {"id": id_, "field_id": DEAL_TYPE_FIELD, "name": name, "sort": id_} for name, id_ in options
        ])  # fmt: skip
        save_leads(conn, [
            lead(101, LICENCES, WON, "2026-10-06"),
            lead(102, WORKS, IN_WORK),
            lead(103, WORKS, IN_WORK),
            lead(104, LICENCES, IN_WORK),
            lead(105, WORKS, ARCHIVED, "2026-10-19"),
            lead(106, WORKS, ARCHIVED, "2026-10-02", price=2_500_000),
        ])  # fmt: skip


def lead(id_: int, deal_type_id: int, status_id: int, closed_on: str | None = None, price: int = 0) -> dict[str, Any]:
    return {
        "id": id_,
        "name": f"L{id_ - 100}",
        "price_minor": price,
        "responsible_user_id": ANNA,
        "pipeline_id": 1,
        "status_id": status_id,
        "loss_reason_id": None,
        "created_at": at("2026-09-01"),
        "updated_at": at("2026-10-19"),
        "closed_at": at(closed_on) if closed_on else None,
        "contact_id": None,
        "company_id": None,
        "choices": {DEAL_TYPE_FIELD: deal_type_id},
        "deleted_at": None,
    }


@pytest.fixture
def environment(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """A filled database, nothing else of this computer's, and a folder of the test's own."""
    fill(sqlite_database)
    return prepare(monkeypatch, tmp_path, sqlite_database.url)


def prepare(monkeypatch: pytest.MonkeyPatch, folder: Path, database_url: str) -> dict[str, str]:
    for name in [name for name in os.environ if name.startswith("TABLO_")]:
        monkeypatch.delenv(name)
    given = {"TABLO_DATABASE_URL": database_url, "TABLO_LANGUAGE": "en", "TABLO_ENV_FILE": ""}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return given


@pytest.fixture
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    return prepare(monkeypatch, tmp_path, f"sqlite:///{tmp_path / 'new.db'}")


@pytest.fixture
def tablo(capfdbinary: pytest.CaptureFixture[bytes]) -> Tablo:
    """The command in this process: the same code without the second it takes to start."""

    def command(*arguments: object) -> Told:
        code = run([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return Told(code, captured.out.decode(errors="replace"), captured.err.decode())

    return command


def started(*arguments: object, **environment: str) -> Told:
    """The command as a user starts it: a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from sales_core.cli import main; main()", *map(str, arguments)],
        env=os.environ | PATHS | environment, capture_output=True, check=False,
    )  # fmt: skip
    return Told(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode())


@pytest.fixture
def worked_month(environment: dict[str, str], tablo: Tablo) -> dict[str, str]:
    """Report.md part 5, brought in the way a user would."""
    Path("settings.toml").write_text(SETTINGS, "utf-8")
    Path("payments.csv").write_text(PAYMENTS, "utf-8")
    assert tablo("settings", "import", "settings.toml").code == 0
    assert tablo("payments", "import", "payments.csv").code == 0
    return environment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's folder without anybody's data and settings."""
    for name in ("app.py", "sync_worker.py", "pages", "sales_core", ".streamlit"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path
