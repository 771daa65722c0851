"""What every chart of the board shares: colours, fonts, number format, a form ready to be cached and sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pyarrow as pa

from sales_core.i18n import NARROW_SPACE, Language
from sales_core.money import Currency

Spec = dict[str, Any]
Colors = dict[str, str]


@dataclass(frozen=True, slots=True)
class Chart:
    """``spec`` is Vega-Lite with its data as Arrow bytes, which Streamlit sends as they are; ``table`` is Markdown."""

    spec: Spec
    table: str


_LIGHT = {
    "fact": "#2F66D8",
    "done": "#129382",
    "ink": "#14181F",
    "soft": "#5E6776",
    "grid": "#E4E7EC",
    "hollow": "#E3ECFC",
    "ground": "#FFFFFF",
}
_DARK = {
    "fact": "#6EA0FF",
    "done": "#41D9AF",
    "ink": "#F4F6FA",
    "soft": "#A6B0C0",
    "grid": "#263042",
    "hollow": "#16233F",
    "ground": "#0B0F17",
}
_FONT = "Inter, Noto Sans, system-ui, sans-serif"


def colors(*, dark: bool) -> Colors:
    return _DARK if dark else _LIGHT


def finished(chart: alt.LayerChart, height: int, room: int, colors: Colors, language: Language) -> Spec:
    mark = language.decimal_mark
    numbers = {"decimal": mark, "thousands": NARROW_SPACE, "grouping": [3], "currency": ["", ""]}
    soft = {"labelColor": colors["soft"], "labelFontSize": 11, "gridColor": colors["grid"], "ticks": False}
    spec = dict(
        chart.properties(height=height, width="container", background="transparent", padding={"right": room})
        .configure(font=_FONT, locale={"number": numbers})
        .configure_axis(domainColor=colors["soft"], **soft)
        .configure_view(stroke=None)
        .to_dict()
    )
    return spec | {"datasets": {name: _arrow(values) for name, values in spec["datasets"].items()}}


def _arrow(values: Sequence[dict[str, Any]]) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(list(values))
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def units(minor: int | None, currency: Currency) -> float | None:
    """Whole units for a chart's axis: a position on the screen, not money."""
    return None if minor is None else float(currency.to_major(minor))
