"""The dialog with what lies behind an hour of the week: each action in a line, a page at a time, and all as CSV."""

import streamlit as st

from sales_core.activity import ActivityFigure, Counts
from sales_core.delivery.activity_sheet import build_done_sheet
from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payment_list import tell_period
from sales_core.hour_of_week import HourOfWeek
from sales_core.reporting.people import load_managers
from sales_core.reporting.rhythm import load_behind_hour, load_rhythm
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.activity.done import draw_done, read_asked
from sales_core.ui.activity.done.rows import PAGE_SIZE, DoneView, build_done
from sales_core.ui.activity.hours.rows import tell_hour
from sales_core.ui.kit import pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import telling

_OPENINGS = "activity.hour.openings"
"""Session-state key: how many dialogs were opened, so that each begins on its first page."""


def open_behind_hour(desk: ActivityDesk, asked: HourOfWeek, manager_id: int | None) -> None:
    """Opens the dialog over the page, of the data as they are now; ``manager_id``: ``None`` for everybody."""
    st.session_state[_OPENINGS] = st.session_state.get(_OPENINGS, 0) + 1
    title = tell_hour(asked.weekday, asked.hour, desk.language)
    st.dialog(title, width="large")(telling(_draw_dialog))(
        desk, asked, manager_id, f"hour-{st.session_state[_OPENINGS]}"
    )


def _draw_dialog(desk: ActivityDesk, asked: HourOfWeek, manager_id: int | None, key: str) -> None:
    language, account = desk.language, desk.board.known_account
    _, page = read_asked(st.session_state.get(key, {}), ())
    with desk.board.database.read() as conn:
        rhythm = load_rhythm(conn, desk.report(), manager_id, desk.now)
        count = sum(each.hours[asked.hour] for each in rhythm.weekdays if each.weekday == asked.weekday)
        page = min(page, max(1, -(-count // PAGE_SIZE)))
        rows = load_behind_hour(conn, desk.scope, asked, manager_id, PAGE_SIZE, (page - 1) * PAGE_SIZE)
        managers = load_managers(conn)
    owner = language.text("All managers") if manager_id is None else managers[manager_id].name
    with st.container(horizontal=True, vertical_alignment="center"):
        lines = language.plural("{n} line", "{n} lines", count)
        st.markdown(
            f"**{escape_markdown(owner)}** · {tell_period(desk.scope.asked, language)} · {lines}", width="stretch"
        )
        _draw_download(desk, asked, manager_id, key)
    shown = {} if manager_id is not None else managers
    view = DoneView(ActivityFigure.TOTAL, Counts(), (), None, page, count, shown)
    draw_done(pack(build_done(rows, view, account, language)), key)


def _draw_download(desk: ActivityDesk, asked: HourOfWeek, manager_id: int | None, key: str) -> None:
    """The whole list, made when it is asked for."""
    language = desk.language

    def csv() -> bytes:
        with desk.board.database.read() as conn:
            rows = load_behind_hour(conn, desk.scope, asked, manager_id)
            sheet = build_done_sheet(rows, load_managers(conn), desk.scope, desk.board.known_account, language)
        return format_csv(sheet, language)

    st.download_button(
        "CSV",
        csv,
        f"{language.text('activity')}-{asked}-{desk.scope.asked.first}.csv",
        key=f"{key}.csv",
        icon=":material/download:",
        on_click="ignore",
    )
