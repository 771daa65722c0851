"""What several managers have of one payment adds up to it, to the kopeck."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.credit_shares import apportion, credit_shares, equal_shares
from sales_core.errors import InputError

AMOUNTS = st.integers(-(10**15), 10**15)
SHARES = st.lists(st.integers(1, 10**8), min_size=1, max_size=6).map(
    lambda steps: [Decimal(step).scaleb(-8) for step in [*steps[:-1], 10**8 - sum(steps[:-1])]]
).filter(lambda shares: min(shares) > 0)  # fmt: skip


@given(amount=AMOUNTS, shares=SHARES)
def test_portions_add_up_and_none_is_a_kopeck_off(amount: int, shares: list[Decimal]) -> None:
    ordered = credit_shares(dict(enumerate(shares)))
    portions = apportion(amount, ordered)
    assert sum(portions) == amount
    for portion, (_, share) in zip(portions, ordered, strict=True):
        assert abs(portion - amount * Decimal(share)) < 1
    assert apportion(-amount, ordered) == [-portion for portion in portions]


def test_the_odd_kopeck_goes_to_the_larger_share_and_among_equals_to_the_lower_id() -> None:
    shares = credit_shares({12: Decimal("0.5"), 11: Decimal("0.5")})
    assert shares == ((11, "0.5"), (12, "0.5"))
    assert apportion(100_01, shares) == [50_01, 50_00]
    assert credit_shares({11: Decimal("0.30"), 12: Decimal("0.700")}) == ((12, "0.7"), (11, "0.3"))


def test_three_equal_shares_of_a_payment_are_equal_to_the_kopeck() -> None:
    shares = credit_shares(equal_shares([11, 12, 13]))
    assert apportion(120_000_00, shares) == [40_000_00] * 3
    assert apportion(100_00, shares) == [33_34, 33_33, 33_33]


@pytest.mark.parametrize(
    ("shares", "reason"),
    [
        ({}, "whom"),
        ({11: "0.5", 12: "0.4"}, "90 % instead of 100 %"),
        ({11: "0.6", 12: "0.5"}, "110 %"),
        ({11: "1.5", 12: "-0.5"}, "above 0"),
        ({11: "1", 12: "0"}, "above 0"),
        ({11: "0.999999999", 12: "0.000000001"}, "6 decimals"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused(shares: dict[int, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        credit_shares({manager: Decimal(share) for manager, share in shares.items()})
