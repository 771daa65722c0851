"""The way through a pipeline as a chart: a bar for each status, how many deals got there or further."""

from collections.abc import Iterator
from typing import Any

import altair as alt

from sales_core.i18n import DASH, N_, Language
from sales_core.reports.conversion import Cohort, Step
from sales_core.ui.chart_kit import Spec, colors, finished
from sales_core.ui.pipeline.words import rung_name, tell_deals, tell_median

_ROW_PX, _BAR_PX, _ROOM_PX = 34, 16, 8
_NARROW_PX = 560
"""On less there is room for a short label only."""
_WIDER = 1.6
"""The axis goes on past the longest bar by so much: there the labels stand."""
_TOOLTIP = (
    ("name", N_("Status")),
    ("count", N_("Got here or further")),
    ("of_entered", N_("Of those who entered")),
    ("of_previous", N_("Of the status before")),
    ("days", N_("Median time to the next status")),
)


def build_conversion_chart(cohort: Cohort, language: Language, *, dark: bool) -> Spec:
    """Solid: got there; hollow behind it: those of the status before that did not. The deals won in green."""
    shades = colors(dark=dark)
    rows = list(_rows(cohort, language))
    base = alt.Chart(alt.InlineData(values=rows))
    y = alt.Y(
        "name:N", sort=None, title=None, axis=alt.Axis(labelLimit=170, labelFontSize=12, minExtent=130, domain=False)
    )
    scale = alt.Scale(domain=[0, max(1, cohort.entered) * _WIDER])
    before, reached = (alt.X(f"{field}:Q", title=None, axis=None, scale=scale) for field in ("before", "reached"))
    tooltip = [alt.Tooltip(f"{field}:N", title=language.text(title)) for field, title in _TOOLTIP]
    lost = base.mark_bar(height=_BAR_PX, cornerRadiusEnd=2, color=shades["hollow"]).encode(
        y=y, x=before, tooltip=tooltip
    )
    fills = alt.Scale(domain=["entered", "step", "won"], range=[shades["soft"], shades["fact"], shades["done"]])
    got = base.mark_bar(height=_BAR_PX, cornerRadiusEnd=2).encode(
        y=y, x=reached, color=alt.Color("kind:N", scale=fills, legend=None), tooltip=tooltip
    )
    labels = (
        base.mark_text(align="left", dx=8, fontSize=12, color=shades["ink"])
        .transform_calculate(shown=f"width < {_NARROW_PX} ? datum.short : datum.label")
        .encode(y=y, x=before, text="shown:N")
    )
    return finished(lost + got + labels, len(rows) * _ROW_PX, _ROOM_PX, shades, language)


def _rows(cohort: Cohort, language: Language) -> Iterator[dict[str, Any]]:
    """The first says how many entered."""
    entered = tell_deals(cohort.entered, language)
    yield {
        "name": language.text("Entered"),
        "reached": float(cohort.entered),
        "before": float(cohort.entered),
        "kind": "entered",
        "label": entered,
        "short": language.number(cohort.entered),
        "count": entered,
        "of_entered": DASH,
        "of_previous": DASH,
        "days": DASH,
    }
    before, names = cohort.entered, _distinct_names(cohort, language)
    for step, name in zip(cohort.steps, names, strict=True):
        yield {
            "name": name,
            "reached": float(step.reached),
            "before": float(before),
            "kind": "won" if step is cohort.steps[-1] else "step",
            "label": tell_step(step, language),
            "short": f"{language.number(step.reached)} · {language.percent(step.of_entered)}",
            "count": tell_deals(step.reached, language),
            "of_entered": language.percent(step.of_entered),
            "of_previous": language.percent(step.of_previous),
            "days": tell_median(step.median_days, language),
        }
        before = step.reached


def tell_step(step: Step, language: Language) -> str:
    """``58 · 72 % of entered · 80 % of the status before``."""
    if step.of_entered is None or step.of_previous is None:
        return language.number(step.reached)
    return language.text(
        "{count} · {entered} of entered · {previous} of the status before",
        count=language.number(step.reached),
        entered=language.percent(step.of_entered),
        previous=language.percent(step.of_previous),
    )


def _distinct_names(cohort: Cohort, language: Language) -> list[str]:
    """Two statuses of one name are two bars, and none of them is that of those who entered."""
    names = [rung_name(step.rung) for step in cohort.steps]
    taken = [*names, language.text("Entered")]
    return [
        f"{name}, {step.rung.status_id}" if taken.count(name) > 1 else name
        for step, name in zip(cohort.steps, names, strict=True)
    ]
