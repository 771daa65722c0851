"""The measures of the managers side by side, and what lies behind them."""

import streamlit as st

from sales_core.delivery.comparison_words import tell_scope
from sales_core.i18n import Language
from sales_core.reports.comparison import Comparison
from sales_core.ui.comparison.desk import ComparisonDesk
from sales_core.ui.comparison.measures import draw_measures_table
from sales_core.ui.comparison.measures.rows import Group, build_measures
from sales_core.ui.comparison.opening import OPENABLE, open_behind
from sales_core.ui.states import telling


def draw_measures(desk: ComparisonDesk) -> None:
    report, language = desk.report(), desk.language
    if report is None:
        st.info(language.text("Choose two managers at least: here they stand side by side on all that is measured."))
        return
    for sentence in tell_notes(report, language):
        st.caption(sentence)
    _draw_table(desk, report)


def tell_notes(report: Comparison, language: Language) -> list[str]:
    """What the reader must know to take the figures for what they are."""
    notes = [" ".join(f"{sentence}." for sentence in tell_scope(report.scope, language))]
    if report.scope.scope.narrows_payments:
        notes.append(
            language.text("Plan, percent and bonus are those of the whole month: these filters do not change them.")
        )
    if not report.is_complete:
        said = language.text("amoCRM's history is still being read: earlier days may show less than was done")
        notes.append(f"{said}.")
    return notes


@st.fragment
@telling
def _draw_table(desk: ComparisonDesk, report: Comparison) -> None:
    """A fragment of its own: a click runs this and not the whole page."""
    language = desk.language
    groups = (
        Group(language.text("Money"), report.money),
        Group(language.text("Activity"), report.activity),
        Group(language.text("Deals in work and closed"), report.deals),
    )
    opened = draw_measures_table(build_measures("compare.measures", report, groups, OPENABLE, language))
    if opened:
        open_behind(desk, opened)
