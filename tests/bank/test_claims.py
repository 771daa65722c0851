"""Which lines are payments that somebody marked as paid already."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.bank.claims import NEAR_DAYS, match_claims
from sales_core.bank.proposals import IncomingLine, OpenPayment, Rule
from tests.bank.writing import CLIENT_INN, OTHER_INN

DAY = date(2026, 10, 5)
LINE = IncomingLine("a", DAY, 100, CLIENT_INN, "ООО Вектор", "")
CLAIM = OpenPayment(1, 501, 100, DAY, "123", "", "ООО Вектор", "Лицензии")


def matched(lines: list[IncomingLine], claims: list[OpenPayment], others: list[OpenPayment] | None = None) -> object:
    found = match_claims(lines, claims, others or [])
    return {key: (proposal.rule, proposal.parts[0].payment_id) for key, proposal in found.items()}


@pytest.mark.parametrize("purpose", ["по счету 123", "сделка 501", "договор 501"])
def test_the_purpose_names_it(purpose: str) -> None:
    assert matched(
        [replace(LINE, purpose=purpose)], [CLAIM, replace(CLAIM, id=2, lead_id=502, invoice_number="9")]
    ) == {"a": (Rule.NUMBER, 1)}


def test_the_client_paid_this_sum_about_then() -> None:
    own = replace(CLAIM, inn=CLIENT_INN, due_on=DAY + timedelta(days=NEAR_DAYS))
    assert matched([LINE], [own, replace(CLAIM, id=2)]) == {"a": (Rule.INN_AND_SUM, 1)}
    assert matched([LINE], [replace(own, due_on=DAY + timedelta(days=NEAR_DAYS + 1))]) == {}


def test_sum_and_day_are_enough_only_where_nothing_else_has_them() -> None:
    assert matched([LINE], [CLAIM]) == {"a": (Rule.SUM_AND_DAY, 1)}
    assert matched([LINE, replace(LINE, key="b")], [CLAIM]) == {}
    assert matched([LINE], [CLAIM, replace(CLAIM, id=2)]) == {}


def test_of_two_claims_of_a_client_the_one_expected_of_this_payer_is_meant() -> None:
    of_two = replace(CLAIM, inn=OTHER_INN, other_inns=(CLIENT_INN,))
    assert matched([LINE], [of_two]) == {"a": (Rule.INN_AND_SUM, 1)}
    expected = replace(CLAIM, id=2, inn=CLIENT_INN, due_on=DAY + timedelta(days=2))
    assert matched([LINE], [of_two, expected]) == {"a": (Rule.INN_AND_SUM, 2)}


def test_what_contradicts_is_no_match() -> None:
    assert matched([LINE], [replace(CLAIM, inn=OTHER_INN)]) == {}, "another client"
    named = replace(CLAIM, id=9, lead_id=777, amount_minor=5)
    assert matched([replace(LINE, purpose="сделка 777")], [CLAIM], [named]) == {}, "another deal"
    assert matched([replace(LINE, amount_minor=101)], [CLAIM]) == {}, "another sum"


def test_the_same_sum_month_after_month_finds_its_own_month() -> None:
    claims = [replace(CLAIM, id=n, inn=CLIENT_INN, due_on=date(2026, n, 5)) for n in (8, 9, 10)]
    lines = [replace(LINE, key=str(n), paid_on=date(2026, n, 7)) for n in (10, 9)]
    assert matched(lines, claims) == {"9": (Rule.INN_AND_SUM, 9), "10": (Rule.INN_AND_SUM, 10)}


def test_money_given_back_matches_money_that_went_out() -> None:
    back = replace(CLAIM, amount_minor=-100)
    assert matched([replace(LINE, amount_minor=-100)], [back, replace(CLAIM, id=2)]) == {"a": (Rule.SUM_AND_DAY, 1)}


@given(st.randoms(use_true_random=False))
def test_the_order_they_come_in_does_not_matter_and_nothing_is_taken_twice(random: Random) -> None:
    lines = [
        replace(
            LINE, key=str(n), paid_on=DAY + timedelta(days=n % 4), payer_inn=random.choice([CLIENT_INN, "", OTHER_INN])
        )
        for n in range(6)
    ]
    claims = [
        replace(CLAIM, id=n, lead_id=500 + n % 3, inn=random.choice([CLIENT_INN, ""]), due_on=DAY + timedelta(days=n))
        for n in range(5)
    ]
    found = match_claims(lines, claims, [])
    ids = [proposal.parts[0].payment_id for proposal in found.values()]
    assert len(ids) == len(set(ids))
    random.shuffle(lines)
    random.shuffle(claims)
    assert match_claims(lines, claims, []) == found
