"""What is typed into the scale editor, read: tiers, faults by cell, the changes it means."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.decisions import Change, Entry, scale_entry, value_entry
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bonus import Applies, Scale, scale_from_json, tiers_to_json
from sales_core.ui.settings.edits import Typed
from sales_core.ui.settings.scale.drafts import Work, read_cells
from sales_core.ui.settings.scale.rows import build_scale, tell_reach
from sales_core.ui.settings.scale.sheet import (
    Line,
    Sheet,
    read_sheet,
    same_scale,
    sheet_from_text,
    sheet_of,
    sheet_to_json,
)
from tests.reports.test_bonus import A, B, scale, scales

RU, RUB = Language("ru"), currency("RUB")
JANUARY, NOVEMBER, DECEMBER = Month(2026, 1), Month(2026, 11), Month(2026, 12)


def stored(of: Scale) -> dict[str, Any]:
    return {"tiers": tiers_to_json(of), "cap_minor": of.cap}


DECIDED: dict[Entry, Any] = {scale_entry(JANUARY): stored(A)}


def text_of(of: Scale) -> str:
    return json.dumps(sheet_to_json(sheet_of(of, RUB, RU)))


def work(cells: dict[str, Typed] | None = None, entries: dict[Entry, Any] = DECIDED, shown: str | None = None) -> Work:
    return read_cells(cells or {}, shown, entries, NOVEMBER, RUB)


def faults(*lines: tuple[str, str], cap: str = "") -> dict[str, str]:
    read = read_sheet(Sheet(tuple(Line(start, rate) for start, rate in lines), cap), RUB)
    assert (read.scale is None) is bool(read.faults)
    return {cell: RU.error(fault).replace("\u202f", " ") for cell, fault in read.faults.items()}


@given(scales())
def test_a_scale_shown_and_read_again_pays_the_same(of: Scale) -> None:
    read = read_sheet(sheet_of(of, RUB, RU), RUB)
    assert read.scale is not None
    assert same_scale(read.scale, of)


@given(st.text() | st.dictionaries(st.text(), st.integers()).map(json.dumps))
def test_what_is_no_sheet_is_none(text: str) -> None:
    assert sheet_from_text(text) is None


def test_numbers_are_read_as_people_write_them() -> None:
    lines = (Line("0", "0"), Line("50 %", "3%"), Line("99,5", "0,5"), Line(" 120 ", "12.5"))
    read = read_sheet(Sheet(lines, "150 000,50 ₽"), RUB)
    assert read.scale == scale("50 3 whole, 99.5 0.5 whole, 120 12.5 whole", cap=15_000_050)


@pytest.mark.parametrize(
    ("lines", "cap", "wrong"),
    [
        ((("0", "0"), ("50", "3"), ("50", "5")), "", {"2.start": "Должно быть больше 50 %"}),
        ((("0", "0"), ("70", "3"), ("50", "5"), ("60", "7")), "",
         {"2.start": "Должно быть больше 70 %", "3.start": "Должно быть больше 70 %"}),
        ((("0", "0"), ("-5", "3")), "", {"1.start": "ниже 0 %"}),
        ((("0", "0"), ("50", "-3")), "", {"1.rate": "ниже 0 %"}),
        ((("0", "0"), ("50", "101")), "", {"1.rate": "выше 100 %"}),
        ((("0", "0"), ("пол", "")), "", {"1.start": "«пол» — не процент", "1.rate": "Напишите здесь процент"}),
        ((("0", "0"), ("50", "3")), "-1", {"cap": "меньше 0"}),
        ((("0", "0"), ("50", "3")), "1,234", {"cap": "больше знаков"}),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_its_cell(lines: tuple[tuple[str, str], ...], cap: str, wrong: dict[str, str]) -> None:
    found = faults(*lines, cap=cap)
    assert found.keys() == wrong.keys()
    assert all(part in found[cell] for cell, part in wrong.items())


def test_the_line_from_nothing_is_a_tier_only_where_it_pays() -> None:
    assert read_sheet(Sheet((Line("0", "0"), Line("50", "3"))), RUB).scale == scale("50 3 whole")
    assert read_sheet(Sheet((Line("0", "1"), Line("50", "3"))), RUB).scale == scale("0 1 whole, 50 3 whole")
    assert read_sheet(Sheet((Line("0", "0"),)), RUB).scale == scale("0 0 whole")


def test_what_is_typed_over_the_scale_in_force_is_a_new_one() -> None:
    found = work({"2026-11": Typed(text_of(B), None)})
    (change,) = found.edits.changes
    assert (change.entry, change.before) == (scale_entry(NOVEMBER), None)
    assert scale_from_json(change.after["tiers"], change.after["cap_minor"]) == B


def test_a_new_scale_that_says_what_is_in_force_anyway_is_no_change() -> None:
    assert work({"2026-11": Typed(text_of(A), None)}).edits.count == 0
    without_zeros = scale("50 3.0 whole, 80 5 whole, 100 7 whole, 120 10 whole")
    assert work({"2026-01": Typed(text_of(without_zeros), stored(A))}).edits.count == 0


def test_a_wrong_scale_is_no_change_but_counts_as_unsaved() -> None:
    found = work({"2026-11": Typed(json.dumps(sheet_to_json(Sheet((Line("0", "x"),)))), None)})
    assert found.edits.changes == ()
    assert list(found.edits.faults or {}) == ["2026-11 0.rate"]
    assert found.edits.count == 1


def test_a_coming_scale_can_be_cancelled() -> None:
    coming = DECIDED | {scale_entry(DECEMBER): stored(B)}
    found = work({"2026-12": Typed("", stored(B))}, coming)
    assert found.edits.changes == (Change(scale_entry(DECEMBER), stored(B), None),)
    assert found.removed == {DECEMBER}


def test_the_rounding_is_a_change_only_where_it_is_another() -> None:
    rounding = value_entry("currency_rounding")
    assert work({"rounding": Typed("major", None)}).edits.changes == (Change(rounding, None, "major"),)
    assert work({"rounding": Typed("minor", None)}).edits.count == 0
    assert work({"rounding": Typed("nonsense", None)}).edits.count == 0


def test_the_scale_in_force_is_in_view_until_another_is_chosen() -> None:
    coming = DECIDED | {scale_entry(DECEMBER): stored(B)}
    assert work(entries=coming).shown == JANUARY
    assert work(entries=coming, shown="2026-12").scale == B
    assert work(entries=coming, shown="2030-01").shown == JANUARY
    assert work(entries={}).shown is None


@pytest.mark.parametrize("key", ["2026-13", "xyz", "2026-11-02", ""])
def test_a_cell_of_no_month_is_left_out(key: str) -> None:
    assert work({key: Typed(text_of(B), None)}).edits.count == 0


def test_which_months_a_scale_would_be_of_is_told() -> None:
    coming = work(entries=DECIDED | {scale_entry(DECEMBER): stored(B)})
    assert tell_reach(NOVEMBER, coming, RU) == "Будет действовать ноябрь 2026, дальше — следующая шкала"
    assert "с декабря 2026" in tell_reach(DECEMBER, coming, RU)
    assert "июль 2026 – ноябрь 2026, в том числе уже выплаченные" in tell_reach(Month(2026, 7), coming, RU)
    assert "ноябрь 2025 – декабрь 2025" in tell_reach(Month(2025, 11), coming, RU)


@pytest.mark.parametrize("code", ["ru", "en"])
def test_the_editor_is_given_every_version_and_what_was_read(code: str) -> None:
    cells = {"2026-11": Typed(text_of(B), None)}
    coming = work(cells, DECIDED | {scale_entry(DECEMBER): stored(B)})
    data = build_scale(coming, DECIDED, RUB, Language(code))
    assert [(one["month"], one["state"]) for one in data["versions"]] == [("2026-12", "future"), ("2026-01", "now")]
    assert data["read"]["2026-11"]["changed"] is True
    assert json.loads(json.dumps(data)) == data
    assert Applies.MARGINAL.value in data["words"]["modes"]
