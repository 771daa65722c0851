"""What the grid of plans makes of what a browser sends, and what it answers: no browser needed."""

from typing import Any

import pytest

from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.ui.settings.plans.asks import answer, asked_in, stray_faults
from sales_core.ui.settings.plans.sheet import Sheet, View, read_cell_key, view_of

NOW = Month(2026, 9)
NAMES = {11: "Анна Соколова", 12: "Борис Лис", 13: "Вера Новая"}


def sheet(view: View | None = None, **stored: int) -> Sheet:
    """``stored``: by manager and month, as ``m11_09``."""
    plans = {(int(name[1:3]), Month(2026, int(name[4:])), 0): amount for name, amount in stored.items()}
    return Sheet(
        view or View(2026), NOW, NAMES, frozenset({11, 12}), plans, {}, currency("RUB"), Language("ru")
    )  # fmt: skip


def ask(on: Sheet, **question: Any) -> dict[str, Any]:
    answered = answer({"id": "1", **question}, on, lambda: WorkCalendar("RU"))
    assert answered is not None
    return answered


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize("sent", [None, 5, "x", [], {}, {"draft": None}, {"draft": {"ask": 3}}, {"draft": {"ask": {}}}])
def test_what_is_no_question_has_no_answer(sent: Any) -> None:
    asked = asked_in(sent) if isinstance(sent, dict) else sent
    assert answer(asked, sheet(), lambda: WorkCalendar("RU")) is None


@pytest.mark.parametrize("sent", [None, "2027", {"year": "2027"}, {"year": 9}, {"type": 999}, {"everybody": "yes"}])
def test_a_view_that_makes_no_sense_is_this_year_of_whole_months(sent: Any) -> None:
    assert view_of(sent, 2026, {701}) == View(2026)


@pytest.mark.parametrize(
    "key", ["", "11", "11 2026-09", "99 2026-09 0", "11 2026-13 0", "11 2026-09 5", "011 2026-09 0"]
)
def test_only_plans_of_known_managers_and_types_are_cells(key: str) -> None:
    assert read_cell_key(key, NAMES, {701}) is None


def test_rows_are_of_who_is_in_the_report_or_has_a_plan_in_the_year() -> None:
    assert sheet().managers == (11, 12)
    assert sheet(m13_01=5).managers == (11, 12, 13)
    assert sheet(View(2026, everybody=True)).managers == (11, 12, 13)


def test_a_paste_answers_with_what_was_seen_there_and_strays_that_stop_the_saving() -> None:
    on = sheet(m11_09=500)
    answered = ask(
        on, kind="paste", text="Анна Соколова\t1 000\nКто\t5\t6", manager=11, month="2026-09", selected=[1, 1]
    )
    stray = "stray unknown Кто"
    assert answered["edits"] == {
        "11 2026-09 0": {"text": "1 000", "seen": 500},
        stray: {"text": "5; 6", "seen": None},
    }
    assert list(stray_faults(answered["edits"])) == [stray]


def test_a_yearly_plan_leaves_past_months_and_spreads_what_is_left() -> None:
    on = sheet(m11_01=100_000)
    answered = ask(on, kind="spread", manager=11, amount="5000", keepPast=True)
    assert sorted(answered["edits"]) == [f"11 2026-{month:02} 0" for month in (9, 10, 11, 12)]
    parts = [int("".join(filter(str.isdecimal, edit["text"]))) for edit in answered["edits"].values()]
    assert sum(parts) == 4_000


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"amount": "", "manager": 11}, "Укажите годовой план"),
        ({"amount": "-5", "manager": 11}, "План не бывает отрицательным"),
        ({"amount": "1", "manager": 11, "keepPast": True}, "В прошедших месяцах уже стоит больше"),
    ],
)
def test_a_yearly_plan_that_cannot_be_spread_says_why(question: dict[str, Any], told: str) -> None:
    answered = ask(sheet(m11_01=100_000), kind="spread", **question)
    assert answered["edits"] == {}
    assert answered["note"].startswith(told)


def test_a_month_is_filled_from_the_one_before_for_those_shown() -> None:
    answered = ask(sheet(m11_08=150_050, m12_08=7, m12_09=9), kind="fill", month="2026-09")
    assert [(key, plain(edit["text"])) for key, edit in answered["edits"].items()] == [("11 2026-09 0", "1 500,50")]
