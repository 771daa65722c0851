"""What each column of a company's own spreadsheet is: the guess, shown with examples, to be changed by the reader."""

from collections.abc import Sequence

import streamlit as st

from sales_core.errors import InputError
from sales_core.i18n import N_
from sales_core.imports.cells import DayHints, DayStyle, MonthAs, Order, is_blank, parse_any_day
from sales_core.imports.columns import LABELS, REPEATED, Fields, Layout, guess_fields
from sales_core.imports.foreign_rows import Recipe, day_hints
from sales_core.imports.header_words import Field
from sales_core.imports.tables import Cell, Rows
from sales_core.periods import Month
from sales_core.ui.board import Board
from sales_core.ui.imports.drafts import field
from sales_core.ui.imports.file_rows import cell_text
from sales_core.ui.markdown import escape_markdown

_EXAMPLES = 3
_LONGEST_EXAMPLE = 24
_CELL_WIDTH = 232
_DAYS = REPEATED - {Field.AMOUNT}

_ORDERS = {
    Order.DAY_FIRST: N_("first the day, then the month"),
    Order.MONTH_FIRST: N_("first the month, then the day"),
}
_MONTHS = {MonthAs.LAST_DAY: N_("its last day"), MonthAs.FIRST_DAY: N_("its first day")}


def ask_columns(board: Board, rows: Rows, layout: Layout, known: Recipe | None) -> Recipe:
    """As the reader says it, which may not be complete yet. ``known``: as it was confirmed before."""
    fields = _ask_fields(board, rows, layout, known.fields if known else guess_fields(layout.names))
    hints = day_hints(rows, layout, fields)
    style = _ask_style(board, hints, known.style if known else None, hash(layout))
    _draw_days(board, rows, layout, fields, style)
    return Recipe(layout, fields, style)


def _ask_fields(board: Board, rows: Rows, layout: Layout, guess: Fields) -> Fields:
    language = board.language
    fields: dict[int, Field] = {}
    with st.container(horizontal=True, gap="small"):
        for place, name in enumerate(layout.names):
            examples = _examples(rows, layout, place)
            if not examples and place not in guess:
                continue
            options = [None, *Field]
            with st.container(width=_CELL_WIDTH, gap="xsmall"):
                # The heading is drawn apart: a label would be read out with the signs that escape it.
                st.markdown(f":small[{escape_markdown(name)}]")
                chosen = st.selectbox(
                    name,
                    options,
                    index=options.index(guess.get(place)),
                    format_func=lambda kind: language.text(LABELS[kind] if kind else N_("leave out")),
                    key=field(f"column.{hash(layout)}.{place}"),
                    label_visibility="collapsed",
                )
                st.caption(escape_markdown(" · ".join(_short(cell_text(cell, language)) for cell in examples)))
            if chosen is not None:
                fields[place] = chosen
    return fields


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[:_LONGEST_EXAMPLE].rstrip() + "…"


def _ask_style(board: Board, hints: DayHints, known: DayStyle | None, of: int) -> DayStyle:
    """The order of day and month is asked where the column does not tell; which day a month is, where some are."""
    language = board.language
    order, month_as = hints.order, known.month_as if known else None
    if not hints.is_order_certain:
        orders = list(_ORDERS)
        order = st.radio(
            language.text("Dates like 10/05/2026 can be read in two ways. Here it is"),
            orders,
            index=orders.index(known.order if known else hints.order),
            format_func=lambda each: language.text(_ORDERS[each]),
            key=field(f"order.{of}"),
            horizontal=True,
        )
    if hints.has_months:
        months = list(_MONTHS)
        month_as = st.radio(
            language.text("Some dates are a month without a day. They mean"),
            months,
            index=months.index(month_as) if month_as else None,
            format_func=lambda each: language.text(_MONTHS[each]),
            key=field(f"month_as.{of}"),
            horizontal=True,
        )
    return DayStyle(order, month_as)


def _draw_days(board: Board, rows: Rows, layout: Layout, fields: Fields, style: DayStyle) -> None:
    """How a date of each day column that is written as text is understood."""
    language = board.language
    told = []
    for place in sorted(place for place, kind in fields.items() if kind in _DAYS):
        for cell in _examples(rows, layout, place):
            try:
                day = parse_any_day(cell, style)
            except InputError:
                continue
            if isinstance(cell, str):
                told.append(f"{cell} → {day.day} {language.month_of(Month.of(day))}")
                break
    if told:
        st.caption(escape_markdown(language.text("Dates are understood so: {examples}", examples="; ".join(told))))


def _examples(rows: Rows, layout: Layout, place: int) -> Sequence[Cell]:
    """The first cells of a column that are not empty and not equal."""
    found: dict[Cell, None] = {}
    for _, cells in rows[layout.header_row + 1 :]:
        if place < len(cells) and not is_blank(cells[place]):
            found[cells[place]] = None
        if len(found) == _EXAMPLES:
            break
    return list(found)
