"""docs/commands.md says what the commands say and shows files that really work."""

import re
from pathlib import Path

import pytest

from sales_core.cli.reference import build_reference
from tests.cli.conftest import ROOT, SETTINGS, Tablo

COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")


def test_the_reference_is_the_help_of_today() -> None:
    """When this fails: ``python -m sales_core.cli.reference`` writes what belongs under "Reference"."""
    assert COMMANDS.partition("## Reference\n")[2].partition("### ")[2] == build_reference().removeprefix("### ")


@pytest.mark.usefixtures("environment")
def test_the_settings_file_of_the_documentation_imports(tablo: Tablo) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", COMMANDS, re.DOTALL)
    Path("example.toml").write_text(example.replace("a@example.org", "anna@example.org"), "utf-8")
    told = tablo("settings", "import", "example.toml")
    assert (told.code, told.err) == (0, "")


@pytest.mark.usefixtures("environment")
def test_the_columns_of_the_documentation_are_those_of_a_payments_file(tablo: Tablo) -> None:
    Path("s.toml").write_text(SETTINGS, "utf-8")
    assert tablo("settings", "import", "s.toml").code == 0
    table = COMMANDS.partition("| column | holds |")[2].partition("\n\n")[0]
    columns = [name for name in re.findall(r"`([a-z_]+)`", table) if name != "lead_url"]
    Path("p.csv").write_text(";".join(columns) + "\n101;5;2026-10-05;;;\n", "utf-8")
    assert tablo("payments", "import", "p.csv").out.startswith("Added: 1, updated: 0, skipped: 0\n")
