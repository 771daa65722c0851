"""What the forms of a deal's payments make of what a browser sends: no browser needed."""

from datetime import date
from typing import Any

import pytest

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.payment_history import PaymentNow
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.ui.deal.address import asked_lead, parse_lead
from sales_core.ui.deal.answers import build_answer
from sales_core.ui.deal.asked import Asked, Kind, read_asked
from sales_core.ui.deal.forms import WHOLE, FormDesk, Reading, read_form
from sales_core.ui.deal.rows import Teller, build_rows, build_totals
from tests.reports.test_deal import deal, facts, payment

UNPAID, PAID = payment(1, 96_000_00, -7), payment(2, 120_000_00, -30, -31)
DEAL = deal(PAID, UNPAID, of=facts(250_000_00))
RU = Teller(DEAL, Language("ru"))


def asked(kind: Kind, **fields: str) -> Asked:
    return Asked("f", kind, 1, 1, 0, fields)


def read(kind: Kind, **fields: str) -> Reading:
    return read_of(UNPAID, kind, **fields)


def read_of(seen: PaymentNow | None, kind: Kind, **fields: str) -> Reading:
    return read_form(asked(kind, **fields), FormDesk(DEAL, seen, WorkCalendar("RU")))


def parts(reading: Reading) -> list[tuple[int, date, date | None]]:
    return [(after.amount_minor, after.due_on, after.paid_on) for _, after in reading.wishes if after]


def invoice_url(invoice_id: int | None, lead_id: int) -> str:
    return f"https://demo.amocrm.ru/{lead_id}/{invoice_id}"


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_amounts_and_days_are_read_as_people_type_them() -> None:
    reading = read(Kind.ADD, amount="30 000,50 ₽", due="30.10.2026", comment=" Доработка ", paid="")
    assert parts(reading) == [(30_000_50, date(2026, 10, 30), None)]
    assert reading.wishes[0].after is not None
    assert reading.wishes[0].after.comment == "Доработка"
    assert parts(read(Kind.ADD, amount="5", due="2026-10-30", paid="2026-10-29")) == [
        (5_00, date(2026, 10, 30), date(2026, 10, 29))
    ]


def test_every_wrong_field_is_named_at_once_and_nothing_is_wished() -> None:
    reading = read(Kind.PLAN, amount="много", count="4", due="завтра", rule="next")
    assert reading.faults.keys() == {"amount", "due"}
    assert reading.wishes == ()
    assert read(Kind.ADD).faults.keys() == {"amount", "due"}
    assert read(Kind.PLAN, amount="100", count="", due="2026-10-01").faults.keys() == {"count"}
    assert read(Kind.PLAN, amount="100", count="999", due="2026-10-01").faults.keys() == {WHOLE}


def test_a_plan_keeps_to_working_days_and_leaves_the_remainder_to_the_first() -> None:
    reading = read(Kind.PLAN, amount="100 000,01", count="4", due="24.10.2026", rule="next")
    assert [(amount, due) for amount, due, _ in parts(reading)] == [
        (25_000_01, date(2026, 10, 26)),
        (25_000_00, date(2026, 11, 24)),
        (25_000_00, date(2026, 12, 24)),
        (25_000_00, date(2027, 1, 25)),
    ]


def test_what_becomes_of_the_rest_and_the_surplus_is_told_before_it_is_saved() -> None:
    def notes(amount: str) -> list[str]:
        reading = read(Kind.PAY, amount=amount, paid="2026-09-18")
        return [plain(note) for note in build_answer(asked(Kind.PAY), reading, RU, is_tried=False)["notes"]]

    assert notes("96000") == []
    assert notes("50 000") == ["Остаток 46 000 ₽ станет отдельным платежом со сроком 11.09.26"]
    assert notes("140 000") == [
        "Лишние 44 000 ₽ станут отдельным оплаченным платежом",
        "Платежей станет на 10 000 ₽ больше бюджета сделки",
    ]


def test_the_last_part_of_a_split_is_the_rest_unless_it_is_typed() -> None:
    typed = {"amount0": "10000", "due0": "11.09.2026", "amount1": "", "due1": "11.10.2026"}
    reading = read(Kind.SPLIT, **typed)
    assert reading.rest_minor == 86_000_00
    assert [amount for amount, *_ in parts(reading)] == [10_000_00, 86_000_00]
    assert read(Kind.SPLIT, **typed | {"amount1": "86001"}).faults.keys() == {WHOLE}
    assert read(Kind.SPLIT, **typed | {"amount0": "x"}).faults.keys() == {"amount0"}
    assert read(Kind.SPLIT, due0="2026-09-11").faults.keys() == {WHOLE}
    assert read(Kind.SPLIT).faults.keys() == {WHOLE}


@pytest.mark.parametrize(
    ("kind", "seen", "fields"),
    [
        (Kind.PAY, PAID, {"amount": "1", "paid": "2026-09-18"}),
        (Kind.REDATE, PAID, {"due": "2026-09-18"}),
        (Kind.REFUND, UNPAID, {"amount": "1", "paid": "2026-09-18"}),
        (Kind.REFUND, PAID, {"amount": "120 000,01", "paid": "2026-09-18"}),
        (Kind.EDIT, None, {"amount": "1", "due": "2026-09-18"}),
        (Kind.DELETE, None, {}),
    ],
)
def test_what_makes_no_sense_is_told_of_the_whole_form(
    kind: Kind, seen: PaymentNow | None, fields: dict[str, str]
) -> None:
    assert read_of(seen, kind, **fields).faults.keys() == {WHOLE}


@pytest.mark.parametrize(
    "sent",
    [
        None,
        5,
        [],
        {},
        {"kind": "pay"},
        {"kind": "steal", "id": "1"},
        {"kind": ["pay"], "id": "1"},
        {"kind": "pay", "id": 1},
    ],
)
def test_what_has_another_form_asks_for_nothing(sent: Any) -> None:
    assert read_asked(sent) is None


def test_only_texts_and_whole_numbers_are_taken_from_what_is_sent() -> None:
    found = read_asked({"kind": "pay", "id": "a", "payment": True, "version": -1, "turn": "x", "fields": {"due": 5}})
    assert found == Asked("a", Kind.PAY, 0, None, 0, {})


@pytest.mark.parametrize(
    "text",
    ["12345", " #12345 ", "https://demo.amocrm.ru/leads/detail/12345", "demo.amocrm.ru/leads/detail/12345?tab=1"],
)
def test_a_deal_is_named_by_its_number_or_its_link(text: str) -> None:
    assert parse_lead(text) == 12345


@pytest.mark.parametrize("text", ["", "0", "-5", "x", "1e5", "9" * 19, "https://demo.amocrm.ru/leads/", "12 34"])
def test_what_names_no_deal_is_told(text: str) -> None:
    with pytest.raises(InputError):
        parse_lead(text)


def test_an_address_without_a_deal_asks_for_one() -> None:
    assert asked_lead([]) is None
    assert asked_lead([" "]) is None
    assert asked_lead(["7", "8"]) == 7


def test_rows_say_where_each_payment_stands_and_what_can_be_done_to_it() -> None:
    paid, late = build_rows(RU, invoice_url)
    assert (plain(late["amount"]), late["status"], late["days"]) == ("96 000 ₽", "просрочен 7 дней", "срок 11.09.26")
    assert (paid["status"], paid["days"]) == ("вовремя", "срок 19.08, оплачен 18.08")
    assert late["actions"] == ["pay", "redate", "edit", "split", "history", "delete"]
    assert paid["actions"] == ["edit", "refund", "credit", "history", "delete"]


def test_an_invoice_is_changed_in_amocrm_alone() -> None:
    invoice = UNPAID._replace(terms=UNPAID.terms._replace(source="invoice", invoice_id=5))
    (row,) = build_rows(Teller(deal(invoice), Language("ru")), invoice_url)
    assert row["actions"] == ["history"]
    assert row["url"] == "https://demo.amocrm.ru/1/5"
    assert row["aside"] == ["счёт из amoCRM, меняется там"]


def test_more_than_the_budget_is_said_in_words() -> None:
    totals = build_totals(Teller(deal(PAID, UNPAID, of=facts(200_000_00)), Language("ru")))
    assert (plain(totals["left"]), totals["isOver"]) == ("на 16 000 ₽ больше бюджета", True)
    assert plain(build_totals(RU)["left"]) == "не расписано 34 000 ₽"
    assert build_totals(Teller(deal(PAID, of=facts(0)), Language("ru")))["left"] == ""
