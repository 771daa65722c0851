"""Shares typed as percents, and what an edit of a version does to this month and to those before it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.decisions import Change, applied, share_entry
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.settings.percents import is_same_share, parse_margin_share, stored_share
from sales_core.settings.share_versions import ShareEdit, read_share_edits, repriced_months, versions_of

NOW = Month(2026, 9)
JANUARY, OCTOBER = Month(2026, 1), Month(2026, 10)
YEAR = [Month(2026, number) for number in range(1, 9)]
STORED: dict[Any, Any] = {
    share_entry(701, Month(2025, 1)): "0.45",
    share_entry(701, JANUARY): "0.5",
    share_entry(703, JANUARY): "1",
    share_entry(703, OCTOBER): "0.9",
}


@pytest.mark.parametrize(
    ("text", "share"),
    [("50", "0.5"), ("50%", "0.5"), (" 50 % ", "0.5"), ("12,5", "0.125"), ("12.5 %", "0.125"), ("0", "0"),
     ("100", "1"), ("0,5", "0.005"), ("33,333", "0.33333")],
)  # fmt: skip
def test_a_percent_is_taken_as_people_type_it_and_is_exact(text: str, share: str) -> None:
    assert parse_margin_share(text) == Decimal(share)
    assert stored_share(parse_margin_share(text)) == share


@pytest.mark.parametrize("text", ["", "  ", "half", "1/2", "50%%", "101", "-1", "5 0,5,5", "1e2", "٥٠%x"])
def test_what_is_no_percent_of_a_share_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_margin_share(text)


@given(st.decimals(0, 100, places=4))
def test_a_share_is_stored_and_read_as_the_same_number(percent: Decimal) -> None:
    share = parse_margin_share(f"{percent:f}")
    assert share == percent / 100
    assert is_same_share(stored_share(share), share)


def edited(**lines: ShareEdit) -> tuple[Change, ...]:
    read = read_share_edits(lines, NOW)
    assert read.faults == {}
    return read.changes


def test_a_share_in_force_changed_from_a_later_month_keeps_its_past() -> None:
    changes = edited(a=ShareEdit(701, JANUARY, "40", NOW, "0.5"))
    assert changes == (Change(share_entry(701, NOW), None, "0.4"),)
    assert repriced_months(STORED, changes, 701, YEAR) == []


def test_changed_from_its_own_month_it_changes_the_past_and_says_which_months() -> None:
    changes = edited(a=ShareEdit(701, JANUARY, "40", JANUARY, "0.5"))
    assert changes == (Change(share_entry(701, JANUARY), "0.5", "0.4"),)
    assert repriced_months(STORED, changes, 701, [Month(2025, 12), *YEAR]) == YEAR


def test_a_version_that_is_only_moved_leaves_its_month() -> None:
    changes = edited(a=ShareEdit(701, JANUARY, "50", Month(2026, 3), "0.5"))
    assert set(changes) == {
        Change(share_entry(701, JANUARY), "0.5", None),
        Change(share_entry(701, Month(2026, 3)), None, "0.5"),
    }
    assert repriced_months(STORED, changes, 701, YEAR) == [JANUARY, Month(2026, 2)]


def test_one_that_has_not_begun_moves_with_its_new_share() -> None:
    changes = edited(a=ShareEdit(703, OCTOBER, "80", Month(2026, 11), "0.9"))
    assert versions_of(applied(STORED, changes))[703] == {JANUARY: Decimal(1), Month(2026, 11): Decimal("0.8")}


def test_what_means_the_same_share_is_no_change() -> None:
    assert edited(a=ShareEdit(701, JANUARY, "50,0", JANUARY, "0.50")) == ()


def test_the_first_share_of_a_type_prices_its_past_too() -> None:
    changes = edited(a=ShareEdit(702, None, "30", OCTOBER))
    assert repriced_months(STORED, changes, 702, YEAR) == YEAR


def test_a_version_taken_away_hands_its_months_to_the_one_before() -> None:
    changes = edited(a=ShareEdit(701, JANUARY, "", JANUARY, "0.5", is_dropped=True))
    assert changes == (Change(share_entry(701, JANUARY), "0.5", None),)
    assert repriced_months(STORED, changes, 701, YEAR) == YEAR


def test_two_shares_for_one_month_are_a_fault_of_the_later() -> None:
    first, second = ShareEdit(702, None, "30", OCTOBER), ShareEdit(702, None, "40", OCTOBER)
    read = read_share_edits({"a": first, "b": second}, NOW)
    assert list(read.faults) == ["b"]
    assert read.changes == (Change(share_entry(702, OCTOBER), None, "0.3"),)


def test_a_month_whose_share_its_author_saw_is_a_fault_unless_that_one_leaves() -> None:
    new = ShareEdit(703, None, "70", OCTOBER, seen_there="0.9")
    assert list(read_share_edits({"a": new}, NOW).faults) == ["a"]
    leaving = ShareEdit(703, OCTOBER, "", OCTOBER, "0.9", is_dropped=True)
    assert edited(a=new, b=leaving) == (Change(share_entry(703, OCTOBER), "0.9", "0.7"),)


def test_one_that_somebody_saved_meanwhile_is_left_to_the_saving_which_asks() -> None:
    """Their author saw nothing at that month: a clash, not a fault."""
    assert edited(a=ShareEdit(703, None, "70", OCTOBER)) == (Change(share_entry(703, OCTOBER), None, "0.7"),)
