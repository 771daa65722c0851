"""Who closes which deal type best: in sentences, as bars, and as a table whose figures open what they are made of."""

from collections.abc import Iterator
from fractions import Fraction

import streamlit as st

from sales_core.comparison import ENOUGH, Measure
from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.i18n import Language
from sales_core.reports.comparison import Comparison, TypeRows
from sales_core.ui.comparison.chart import build_types_chart
from sales_core.ui.comparison.desk import ComparisonDesk
from sales_core.ui.comparison.measures import draw_measures_table
from sales_core.ui.comparison.measures.rows import Group, build_measures
from sales_core.ui.comparison.opening import OPENABLE, open_behind
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.reader import is_dark
from sales_core.ui.states import telling


def draw_deal_types(desk: ComparisonDesk) -> None:
    report, language = desk.report(), desk.language
    if report is None:
        return
    st.subheader(language.text("Who closes which deal type best"), anchor=False)
    if not report.deal_types:
        st.caption(language.text("Nothing was paid and no deal was closed in the month."))
        return
    st.markdown("\n".join(f"- {line}" for line in tell_best(report, language)))
    st.caption(language.text("Somebody is named with {n} payments or closed deals of the type at least.", n=ENOUGH))
    chart = build_types_chart(report, language, dark=is_dark())
    if chart:
        st.vega_lite_chart(chart, theme=None, alt=language.text("Fact of each manager by deal type"))
    with st.expander(language.text("As a table")):
        _draw_table(desk, report)


def tell_best(report: Comparison, language: Language) -> Iterator[str]:
    """A line of Markdown for each deal type."""
    for each in report.deal_types:
        name = escape_markdown(deal_type_name(each.deal_type.id, each.deal_type.name, language))
        yield f"**{name}**: {'; '.join(_said(each, report, language)) or language.text('too few to tell')}"


def _said(each: TypeRows, report: Comparison, language: Language) -> Iterator[str]:
    fact, rate = each.row(Measure.FACT), each.row(Measure.WIN_RATE)
    for number, cell in enumerate(fact.cells):
        if cell.is_best and cell.now:
            payments = each.row(Measure.PAYMENTS).cells[number].now
            yield language.text(
                "most fact: {name}, {sum} in {payments}",
                name=_name(report, number, language),
                sum=language.money(int(cell.now), report.currency),
                payments=language.plural("{n} payment", "{n} payments", int(payments or 0)),
            )
    for number, cell in enumerate(rate.cells):
        if cell.is_best and cell.now:
            closed = sum(int(each.row(of_it).cells[number].now or 0) for of_it in (Measure.WON, Measure.ARCHIVED))
            yield language.text(
                "most often won: {name}, {percent} of {deals}",
                name=_name(report, number, language),
                percent=language.percent(Fraction(cell.now)),
                deals=language.plural("{n} closed deal", "{n} closed deals", closed),
            )


def _name(report: Comparison, number: int, language: Language) -> str:
    manager = report.managers[number].manager
    return escape_markdown(manager_name(manager.id, manager.name, language))


@st.fragment
@telling
def _draw_table(desk: ComparisonDesk, report: Comparison) -> None:
    """A fragment of its own: a click runs this and not the whole page."""
    language = desk.language
    groups = [
        Group(deal_type_name(each.deal_type.id, each.deal_type.name, language), each.rows, f"t{each.deal_type.id}/")
        for each in report.deal_types
    ]
    opened = draw_measures_table(build_measures("compare.types", report, groups, OPENABLE, language))
    if opened:
        open_behind(desk, opened)
