"""What can be done to payments, without a database."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.money import currency
from sales_core.payment_history import PaymentNow
from sales_core.register.payments import (
    Part,
    add,
    credit,
    delete,
    edit,
    parse_amount,
    pay,
    pay_all,
    redate,
    refund,
    split,
)
from sales_core.register.wishes import Wishes
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payment

AMOUNTS = st.integers(-(10**12), 10**12).filter(bool)


def wished(wishes: Wishes) -> list[tuple[bool, int, date, date | None]]:
    """(new, amount, due, paid) of each payment that is to be."""
    return [
        (seen is None, after.amount_minor, after.due_on, after.paid_on) for seen, after in wishes if after is not None
    ]


def test_payments_are_added_to_a_lead_as_typed() -> None:
    (wish,) = add(5, [Part(100, OCT_5)], " аванс ", paid_on=OCT_10)
    assert wish.after is not None
    assert (wish.after.lead_id, wish.after.comment, wish.after.source) == (5, "аванс", "manual")
    assert wished((wish,)) == [(True, 100, OCT_5, OCT_10)]


def test_an_edit_keeps_what_no_form_shows() -> None:
    (wish,) = edit(payment(external_id="a", refund_of=4), Part(5, OCT_20), " x", None)
    assert wish.after == payment(5, OCT_20, external_id="a", refund_of=4, comment="x").terms


@given(amounts=st.lists(AMOUNTS, min_size=2, max_size=6).filter(sum))
def test_the_parts_of_a_split_add_up_and_the_first_stays_the_payment(amounts: list[int]) -> None:
    whole = payment(sum(amounts), external_id="a", comment="аванс")
    first, *others = split(whole, [Part(amount, OCT_20) for amount in amounts])
    assert first.seen == whole
    assert wished((first, *others)) == [(n > 0, amount, OCT_20, None) for n, amount in enumerate(amounts)]
    assert {(wish.after.external_id, wish.after.comment) for wish in others if wish.after} == {(None, "аванс")}


def test_paid_whole_it_is_only_marked() -> None:
    assert wished(pay(payment(), OCT_20)) == [(False, 100_00, OCT_10, OCT_20)]
    assert wished(pay(payment(), OCT_20, 100_00)) == wished(pay(payment(), OCT_20))


@given(planned=AMOUNTS, share=st.fractions(0, 3))
def test_whatever_came_is_paid_and_the_rest_stays_due(planned: int, share: Fraction) -> None:
    came = int(planned * share)
    if came == 0:
        return
    wishes = wished(pay(payment(planned), OCT_20, came))
    assert sum(amount for _, amount, _, paid_on in wishes if paid_on == OCT_20) == came
    assert sum(amount for _, amount, _, paid_on in wishes if paid_on is None) == (
        planned - came if abs(came) < abs(planned) else 0
    )
    assert [new for new, *_ in wishes] == [False, True][: 1 + (came != planned)]


def test_less_than_planned_leaves_a_payment_due_on_the_same_day() -> None:
    assert wished(pay(payment(), OCT_20, 30_00)) == [(False, 30_00, OCT_10, OCT_20), (True, 70_00, OCT_10, None)]


def test_more_than_planned_makes_a_payment_of_the_surplus() -> None:
    assert wished(pay(payment(), OCT_20, 130_00)) == [(False, 100_00, OCT_10, OCT_20), (True, 30_00, OCT_20, OCT_20)]


def test_what_is_given_back_is_a_payment_below_nothing_that_knows_its_own() -> None:
    paid = payment(paid_on=OCT_10)
    earlier = PaymentNow(8, 3, payment(-60_00, refund_of=paid.id).terms)
    (wish,) = refund(paid, 40_00, OCT_20, "вернули", [paid, earlier])
    assert wish.after is not None
    assert (wish.after.refund_of, wish.after.comment) == (paid.id, "вернули")
    assert wished((wish,)) == [(True, -40_00, OCT_20, OCT_20)]
    with pytest.raises(InputError, match="More would be given back"):
        refund(paid, 40_01, OCT_20, "", [paid, earlier])


def test_several_are_paid_deleted_and_moved_at_once() -> None:
    both = [payment(), PaymentNow(8, 4, payment(5, OCT_20).terms)]
    assert [paid_on for *_, paid_on in wished(pay_all(both, OCT_20))] == [OCT_20, OCT_20]
    assert [wish.after for wish in delete(both)] == [None, None]
    assert [due_on for _, _, due_on, _ in wished(redate(both, OCT_5))] == [OCT_5, OCT_5]
    assert [due_on for _, _, due_on, _ in wished(redate(both, timedelta(days=7)))] == [
        date(2026, 10, 17), date(2026, 10, 27),
    ]  # fmt: skip


PAID = payment(paid_on=OCT_10)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: split(payment(), [Part(100_00, OCT_5)]), "two parts or more"),
        (lambda: split(payment(), [Part(50_00, OCT_5), Part(50_01, OCT_5)]), "must add up"),
        (lambda: split(PAID, [Part(50_00, OCT_5), Part(50_00, OCT_5)]), "paid already, on 2026-10-10"),
        (lambda: pay(PAID, OCT_20), "paid already"),
        (lambda: pay(payment(), OCT_20, 0), "same sign"),
        (lambda: pay(payment(), OCT_20, -5), "same sign"),
        (lambda: refund(payment(), 5, OCT_20, "", []), "Only a payment that came"),
        (lambda: refund(payment(-5, paid_on=OCT_10), 5, OCT_20, "", []), "Only a payment that came"),
        (lambda: refund(PAID, 0, OCT_20, "", []), "above 0"),
        (lambda: refund(PAID, 5, OCT_5, "", []), "before it came"),
        (lambda: redate([payment(), PAID], OCT_20), "paid already"),
        (lambda: credit(payment(), 15), "Only a paid payment"),
        (lambda: parse_amount("0,00", currency("RUB")), "cannot be 0"),
        (lambda: parse_amount("сто", currency("RUB")), "is not an amount"),
    ],
)
def test_what_makes_no_sense_is_told(wrong: Callable[[], object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        wrong()


def test_amounts_are_read_as_people_type_them() -> None:
    rubles = currency("RUB")
    assert [parse_amount(text, rubles) for text in ("1 250 000,50", "−50 000 ₽", "0.01")] == [
        125_000_050,
        -50_000_00,
        1,
    ]
