"""``tablo bank import``, ``list``, ``confirm`` and ``release``: from a file to the report."""

from pathlib import Path

import pytest

from tests.bank.writing import account, document, written
from tests.cli.conftest import Tablo

pytestmark = pytest.mark.usefixtures("worked_month")

CLAIMED, OPEN, UNKNOWN = (
    document(Номер=1, Сумма="80000.01", Дата="15.10.2026", ДатаПоступило="15.10.2026", НазначениеПлатежа="сделка 104"),
    document(Номер=2, Сумма="90000", Дата="16.10.2026", ДатаПоступило="16.10.2026", НазначениеПлатежа="сделка 102"),
    document(Номер=3, Сумма="7", Дата="16.10.2026", ДатаПоступило="16.10.2026", НазначениеПлатежа="за уборку"),
)
SECTION = account(ВсегоПоступило="170007.01", КонечныйОстаток="170507.01")


@pytest.fixture
def statement() -> Path:
    path = Path("october.txt")
    path.write_text(written([CLAIMED, OPEN, UNKNOWN], [SECTION]), "utf-8")
    return path


def bank_of(tablo: Tablo) -> dict[str, str] | None:
    document: dict[str, dict[str, str]] = tablo("report", "sales", "--month", "2026-10", "--format", "json").document
    return document.get("bank")


def test_a_statement_is_kept_confirmed_and_told_in_the_report(tablo: Tablo, statement: Path) -> None:
    assert bank_of(tablo) is None
    planned = tablo("bank", "import", statement, "--dry-run").out
    assert planned.startswith("Would be added: 3 incoming for 170\u202f007.01")
    assert bank_of(tablo) is None
    assert tablo("bank", "import", statement).out.startswith("Added: 3 incoming")
    assert tablo("bank", "import", statement).out == "This file was imported before: nothing is new in it\n"
    assert bank_of(tablo) == {"confirmed": "0.00", "claimed": "360000.01", "unmatched": "170007.01"}
    assert "Would be confirmed: 2 lines" in tablo("bank", "confirm", "--all-certain", "--dry-run").out
    assert tablo("bank", "confirm", "--all-certain").out.startswith("Confirmed: 2 lines, 170\u202f000.01")
    assert bank_of(tablo) == {"confirmed": "170000.01", "claimed": "280000.00", "unmatched": "7.00"}
    listed = tablo("bank", "list", "--month", "2026-10", "--format", "json").document
    assert (listed["incoming"], listed["confirmed"]) == ("170007.01", "170000.01")
    assert [(line["state"], line["left"]) for line in listed["lines"]] == [
        ("confirmed", "0.00"), ("confirmed", "0.00"), ("to-decide", "7.00"),
    ]  # fmt: skip
    (part,) = listed["lines"][0]["confirmed"]
    assert (part["lead_id"], part["amount"]) == (104, "80000.01")


def test_a_line_is_confirmed_by_its_number_and_released(tablo: Tablo, statement: Path) -> None:
    tablo("bank", "import", statement)
    assert tablo("bank", "confirm", 2).out.startswith("Confirmed: 1 line, 90\u202f000.00")
    table = tablo("bank", "list", "--month", "2026-10", "--state", "confirmed").out
    assert "102 L2: 90 000.00" in table
    assert "за уборку" not in table
    assert tablo("bank", "release", 2).out == "Line 2 is released\n"
    assert bank_of(tablo) == {"confirmed": "0.00", "claimed": "360000.01", "unmatched": "170007.01"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["confirm"], "Say what to confirm"),
        (["confirm", "2", "--all-certain"], "Say what to confirm"),
        (["confirm", "3"], "Nothing is proposed for line 3"),
        (["confirm", "99"], "Nothing is proposed for line 99"),
        (["release", "2"], "Nothing of this line is confirmed"),
    ],
)
def test_what_makes_no_sense_is_refused(tablo: Tablo, statement: Path, arguments: list[str], told: str) -> None:
    tablo("bank", "import", statement)
    answer = tablo("bank", *arguments)
    assert (answer.code, answer.err.startswith(told)) == (1, True)


def test_before_the_first_statement_there_is_nothing_to_list(tablo: Tablo) -> None:
    answer = tablo("bank", "list", "--month", "2026-10")
    assert (answer.code, answer.err.startswith("No statement was imported yet")) == (1, True)
    assert tablo("bank", "list", "--month", "2026-10", "--state", "odd").code == 2


def test_a_wrong_statement_names_its_lines_and_keeps_nothing(tablo: Tablo) -> None:
    Path("s.txt").write_text(written().replace("Дата=05", "Дата=55").replace("Сумма=1000", "Сумма=x"), "utf-8")
    answer = tablo("bank", "import", "s.txt")
    assert (answer.code, [line.partition(",")[0] for line in answer.out.splitlines()]) == (1, ["line 16", "line 17"])
    assert bank_of(tablo) is None
