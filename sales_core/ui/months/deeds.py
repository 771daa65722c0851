"""What is done to months, each in a dialog that says first what it will do."""

from collections.abc import Callable

import streamlit as st
from sqlalchemy import Connection

from sales_core.adjustments import Adjustment
from sales_core.clock import system_clock
from sales_core.closing.adjusting import add_adjustment, post_drift, take_back_adjustment
from sales_core.closing.months import close_month, reopen_month
from sales_core.closing.overview import load_obstacles
from sales_core.delivery.bonus_sentence import money
from sales_core.delivery.payroll_sheet import name_of, signed, tell_adjustment
from sales_core.errors import InputError, TabloError
from sales_core.i18n import DASH
from sales_core.periods import Month
from sales_core.reports.drift import Drift
from sales_core.reports.payroll import Payroll
from sales_core.reports.sales import SalesReport
from sales_core.settings.authors import VIA_PAGE, local_author
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.months.rows import join_lines
from sales_core.ui.states import telling

_ALERT = ":material/warning:"


def ask_to_close(board: Board, month: Month) -> None:
    """What would be frozen, and what should be seen to before."""
    with board.database.read() as conn:
        report, obstacles = load_obstacles(conn, month, system_clock())

    def draw() -> None:
        language = board.language
        st.markdown(_frozen(report, board))
        if obstacles:
            st.warning(
                language.text("See to this first, or it stays so:") + "\n\n" + _told(obstacles, board), icon=_ALERT
            )
        st.caption(language.text("What changes later is shown beside these figures; it never changes them."))
        if st.button(language.text("Close the month"), type="primary", icon=":material/lock:"):
            _do(board, lambda conn, now, by: close_month(conn, month, now, by))

    _open(board.language.text("Close {month}?", month=board.language.month_name(month)), draw)


def ask_to_reopen(board: Board, month: Month) -> None:
    def draw() -> None:
        language = board.language
        st.markdown(
            language.text("The report of the month is counted from the payments again. The frozen copy is kept.")
        )
        reason = st.text_area(language.text("Reason"), key="months.reopen.reason", height=90)
        if st.button(language.text("Reopen"), type="primary", icon=":material/lock_open:"):
            _do(board, lambda conn, now, by: reopen_month(conn, month, now, by, reason))

    _open(board.language.text("Reopen {month}?", month=board.language.month_name(month)), draw)


def ask_to_post(board: Board, drift: Drift) -> None:
    """The amounts are those the reader sees: where they are others by then, nothing is posted."""

    def draw() -> None:
        language, currency = board.language, drift.currency
        target = language.month_name(drift.closing.month.plus(1))
        st.markdown(language.text("Paid (or kept back) with the bonus of {month}:", month=target))
        lines = [
            f"{name_of(row.manager, language)}: {signed(row.to_post, currency, language)}"
            for row in drift.rows
            if row.to_post
        ]
        st.markdown(join_lines(map(escape_markdown, lines)))
        reason = st.text_input(language.text("Note, if you like"), key="months.post.reason")
        if st.button(language.text("Post"), type="primary", icon=":material/send:"):
            seen = drift.to_post
            _do(board, lambda conn, now, by: post_drift(conn, drift.closing.month, seen, now, by, reason))

    month = board.language.month_name(drift.closing.month)
    _open(board.language.text("Post what changed in {month}", month=month), draw)


def ask_to_adjust(board: Board, payroll: Payroll) -> None:
    def draw() -> None:
        language = board.language
        names = {row.manager.id: name_of(row.manager, language) for row in payroll.rows if row.manager.id}
        with st.form("months.adjust", border=False):
            manager_id = st.selectbox(language.text("Manager"), list(names), format_func=names.__getitem__)
            typed = st.text_input(language.text("Amount; below 0 it is kept back"), placeholder="5 000")
            reason = st.text_input(language.text("What for"))
            is_sent = st.form_submit_button(language.text("Add the adjustment"), type="primary")
        if is_sent and manager_id is not None:
            month = payroll.report.scope.month

            def add(conn: Connection, now: int, by: str) -> None:
                amount = payroll.report.currency.parse(typed)
                add_adjustment(conn, month, manager_id, amount, reason, now, by)

            _do(board, add)

    month = board.language.month_name(payroll.report.scope.month)
    _open(board.language.text("Adjustment, {month}", month=month), draw)


def draw_adjustments(board: Board, payroll: Payroll) -> None:
    """Those of an open month, each with its way back."""
    language, currency = board.language, payroll.report.currency
    for row in payroll.rows:
        for adjustment in row.adjustments:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                told = f"{name_of(row.manager, language)}: {tell_adjustment(adjustment, currency, language)}"
                st.markdown(escape_markdown(told), width="content")
                if st.button(
                    language.text("Take back"), key=f"months.take_back.{adjustment.id}", icon=":material/undo:",
                    type="tertiary",
                ):  # fmt: skip
                    _take_back(board, adjustment)


def _take_back(board: Board, adjustment: Adjustment) -> None:
    _do(board, lambda conn, now, by: take_back_adjustment(conn, adjustment.id, now, by))


def _open(title: str, draw: Callable[[], None]) -> None:
    st.dialog(title, width="medium")(telling(draw))()


def _do(board: Board, deed: Callable[[Connection, int, str], object]) -> None:
    """One transaction; the page is drawn anew, or what is wrong told where the reader is."""
    try:
        with board.database.write() as conn:
            deed(conn, system_clock(), local_author(VIA_PAGE).name)
    except InputError as error:
        st.error(escape_markdown(board.language.error(error)), icon=_ALERT)
    else:
        st.rerun()


def _frozen(report: SalesReport, board: Board) -> str:
    language, currency, total = board.language, report.currency, report.total
    facts = [
        (language.text("Managers"), language.number(len(report.rows))),
        (language.text("Plan"), DASH if total.plan is None else money(total.plan, currency, language)),
        (language.text("Fact"), money(total.sums.fact, currency, language)),
        (language.text("Bonus"), DASH if total.bonus is None else money(total.bonus, currency, language)),
        (language.text("Revenue"), money(total.sums.revenue, currency, language)),
    ]
    return join_lines(f"{escape_markdown(name)}: **{escape_markdown(value)}**" for name, value in facts)


def _told(errors: list[TabloError], board: Board) -> str:
    return join_lines(escape_markdown(board.language.error(error)) for error in errors)
