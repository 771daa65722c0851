"""The promises a project makes around its code: documents, locks and commands say the same as the program."""

import re
import subprocess
import tomllib
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

import sales_core
from sales_core.cli.app import build_command
from sales_core.config import PREFIX, SECRETS, Settings
from sales_core.figures import Figure
from sales_core.i18n import language

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
DOCUMENTS = [ROOT / "README.md", ROOT / "README.ru.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_and_hashes_and_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-") or "/" in line.partition("# via")[0]] == []
    pinned = [line for line in lines if "==" in line]
    assert len(pinned) > 50
    hashed = [before for before, line in pairwise(lines) if line.startswith("    --hash=")]
    assert all(line in hashed for line in pinned)


def test_the_locks_hold_all_that_the_project_names_in_one_version() -> None:
    runtime, development = map(pins, LOCKS)
    groups = list(chain.from_iterable(PROJECT["dependency-groups"].values()))
    assert names(PROJECT["project"]["dependencies"]) <= runtime.keys()
    assert names(groups) <= development.keys()
    assert runtime.items() <= development.items()


def test_every_setting_is_documented_with_its_default() -> None:
    documented = dict(
        re.findall(r"^\| `(TABLO_\w+)` \|.*\| (.+) \|$", (ROOT / "docs/operations.md").read_text("utf-8"), re.MULTILINE)
    )
    expected = {
        PREFIX + name.upper(): f"`{field.default}`" if field.default is not None else "none"
        for name, field in Settings.model_fields.items()
    }
    assert documented == expected | {PREFIX + "ENV_FILE": "`.env`"}


def test_every_secret_may_come_from_a_file_and_that_is_documented() -> None:
    operations = (ROOT / "docs/operations.md").read_text("utf-8")
    assert all(f"`{PREFIX}{name.upper()}_FILE`" in operations for name in SECRETS)


def test_every_figure_has_its_entry_in_metrics() -> None:
    entries = re.findall(
        r"^### .*?((?:`[a-z._]+`(?:, )?)+)", (ROOT / "docs/metrics.md").read_text("utf-8"), re.MULTILINE
    )
    described = set(re.findall(r"`([a-z._]+)`", " ".join(entries)))
    assert {figure.value for figure in Figure} | {"plan", "percent"} <= described


def test_every_command_is_documented() -> None:
    written = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    commands = _commands(build_command(language("en")), "tablo")
    assert [command for command in commands if command not in written and command != "tablo demo"] == []


def _commands(command: Any, path: str) -> list[str]:
    inner = getattr(command, "commands", None)
    return [path] if not inner else [each for name, sub in inner.items() for each in _commands(sub, f"{path} {name}")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_in_a_document_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_make_commands_that_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {
        name
        for path in DOCUMENTS
        for name in re.findall(r"^make (\w+)|`make (\w+)`", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named
    for name in {first or second for first, second in named}:
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


def test_the_build_machine_calls_the_command_of_the_readme() -> None:
    assert "\nmake test\n" in (ROOT / "README.md").read_text("utf-8")
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text("utf-8")


def test_the_version_has_an_entry_in_the_changelog() -> None:
    assert f"\n## {sales_core.__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_help_lists_every_make_command() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make (\w+)", shown, re.MULTILINE) == [
        "help",
        "demo",
        "up",
        "test",
        "check",
        "bench",
        "venv",
        "lock",
    ]
