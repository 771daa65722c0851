"""The quadrant as a chart: managers as points between the two borders, their diagnoses in the corners, and the way of
the one who is pointed at, month by month."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import altair as alt

from sales_core.delivery.quadrant_text import ADVICE, TITLES, tell_number
from sales_core.i18n import NARROW_SPACE, Language
from sales_core.reports.quadrant import DIAGNOSES, Quadrant
from sales_core.ui.activity.quadrant_field import (
    HEIGHT_PX,
    NARROW_PX,
    TITLE_PX,
    WIDTHS,
    Field,
    Range,
    Rows,
    field_of,
    folded,
    pace_label,
    point_rows,
    trail_rows,
)
from sales_core.ui.chart_kit import Colors, Spec, colors, finished

CHOSEN = "chosen"
"""The selection of the point that was clicked: the id of its manager."""


def build_quadrant_chart(quadrant: Quadrant, trail: Sequence[Quadrant], language: Language, *, dark: bool) -> Spec:
    """For a quadrant with managers to draw. ``trail``: the same of earlier months, the earliest first."""
    shades = colors(dark=dark)
    field = field_of(quadrant)
    points = point_rows(quadrant, field, language)
    pointed = alt.selection_point(name="pointed", on="pointerover", fields=["id"], empty=False, clear="pointerout")
    chosen = alt.selection_point(name=CHOSEN, on="click", fields=["id"], empty=False)
    layers: list[alt.Chart] = [
        *_ground(quadrant, field, language, shades, dark=dark),
        *_corners(language, shades),
        *_ways(trail_rows(quadrant, trail, field, language), pointed, shades),
        *_names(points, field, pointed, shades),
        _dots(points, language, shades).add_params(pointed, chosen),
    ]
    chart = alt.LayerChart(layer=layers).properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    return finished(chart, HEIGHT_PX, 4, shades, language)


def tell_chart(quadrant: Quadrant, language: Language) -> str:
    """For whoever does not see it: who stands in which corner."""
    verdicts = sorted(quadrant.drawn, key=lambda point: list(TITLES).index(point.verdict))
    parts = [
        f"{language.text(TITLES[verdict])}: {', '.join(point.manager.name for point in points)}"
        for verdict, points in groupby(verdicts, key=lambda point: point.verdict)
    ]
    return ". ".join([language.text("Activity against percent of plan"), *parts])


def _ground(quadrant: Quadrant, field: Field, language: Language, shades: Colors, *, dark: bool) -> Iterator[alt.Chart]:
    """What is below the pace in a quiet ground, the axes, and the two borders with their values."""
    quiet = "#141A26" if dark else "#F6F7F9"
    corners = [
        {"x": field.x.low, "x2": field.average, "y": field.y.low, "y2": field.pace, "fill": quiet},
        {"x": field.average, "x2": field.x.high, "y": field.y.low, "y2": field.pace, "fill": shades["hollow"]},
    ]
    x = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=list(field.x), nice=False, zero=False),
        axis=alt.Axis(grid=False, tickCount=5, labelFlush=False),
    )
    y = alt.Y(
        "y:Q",
        title=None,
        scale=alt.Scale(domain=list(field.y), nice=False, zero=False),
        axis=alt.Axis(
            labelExpr=f"datum.value < 0 ? '' : format(datum.value * 100, '.0f') + '{NARROW_SPACE}%'",
            values=_ticks(field.y),
            domain=False,
        ),
    )
    yield (
        alt.Chart(alt.InlineData(values=corners))
        .mark_rect(opacity=0.9)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", fill=alt.Fill("fill:N", scale=None))
    )
    border: dict[str, Any] = {"strokeDash": [3, 3], "color": shades["soft"], "strokeWidth": 1}
    yield alt.Chart(alt.InlineData(values=[{"x": field.average}])).mark_rule(**border).encode(x="x:Q")
    yield alt.Chart(alt.InlineData(values=[{"y": field.pace}])).mark_rule(**border).encode(y="y:Q")
    word: dict[str, Any] = {"color": shades["soft"], "fontSize": 11}
    average = language.text("average {n}", n=tell_number(field.scale, language))
    yield (
        alt.Chart(alt.InlineData(values=[{"x": field.average, "text": average}]))
        .mark_text(**word, y=HEIGHT_PX + 28, baseline="middle")
        .encode(x="x:Q", text="text:N")
    )
    side: dict[str, Any] = (
        {"align": "left", "x": 6} if field.pace_is_left else {"align": "right", "x": alt.ExprRef("width - 6")}
    )
    yield (
        alt.Chart(alt.InlineData(values=[{"y": field.pace, "text": pace_label(quadrant, language)}]))
        .mark_text(**word, **side, dy=-5, baseline="bottom")
        .encode(y="y:Q", text="text:N")
    )
    yield (
        alt.Chart(alt.InlineData(values=[{"text": f"{_counted(quadrant, language)} →"}]))
        .mark_text(**word, x=alt.ExprRef("width"), y=HEIGHT_PX + 28, align="right", baseline="middle")
        .encode(text="text:N")
    )


def _counted(quadrant: Quadrant, language: Language) -> str:
    """What the horizontal axis counts."""
    is_weighted = any(point.effort.score != point.effort.counts.total for point in quadrant.drawn)
    if quadrant.days is None:
        return language.text("score a working day") if is_weighted else language.text("actions a working day")
    return language.text("score of all actions") if is_weighted else language.text("all actions")


def _corners(language: Language, shades: Colors) -> Iterator[alt.Chart]:
    """The diagnoses; on a narrow screen in two lines and without advice."""
    rows = [
        {
            "title": language.text(TITLES[verdict]),
            "advice": language.text(ADVICE[verdict]),
            "folded": folded(language.text(TITLES[verdict])),
            "right": is_active,
            "top": 12 if sells else HEIGHT_PX - 28,
        }
        for (is_active, sells), verdict in DIAGNOSES.items()
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    bold, quiet = {"fontWeight": "bold", "color": shades["ink"]}, {"color": shades["soft"]}
    lines: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("title", f"width >= {NARROW_PX}", {"fontSize": 13, "y": alt.ExprRef("datum.top"), **bold}),
        ("advice", f"width >= {NARROW_PX}", {"fontSize": 12, "y": alt.ExprRef("datum.top + 16"), **quiet}),
        ("folded", f"width < {NARROW_PX}", {"fontSize": 11, "y": alt.ExprRef("datum.top"), **bold}),
    )
    for name, when, style in lines:
        yield base.mark_text(
            x=alt.ExprRef("datum.right ? width - 6 : 6"),
            align=alt.ExprRef("datum.right ? 'right' : 'left'"),
            baseline="middle",
            lineBreak="\n",
            lineHeight=14,
            opacity=alt.ExprRef(f"{when} ? 1 : 0"),
            **style,
        ).encode(text=f"{name}:N")


def _dots(points: Rows, language: Language, shades: Colors) -> alt.Chart:
    fills = alt.Scale(domain=["ahead", "behind"], range=[shades["fact"], shades["ground"]])
    words = (
        ("name", "Manager"),
        ("activity", "Activity"),
        ("sales", "Sales"),
        ("verdict", "Diagnosis"),
        ("advice", ""),
    )
    dots: alt.Chart = (
        alt.Chart(alt.InlineData(values=points))
        .mark_point(size=95, filled=True, stroke=shades["fact"], strokeWidth=2, opacity=1, cursor="pointer")
        .encode(
            x="x:Q",
            y="y:Q",
            fill=alt.Fill("kind:N", scale=fills, legend=None),
            tooltip=[alt.Tooltip(f"{name}:N", title=language.text(title) or " ") for name, title in words],
        )
    )
    return dots


def _names(points: Rows, field: Field, pointed: Any, shades: Colors) -> Iterator[alt.Chart]:
    """Beside the points; of those that found no place, once they are pointed at."""
    base = alt.Chart(alt.InlineData(values=points)).encode(x="x:Q", y="y:Q", text="short:N")
    words: dict[str, Any] = {"fontSize": 12, "color": shades["ink"], "baseline": "middle"}
    is_named = _by_width("named")
    yield base.mark_text(
        **words,
        align=alt.ExprRef(_by_width("align")),
        dx=alt.ExprRef(_by_width("dx")),
        dy=alt.ExprRef(_by_width("dy")),
        opacity=alt.ExprRef(f"({is_named}) ? 1 : 0"),
    )
    is_right = f"datum.x > {field.average}"
    halo = {"stroke": shades["ground"], "strokeWidth": 5, "strokeJoin": "round"}
    styles: tuple[dict[str, Any], ...] = (words | halo, words)
    for style in styles:
        yield base.transform_filter(pointed).mark_text(
            **style,
            fontWeight="bold",
            align=alt.ExprRef(f"{is_right} ? 'right' : 'left'"),
            dx=alt.ExprRef(f"{is_right} ? -11 : 11"),
            dy=-11,
            opacity=alt.ExprRef(f"({is_named}) ? 0 : 1"),
        )


def _by_width(name: str) -> str:
    """Vega's expression for what a point has of each of the widths."""
    *wider, narrowest = enumerate(WIDTHS)
    cases = [f"width >= {width.least} ? datum.{name}{at} : " for at, width in wider]
    return "".join(cases) + f"datum.{name}{narrowest[0]}"


def _ways(steps: Rows, pointed: Any, shades: Colors) -> Iterator[alt.Chart]:
    if not steps:
        return
    base = alt.Chart(alt.InlineData(values=steps)).transform_filter(pointed)
    yield base.mark_line(strokeWidth=1.5, color=shades["soft"]).encode(x="x:Q", y="y:Q", order="order:Q", detail="id:N")
    past = base.transform_filter("datum.month != ''")
    yield past.mark_point(size=22, filled=True, fill=shades["soft"], opacity=1).encode(x="x:Q", y="y:Q")
    words: dict[str, Any] = {"dy": -9, "fontSize": 11, "color": shades["soft"], "align": alt.ExprRef("datum.align")}
    halo = {"stroke": shades["ground"], "strokeWidth": 4, "strokeJoin": "round"}
    for style in (words | halo, words):
        yield past.mark_text(**style).encode(x="x:Q", y="y:Q", text="month:N")


def _ticks(across: Range) -> list[float]:
    """From zero on, up to where the diagnoses begin."""
    top = across.high - TITLE_PX / HEIGHT_PX * (across.high - across.low)
    step = next(step for step in (0.02, 0.05, 0.1, 0.2, 0.5) if step == 0.5 or top / step <= 5)
    return [n * step for n in range(int(top / step) + 1)]
