"""``tablo check`` as somebody runs it."""

import json

from tests.cli.conftest import Tablo


def test_what_is_wrong_stands_beside_its_mend_and_the_code_says_so(worked_month: dict[str, str], tablo: Tablo) -> None:
    told = tablo("check")
    assert told.code == 1
    assert told.err.startswith("Something is wrong with this installation")
    assert told.err.count("\n") == 1
    lines = told.out.splitlines()
    assert lines[0].startswith("✗ No amoCRM account is connected yet")
    assert any(line.startswith("  → Connect the account again") for line in lines)
    assert any(line.startswith("✓ Deal types come from the field") for line in lines)


def test_a_program_reads_the_same_as_json(worked_month: dict[str, str], tablo: Tablo) -> None:
    told = tablo("check", "--format", "json")
    findings = json.loads(told.out)["findings"]
    assert told.code == 1
    assert {one["level"] for one in findings} >= {"wrong", "fine"}
    assert all((one["mend"] is None) == (one["level"] == "fine") for one in findings)
    assert tablo("check", "--format", "xlsx").code == 2
