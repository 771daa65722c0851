"""Which payments a line pays: what is proposed, why, and what is left to a person."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.bank.matching import match_lines
from sales_core.bank.proposals import IncomingLine, OpenPayment, Proposal, Rule, incoming_lines
from sales_core.i18n import language
from tests.bank.writing import CLIENT_INN, OTHER_INN, PERSON_INN, document, parsed, written

LINE = IncomingLine("a", date(2026, 10, 5), 100, CLIENT_INN, "ООО Вектор", "")
PAYMENT = OpenPayment(1, 501, 100, date(2026, 10, 10), "123", CLIENT_INN, "ООО Вектор", "Лицензии")
STRANGER = replace(PAYMENT, id=90, lead_id=590, invoice_number="999", inn=OTHER_INN)


def instalments(*amounts: int, first_id: int = 1, lead_id: int = 501, inn: str = CLIENT_INN) -> list[OpenPayment]:
    """The payments of one deal, due month after month, without an invoice."""
    return [
        replace(
            PAYMENT, id=first_id + number, lead_id=lead_id, amount_minor=amount, inn=inn, invoice_number="",
            due_on=date(2026, 1 + number, 1),
        )
        for number, amount in enumerate(amounts)
    ]  # fmt: skip


def only(line: IncomingLine, *payments: OpenPayment) -> Proposal:
    (proposal,) = match_lines([line], payments).values()
    return proposal


def paid(proposal: Proposal) -> dict[int, int]:
    return dict(proposal.parts)


def told(proposal: Proposal) -> str:
    return language("en").text(proposal.reason.template, **proposal.reason.params)


def test_the_invoice_in_the_purpose_comes_first() -> None:
    named = replace(PAYMENT, id=2, lead_id=502, amount_minor=70, invoice_number="Счёт № 00124")
    proposal = only(replace(LINE, purpose="по счету 124 от 01.10.2026"), PAYMENT, named)
    assert (proposal.rule, paid(proposal), proposal.left_minor) == (Rule.NUMBER, {2: 70}, 30)
    assert told(proposal) == "the purpose names invoice 124"


def test_a_deal_is_named_by_its_number() -> None:
    proposal = only(replace(LINE, payer_inn="", purpose="сделка 501"), PAYMENT, STRANGER)
    assert (proposal.rule, paid(proposal)) == (Rule.NUMBER, {1: 100})
    assert told(proposal) == "the purpose names deal 501"
    assert paid(only(replace(LINE, purpose="счет 501"), replace(PAYMENT, invoice_number=""))) == {1: 100}


def test_an_invoice_of_another_client_is_for_a_person() -> None:
    proposal = only(replace(LINE, payer_inn=PERSON_INN, purpose="счет 123"), PAYMENT)
    assert (proposal.rule, proposal.parts, proposal.candidates) == (Rule.PERSON, (), (1,))
    assert told(proposal) == f"the purpose names 123, but the payer's INN {PERSON_INN} is not the client's"
    own = replace(PAYMENT, id=2, lead_id=502, invoice_number="", inn=PERSON_INN)
    both = only(replace(LINE, payer_inn=PERSON_INN, purpose="счет 123"), PAYMENT, own)
    assert (both.rule, both.candidates) == (Rule.PERSON, (1, 2)), "though the sum is that of the payer's own payment"


def test_who_pays_for_another_says_whom() -> None:
    line = replace(LINE, payer_inn=PERSON_INN, purpose=f"за ООО Вектор ИНН {CLIENT_INN} по счету 123")
    assert only(line, PAYMENT).rule is Rule.NUMBER


def test_of_two_deals_with_one_number_the_payer_s_is_meant() -> None:
    other = replace(PAYMENT, id=2, lead_id=502, inn=OTHER_INN)
    assert paid(only(replace(LINE, purpose="счет 123"), other, PAYMENT)) == {1: 100}
    unknown = only(replace(LINE, payer_inn="", purpose="счет 123"), other, PAYMENT)
    assert (unknown.rule, unknown.candidates) == (Rule.PERSON, (1, 2))
    assert told(unknown) == "several deals have the number 123 that the purpose names"


def test_two_invoices_in_one_line_are_paid_when_they_add_up() -> None:
    second = replace(PAYMENT, id=2, lead_id=502, invoice_number="124", amount_minor=50)
    both = replace(LINE, purpose="счета 123 и 124", amount_minor=150)
    assert paid(only(both, PAYMENT, second)) == {1: 100, 2: 50}
    less = only(replace(both, amount_minor=149), PAYMENT, second)
    assert (less.rule, less.candidates) == (Rule.PERSON, (1, 2))


@pytest.mark.parametrize("purpose", ["договор 123", "по счету 123/1", "заказ №501"])
def test_a_vague_number_counts_where_it_is_the_payer_s_own(purpose: str) -> None:
    line = replace(LINE, purpose=purpose, amount_minor=60)
    other = replace(PAYMENT, id=2, lead_id=502, invoice_number="")
    own = only(line, PAYMENT, other)
    assert (own.rule, paid(own)) == (Rule.NUMBER, {1: 60})
    assert "which is the payer's own" in told(own)
    assert only(replace(line, payer_inn=""), PAYMENT, other).rule is Rule.PERSON
    assert only(replace(line, payer_inn=OTHER_INN), PAYMENT, other).rule is Rule.PERSON


def test_the_payer_s_inn_and_the_exact_sum() -> None:
    other = replace(PAYMENT, id=2, lead_id=502, amount_minor=70, inn=f"{CLIENT_INN}/770701001")
    proposal = only(replace(LINE, amount_minor=70), PAYMENT, other, STRANGER)
    assert (proposal.rule, paid(proposal)) == (Rule.INN_AND_SUM, {2: 70})


def test_a_client_may_have_several_inns_and_a_payment_is_expected_of_one() -> None:
    of_two = replace(PAYMENT, inn=OTHER_INN, other_inns=(CLIENT_INN,))
    proposal = only(LINE, of_two, STRANGER)
    assert (proposal.rule, paid(proposal)) == (Rule.INN_AND_SUM, {1: 100})
    assert CLIENT_INN in told(proposal)
    expected = replace(PAYMENT, id=2, lead_id=502, other_inns=(OTHER_INN,))
    assert paid(only(LINE, of_two, expected)) == {2: 100}
    assert paid(only(replace(LINE, purpose="счет 123"), of_two)) == {1: 100}
    alike = [replace(of_two, inn=""), replace(of_two, inn="", id=2, lead_id=502)]
    assert only(LINE, *alike).rule is Rule.PERSON


def test_one_sum_open_in_two_deals_is_for_a_person() -> None:
    proposal = only(LINE, PAYMENT, replace(PAYMENT, id=2, lead_id=502))
    assert (proposal.rule, proposal.candidates, proposal.left_minor) == (Rule.PERSON, (1, 2), 100)
    assert "has several open payments" in told(proposal)


def test_a_line_pays_several_instalments_when_the_next_ones_add_up() -> None:
    proposal = only(replace(LINE, amount_minor=90), *instalments(40, 50, 60))
    assert (proposal.rule, paid(proposal), proposal.left_minor) == (Rule.INN_AND_SUM, {1: 40, 2: 50}, 0)
    assert only(replace(LINE, amount_minor=100), *instalments(40, 50, 60)).rule is Rule.PERSON


def test_of_equal_instalments_the_earliest_are_paid_by_the_earliest_lines() -> None:
    lines = [
        replace(LINE, key=key, paid_on=date(2026, 10, day)) for key, day in (("z", 1), ("a", 2), ("b", 2), ("c", 3))
    ]
    proposals = match_lines(lines, instalments(100, 100, 100))
    assert [paid(proposals[key]) for key in "zabc"] == [{1: 100}, {2: 100}, {3: 100}, {}]
    assert "earlier lines are proposed" in told(proposals["c"])


def test_the_only_open_payment_of_an_inn_is_paid_in_part_or_with_a_rest() -> None:
    part = only(replace(LINE, amount_minor=30), PAYMENT, STRANGER)
    assert (part.rule, paid(part), part.left_minor) == (Rule.INN_AND_ONE, {1: 30}, 0)
    more = only(replace(LINE, amount_minor=130), PAYMENT, STRANGER)
    assert (paid(more), more.left_minor) == ({1: 100}, 30)


def test_a_number_goes_before_a_sum_whichever_line_is_earlier() -> None:
    by_sum = replace(LINE, key="a", paid_on=date(2026, 10, 1))
    by_number = replace(LINE, key="b", purpose="счет 123", amount_minor=80)
    proposals = match_lines([by_sum, by_number], [PAYMENT])
    assert paid(proposals["b"]) == {1: 80}
    assert proposals["a"].rule is Rule.PERSON
    again = match_lines([replace(by_number, key="c", paid_on=date(2026, 10, 9)), by_number], [PAYMENT])["c"]
    assert told(again) == "the purpose names 123, but an earlier line is proposed for all that is open of it"


def test_without_inn_and_number_payments_of_the_same_sum_are_shown() -> None:
    proposal = only(replace(LINE, payer_inn="0"), PAYMENT, *instalments(5, first_id=7))
    assert (proposal.candidates, told(proposal)) == (
        (1,),
        "the payer has no INN, and the purpose names no known number",
    )
    assert "no client with INN" in told(only(replace(LINE, payer_inn=PERSON_INN), PAYMENT))


def test_refunds_take_no_part() -> None:
    assert only(LINE, replace(PAYMENT, amount_minor=-100), replace(PAYMENT, id=2, amount_minor=0)).rule is Rule.PERSON


def test_lines_come_from_a_statement_s_incoming_documents() -> None:
    (line,) = incoming_lines(parsed(written()))
    assert (line.amount_minor, line.payer_inn, line.purpose) == (1000_00, CLIENT_INN, "Оплата по счету 123")
    assert paid(only(line, replace(PAYMENT, amount_minor=1000_00))) == {1: 1000_00}
    assert incoming_lines(parsed(written([document(ПлательщикИНН="5024145974")]))) == []


INNS = st.sampled_from(["", "0", CLIENT_INN, OTHER_INN, PERSON_INN])
NUMBERS = st.sampled_from(["", "1", "2", "2/1", "СЧ-3"])
PURPOSES = st.builds(
    "{} {} и {}".format, st.sampled_from(["", "счет", "сделка", "договор", f"ИНН {CLIENT_INN} сч."]), NUMBERS, NUMBERS
)
AMOUNTS = st.sampled_from([1, 2, 3, 5, 10, 20, 100])
DAYS = st.dates(date(2026, 10, 1), date(2026, 10, 4))
PAYMENTS = st.lists(
    st.builds(
        OpenPayment, st.just(0), st.integers(1, 4), st.sampled_from([-5, 0, 1, 2, 3, 10, 20]), st.none() | DAYS,
        NUMBERS, INNS, st.just(""), st.just(""), st.lists(INNS, max_size=2).map(tuple),
    ),
    max_size=12,
).map(lambda payments: [replace(payment, id=number) for number, payment in enumerate(payments)])  # fmt: skip
LINES = st.lists(st.builds(IncomingLine, st.just(""), DAYS, AMOUNTS, INNS, st.just(""), PURPOSES), max_size=10).map(
    lambda lines: [replace(line, key=f"line {number}") for number, line in enumerate(lines)]
)


@given(LINES, PAYMENTS)
def test_no_line_gives_more_than_it_has_and_no_payment_is_claimed_twice(
    lines: list[IncomingLine], payments: list[OpenPayment]
) -> None:
    proposals = match_lines(lines, payments)
    assert list(proposals) == [line.key for line in lines]
    open_minor = {payment.id: payment.amount_minor for payment in payments}
    for line in lines:
        parts = proposals[line.key].parts
        assert sum(part.amount_minor for part in parts) + proposals[line.key].left_minor == line.amount_minor
        assert proposals[line.key].left_minor >= 0
        assert all(0 < part.amount_minor <= open_minor[part.payment_id] for part in parts)
        assert (proposals[line.key].rule is Rule.PERSON) == (not parts)
        assert told(proposals[line.key])
    claims = Counter(part.payment_id for each in proposals.values() for part in each.parts)
    assert all(count == 1 for count in claims.values())


@given(LINES, PAYMENTS, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_payments_does_not_matter(
    lines: list[IncomingLine], payments: list[OpenPayment], random: Random
) -> None:
    before = match_lines(lines, payments)
    random.shuffle(lines)
    random.shuffle(payments)
    assert match_lines(lines, payments) == before


@given(LINES, PAYMENTS)
def test_a_payer_s_money_goes_to_another_client_only_where_the_purpose_says_so(
    lines: list[IncomingLine], payments: list[OpenPayment]
) -> None:
    inns_of = {payment.id: payment.inns for payment in payments}
    proposals = match_lines(lines, payments)
    for line in lines:
        for part in proposals[line.key].parts:
            inns, payer = inns_of[part.payment_id], line.payer_inn.strip("0")
            assert not inns or not payer or payer in inns or any(inn in line.purpose for inn in inns)
