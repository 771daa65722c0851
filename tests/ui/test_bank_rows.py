"""What the bank page's own parts are given, and what they make of whatever a browser sends."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bank import BankSums, build_bank_month
from sales_core.statements.confirming import NewPayment, Share
from sales_core.statements.listing import LineState, ListedLine, StoredLine
from sales_core.ui.bank.choosing.rows import parse_chosen
from sales_core.ui.bank.lines.rows import Action, Asked, Tongue, build_lines, parse_click
from sales_core.ui.bank.narrowing import narrowed
from sales_core.ui.bank.sums import build_sums

ROUBLE = currency("RUB")
TONGUE = Tongue(Language("en"), ROUBLE, ZoneInfo("Europe/Moscow"))
LINE = StoredLine(
    7, "4070", date(2026, 10, 5), 1000_50, "15", "ООО Вектор", "7707083893", "по счету 12", None, "", "", 0
)


def listed(**changes: Any) -> ListedLine:
    return ListedLine(LINE._replace(**changes), LineState.TO_DECIDE, None, ())


def test_a_click_is_a_line_an_action_and_what_was_proposed_for_it() -> None:
    assert parse_click({"id": 7, "action": "confirm", "seen": "5:3:100;6:4:-50"}) == Asked(
        7, Action.CONFIRM, (Share(5, 3, 100), Share(6, 4, -50))
    )
    assert parse_click({"id": 7, "action": "aside", "seen": ""}) == Asked(7, Action.ASIDE, ())


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "confirm",
        {},
        {"id": "7", "action": "confirm"},
        {"id": True, "action": "confirm"},
        {"id": 7, "action": "drop"},
        {"id": 7, "action": "confirm", "seen": "5:3"},
        {"id": 7, "action": "confirm", "seen": "5:3:1e9"},
        {"id": 7, "action": "confirm", "seen": "5:3:" + "9" * 30},
    ],
)
def test_anything_else_is_no_click(sent: Any) -> None:
    assert parse_click(sent) is None


def test_what_is_chosen_is_read_as_people_type_it_and_has_the_line_s_sign() -> None:
    sent = {"shares": [{"id": 5, "version": 3, "amount": "1 000,50"}], "new": [{"lead": "#501", "amount": "7"}]}
    assert parse_chosen(sent, LINE, ROUBLE) == ((Share(5, 3, 1000_50),), (NewPayment(501, 7_00),))
    assert parse_chosen(sent, LINE._replace(amount_minor=-1), ROUBLE).shares == (Share(5, 3, -1000_50),)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"shares": 1, "new": []},
        {"shares": []},
        {"shares": [{"id": 5, "version": 3, "amount": "сто"}], "new": []},
        {"shares": [{"id": "x", "version": 3, "amount": "1"}], "new": []},
        {"shares": [], "new": [{"lead": "пять", "amount": "1"}]},
        {"shares": [{"id": 5, "version": 3, "amount": "1"}] * 51, "new": []},
    ],
)
def test_what_is_no_choice_is_refused_in_words(sent: Any) -> None:
    with pytest.raises(InputError):
        parse_chosen(sent, LINE, ROUBLE)


def test_a_line_offers_what_can_be_done_about_it() -> None:
    (row,) = build_lines([listed()], TONGUE)["rows"]
    assert (row["amount"], row["inn"], row["actions"]) == ("1\u202f000.50", "INN 7707083893", ["choose", "aside"])
    aside = ListedLine(LINE._replace(set_aside_by="anna", set_aside_reason="loan"), LineState.SET_ASIDE, None, ())
    (row,) = build_lines([aside], TONGUE)["rows"]
    assert (row["actions"], row["notes"][0]["text"]) == (["take-up"], "anna: loan")


def test_lines_are_found_by_every_word_of_what_is_typed() -> None:
    lines = [listed(), listed(id=8, party_name="ООО Север", amount_minor=70_00)]
    for text, found in (("вектор", [7]), ("СЧЕТУ 7707083893", [7, 8]), ("1000,50", [7]), ("70.00", [8]), ("нет", [])):
        assert [each.line.id for each in narrowed(lines, LineState.TO_DECIDE, text, ROUBLE)] == found
    assert narrowed(lines, LineState.CONFIRMED, "", ROUBLE) == []


def test_the_month_s_parts_add_up_to_what_came() -> None:
    month = build_bank_month(BankSums(900_00, 300_00, 1000_00, 100_00, 250_00, 2), Month(2026, 10), ROUBLE)
    drawn = build_sums(month, TONGUE.language)
    assert [(part["kind"], part["width"]) for part in drawn["parts"]] == [
        ("paid", 65.0),
        ("open", 25.0),
        ("aside", 10.0),
    ]
    assert [line["sum"] for line in drawn["vouched"]] == ["300\u202fRUB", "600\u202fRUB"]
