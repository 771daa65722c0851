"""How the command answers what makes no sense, and what it costs to start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sales_core.demo.server import demo_app
from sales_core.demo.serving import serve
from sales_core.demo.setting_up import empty_world
from tests.cli.conftest import PATHS, Tablo, started

OCTOBER = ("--month", "2026-10")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("report", "sales"), "--month is missing. See tablo report sales --help"),
        (("report", "sales", "--month", "2026-13"), "--month: “2026-13” is not a month: write it like 2026-10. See"),
        (("report", "sales", "--month"), "--month lacks its value, or has one and takes none. See tablo"),
        (("report", "sales", *OCTOBER, "--as-of", "now"), "--as-of: “now” is not a date: write it like 2026-10-05 or"),
        (
            ("report", "sales", *OCTOBER, "--format", "png"),
            "--format: “png” is not a format; there are table, json, csv",
        ),
        (("report", "sales", *OCTOBER, "--whole"), "There is no option --whole. See tablo report sales --help"),
        (("report", "sales", *OCTOBER, "extra"), "There is a word the command does not take. See tablo report sales"),
        (("payments", "list", *OCTOBER, "--figure", "plan"), "--figure: “plan” is not a figure; there are fact, bonus"),
        (("payments", "list", *OCTOBER, "--manager", "Anna"), "--manager: “Anna” is not the id of a manager"),
        (("payments", "import"), "FILE is missing. See tablo payments import --help"),
        (("settings", "import", "a", "b"), "There is a word the command does not take. See tablo settings import"),
        (
            ("report", "tasks"),
            "There is no such command; there are sales, activity, pipeline, compare. See tablo report --help",
        ),
        (("report", "activity", "--week", "now"), "--week: “now” is not a date: write it like 2026-10-05 or"),
        (("report", "activity", "--figure", "x"), "--figure: “x” is not a figure; there are mails, mails.in"),
        (("sync",), "--once is missing. See tablo sync --help"),
    ],
)
def test_wrong_usage_is_one_line_and_code_two(
    environment: dict[str, str], tablo: Tablo, arguments: tuple[str, ...], sentence: str
) -> None:
    told = tablo(*arguments)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(sentence)
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("report", "sales", *OCTOBER, "--deal-type", "Нет"), "There is no deal type “Нет”"),
        (("report", "sales", *OCTOBER, "--department", "Нет"), "There is no department “Нет”"),
        (("report", "sales", *OCTOBER, "--pipeline", "Нет"), "There is no pipeline “Нет”"),
        (("payments", "import", "absent.csv"), "absent.csv cannot be read: there is no such file or folder"),
        (("settings", "import", "."), ". cannot be read: it is a folder"),
        (("settings", "export", "absent/s.toml"), "absent/s.toml cannot be written: there is no such file or folder"),
        (("sync", "--once"), "No amoCRM account is connected yet: open http://localhost:8501 in a browser"),
    ],
)
def test_a_failure_is_one_line_and_code_one(
    environment: dict[str, str], tablo: Tablo, arguments: tuple[str, ...], sentence: str
) -> None:
    told = tablo(*arguments)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(sentence)
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "sales", *OCTOBER),
        ("payments", "list", *OCTOBER),
        ("settings", "export"),
        ("settings", "import", "s"),
    ],
)
def test_before_the_first_sync_nothing_pretends_to_be_an_answer(
    empty_environment: dict[str, str], tablo: Tablo, arguments: tuple[str, ...]
) -> None:
    Path("s").write_text("plan = []")
    told = tablo(*arguments)
    assert (told.code, told.out) == (1, "")
    assert told.err == "Nothing has been read from amoCRM yet: run “tablo sync --once” first\n"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"TABLO_DATABASE_URL": "mysql://x/y"}, "TABLO_DATABASE_URL"),
        ({"TABLO_LANGUAGE": "de"}, "TABLO_LANGUAGE"),
        ({"TABLO_AMOCRM_URL": "http://evil.example.org"}, "TABLO_AMOCRM_URL"),
        ({"TABLO_DATABASE_URL": "sqlite:////proc/nowhere/x.db"}, "/proc/nowhere"),
    ],
)
def test_a_wrong_installation_is_one_line_too(
    environment: dict[str, str], changed: dict[str, str], sentence: str
) -> None:
    told = started("report", "sales", *OCTOBER, **changed)
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err
    assert told.err.count("\n") == 1


def test_a_command_alone_shows_its_help(environment: dict[str, str], tablo: Tablo) -> None:
    for arguments in ((), ("report",), ("payments",), ("settings",)):
        told = tablo(*arguments)
        assert told.code == 2
        assert told.err.startswith("Usage: tablo")
    assert tablo("--version").code == 0


def test_help_is_in_the_language_of_the_reader(environment: dict[str, str]) -> None:
    russian = started("report", "sales", "--help", TABLO_LANGUAGE="ru")
    assert russian.code == 0
    assert russian.out.startswith("Использование: tablo report sales")
    for word in ("Usage", "Options", "required", "default", "Show", "month"):
        assert word not in russian.out.replace("--month", "")


def test_a_full_disk_is_told_and_leaves_no_half_file(worked_month: dict[str, str], tablo: Tablo) -> None:
    Path("full.csv").symlink_to("/dev/full")
    told = tablo("report", "sales", *OCTOBER, "-o", "full.csv")
    assert (told.code, told.err) == (1, "full.csv cannot be written: the disk is full\n")
    assert Path("/dev/full").is_char_device()
    assert list(Path().glob("*.part")) == []


def test_a_reader_that_closes_the_pipe_is_no_failure_worth_a_traceback(worked_month: dict[str, str]) -> None:
    command = [sys.executable, "-c", "from sales_core.cli import main; main()", "report", "sales", *OCTOBER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | PATHS) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_starting_loads_neither_the_page_nor_pandas(environment: dict[str, str]) -> None:
    told = started("--version", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in told.err.splitlines()}
    assert loaded & {"typer"}
    assert not loaded & {"streamlit", "altair", "pandas", "numpy", "pyarrow"}


def test_one_pass_of_the_worker_reads_a_whole_account(
    empty_environment: dict[str, str], tablo: Tablo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(demo_app(empty_world(created_at=1_790_000_000))) as url:
        monkeypatch.setenv("TABLO_AMOCRM_URL", url)
        monkeypatch.setenv("TABLO_AMOCRM_TOKEN", "demo-token")
        told = tablo("sync", "--once")
        assert (told.code, told.err) == (0, "")
        assert told.out.splitlines()[1].startswith("Read: ")
        assert "users 1" in told.out
        assert tablo("report", "sales", *OCTOBER, "--format", "json").document["rows"] == []
        again = tablo("sync", "--once", "--full")
        assert again.code == 0
        monkeypatch.setenv("TABLO_AMOCRM_TOKEN", "wrong-token")
        refused = tablo("sync", "--once")
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.count("\n") == 1
        assert "wrong-token" not in refused.err
