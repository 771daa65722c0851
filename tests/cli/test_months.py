"""``tablo months`` and ``tablo payroll``: the worked month closed, changed, looked at and reopened."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sales_core.cli import months as command
from tests.cli.conftest import ANNA, BORIS, Tablo

NOVEMBER = int(datetime(2026, 11, 2, 9, tzinfo=UTC).timestamp())
SENTENCE = "180 000.01 RUB at a plan of 400 000 RUB is 45 %, less than the 50 % from which a bonus is paid: 0"


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month is over, whatever the computer's calendar says."""
    monkeypatch.setattr(command, "system_clock", lambda: NOVEMBER)


@pytest.mark.usefixtures("worked_month")
def test_a_month_is_closed_listed_and_reopened(tablo: Tablo) -> None:
    assert "2026-10" in tablo("months", "close", "2026-10").out
    before = tablo("report", "sales", "--month", "2026-10", "--format", "json").document
    assert before["closed"].keys() == {"at", "by", "hash"}
    Path("late.csv").write_text("lead_id;amount;due_on;paid_on\n102;1000;2026-10-12;2026-10-12\n", "utf-8")
    refused = tablo("payments", "import", "late.csv")
    assert (refused.code, "2026-10 is closed" in refused.err) == (1, True)
    assert tablo("payments", "import", "late.csv", "--reason", "found in a drawer").code == 0
    assert tablo("report", "sales", "--month", "2026-10", "--format", "json").document == before
    (closing,) = tablo("months", "list", "--format", "json").document["closings"]
    assert (closing["month"], closing["hash"]) == ("2026-10", before["closed"]["hash"])
    assert closing["drift"] == {
        "fact": "1000.00", "revenue": "1000.00", "lost": "0.00", "bonus": "0.00", "posted": "0.00",
    }  # fmt: skip
    assert tablo("months", "reopen", "2026-10", "--reason", "a late payment").code == 0
    (closing,) = tablo("months", "list", "--format", "json").document["closings"]
    assert (closing["reopen_reason"], closing["drift"]) == ("a late payment", None)
    assert "closed" not in tablo("report", "sales", "--month", "2026-10", "--format", "json").document
    table = tablo("months", "list").out
    assert "reopened" in table
    assert "a late" in table


@pytest.mark.usefixtures("worked_month")
def test_months_out_of_turn_are_refused_in_one_line(tablo: Tablo) -> None:
    told = tablo("months", "close", "2026-11")
    assert (told.code, told.err) == (1, "2026-11 is not over yet: it can be closed from 2026-12-01 on\n")
    assert tablo("months", "reopen", "2026-10", "--reason", "x").err == "2026-10 is not closed\n"
    assert tablo("months", "reopen", "2026-10").code == 2


@pytest.mark.usefixtures("worked_month")
def test_the_payroll_statement_tells_how_each_bonus_comes_about(tablo: Tablo) -> None:
    told = tablo("payroll", "--month", "2026-10", "--format", "json").document
    assert (told["report"], told["preliminary"]) == ("payroll", True)
    (anna, *_) = told["rows"]
    assert (anna["plan"], anna["fact"], anna["bonus"], anna["to_pay"]) == ("400000.00", "180000.01", "0.00", "0.00")
    assert plain(anna["calculation"]) == SENTENCE
    table = tablo("payroll", "--month", "2026-10")
    assert "Preliminary, as of 02.11.2026: the month is not closed" in table.out
    tablo("months", "close", "2026-10")
    assert tablo("payroll", "--month", "2026-10", "--format", "json").document["preliminary"] is False
    only = tablo("payroll", "--month", "2026-10", "--manager", ANNA, "--format", "json").document
    assert [row["manager"]["id"] for row in only["rows"]] == [ANNA]
    assert "no manager 9" in tablo("payroll", "--month", "2026-10", "--manager", "9").err


@pytest.mark.usefixtures("worked_month")
def test_the_workbook_has_the_statement_and_the_payments_of_each(tablo: Tablo) -> None:
    tablo("payroll", "--month", "2026-10", "--format", "xlsx", "-o", "payroll.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path("payroll.xlsx").read_bytes()))
    assert book.sheetnames == ["Payroll", "Анна"]
    summary, anna = (cells(book[name]) for name in book.sheetnames)
    assert SENTENCE in summary
    assert 180_000.01 in summary
    assert {SENTENCE, "To pay: 0 RUB", "L1", "L4", 150_000, 40_000.01, -10_000} <= anna
    assert not [value for value in summary | anna if isinstance(value, str) and value.startswith("=")]
    assert BORIS not in summary


def cells(sheet: Any) -> set[Any]:
    return {plain(cell.value) if isinstance(cell.value, str) else cell.value for row in sheet for cell in row}


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.usefixtures("worked_month")
def test_taking_an_import_into_a_closed_month_back_needs_a_reason(tablo: Tablo) -> None:
    tablo("months", "close", "2026-10")
    refused = tablo("payments", "undo", "--last-import")
    assert (refused.code, "2026-10 is closed" in refused.err) == (1, True)
    assert tablo("payments", "undo", "--last-import", "--reason", "the wrong file").code == 0
