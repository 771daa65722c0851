"""The card of the bonus scale: its editor, and the curve of what is in it."""

from pathlib import Path

import streamlit as st

from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.reports.bonus import Scale
from sales_core.scope import Scope
from sales_core.ui.board import Board, Moment
from sales_core.ui.chart_kit import Chart
from sales_core.ui.kit import card, pack
from sales_core.ui.reader import is_dark
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits
from sales_core.ui.settings.scale.curve_chart import build_curve_chart, falls_of
from sales_core.ui.settings.scale.drafts import TO_MAJOR, Work, read_work
from sales_core.ui.settings.scale.rows import build_scale

_KEY = "settings.scale"
"""Session-state key: the editor's state."""


def read_scale(desk: Desk) -> Work:
    """What is decided of scales and what is typed over it."""
    return read_work(st.session_state.get(_KEY), desk.entries, desk.board.default.month, desk.currency)


def draw_scale(desk: Desk, work: Work) -> Edits:
    with st.container(border=True):
        editor, picture = st.columns([5, 6], gap="medium")
        with editor:
            data = build_scale(work, desk.entries, desk.currency, desk.language)
            card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None)
        with picture:
            _draw_curve(desk, work)
    return work.edits


def _draw_curve(desk: Desk, work: Work) -> None:
    language, board = desk.language, desk.board
    if work.scale is None:
        if work.edits.faults:
            st.caption(language.text("Mend what is marked, and the curve will be drawn again."))
        return
    unit = bonus_unit(work.rounding, desk.currency)
    chart = _curve_chart(board.moment, board.default, work.scale, unit, language.code, board, dark=is_dark())
    st.vega_lite_chart(chart.spec, theme=None, alt=language.text("Bonus by percent of plan"))
    for tier in falls_of(board.sales_report(board.default), work.scale, unit):
        start = language.percent_exact(tier.from_share)
        told = language.text("At {start} the bonus drops: who brings in a little more earns less.", start=start)
        st.caption(f":orange[:material/warning:] {told}")
    with st.expander(language.text("As a table")):
        st.markdown(chart.table)
    if work.proposed is None:
        st.caption(language.text("Change a rate, and you will see what it would have cost in past months."))


def bonus_unit(rounding: str, currency: Currency) -> int:
    return currency.minor_per_major if rounding == TO_MAJOR else 1


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Moment: repr, Scope: repr, Scale: repr})
def _curve_chart(  # noqa: PLR0913 - what it is cached by
    moment: Moment,  # noqa: ARG001
    scope: Scope,
    scale: Scale,
    unit: int,
    language: str,
    _board: Board,
    *,
    dark: bool,
) -> Chart:
    return build_curve_chart(_board.sales_report(scope), scale, unit, Language(language), dark=dark)
