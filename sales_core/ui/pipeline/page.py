"""The parts of the page in which a click opens a dialog. Each is a fragment of its own: the page looks again every few
seconds, and would close a dialog that it has opened itself."""

import streamlit as st

from sales_core.ui.markdown import escape_markdown
from sales_core.ui.pipeline.cards import draw_cards
from sales_core.ui.pipeline.conversion.drawing import draw_conversion
from sales_core.ui.pipeline.deals import open_deals
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.pipeline.matrix import draw_matrix
from sales_core.ui.states import telling


def show_notes(desk: PipelineDesk) -> None:
    """What the reader must know to take the figures for what they are."""
    language, report = desk.language, desk.report()
    for name in desk.archived_pipelines():
        st.info(language.text("The pipeline “{name}” is in amoCRM's archive.", name=escape_markdown(name)))
    if not report.is_complete:
        st.info(
            language.text(
                "The history of deals is still being read: days in a status and without action may be too many."
            )
        )
    if not report.total.in_work.count:
        st.info(language.text("There are no deals in work here. Choose another pipeline or take a filter away."))


def draw_deals(desk: PipelineDesk) -> None:
    _draw_matrix(desk)
    _draw_cards(desk)
    _draw_conversion(desk)


@st.fragment
@telling
def _draw_matrix(desk: PipelineDesk) -> None:
    clicked = draw_matrix(desk.matrix())
    sign = desk.language.currency_sign(desk.board.known_account.currency)
    st.caption(desk.language.text("number of deals and their sum, thousands of {sign}; colour — number", sign=sign))
    open_deals(desk, clicked)


@st.fragment
@telling
def _draw_cards(desk: PipelineDesk) -> None:
    open_deals(desk, draw_cards(desk.cards()))


@st.fragment
@telling
def _draw_conversion(desk: PipelineDesk) -> None:
    draw_conversion(desk)
