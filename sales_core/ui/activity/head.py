"""The head of the page, and what must be known to take its figures for what they are."""

import streamlit as st

from sales_core.delivery.activity_book import build_activity_book
from sales_core.delivery.xlsx_file import format_book
from sales_core.reporting.rhythm import load_rhythm
from sales_core.scope import Scope
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.filters import working_day
from sales_core.ui.frame import heading
from sales_core.ui.stamp import draw_stamp
from sales_core.ui.states import show_progress


def draw_head(desk: ActivityDesk) -> None:
    """Title, where in the period it is, freshness, and the report to take away."""
    language, board = desk.language, desk.board
    with heading(language.text("Activity")):
        st.caption(_tell_period(desk), width="content")
        st.space("stretch")
        draw_stamp(board.freshness, board.known_account, language)
        st.download_button(
            "XLSX",
            lambda: _xlsx(desk),
            f"{language.text('activity')}-{desk.scope.asked.first}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def _xlsx(desk: ActivityDesk) -> bytes:
    """Made when it is asked for, with a sheet for each question."""
    with desk.board.database.read() as conn:
        rhythm = load_rhythm(conn, desk.report(), now=desk.now)
    book = build_activity_book(desk.quadrant(), rhythm, desk.board.known_account.currency, desk.language)
    return format_book(book, desk.language)


def _tell_period(desk: ActivityDesk) -> str:
    """«1–18 сентября, рабочий день 14 из 22»; of anything but the running month, how many working days there were."""
    language, counted = desk.language, desk.scope.counted
    if not counted.length:
        return language.text("the period has not begun")
    days = language.stretch(counted.first, counted.last)
    month = desk.span.month
    if month is not None and counted.end < month.end:
        pace = desk.board.sales_report(Scope(month, desk.view.as_of, departments=desk.view.departments)).pace
        return f"{days}, {working_day(Scope(month, desk.view.as_of), pace, language)}"
    working = language.plural("{n} working day", "{n} working days", desk.report().working_days)
    return f"{days}, {working}"


def show_state(desk: ActivityDesk) -> None:
    """Why there is nothing to see, or less than there will be."""
    language, report = desk.language, desk.report()
    is_empty = report.now.counts.total + report.robots.total == 0
    if not report.is_complete:
        show_progress(desk.board.freshness, language)
        st.info(
            language.text("What people did has not been read from amoCRM yet: the page fills by itself")
            if is_empty
            else language.text("amoCRM's history is still being read: earlier days may show less than was done")
        )
    elif not report.scope.counted.length:
        st.info(language.text("The period has not begun: there is nothing to count yet"))
    elif is_empty:
        st.info(language.text("Nothing was done in the period. Choose another one or take a filter away."))
    if report.scope.narrows_leads:
        st.caption(language.text("Only what was done for the deals of the filter"))
