"""The fact of each manager by deal type as grouped bars, each under its manager's name and amount."""

import altair as alt

from sales_core.comparison import Measure
from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.i18n import DASH, Language
from sales_core.reports.comparison import Comparison
from sales_core.ui.chart_kit import Spec, colors, finished, units

_LIGHT = ("#2F66D8", "#129382", "#5E1F3E", "#B98710", "#5A6679", "#B5410C")
_DARK = ("#6EA0FF", "#41D9AF", "#DAA8D2", "#F8E28A", "#7C8DA3", "#FF9452")
"""The design's six colours of comparison: told apart with any sight, and never the only sign."""
_BAND_PX, _BAR_PX, _LABEL_UP_PX, _GAP_PX = 31, 9, 12, 16


def build_types_chart(report: Comparison, language: Language, *, dark: bool) -> Spec | None:
    """``None`` where nobody has any fact to draw."""
    shades, names = colors(dark=dark), _distinct_names(report, language)
    facts = [(each.deal_type, each.row(Measure.FACT).cells) for each in report.deal_types]
    rows = [
        {
            "type": deal_type_name(deal_type.id, deal_type.name, language),
            "name": name,
            "fact": units(int(cell.now or 0), report.currency),
            "label": f"{name}  {language.money(int(cell.now), report.currency) if cell.now else DASH}",
        }
        for deal_type, cells in facts
        if any(cell.now for cell in cells)
        for name, cell in zip(names, cells, strict=True)
    ]
    if not rows:
        return None
    types = len(rows) // len(names)
    gap = _GAP_PX / (_GAP_PX + _BAND_PX * len(names))
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "type:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=110, labelFontSize=12, labelPadding=8, domain=False),
            scale=alt.Scale(paddingInner=gap, paddingOuter=0),
        ),
        yOffset=alt.YOffset("name:N", sort=names),
    )
    palette = alt.Scale(domain=names, range=list((_DARK if dark else _LIGHT)[: len(names)]))
    bars = base.mark_bar(cornerRadiusEnd=2, height=_BAR_PX).encode(
        x=alt.X("fact:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
        color=alt.Color("name:N", scale=palette, legend=None),
        tooltip=[
            alt.Tooltip("type:N", title=language.text("Deal type")),
            alt.Tooltip("label:N", title=language.text("Fact")),
        ],
    )
    labels = base.mark_text(align="left", dy=-_LABEL_UP_PX, color=shades["soft"], fontSize=11).encode(
        x=alt.datum(0), text="label:N"
    )
    return finished(bars + labels, types * _BAND_PX * len(names) + (types - 1) * _GAP_PX, 0, shades, language)


def _distinct_names(report: Comparison, language: Language) -> list[str]:
    """Two managers of one name are two bars."""
    found = [(each.manager.id, manager_name(each.manager.id, each.manager.name, language)) for each in report.managers]
    names = [name for _, name in found]
    return [f"{name}, {id_}" if names.count(name) > 1 else name for id_, name in found]
