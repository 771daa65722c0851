"""The filters. The page's address holds the scope; the widgets only show it and write it back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

import streamlit as st

from sales_core.i18n import N_, Language
from sales_core.params import Choice
from sales_core.reports.pace import Pace
from sales_core.scope import Scope
from sales_core.scope_text import params_of, scope_from_params
from sales_core.ui.board import Board
from sales_core.ui.states import show_problems

# Session-state keys: what the widgets show. Set from the address before each is drawn.
_MONTH, _TYPES, _DEPARTMENTS, _PIPELINES = "filter.month", "filter.types", "filter.departments", "filter.pipelines"
_ALL = -1
"""The pill of all deal types; ids are never negative."""

T = TypeVar("T")


def take_scope(board: Board) -> Scope:
    """The scope in the page's address; for a wrong address one sentence and the default scope."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    scope, problems = scope_from_params(params, board.choices, board.default)
    show_problems(problems, board.language)
    return scope


def draw_filters(board: Board, scope: Scope) -> None:
    language = board.language
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_month_stepper(board, scope, lambda asked: _go(board, asked))
        draw_type_pills(board, scope.deal_types, lambda ids: _go(board, replace(scope, deal_types=ids)))
        draw_multiselect(
            _DEPARTMENTS,
            (language.text("Department"), language.text("All departments")),
            names_of(board.choices.departments, language),
            scope.departments,
            lambda ids: _go(board, replace(scope, departments=tuple(sorted(ids)))),
        )
        draw_multiselect(
            _PIPELINES,
            (language.text("Pipeline"), language.text("All pipelines")),
            names_of(board.choices.pipelines, language),
            scope.pipelines,
            lambda ids: _go(board, replace(scope, pipelines=tuple(sorted(ids)))),
        )


def _go(board: Board, scope: Scope) -> None:
    st.query_params.from_dict(params_of(scope, board.default))


def draw_month_stepper(board: Board, scope: Scope, go: Callable[[Scope], None]) -> None:
    """``go``: to the address of another scope."""
    language = board.language

    def step(by: int) -> None:
        go(replace(scope, month=scope.month.plus(by)))

    def pick() -> None:
        go(replace(scope, month=st.session_state[_MONTH]))

    offered = sorted({*board.choices.months, board.default.month, scope.month}, reverse=True)
    names = {month: language.month(month) for month in offered}
    st.session_state[_MONTH] = scope.month
    with st.container(horizontal=True, gap=None, width="content"):
        earlier, later = language.text("Previous month"), language.text("Next month")
        st.button("←", key="filter.earlier", on_click=step, args=(-1,), help=earlier)
        st.selectbox(
            language.text("Month"),
            offered,
            format_func=names.__getitem__,
            key=_MONTH,
            on_change=pick,
            label_visibility="collapsed",
            width=146,
        )
        st.button("→", key="filter.later", on_click=step, args=(1,), help=later)


def draw_type_pills(board: Board, chosen: tuple[int, ...], go: Callable[[tuple[int, ...]], None]) -> None:
    """``go``: to the address of other deal types."""
    names = {_ALL: board.language.text("All types")} | names_of(board.choices.deal_types, board.language)

    def pick() -> None:
        picked = set(st.session_state[_TYPES])
        wants_all = _ALL in picked and bool(chosen)
        go(() if wants_all else tuple(sorted(picked - {_ALL})))

    st.session_state[_TYPES] = list(chosen) or [_ALL]
    st.pills(
        board.language.text("Deal type"),
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key=_TYPES,
        on_change=pick,
        label_visibility="collapsed",
    )


class Narrowed(Protocol):
    """Anything with these filters: ids, none for all."""

    @property
    def deal_types(self) -> tuple[int, ...]: ...

    @property
    def departments(self) -> tuple[int, ...]: ...

    @property
    def pipelines(self) -> tuple[int, ...]: ...


def draw_narrowing(key: str, board: Board, asked: Narrowed, go: Callable[[str, tuple[int, ...]], None]) -> None:
    """Department, deal type and pipeline, each in a field of its own. ``key`` begins their session-state keys; ``go``
    is given the name of the filter and what it is to be."""
    language, choices = board.language, board.choices
    fields = (
        ("departments", N_("Department"), N_("All departments"), choices.departments, asked.departments),
        ("deal_types", N_("Deal type"), N_("All types"), choices.deal_types, asked.deal_types),
        ("pipelines", N_("Pipeline"), N_("All pipelines"), choices.pipelines, asked.pipelines),
    )

    def narrow(name: str, ids: tuple[int, ...]) -> None:
        go(name, tuple(sorted(ids)))

    for name, label, everything, offered, chosen in fields:
        draw_multiselect(
            f"{key}.{name}",
            (language.text(label), language.text(everything)),
            names_of(offered, language),
            chosen,
            partial(narrow, name),
        )


def draw_multiselect(
    key: str,
    words: tuple[str, str],
    names: Mapping[T, str],
    chosen: tuple[T, ...],
    go: Callable[[tuple[T, ...]], None],
) -> None:
    """A filter of which nothing chosen means everything; left out where there is nothing to choose. ``words``: what it
    is called, and what it shows while nothing is chosen; ``names``: of the choices."""
    if len(names) < 2:
        return
    label, everything = words
    st.session_state[key] = list(chosen)
    st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder=everything,
        on_change=lambda: go(tuple(name for name in names if name in st.session_state[key])),
        label_visibility="collapsed",
        width=132,
    )


def names_of(choices: Sequence[Choice], language: Language) -> dict[int, str]:
    return {choice.id: choice.name or language.text(choice.nameless) for choice in choices}


def working_day(scope: Scope, pace: Pace, language: Language) -> str:
    """Where in the month the report stands."""
    if scope.as_of < scope.month.first:
        return language.text("the month has not begun")
    if scope.as_of >= scope.month.end:
        return language.text("the month is over")
    if pace.today_number is None:
        return language.text("{elapsed} of {total} working days passed", elapsed=pace.elapsed, total=pace.total)
    return language.text("working day {number} of {total}", number=pace.today_number, total=pace.total)
