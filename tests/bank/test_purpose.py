"""What payers write, and the numbers it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.bank.purpose import Named, find_inns, find_mentions, normal_number

INVOICES = {
    "счет № 123 от 01.10.2026": ["123"],
    "Оплата по сч.123": ["123"],
    "Оплата по сч. №34 от 31.03.2022, Без налога (НДС)": ["34"],
    "по счету 123/1": ["123/1"],
    "СЧЁТ N123": ["123"],
    "по счету от 01.10.2026 № 77": ["77"],
    "Счёт на оплату №СЧ-00015 от 1.1.26 г.": ["15"],
    "Оплата по счету N 1024 от 01.01.23г 18026,52": ["1024"],
    "Оплата по счету № 25-фжр-13 от 31.03.2025 Сумма 19588-49 В т.ч. НДС (20%) 3264-75": ["25-фжр-13"],
    "по дог. ГПН-18/39000/03 от 29.12.2018 по сч 19-685 от 14.10.2019 НДС(20%) 5.616.666,67": ["19-685"],
    "счета 123, 124 и 125 от 05.10.2026, 5000.00": ["123", "124", "125"],
    "по счетам №1 от 01.10.2026, №2 от 02.10.2026; №3": ["1", "2", "3"],
    "счет №123от 05.10.26": ["123"],
    "счет 123, 5 шт, 20%": ["123"],
    "инвойс A-7": ["а-7"],
    "счёт 12 и ещё раз счёт 12": ["12"],
}
NONE = [
    "счет-фактура 55",
    "по счёт-фактуре №55",
    "на расчетный счет 40702810801500116391",
    "счет 40702810801500116391",
    "лицевой счет 12345",
    "л/сч 333, р/сч 444",
    "пополнение счета 5 000,00",
    "счет 18026,52",
    "счет 01.10.2026",
    "счет 20% НДС",
    "счет 500 руб.",
    "за услуги 5000.00, в т.ч. НДС 20% 833.33",
    "Расчет 15 по акту 16",
    "",
]


@pytest.mark.parametrize(("purpose", "numbers"), INVOICES.items())
def test_an_invoice_is_named(purpose: str, numbers: list[str]) -> None:
    assert [each.number for each in find_mentions(purpose) if each.kind is Named.INVOICE] == numbers


@pytest.mark.parametrize("purpose", NONE)
def test_a_sum_a_day_a_percent_and_an_account_are_no_numbers(purpose: str) -> None:
    assert find_mentions(purpose) == ()


@pytest.mark.parametrize(
    ("purpose", "kind", "number"),
    [
        ("договор 123", Named.OTHER, "123"),
        ("по Договору № 7-К от 01.10.2026", Named.OTHER, "7-к"),
        ("заказ №15", Named.OTHER, "15"),
        ("сделка №30112233", Named.DEAL, "30112233"),
        ("по сделке 30112233 от 05.10.2026", Named.DEAL, "30112233"),
    ],
)
def test_what_a_number_is_of(purpose: str, kind: Named, number: str) -> None:
    (mention,) = find_mentions(purpose)
    assert (mention.kind, mention.number) == (kind, number)


def test_a_taxpayer_named_in_the_purpose() -> None:
    assert find_inns("за ООО Вектор (ИНН: 7707083893) и ИНН 411000007, не ИНН 7707083894") == {
        "7707083893",
        "0411000007",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("Счет № 00123", "123"), ("СЧ-0015", "15"), ("C-12", "с-12"), ("12 / 3", "12/3"), ("12/03", "12/3")],
)
def test_numbers_written_in_two_ways_are_equal(one: str, other: str) -> None:
    assert normal_number(one) == normal_number(other)


@given(st.text(alphabet="счетсч.№Nот 0123456789./-,%и;()дгвр", max_size=400))
def test_no_purpose_is_too_strange(purpose: str) -> None:
    for mention in find_mentions(purpose):
        assert mention.number
        assert mention.written in " ".join(purpose.split())


def test_a_purpose_made_to_take_long_does_not() -> None:
    for part in ("счет ", "счет 1, ", "1-", "от 01.01.01 ", "л" * 5000 + " сч ", "на оплату " * 3):
        find_mentions("счет 1" + part * (10_000 // len(part)))
