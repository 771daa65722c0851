"""A taxpayer's number is told from other digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.bank.inn import is_inn, normal_inn


@pytest.mark.parametrize("inn", ["7707083893", "0411000007", "504908996115", "012345678943"])
def test_of_a_company_and_of_a_person(inn: str) -> None:
    assert is_inn(inn)
    assert normal_inn(f" ИНН {inn[:4]} {inn[4:]}/770701001") == inn


@pytest.mark.parametrize("inn", ["0411000007", "012345678943"])
def test_the_zero_a_spreadsheet_took_away_comes_back(inn: str) -> None:
    assert normal_inn(str(int(inn))) == inn


@pytest.mark.parametrize(
    "text", ["", "0", "0000000000", "000000000000", "7707083894", "123", "77070838931", "٧٧٠٧٠٨٣٨٩٣"]
)
def test_other_digits_are_none(text: str) -> None:
    assert normal_inn(text) is None


@given(st.sampled_from(["7707083893", "504908996115"]), st.data())
def test_no_single_wrong_digit_passes(inn: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(inn) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != inn[place]]))
    assert not is_inn(inn[:place] + digit + inn[place + 1 :])
