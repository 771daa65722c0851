"""The dialog with the payments behind a figure: its sum, its states, a search, and the list to take away."""

from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payments_sheet import build_payments_sheet
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import NARROW_SPACE, Language
from sales_core.payment_states import State
from sales_core.reports.breakdown import Breakdown
from sales_core.scope import Scope
from sales_core.ui.board import Behind, Board
from sales_core.ui.kit import listing, pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.payments.figure import ClickedFigure, find_figure
from sales_core.ui.payments.rows import ALL, PaymentsView, build_payments, format_amount
from sales_core.ui.states import telling
from sales_core.ui.treegrid import Opened

_OPENINGS = "payments.openings"
"""Session-state key: how many dialogs were opened, so that each begins with an empty search."""


def open_payments(board: Board, scope: Scope, opened: Opened) -> None:
    """Opens the dialog over the page; what it shows stays what it was when the figure was clicked."""
    report = board.sales_report(scope)
    figure = find_figure(report, opened, board.language)
    if figure is None:
        return
    st.session_state[_OPENINGS] = st.session_state.get(_OPENINGS, 0) + 1
    # A bonus is earned by the whole month, whatever part of it is being looked at.
    asked = scope.whole() if opened.column == "bonus" else scope
    behind = Behind(asked, opened.figures, opened.manager_id, opened.deal_type_id)
    money = format_amount(figure.minor, report.currency, board.language)
    title = f"{figure.title} {money}{NARROW_SPACE}{board.language.currency_sign(report.currency)}"
    st.dialog(title, width="large")(telling(_draw_dialog))(
        board, behind, figure, f"payments-{st.session_state[_OPENINGS]}"
    )


def _draw_dialog(board: Board, behind: Behind, figure: ClickedFigure, key: str) -> None:
    whole = board.payments(behind)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_summary(whole, figure, board.language), width="stretch")
        _draw_downloads(board, whole, key)
    asked = st.session_state.get(key, {})
    state = asked.get("state") or ALL
    view = PaymentsView(
        whole=whole,
        shown=whole.narrowed(asked.get("search") or "", () if state == ALL else [State(state)]),
        state=state,
        agrees=None if figure.behind_minor is None else whole.total_minor == figure.behind_minor,
        with_manager=behind.manager_id is None,
    )
    listing(Path(__file__).parent)(
        data=pack(build_payments(view, board.known_account.lead_url, board.language)),
        key=key,
        on_search_change=lambda: None,
        on_state_change=lambda: None,
    )


def _summary(whole: Breakdown, figure: ClickedFigure, language: Language) -> str:
    count = language.plural("{n} payment", "{n} payments", whole.count)
    month = language.month(whole.scope.month)
    parts = [f"**{escape_markdown(figure.owner)}**", escape_markdown(figure.path), month, count]
    if figure.behind_minor != figure.minor:
        parts.append(language.text("margin {sum}", sum=language.money(whole.total_minor, whole.currency)))
    if figure.percent is not None:
        parts.append(language.text("{percent} of plan", percent=language.percent(figure.percent)))
    return " · ".join(parts)


def _draw_downloads(board: Board, whole: Breakdown, key: str) -> None:
    """The files are made when asked for: a click, not every opening, pays for them."""
    language, lead_url = board.language, board.known_account.lead_url
    name = f"{language.text('payments')}-{whole.scope.month}"

    def sheet() -> Any:
        return build_payments_sheet(whole, lead_url, language)

    st.download_button(
        "XLSX", lambda: format_xlsx(sheet(), language), f"{name}.xlsx", key=f"{key}.xlsx", icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip
    st.download_button(
        "CSV", lambda: format_csv(sheet(), language), f"{name}.csv", key=f"{key}.csv", icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip
