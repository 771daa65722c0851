"""The dialog with what lies behind a count: each action or task in a line, a page at a time, and the list as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from sales_core.activity import ActivityFigure, Counts
from sales_core.delivery.activity_sheet import build_done_sheet
from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Sheet
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import Language
from sales_core.money import round_half_away
from sales_core.reporting.activity import load_behind_activity
from sales_core.reporting.people import load_managers
from sales_core.reports.activity import NOBODY, ActivityReport
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.activity.done import draw_done, read_asked
from sales_core.ui.activity.done.rows import PAGE_SIZE, DoneView, build_done
from sales_core.ui.activity.figures import parts_of, title_of
from sales_core.ui.activity.managers import Opened
from sales_core.ui.kit import pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import telling

_OPENINGS = "activity.openings"
"""Session-state key: how many dialogs were opened, so that each begins on the first page of the whole list."""


@dataclass(frozen=True, slots=True)
class _Clicked:
    """A count as the report has it, and whose it is."""

    desk: ActivityDesk
    opened: Opened
    owner: str
    counts: Counts

    @property
    def shown(self) -> str:
        """As in the table: talk in minutes."""
        count = self.counts.of(self.opened.figure)
        is_talk = self.opened.figure is ActivityFigure.TALK
        return self.desk.language.number(round_half_away(Fraction(count, 60)) if is_talk else count)

    @property
    def length(self) -> int:
        """Of its list."""
        figure = self.opened.figure
        return self.counts.of(ActivityFigure.CONNECTED if figure is ActivityFigure.TALK else figure)


def open_behind(desk: ActivityDesk, opened: Opened) -> None:
    """Opens the dialog over the page, of the data as they are now."""
    clicked = _find(desk.report(), desk, opened)
    if clicked is None:
        return
    st.session_state[_OPENINGS] = st.session_state.get(_OPENINGS, 0) + 1
    title = f"{desk.language.text(title_of(opened.figure))}: {clicked.shown}"
    st.dialog(title, width="large")(telling(_draw_dialog))(clicked, f"activity-{st.session_state[_OPENINGS]}")


def _find(report: ActivityReport, desk: ActivityDesk, opened: Opened) -> _Clicked | None:
    """``None`` when the row is no longer in the report."""
    language = desk.language
    if opened.manager_id is None:
        return _Clicked(desk, opened, language.text("All managers"), report.now.counts)
    if opened.manager_id == NOBODY:
        return _Clicked(desk, opened, language.text("Robots"), report.robots)
    row = next((row for row in report.rows if row.manager.id == opened.manager_id), None)
    if row is None:
        return None
    return _Clicked(desk, opened, manager_name(row.manager.id, row.manager.name, language), row.now.counts)


def _draw_dialog(clicked: _Clicked, key: str) -> None:
    desk, opened = clicked.desk, clicked.opened
    language = desk.language
    with st.container(horizontal=True, vertical_alignment="center"):
        period = tell_period(desk.scope.asked, language)
        length = language.plural("{n} line", "{n} lines", clicked.length)
        st.markdown(f"**{escape_markdown(clicked.owner)}** · {period} · {length}", width="stretch")
        _draw_downloads(clicked, key)
    parts = parts_of(opened.figure)
    part, page = read_asked(st.session_state.get(key, {}), parts)
    count = sum(clicked.counts.actions.get(kind, 0) for kind in part.kinds) if part else clicked.length
    page = min(page, max(1, -(-count // PAGE_SIZE)))
    with desk.board.database.read() as conn:
        rows = load_behind_activity(
            conn, desk.scope, opened.figure, opened.manager_id, PAGE_SIZE, (page - 1) * PAGE_SIZE, desk.now,
            kinds=part.kinds if part else None,
        )  # fmt: skip
        managers = load_managers(conn) if opened.manager_id is None else {}
    view = DoneView(opened.figure, clicked.counts, parts, part, page, count, managers)
    draw_done(pack(build_done(rows, view, desk.board.known_account, language)), key)


def _draw_downloads(clicked: _Clicked, key: str) -> None:
    """The whole list, made when it is asked for."""
    desk, opened = clicked.desk, clicked.opened
    language = desk.language

    def sheet() -> Sheet:
        with desk.board.database.read() as conn:
            rows = load_behind_activity(conn, desk.scope, opened.figure, opened.manager_id, now=desk.now)
            return build_done_sheet(rows, load_managers(conn), desk.scope, desk.board.known_account, language)

    def draw(extension: str, write: Callable[[Sheet, Language], bytes]) -> None:
        name = f"{language.text('activity')}-{opened.figure}-{desk.scope.asked.first}.{extension}"
        st.download_button(
            extension.upper(),
            lambda: write(sheet(), language),
            name,
            key=f"{key}.{extension}",
            icon=":material/download:",
            on_click="ignore",
        )

    draw("xlsx", format_xlsx)
    draw("csv", format_csv)
