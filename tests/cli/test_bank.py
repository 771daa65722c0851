"""``tablo bank show``: what a statement holds, and what is wrong with one."""

from pathlib import Path

import pytest

from sales_core.bank.charset import LARGEST_FILE
from tests.bank.writing import OURS, SAMPLES, written
from tests.cli.conftest import Tablo

pytestmark = pytest.mark.usefixtures("empty_environment")


def test_a_table_says_what_is_in_it_and_that_nothing_is_stored(tablo: Tablo) -> None:
    told = tablo("bank", "show", SAMPLES / "october.txt")
    assert (told.code, told.err) == (0, "")
    title, account, note, *rows = told.out.replace("\u202f", " ").splitlines()
    assert title == "Bank statement, 5 Oct 26 to 7 Oct 26"
    assert account == (
        f"Account {OURS}: opening 45 329.91 RUB, received 351 200.50 RUB, written off 41 184.00 RUB, "
        "closing 355 346.41 RUB. The documents add up to it."
    )
    assert note == "The file is in Windows-1251. This only shows it: nothing was stored."
    table = "\n".join(rows)
    assert "incoming" in table
    assert "351 200.50" in table, "the total of what came in"
    assert "<b>'\"; DROP TABLE" in table


def test_a_document_for_other_programs(tablo: Tablo) -> None:
    told = tablo("bank", "show", SAMPLES / "every_day.txt", "--format", "json").document
    assert (told["charset"], told["begins_on"], told["ends_on"]) == ("utf-8", "2026-10-05", "2026-10-09")
    assert told["accounts"][0] == {
        "account": OURS, "opening": "1000.00", "received": "400.00", "written_off": "700.00", "closing": "700.00",
        "checked": True,
    }  # fmt: skip
    assert [each["direction"] for each in told["documents"]] == ["own", "incoming", "incoming"]
    assert told["documents"][1] | {"payer": None, "recipient": None} == {
        "line": 55, "kind": "Платежное поручение", "number": "77", "dated_on": "2026-10-06", "booked_on": "2026-10-07",
        "direction": "incoming", "amount": "200.00", "payer": None, "recipient": None, "purpose": "по счету 12",
    }  # fmt: skip
    assert told["documents"][1]["payer"]["inn"] == "0411000007"


def test_what_a_bank_leaves_out_is_null_and_not_zero(tablo: Tablo) -> None:
    (account,) = tablo("bank", "show", SAMPLES / "without_balances.txt", "--format", "json").document["accounts"]
    assert (account["opening"], account["received"], account["checked"]) == (None, None, False)
    table = tablo("bank", "show", SAMPLES / "without_balances.txt").out
    assert "The file does not say enough to check the documents against." in table
    assert table.startswith("Bank statement\n")


def test_every_fault_is_told_by_its_line(tablo: Tablo) -> None:
    text = written().replace("Дата=05", "Дата=55").replace("Сумма=1000", "Сумма=x")
    Path("s.txt").write_text(text, "utf-8")
    told = tablo("bank", "show", "s.txt")
    assert told.code == 1
    assert [line.partition(",")[0] for line in told.out.splitlines()] == ["line 16", "line 17"]
    assert told.err.startswith("s.txt: 2 faults, nothing was stored. The first: line 16")


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(tablo: Tablo) -> None:
    with Path("huge.txt").open("wb") as huge:
        huge.truncate(LARGEST_FILE * 1000)
    told = tablo("bank", "show", "huge.txt")
    assert (told.code, told.err) == (1, "huge.txt is larger than 32 MB: ask the bank for shorter periods\n")
