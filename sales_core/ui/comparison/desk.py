"""What the parts of the page work with: the comparison its address asks for, and the way to another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from sales_core.clock import system_clock
from sales_core.comparison_scope import (
    FEWEST,
    MANAGER,
    ComparisonScope,
    asked_comparison,
    comparison_params,
    comparison_scope,
)
from sales_core.i18n import Language
from sales_core.reporting.comparison import load_comparison
from sales_core.reports.comparison import Comparison
from sales_core.scope import Scope
from sales_core.ui.board import Board, Moment, open_board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import show_problems

_AT_FIRST = 3
_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class ComparisonDesk:
    """``managers``: those chosen, fewer than two too. ``now``: the minute it is, in Unix seconds."""

    board: Board
    scope: Scope
    managers: tuple[int, ...]
    now: int

    @property
    def language(self) -> Language:
        return self.board.language

    def report(self) -> Comparison | None:
        """``None`` while there are not enough to compare."""
        if len(self.managers) < FEWEST:
            return None
        asked = comparison_scope(self.scope, self.managers)
        return _comparison(self.board.work_moment, asked, self.now, self.board)

    def go(self, scope: Scope, managers: Sequence[int]) -> None:
        st.query_params.from_dict(comparison_params(scope, managers, self.board.default))


def open_comparison() -> ComparisonDesk:
    """As the data are now. What is wrong in the address is told in a sentence; an address without managers compares the
    first ones of the sales report."""
    board = open_board()
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    asked = asked_comparison(params, board.choices, board.default)
    show_problems(asked.problems, board.language)
    for problem in asked.left_out[:1]:
        told = board.language.error(problem).rstrip(".")
        st.warning(
            board.language.text("{problem}. The others are shown.", problem=escape_markdown(told)),
            icon=":material/warning:",
        )
    managers = asked.managers if MANAGER in params else _first(board, asked.scope)
    return ComparisonDesk(board, asked.scope, managers, system_clock() // _MINUTE_S * _MINUTE_S)


def _first(board: Board, scope: Scope) -> tuple[int, ...]:
    rows = board.sales_report(scope).rows if board.account else ()
    return tuple(row.manager.id for row in rows if row.manager.id and not row.manager.others)[:_AT_FIRST]


_BY_WORDS: dict[str | type[Any], Callable[[Any], Any]] = {Moment: repr, ComparisonScope: repr}


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=_BY_WORDS)
def _comparison(moment: Moment, scope: ComparisonScope, now: int, _board: Board) -> Comparison:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_comparison(conn, scope, now)
