"""Draws the conversion: the choice of the month, its chart, and the table whose counts open their deals."""

from pathlib import Path

import streamlit as st

from sales_core.delivery.conversion_sheet import build_conversion_sheet
from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payment_list import tell_period
from sales_core.periods import Month
from sales_core.reports.conversion import Cohort, ConversionReport
from sales_core.ui.kit import grid
from sales_core.ui.pipeline.conversion.chart import build_conversion_chart
from sales_core.ui.pipeline.conversion.rows import parse_conversion
from sales_core.ui.pipeline.deals import open_deals
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.reader import is_dark

_MATRIX = Path(__file__).parents[1] / "matrix"
_COHORT, _ALL = "pipeline.cohort", ""
"""Session-state key: what the choice of months shows. Set from the address before it is drawn."""


def draw_conversion(desk: PipelineDesk) -> None:
    language, report = desk.language, desk.conversion()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(language.text("Conversion from status to status"), anchor=False, width="content")
        if report is not None and report.total.entered:
            _draw_cohorts(desk, report)
            st.space("stretch")
            _draw_download(desk, report)
    if report is None:
        st.caption(language.text("Choose one pipeline: each has statuses of its own."))
    elif not report.total.entered:
        st.caption(language.text("No deal entered this pipeline in these months."))
    else:
        _draw_way(desk, report)


def _draw_way(desk: PipelineDesk, report: ConversionReport) -> None:
    language, cohort = desk.language, _chosen(desk, report)
    if not desk.report().is_complete:
        st.info(language.text("The history of deals is still being read: until then fewer may seem to have gone on."))
    st.vega_lite_chart(
        build_conversion_chart(cohort, language, dark=is_dark()),
        theme=None,
        alt=language.text("How many deals got to each status"),
    )
    with st.expander(language.text("As a table")):
        result = grid(_MATRIX)(data=desk.conversion_table(), key="pipeline.conversion", on_open_change=lambda: None)
    open_deals(desk, parse_conversion(result.open))


def _chosen(desk: PipelineDesk, report: ConversionReport) -> Cohort:
    """All of them together where the address names none of those shown."""
    return report.cohort_of(desk.view.cohort) or report.total


def _draw_cohorts(desk: PipelineDesk, report: ConversionReport) -> None:
    if len(report.cohorts) == 1:
        return
    language = desk.language
    names: dict[Month | str, str] = {_ALL: language.text("All months")}
    names |= {Month.of(each.days.first): tell_period(each.days, language) for each in report.cohorts}

    def pick() -> None:
        picked = st.session_state[_COHORT]
        desk.go(desk.view.narrowed(cohort=None if picked == _ALL else picked))

    st.session_state[_COHORT] = desk.view.cohort if desk.view.cohort in names else _ALL
    st.selectbox(
        language.text("Deals that entered in"),
        list(names),
        format_func=names.__getitem__,
        key=_COHORT,
        on_change=pick,
        label_visibility="collapsed",
        width=170,
    )


def _draw_download(desk: PipelineDesk, report: ConversionReport) -> None:
    language = desk.language
    st.download_button(
        "CSV",
        lambda: format_csv(build_conversion_sheet(report, desk.board.known_account.currency, language), language),
        f"{language.text('conversion')}-{desk.scope.period.first}.csv",
        key="pipeline.conversion.csv",
        icon=":material/download:",
        on_click="ignore",
    )
