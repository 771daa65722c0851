"""What the page of payments works with: the list its address asks for, and the way to another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from sales_core.i18n import Language
from sales_core.payment_filter import PaymentView
from sales_core.payment_filter_text import ListDefaults, view_from_params, view_params
from sales_core.reporting.payment_list import load_payment_overview, load_payment_page, load_whole_list
from sales_core.reports.payment_list import ListedPayment, PaymentOverview
from sales_core.ui.board import Board, Moment, open_board
from sales_core.ui.markdown import escape_markdown


@dataclass(frozen=True, slots=True)
class ListDesk:
    """``overview``: of ``view``, whose page is one there is."""

    board: Board
    view: PaymentView
    overview: PaymentOverview
    week: tuple[int, ...]

    @property
    def language(self) -> Language:
        return self.board.language

    @property
    def defaults(self) -> ListDefaults:
        return _defaults(self.board, self.week)

    def page(self) -> tuple[ListedPayment, ...]:
        return _page(self.board.moment, self.view, self.board)

    def whole_list(self) -> tuple[ListedPayment, ...]:
        """Read when it is asked for."""
        with self.board.database.read() as conn:
            return load_whole_list(conn, self.view)

    def address(self, view: PaymentView) -> str:
        """Where the view is seen, as what follows the question mark."""
        return urlencode(view_params(view, self.board.default.as_of), doseq=True)

    def go(self, view: PaymentView) -> None:
        st.query_params.from_dict(view_params(view, self.board.default.as_of))

    def follow(self, address: Any) -> None:
        """``go`` to an address that a browser sent; what is wrong in it is dropped."""
        if isinstance(address, str):
            view, _ = view_from_params(parse_qs(address), self.defaults)
            self.go(view)


def open_list() -> ListDesk:
    """As the data are now. What is wrong in the address is told in a sentence and dropped."""
    board = open_board()
    week = board.week
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    view, problems = view_from_params(params, _defaults(board, week))
    if problems:
        told = board.language.error(problems[0]).rstrip(".")
        st.warning(
            board.language.text("{problem}. The list is shown without it.", problem=escape_markdown(told)),
            icon=":material/warning:",
        )
    overview = _overview(board.moment, replace(view, page=1), board.language.code, board)
    return ListDesk(board, replace(view, page=min(view.page, overview.pages)), overview, week)


def _defaults(board: Board, week: tuple[int, ...]) -> ListDefaults:
    return ListDefaults(board.default.as_of, board.choices, week[0])


_BY_WORDS: dict[str | type[Any], Callable[[Any], Any]] = {Moment: repr, PaymentView: repr}


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _overview(moment: Moment, view: PaymentView, language: str, _board: Board) -> PaymentOverview:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_payment_overview(conn, view, language)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _page(moment: Moment, view: PaymentView, _board: Board) -> tuple[ListedPayment, ...]:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_payment_page(conn, view)
