"""What is typed into the dialog of a credit, without a browser."""

from decimal import Decimal

import pytest

from sales_core.ui.credit.reading import Typed, equal_percents, read_shares


def test_what_is_left_empty_is_the_rest() -> None:
    reading = read_shares([Typed(11, "70"), Typed(12, "")], 120_000_01)
    assert (reading.fault, reading.shares) == (None, {11: Decimal("0.7"), 12: Decimal("0.3")})
    assert reading.amounts == (84_000_01, 36_000_00)


def test_nothing_typed_at_all_is_equal_shares() -> None:
    assert read_shares([Typed(11, ""), Typed(12, " ")], 101).amounts == (51, 50)
    three = read_shares(
        [Typed(id_, percent) for id_, percent in zip((11, 12, 13), equal_percents(3), strict=True)], 300
    )
    assert (three.fault, three.amounts) == (None, (100, 100, 100))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([Typed(11, "70"), Typed(12, "20")], "The shares add up to 90 % instead of 100 %"),
        ([Typed(11, "70"), Typed(11, "30")], "Each manager has one line"),
        ([Typed(11, "70"), Typed(None, "30")], "Choose a manager in each line"),
        ([Typed(11, "половина"), Typed(12, "50")], "is not a percent"),
        ([Typed(11, "120"), Typed(12, "")], "Each manager's share must be above 0 %"),
        ([Typed(11, "50"), Typed(12, ""), Typed(13, "")], "one may be left out"),
    ],
)
def test_what_is_no_whole_is_told(typed: list[Typed], sentence: str) -> None:
    reading = read_shares(typed, 100_00)
    assert reading.shares == {}
    assert reading.fault is not None
    assert sentence in str(reading.fault)
