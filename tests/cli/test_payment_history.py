"""``tablo payments history`` and ``undo``, as a user meets them."""

import getpass

import pytest

from tests.cli.conftest import PAYMENTS, Tablo
from tests.cli.test_files import bring, stored


def test_an_import_is_taken_back_by_the_number_it_told(environment: dict[str, str], tablo: Tablo) -> None:
    before = stored(tablo)
    told = bring(tablo, PAYMENTS)
    assert told.out.splitlines()[1] == "This is act 1; “tablo payments undo 1” takes it back"
    assert tablo("payments", "undo", "1").out == (
        "Act 1 is taken back by act 2: payments removed: 7, brought back: 0, changed back: 0\n"
    )
    assert stored(tablo) == before


def test_the_last_import_is_taken_back_without_its_number(worked_month: dict[str, str], tablo: Tablo) -> None:
    before = stored(tablo)
    bring(tablo, PAYMENTS.replace("90000", "91000") + "101;5;2026-10-01;;;\n")
    assert tablo("payments", "undo", "--last-import").out == (
        "Act 2 is taken back by act 3: payments removed: 1, brought back: 0, changed back: 1\n"
    )
    assert stored(tablo) == before


def test_the_history_of_a_deal_tells_who_did_what(worked_month: dict[str, str], tablo: Tablo) -> None:
    bring(tablo, PAYMENTS.replace("102;90000;2026-10-12", "102;90000;2026-10-22"))
    document = tablo("payments", "history", "--lead", "102", "--format", "json").document
    first, second = document["acts"]
    assert (first["id"], first["by"], first["via"], first["note"]) == (1, getpass.getuser(), "import", "payments.csv")
    assert [change["after"]["amount"] for change in first["changes"]] == ["90000.00", "60000.00"]
    (change,) = second["changes"]
    assert (change["before"]["due_on"], change["after"]["due_on"]) == ("2026-10-12", "2026-10-22")
    assert document["due_moves"] == [{"payment_id": change["payment_id"], "times": 1, "days": 10}]
    told = tablo("payments", "history", "--payment", change["payment_id"]).out
    assert f"Payment {change['payment_id']}: due date moved 1 time, +10 days" in told
    assert "due: 12 Oct 26 → 22 Oct 26" in " ".join(told.split())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("undo", "404"), "There is no act 404 in the history of payments"),
        (("undo",), "Say what to take back: either the number of an act or --last-import"),
        (("undo", "1", "--last-import"), "Say what to take back: either the number of an act or --last-import"),
        (("history",), "Say whose history: either --lead ID or --payment ID"),
        (("history", "--lead", "1", "--payment", "1"), "Say whose history: either --lead ID or --payment ID"),
        (("history", "--lead", "404"), "There is no lead 404"),
        (("history", "--payment", "404"), "There is no payment 404"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    environment: dict[str, str], tablo: Tablo, arguments: tuple[str, ...], sentence: str
) -> None:
    told = tablo("payments", *arguments)
    assert (told.code, told.out, told.err) == (1, "", f"{sentence}\n")


def test_a_number_is_a_number(environment: dict[str, str], tablo: Tablo) -> None:
    told = tablo("payments", "undo", "last")
    assert told.code == 2
    assert "“last” is not a number: write a whole number" in told.err
