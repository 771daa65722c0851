"""``tablo payments credit``, as a user meets it."""

import pytest

from tests.cli.conftest import PAYMENTS, Tablo
from tests.cli.test_files import bring

LIST = ("payments", "list", "--month", "2026-10", "--as-of", "2026-10-20", "--figure", "revenue")


def first_paid(tablo: Tablo) -> dict[str, str]:
    rows: list[dict[str, str]] = tablo(*LIST, "--format", "json").document["payments"]
    return rows[0]


def test_a_payment_is_shared_and_listed_for_each_with_their_portion(worked_month: dict[str, str], tablo: Tablo) -> None:
    bring(tablo, PAYMENTS)
    paid = first_paid(tablo)
    total = tablo(*LIST, "--format", "json").document["total"]
    told = tablo("payments", "credit", paid["id"], "--to", f"{paid['manager_id']}=70%", "--to", "boris@example.org")
    assert told.code == 0, told.err
    assert "credited to:" in told.out
    assert "70 %" in told.out.replace("\u202f", " ")
    listed = tablo(*LIST, "--format", "json").document
    portions = [row for row in listed["payments"] if row["id"] == paid["id"]]
    assert {row["credit_share"] for row in portions} == {"0.70000000", "0.30000000"}
    assert {row["whole_amount"] for row in portions} == {paid["amount"]}
    assert listed["total"] == total
    mine = tablo(*LIST, "--manager", portions[1]["manager_id"]).out
    assert f"of {paid['amount'][:3]}" in mine.replace("\u202f", "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("1", "--to", "nobody@example.org"), "There is no manager “nobody@example.org”"),
        (("404", "--to", "5502"), "There is no payment 404"),
        (("1", "--to", "5502=0.5"), "The shares add up to 50 % instead of 100 %"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    worked_month: dict[str, str], tablo: Tablo, arguments: tuple[str, ...], sentence: str
) -> None:
    bring(tablo, PAYMENTS)
    told = tablo("payments", "credit", *arguments)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(sentence)
