"""What an action of a kind weighs: as it is typed, as it is stored, and what nobody decided."""

from decimal import Decimal

import pytest

from sales_core.activity import ActionKind
from sales_core.activity_weights import parse_weight, stored_weight, weights_from
from sales_core.errors import InputError


@pytest.mark.parametrize(
    ("typed", "stored"), [("1", "1"), ("0,50", "0.5"), (" 2.125 ", "2.125"), ("0", "0"), ("1 000", "1000")]
)
def test_a_weight_is_stored_exactly(typed: str, stored: str) -> None:
    assert stored_weight(parse_weight(typed)) == stored


@pytest.mark.parametrize("typed", ["-1", "1000.001", "0.0005", "", "много", "1e2", "NaN"])
def test_what_is_no_weight_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        parse_weight(typed)


def test_a_kind_whose_weight_nobody_decided_counts_one() -> None:
    weights = weights_from({"activity_weight.mail_out": "0.5"})
    assert weights[ActionKind.MAIL_OUT] == Decimal("0.5")
    assert {weights[kind] for kind in ActionKind if kind is not ActionKind.MAIL_OUT} == {1}
