"""The head of the page: its title, how fresh it is, and all of it to take away."""

import streamlit as st

from sales_core.delivery.pipeline_sheet import build_pipeline_book
from sales_core.delivery.xlsx_file import format_book
from sales_core.reporting.deals_in_work import load_deals_in_work
from sales_core.reporting.people import load_managers
from sales_core.ui.frame import heading
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.stamp import draw_stamp


def draw_head(desk: PipelineDesk) -> None:
    language, board = desk.language, desk.board
    with heading(language.text("Deals in work")):
        st.space("stretch")
        draw_stamp(board.freshness, board.known_account, language)
        st.download_button(
            "XLSX",
            lambda: _xlsx(desk),
            f"{language.text('deals')}-{desk.scope.as_of}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def _xlsx(desk: PipelineDesk) -> bytes:
    """Made when it is asked for."""
    with desk.board.database.read() as conn:
        found, managers = load_deals_in_work(conn, desk.scope), load_managers(conn)
    book = build_pipeline_book(found, managers, desk.board.known_account, desk.language)
    return format_book(book, desk.language)
