"""What the parts of the page of activity work with: the period its address asks for, the report of it, and the way to
another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

import streamlit as st

from sales_core.activity_scope import ActivityScope
from sales_core.activity_view import ActivityView, activity_view_from_params, activity_view_params
from sales_core.clock import system_clock
from sales_core.i18n import Language
from sales_core.reporting.activity import load_activity_report
from sales_core.reporting.quadrant import load_quadrant
from sales_core.reports.activity import ActivityReport
from sales_core.reports.quadrant import Quadrant
from sales_core.spans import Span
from sales_core.ui.activity.managers.rows import build_managers
from sales_core.ui.board import Board, Moment, open_board
from sales_core.ui.kit import pack
from sales_core.ui.states import show_problems

_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class ActivityDesk:
    """``now``: the minute it is, in Unix seconds: a task is overdue as of it, in the report and in the list behind."""

    board: Board
    view: ActivityView
    now: int

    @property
    def language(self) -> Language:
        return self.board.language

    @property
    def span(self) -> Span:
        return self.view.span

    @property
    def scope(self) -> ActivityScope:
        return self.view.scope

    def report(self) -> ActivityReport:
        return _report(self.board.work_moment, self.view, self.now, self.board)

    def quadrant(self) -> Quadrant:
        """The same managers beside their percents of plan."""
        return _quadrant(self.board.work_moment, self.view, self.now, self.board)

    def table(self) -> bytes:
        """The table of managers, packed."""
        return _table(self.board.work_moment, self.view, self.now, self.language.code, self.board)

    def go(self, view: ActivityView) -> None:
        st.query_params.from_dict(activity_view_params(view, self.board.default.as_of))

    def renewed(self) -> Self:
        """The same view of the data as they are now."""
        return replace(self, board=open_board(), now=_this_minute())


def open_desk() -> ActivityDesk:
    """As the data are now. For a wrong address one sentence and the running month."""
    board = open_board()
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    view, problems = activity_view_from_params(params, board.choices, board.default.as_of, board.week[0])
    show_problems(problems, board.language)
    return ActivityDesk(board, view, _this_minute())


def _this_minute() -> int:
    return system_clock() // _MINUTE_S * _MINUTE_S


BY_WORDS: dict[str | type[Any], Callable[[Any], Any]] = {Moment: repr, ActivityView: repr}
"""How the cache keys of this page are told apart."""


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=BY_WORDS)
def _report(moment: Moment, view: ActivityView, now: int, _board: Board) -> ActivityReport:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_activity_report(conn, view.scope, now)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=BY_WORDS)
def _quadrant(moment: Moment, view: ActivityView, now: int, _board: Board) -> Quadrant:
    with _board.database.read() as conn:
        return load_quadrant(conn, _report(moment, view, now, _board))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=BY_WORDS)
def _table(moment: Moment, view: ActivityView, now: int, language: str, _board: Board) -> bytes:
    report, quadrant = _report(moment, view, now, _board), _quadrant(moment, view, now, _board)
    return pack(build_managers(report, quadrant, Language(language)))
