"""Blocks copied from a spreadsheet: where each cell goes, and what has no place is told."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.settings.pasting import (
    LARGEST_BLOCK,
    Pasted,
    Stray,
    StrayKind,
    Target,
    parse_month,
    place_block,
    read_block,
)

RUB = currency("RUB")
NAMES = {1: "Анна Соколова", 2: "Пётр Иванов", 3: "Ольга Фёдорова", 4: "Иван Два", 5: "Иван Два"}
YEAR = [Month(2026, number) for number in range(1, 13)]
JUNE = Month(2026, 6)


def paste(text: str, *, first: int = 0, month: int = 1, selected: tuple[int, int] = (1, 1)) -> Pasted:
    target = Target([1, 2, 3][first:], YEAR[month - 1 :], selected, NAMES)
    return place_block(read_block(text), target, RUB)


def cells(pasted: Pasted) -> dict[tuple[int, int], str]:
    """By manager and the number of the month."""
    return {(who, month.month): text for (who, month), text in pasted.cells.items()}


def test_a_plain_block_lies_down_from_the_focused_cell() -> None:
    pasted = paste("100\t200\r\n300\t400\r\n", first=1, month=6)
    assert cells(pasted) == {(2, 6): "100", (2, 7): "200", (3, 6): "300", (3, 7): "400"}
    assert pasted.strays == ()


def test_a_heading_of_months_and_a_column_of_names_say_where_the_rest_goes() -> None:
    block = "Менеджер\tСен\tМарт\nИванов  петр\t1 250 000,50 ₽\t2\nфедорова ольга\t\t4"
    assert cells(paste(block, first=2, month=12)) == {(2, 9): "1 250 000,50 ₽", (2, 3): "2", (3, 3): "4"}


def test_a_heading_alone_and_names_alone_work_too() -> None:
    assert cells(paste("март\tапрель\n1\t2", first=1)) == {(2, 3): "1", (2, 4): "2"}
    assert cells(paste("Анна Соколова\t1\t2\nПётр Иванов\t3\t4", month=6)) == {
        (1, 6): "1", (1, 7): "2", (2, 6): "3", (2, 7): "4",
    }  # fmt: skip


def test_blanks_leave_what_is_there_and_a_dash_takes_it_away() -> None:
    assert cells(paste("\t200\n—\t")) == {(1, 2): "200", (2, 1): "—"}


def test_text_among_numbers_goes_where_it_stands_and_is_marked_there() -> None:
    assert cells(paste("100\tмного\n200\t300")) == {(1, 1): "100", (1, 2): "много", (2, 1): "200", (2, 2): "300"}


def test_the_unknown_the_ambiguous_and_the_doubled_are_strays_and_the_rest_goes_in() -> None:
    pasted = paste("Анна Соколова\t1\nКто Это\t2\t3\nИван Два\t4\nПётр Иванов\t5\nИванов Пётр\t6")
    assert cells(pasted) == {(1, 1): "1"}
    assert set(pasted.strays) == {
        Stray(StrayKind.UNKNOWN, "Кто Это", ("2", "3")),
        Stray(StrayKind.SEVERAL, "Иван Два", ("4",)),
        Stray(StrayKind.TWICE, "Пётр Иванов", ("5",)),
        Stray(StrayKind.TWICE, "Иванов Пётр", ("6",)),
    }


def test_a_column_that_is_no_month_is_a_stray_and_totals_are_left_out() -> None:
    pasted = paste("\tОтдел продаж\tЯнв\tИтого\t2026\nАнна Соколова\tюг\t1\t9\t9\nИтого:\t\t1\t9\t9")
    assert cells(pasted) == {(1, 1): "1"}
    assert pasted.strays == (Stray(StrayKind.MONTH, "Отдел продаж", ("юг",)),)


def test_what_lies_outside_the_grid_is_told() -> None:
    pasted = paste("1\t2\n3\t4", first=2, month=12)
    assert cells(pasted) == {(3, 12): "1"}
    assert pasted.strays == (Stray(StrayKind.OUTSIDE, "", ("2", "3", "4")),)


def test_one_cell_fills_all_that_are_selected() -> None:
    assert cells(paste("500", month=6, selected=(2, 2))) == {(1, 6): "500", (1, 7): "500", (2, 6): "500", (2, 7): "500"}


def test_a_heading_may_name_another_year() -> None:
    pasted = paste("янв.27\t2025-12\n1\t2")
    assert pasted.cells == {(1, Month(2027, 1)): "1", (1, Month(2025, 12)): "2"}


@pytest.mark.parametrize(
    ("text", "month"),
    [("Июн", JUNE), ("июнь", JUNE), ("ИЮНЯ", JUNE), ("June", JUNE), ("jun.", JUNE), ("июн.26", JUNE),
     ("июнь 2026 г.", JUNE), ("06.2026", JUNE), ("2026-06", JUNE), ("01.06.2026", JUNE), ("06/2026", JUNE),
     ("сент", Month(2026, 9)), ("май", Month(2026, 5)), ("мая", Month(2026, 5)), ("мар 2027", Month(2027, 3)),
     ("ма", None), ("15.06.2026", None), ("Отдел", None), ("", None), ("6", None), ("2026", None), ("июн 1", None)],
)  # fmt: skip
def test_months_are_known_however_they_are_written(text: str, month: Month | None) -> None:
    assert parse_month(text, 2026) == month


def test_cells_with_line_breaks_and_quotes_come_as_one() -> None:
    assert read_block('"a\nb"\t"say ""hi"""\n1\t2\n\n') == [["a\nb", 'say "hi"'], ["1", "2"]]


def test_a_block_too_large_is_refused() -> None:
    with pytest.raises(InputError):
        read_block("1\t" * LARGEST_BLOCK)


numbers = st.integers(0, 10**9).map(str)
blocks = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1)
)


def on_clipboard(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(rows)
    return out.getvalue()


@given(blocks, st.integers(0, 2), st.integers(1, 12))
def test_every_value_of_a_block_of_numbers_goes_in_or_is_told(rows: list[list[str]], first: int, month: int) -> None:
    pasted = paste(on_clipboard(rows), first=first, month=month)
    told = [text for stray in pasted.strays for text in stray.texts]
    assert sorted([*pasted.cells.values(), *told]) == sorted(text for row in rows for text in row)


@given(st.text(max_size=200), st.integers(0, 2), st.integers(1, 12))
def test_whatever_is_on_the_clipboard_is_placed_told_or_refused(text: str, first: int, month: int) -> None:
    try:
        pasted = paste(text, first=first, month=month)
    except InputError:
        return
    assert all(who in NAMES for who, _ in pasted.cells)


@given(blocks, st.permutations([1, 2, 3]))
def test_named_rows_go_to_their_managers_in_whatever_order(rows: list[list[str]], order: list[int]) -> None:
    named = dict(zip(order, rows, strict=False))
    pasted = paste(on_clipboard([[NAMES[who], *row] for who, row in named.items()]))
    assert cells(pasted) == {(who, i): text for who, row in named.items() for i, text in enumerate(row, 1)}
