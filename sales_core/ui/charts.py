"""The two charts under the table, each with its figures as a table, ready to be cached and sent as they are."""

from collections.abc import Iterable
from fractions import Fraction

import altair as alt

from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, NARROW_SPACE, Language
from sales_core.money import Currency
from sales_core.reports.bonus import Scale
from sales_core.reports.sales import SalesReport
from sales_core.reports.trend import Trend
from sales_core.ui.chart_kit import Chart, colors, finished, units
from sales_core.ui.markdown import escape_markdown

_MOST_BARS = 30
_ROW_PX, _LABEL_PX, _TREND_PX = 26, 56, 260


def build_managers_chart(report: SalesReport, language: Language, *, dark: bool) -> Chart:
    """Fact of each manager as a bar, plan as a tick; hollow behind the pace, green where the plan is done."""
    shades = colors(dark=dark)
    names = _distinct_names(report, language)
    rows = [
        {
            "name": name,
            "fact": units(row.sums.fact, report.currency),
            "plan": units(row.plan, report.currency),
            "kind": "done" if (row.percent or 0) >= 1 else "behind" if row.is_behind else "fact",
            "label": _label(row.sums.fact, row.percent, report.scale, report.currency, language),
        }
        for name, row in zip(names, report.rows[:_MOST_BARS], strict=False)
    ]
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=150, domain=False))
    base = alt.Chart(alt.InlineData(values=rows))
    fills = alt.Scale(domain=["fact", "behind", "done"], range=[shades["fact"], shades["hollow"], shades["done"]])
    strokes = alt.Scale(domain=["fact", "behind", "done"], range=[shades["fact"], shades["fact"], shades["done"]])
    bars = base.mark_bar(height=12, cornerRadiusEnd=2, strokeWidth=1.5).encode(
        y=y,
        x=alt.X("fact:Q", title=None, axis=None),
        color=alt.Color("kind:N", scale=fills, legend=None),
        stroke=alt.Stroke("kind:N", scale=strokes, legend=None),
        tooltip=_tooltip(("name", "Manager"), ("label", "Fact"), language=language),
    )
    ticks = base.mark_tick(thickness=2, size=18, color=shades["ink"]).encode(y=y, x="plan:Q")
    labels = base.mark_text(align="left", dx=6, color=shades["soft"], fontSize=11).encode(
        y=y, x=alt.X("end:Q"), text="label:N"
    ).transform_calculate(end="max(datum.fact, datum.plan)")  # fmt: skip
    spec = finished(bars + ticks + labels, max(len(rows), 1) * _ROW_PX, _LABEL_PX, shades, language)
    figures = [
        (name, row.sums.fact, row.plan, _percent(row.percent, report.scale, language))
        for name, row in zip(names, report.rows, strict=True)
    ]
    return Chart(spec, _table(language.text("Manager"), figures, report.currency, language))


def _distinct_names(report: SalesReport, language: Language) -> list[str]:
    """Two managers of one name are two bars."""
    names = [manager_name(row.manager.id, row.manager.name, language) for row in report.rows]
    twice = {name for name in names if names.count(name) > 1}
    return [
        f"{name}, {row.manager.id}" if name in twice else name for name, row in zip(names, report.rows, strict=True)
    ]


def build_trend_chart(trend: Trend, language: Language, *, dark: bool) -> Chart:
    """Fact month by month, plan as a tick, percent of plan over each bar; the scope's month in full colour."""
    shades = colors(dark=dark)
    rows = [
        {
            "month": str(month.month),
            "title": language.month(month.month),
            "fact": units(month.fact, trend.currency),
            "plan": units(month.plan, trend.currency),
            "percent": _percent(month.percent, month.scale, language) if month.percent is not None else "",
            "label": _label(month.fact, month.percent, month.scale, trend.currency, language),
            "now": month.month == trend.scope.month,
        }
        for month in trend.months
    ]
    x = alt.X(
        "month:O",
        title=None,
        axis=alt.Axis(
            labelAngle=0,
            labelExpr=_labels_by_value({str(m.month): language.month_short(m.month) for m in trend.months}),
        ),
    )
    base = alt.Chart(alt.InlineData(values=rows))
    millions = f"format(datum.value / 1e6, '~f') + '{NARROW_SPACE}{language.text('m')}'"
    bars = base.mark_bar(cornerRadiusEnd=2, color=shades["fact"]).encode(
        x=x,
        y=alt.Y("fact:Q", title=None, axis=alt.Axis(labelExpr=millions, tickCount=4)),
        opacity=alt.condition("datum.now", alt.value(1), alt.value(0.55)),
        tooltip=_tooltip(("title", "Month"), ("label", "Fact"), language=language),
    )
    ticks = base.mark_tick(thickness=2, color=shades["ink"]).encode(x=x, y="plan:Q")
    labels = base.mark_text(dy=-8, color=shades["ink"], fontSize=11).encode(
        x=x, y=alt.Y("top:Q"), text="percent:N"
    ).transform_calculate(top="max(datum.fact, datum.plan)")  # fmt: skip
    spec = finished(bars + ticks + labels, _TREND_PX, 0, shades, language)
    figures = [(language.month(m.month), m.fact, m.plan, _percent(m.percent, m.scale, language)) for m in trend.months]
    return Chart(spec, _table(language.text("Month"), figures, trend.currency, language))


def _table(
    title: str,
    rows: Iterable[tuple[str, int, int | None, str]],
    currency: Currency,
    language: Language,
) -> str:
    """What the chart draws, in figures."""
    lines = [
        "| " + " | ".join((title, language.text("Fact"), language.text("Plan"), "%")) + " |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, fact, plan, percent in rows:
        plan_text = DASH if plan is None else language.money(plan, currency)
        cells = (escape_markdown(name), language.money(fact, currency), plan_text, percent)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _tooltip(*fields: tuple[str, str], language: Language) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=language.text(title)) for name, title in fields]


def _labels_by_value(labels: dict[str, str]) -> str:
    """A Vega expression: the label of each axis value. Months only, so nothing from outside gets into it."""
    return f"{labels!r}[datum.value]"


def _label(fact: int, percent: Fraction | None, scale: Scale | None, currency: Currency, language: Language) -> str:
    money = language.money(fact, currency)
    return money if percent is None else f"{money} · {_percent(percent, scale, language)}"


def _percent(percent: Fraction | None, scale: Scale | None, language: Language) -> str:
    """As in the table: never shown as a threshold it has not reached."""
    return language.percent(percent, thresholds=scale.thresholds if scale else ())
