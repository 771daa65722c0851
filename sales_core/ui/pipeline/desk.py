"""What the parts of the page of deals in work work with: the view its address asks for, the reports of it, and the way
to another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

import streamlit as st

from sales_core.i18n import Language
from sales_core.pipeline import PipelineCell, PipelineFigure
from sales_core.pipeline_scope import PipelineScope
from sales_core.pipeline_view import PipelineView, pipeline_view_from_params, pipeline_view_params
from sales_core.reporting.choices import load_archived_pipelines
from sales_core.reporting.closed_deals import load_closed_deals_report
from sales_core.reporting.conversion import load_conversion_report
from sales_core.reporting.load import load_load_report
from sales_core.reporting.pipeline import load_deals_behind, load_pipeline_report
from sales_core.reports.closed_deals import ClosedDealsReport
from sales_core.reports.conversion import ConversionReport
from sales_core.reports.load import LoadReport
from sales_core.reports.pipeline import PipelineReport
from sales_core.ui.board import Board, Moment, open_board
from sales_core.ui.kit import pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.pipeline.cards import build_cards
from sales_core.ui.pipeline.conversion.rows import build_conversion_table
from sales_core.ui.pipeline.matrix.rows import build_matrix

_LONGEST = 6
"""So many stuck deals are shown on the page itself."""


@dataclass(frozen=True, slots=True)
class PipelineDesk:
    board: Board
    view: PipelineView

    @property
    def language(self) -> Language:
        return self.board.language

    @property
    def scope(self) -> PipelineScope:
        return self.view.scope

    def report(self) -> PipelineReport:
        return _report(self.board.work_moment, self.scope, self.board)

    def load(self) -> LoadReport:
        return _load(self.board.work_moment, self.scope, self.board)

    def closed(self) -> ClosedDealsReport:
        return _closed(self.board.moment, self.scope, self.board)

    def conversion(self) -> ConversionReport | None:
        return _conversion(self.board.work_moment, self.scope, self.board)

    def matrix(self) -> bytes:
        return _matrix(self.board.work_moment, self.scope, self.language.code, self.board)

    def cards(self) -> bytes:
        return _cards(self.board.work_moment, self.scope, self.language.code, self.board)

    def conversion_table(self) -> bytes:
        """Only where there is a conversion."""
        return _conversion_table(self.board.work_moment, self.scope, self.language.code, self.board)

    def archived_pipelines(self) -> tuple[str, ...]:
        """The names of those shown that are in amoCRM's archive, where they were asked for one by one."""
        archived = _archived(self.board.moment, self.board)
        return tuple(archived[id_] for id_ in self.scope.pipelines if id_ in archived)

    def go(self, view: PipelineView) -> None:
        st.query_params.from_dict(pipeline_view_params(view, self.board.choices))

    def renewed(self) -> Self:
        """The same view of the data as they are now."""
        return replace(self, board=open_board())


def open_desk() -> PipelineDesk:
    """As the data are now. For a wrong address one sentence and the default view."""
    board = open_board()
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    view, problems = pipeline_view_from_params(params, board.choices, board.default.as_of, board.week[0])
    if problems:
        told = escape_markdown(board.language.error(problems[0]).rstrip("."))
        st.warning(
            board.language.text("{problem}. The page is shown as if nothing was asked for.", problem=told),
            icon=":material/warning:",
        )
    return PipelineDesk(board, view)


BY_WORDS: dict[str | type[Any], Callable[[Any], Any]] = {Moment: repr, PipelineScope: repr}
"""How the cache keys of this page are told apart."""


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _report(moment: Moment, scope: PipelineScope, _board: Board) -> PipelineReport:  # noqa: ARG001 - the key
    with _board.database.read() as conn:
        return load_pipeline_report(conn, scope)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _load(moment: Moment, scope: PipelineScope, _board: Board) -> LoadReport:
    with _board.database.read() as conn:
        return load_load_report(conn, _report(moment, scope, _board))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _closed(moment: Moment, scope: PipelineScope, _board: Board) -> ClosedDealsReport:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_closed_deals_report(conn, scope)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _conversion(moment: Moment, scope: PipelineScope, _board: Board) -> ConversionReport | None:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_conversion_report(conn, scope)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _matrix(moment: Moment, scope: PipelineScope, language: str, _board: Board) -> bytes:
    report, load = _report(moment, scope, _board), _load(moment, scope, _board)
    return pack(build_matrix(report, load, Language(language)))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _cards(moment: Moment, scope: PipelineScope, language: str, _board: Board) -> bytes:
    report, load = _report(moment, scope, _board), _load(moment, scope, _board)
    with _board.database.read() as conn:
        longest = tuple(load_deals_behind(conn, scope, PipelineCell(PipelineFigure.STUCK), _LONGEST))
    closed = _closed(Moment(moment.url, moment.revision), scope, _board)
    return pack(build_cards(report, longest, load, closed, Language(language)))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _conversion_table(moment: Moment, scope: PipelineScope, language: str, _board: Board) -> bytes:
    report = _conversion(moment, scope, _board)
    assert report is not None
    return pack(build_conversion_table(report, Language(language)))


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=BY_WORDS)
def _archived(moment: Moment, _board: Board) -> dict[int, str]:  # noqa: ARG001
    with _board.database.read() as conn:
        return load_archived_pipelines(conn)
