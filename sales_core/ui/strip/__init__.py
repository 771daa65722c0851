"""The department strip above the table: percent of plan beside the pace, forecast, and what is still expected."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from sales_core.figures import Sums
from sales_core.i18n import Language
from sales_core.reports.sales import SalesReport
from sales_core.ui.kit import component
from sales_core.ui.treegrid.columns import is_running

Word = dict[str, str]


def draw_strip(packed: bytes) -> None:
    """Draws what ``build_strip`` made, packed."""
    component(Path(__file__).parent)(data=packed, key="strip")


def build_strip(report: SalesReport, language: Language) -> dict[str, Any]:
    total = report.total
    segments = _segments(total.sums, _full(report), report, language)
    return {
        "caption": language.text("The department's month"),
        "percent": _percent(report, total.percent, language),
        "plan": language.text("of plan") if total.percent is not None else language.text("no plan is set"),
        "lines": [line for line in (_pace_line(report, language), _forecast_line(report, language)) if line],
        "segments": segments,
        "ticks": _ticks(report, language),
    }


def _full(report: SalesReport) -> int:
    """The whole bar in minor units: a little more than the larger of plan and forecast."""
    return max(report.total.plan or 0, report.total.sums.forecast, report.total.sums.fact, 1) * 203 // 200


def _segments(sums: Sums, full: int, report: SalesReport, language: Language) -> list[dict[str, Any]]:
    overdue = sums.overdue + sums.carried
    late = language.plural("Overdue, {n} payment", "Overdue, {n} payments", sums.overdue_count)
    parts = (("fact", language.text("Fact"), sums.fact), ("pending", language.text("Pending"), sums.pending))
    drawn = []
    left = 0
    for kind, label, minor in (*parts, ("over", late, overdue)):
        width = max(minor, 0)
        if kind == "fact" or minor:
            money = language.money(minor, report.currency)
            place = {"left": _share(left, full), "width": _share(width, full)}
            drawn.append({"kind": kind, "label": label, "sum": money} | place)
        left += width
    return drawn


def _ticks(report: SalesReport, language: Language) -> list[dict[str, Any]]:
    plan = report.total.plan
    if not plan:
        return []
    at_plan = _share(plan, _full(report))
    ticks: list[dict[str, Any]] = [
        {"left": at_plan, "text": language.text("plan"), "bold": language.money(plan, report.currency)}
    ]
    if is_running(report.pace):
        pace = language.percent(report.pace.ratio)
        at_pace = at_plan * float(report.pace.ratio)
        ticks.insert(0, {"left": at_pace, "text": language.text("pace today {percent}", percent=pace), "bold": ""})
    before = [0.0, *(tick["left"] for tick in ticks)]
    return [tick | {"basis": tick["left"] - start} for tick, start in zip(ticks, before, strict=False)]


def _pace_line(report: SalesReport, language: Language) -> list[Word]:
    percent, pace = report.total.percent, report.pace.ratio
    if percent is None or not is_running(report.pace):
        return []
    points = language.number(abs(round((percent - pace) * 100)))
    if points == "0":
        return [_word(language.text("exactly on the pace"))]
    if percent > pace:
        return [_word(language.text("{points} p.p. ahead of the pace", points=points), "ahead")]
    return [_word(language.text("{points} p.p. behind the pace", points=points), "behind")]


def _forecast_line(report: SalesReport, language: Language) -> list[Word]:
    total = report.total
    if total.forecast_percent is None or not total.plan:
        return []
    words = [
        _word(language.text("forecast") + " "),
        _word(_percent(report, total.forecast_percent, language), "strong"),
    ]
    late = total.sums.overdue + total.sums.carried
    if late:
        without = _percent(report, total.forecast_percent - Fraction(late, total.plan), language)
        words.append(_word(language.text(", without overdue {percent}", percent=without)))
    return words


def _percent(report: SalesReport, ratio: Fraction | None, language: Language) -> str:
    thresholds = report.scale.thresholds if report.scale else ()
    return language.percent(ratio, thresholds=thresholds)


def _word(text: str, kind: str = "") -> Word:
    return {"text": text, "kind": kind}


def _share(minor: int, full: int) -> float:
    return float(Fraction(100 * minor, full))
