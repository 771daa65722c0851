"""The bonus scale as a picture: what each percent of an example plan earns, with this month's managers on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import altair as alt

from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import NARROW_SPACE, Language
from sales_core.money import Currency
from sales_core.reports.bonus import Scale, Tier, compute_bonus, percent_of_plan
from sales_core.reports.bonus_curve import BonusCurve, Stretch, build_curve
from sales_core.reports.sales import SalesReport
from sales_core.ui.chart_kit import Chart, Colors, colors, finished
from sales_core.ui.markdown import escape_markdown

_HEIGHT_PX = 236
_TYPICAL_PLAN = 1_000_000
_BEYOND = Fraction(1, 10)
_FARTHEST = Fraction(5, 4)
"""Of the last threshold: a manager further out is in the table only, or one would press all the others together."""
_LEAST_LABELLED, _RIGHT_OF = 0.06, 0.55
"""Of the picture's width: a narrower stretch has no label; what stands further right has its label below."""
_HAIR = 0.25
"""Of the highest bonus."""
_IN_THOUSANDS = 10_000
_LONGEST_NAME = 16

Row = dict[str, Any]


def example_plan(report: SalesReport) -> int:
    """A plan that somebody has this month, the middle one; a round sum where nobody has any."""
    plans = sorted(row.plan for row in report.rows if row.plan)
    return plans[(len(plans) - 1) // 2] if plans else report.currency.to_minor(_TYPICAL_PLAN)


def falls_of(report: SalesReport, scale: Scale, unit: int) -> tuple[Tier, ...]:
    """The tiers at which the bonus drops, see ``BonusCurve.falls``."""
    plan = example_plan(report)
    return build_curve(scale, plan, unit, _until(scale, [])).falls


def build_curve_chart(report: SalesReport, scale: Scale, unit: int, language: Language, *, dark: bool) -> Chart:
    """``report``: of the running month, unfiltered. Bonuses are those of ``scale``, whatever is in force."""
    plan = example_plan(report)
    standings = _standings(report, plan, scale, unit, language)
    curve = build_curve(scale, plan, unit, _until(scale, [row["percent"] for row in standings]))
    picture = _Picture(curve, report.currency, language, colors(dark=dark))
    layers = alt.LayerChart(
        layer=[*picture.lines(), *picture.rates(), *picture.managers(standings)], title=picture.title()
    )
    return Chart(
        finished(layers, _HEIGHT_PX, 8, picture.shades, language),
        _tiers_table(curve, report.currency, language) + "\n\n" + _managers_table(standings, language),
    )


def _until(scale: Scale, percents: Sequence[Fraction]) -> Fraction:
    """Of the plan: a little beyond the last threshold, and as far as most managers have come."""
    last = max(Fraction(scale.tiers[-1].from_share), Fraction(1, 2))
    farthest = max((percent for percent in percents if percent <= last * _FARTHEST), default=last)
    return max(last + max(last, Fraction(1)) * _BEYOND, farthest + _BEYOND / 2)


def _standings(report: SalesReport, plan: int, scale: Scale, unit: int, language: Language) -> list[Row]:
    """This month's managers with a plan: where each stands, and what that earns under their own plan."""
    found = []
    for row in report.rows:
        percent = percent_of_plan(row.sums.fact, row.plan)
        if percent is None:
            continue
        bonus = compute_bonus(row.sums.fact, row.plan, scale, unit).amount or 0
        found.append({
            "name": manager_name(row.manager.id, row.manager.name, language),
            "percent": percent,
            "is_example": row.plan == plan,
            "on_curve": compute_bonus(int(percent * plan), plan, scale, unit).amount or 0,
            "told": language.percent(percent, thresholds=scale.thresholds),
            "bonus": language.money(bonus, report.currency),
        })  # fmt: skip
    return found


# ---------------------------------------------------------------- the picture


@dataclass(frozen=True, slots=True)
class _Picture:
    """Positions are floats, percent of plan and whole units of money; every figure told is exact."""

    curve: BonusCurve
    currency: Currency
    language: Language
    shades: Colors

    @property
    def last(self) -> float:
        """Where the picture ends."""
        return self.at(self.curve.stretches[-1].end.fact)

    def at(self, fact: int) -> float:
        return round(float(Fraction(100 * fact, self.curve.plan)), 6)

    def height(self, bonus: int) -> float:
        return float(self.currency.to_major(bonus))

    def lines(self) -> list[alt.Chart]:
        """A line for each stretch, and a dotted riser where one ends and the next begins elsewhere."""
        rows = [
            {"percent": self.at(point.fact), "bonus": self.height(point.bonus), "stretch": number}
            for number, stretch in enumerate(self.curve.stretches)
            for point in stretch.points
        ]
        x = alt.X("percent:Q", title=None, scale=alt.Scale(domain=[0, self.last], nice=False), axis=self._thresholds())
        y = alt.Y("bonus:Q", title=None, axis=alt.Axis(labelExpr=self._amounts(), tickCount=4, domain=False))
        line: Row = {"strokeWidth": 2.5, "strokeCap": "round", "color": self.shades["fact"]}
        drawn = [_chart(rows).mark_line(**line).encode(x=x, y=y, detail="stretch:N")]
        jumps = [
            {
                "percent": self.at(upper.start.fact),
                "low": self.height(lower.end.bonus),
                "high": self.height(upper.start.bonus),
                "label": self._tell_start(upper),
            }
            for lower, upper in pairwise(self.curve.stretches)
        ]
        if jumps:
            riser: Row = {"strokeDash": [2, 3], "color": self.shades["fact"]}
            start: Row = {"filled": True, "size": 34, "opacity": 1, "color": self.shades["fact"]}
            drawn += [
                _chart(jumps).mark_rule(**riser).encode(x="percent:Q", y="low:Q", y2="high:Q"),
                _chart(jumps).mark_point(**start).encode(
                    x="percent:Q", y="high:Q", tooltip=alt.Tooltip("label:N", title=self.language.text("Tier"))
                ),
            ]  # fmt: skip
        return drawn

    def rates(self) -> list[alt.Chart]:
        """The rate over the middle of each stretch that is wide enough for it, left of a rising line."""
        style: Row = {"fontSize": 12, "fontWeight": "bold", "color": self.shades["ink"], "dy": -10}
        drawn = []
        for is_flat in (False, True):
            rows = [
                {
                    "percent": (self.at(stretch.start.fact) + self.at(stretch.end.fact)) / 2,
                    "bonus": self.height(stretch.start.bonus + stretch.end.bonus) / 2,
                    "label": _tell_rate(stretch, self.language),
                }
                for stretch in self.curve.stretches
                if (stretch.start.bonus == stretch.end.bonus) is is_flat and self._is_wide(stretch)
            ]
            if rows:
                labels = _chart(rows).mark_text(align="center" if is_flat else "right", **style)
                drawn.append(labels.encode(x="percent:Q", y="bonus:Q", text="label:N"))
        return drawn

    def managers(self, standings: Sequence[Row]) -> list[alt.Chart]:
        """Everybody as a small ring; one whose plan is the example's is told in words."""
        rows = [
            {
                "percent": float(row["percent"] * 100),
                "bonus": self.height(row["on_curve"]),
                "name": row["name"],
                "label": f"{row['told']}, {row['bonus']}",
                "line": f"{_short(row['name'])}: {row['told']}, {row['bonus']}",
                "is_told": row["is_example"],
            }
            for row in standings
            if 0 <= row["percent"] * 100 <= self.last
        ]
        if not rows:
            return []
        ring: Row = {"filled": True, "fill": self.shades["ground"], "opacity": 1}
        tooltip = [alt.Tooltip("name:N", title=self.language.text("Manager")), alt.Tooltip("label:N", title="%")]
        small = _chart(rows).mark_point(size=40, stroke=self.shades["soft"], strokeWidth=1.5, **ring)
        drawn = [small.encode(x="percent:Q", y="bonus:Q", tooltip=tooltip)]
        told = next((row for row in rows if row["is_told"]), None)
        if told:
            one = _chart([told]).encode(x="percent:Q", y="bonus:Q")
            drawn += self._words(told)
            drawn.append(one.mark_point(size=100, stroke=self.shades["ink"], strokeWidth=2, **ring))
        return drawn

    def _words(self, told: Row) -> list[alt.Chart]:
        """Where it is empty: below the line right of the point, or, where no room is left there, above the line left of
        the point, at the end of a hair from it."""
        style: Row = {"fontSize": 12, "color": self.shades["ink"]}
        if told["percent"] <= _RIGHT_OF * self.last:
            text = _chart([told]).mark_text(align="left", dx=9, dy=16, **style)
            return [text.encode(x="percent:Q", y="bonus:Q", text="line:N")]
        base = _chart([told | {"level": told["bonus"] + _HAIR * self.height(self._highest())}])
        hair = base.mark_rule(color=self.shades["soft"], strokeWidth=1)
        text = base.mark_text(align="right", dx=4, dy=-8, **style)
        return [
            hair.encode(x="percent:Q", y="bonus:Q", y2="level:Q"),
            text.encode(x="percent:Q", y="level:Q", text="line:N"),
        ]

    def _highest(self) -> int:
        return max(stretch.end.bonus for stretch in self.curve.stretches)

    def _is_wide(self, stretch: Stretch) -> bool:
        return self.at(stretch.end.fact) - self.at(stretch.start.fact) >= _LEAST_LABELLED * self.last

    def _thresholds(self) -> alt.Axis:
        values = [self.at(stretch.start.fact) for stretch in self.curve.stretches]
        sign = f"datum.value == {values[0]} || datum.value == {values[-1]} ? '{NARROW_SPACE}%' : ''"
        label = f"format(datum.value, '~r') + ({sign})"
        return alt.Axis(values=values, labelExpr=label, grid=False, labelOverlap="greedy")

    @property
    def in_thousands(self) -> bool:
        return self._highest() >= self.currency.to_minor(_IN_THOUSANDS)

    def _amounts(self) -> str:
        return f"format(datum.value / {1000 if self.in_thousands else 1}, ',~r')"

    def title(self) -> alt.TitleParams:
        sign, plan = self.language.currency_sign(self.currency), self.language.money(self.curve.plan, self.currency)
        if self.in_thousands:
            told = self.language.text("Bonus, thousand {sign}, under a plan of {plan}", sign=sign, plan=plan)
        else:
            told = self.language.text("Bonus, {sign}, under a plan of {plan}", sign=sign, plan=plan)
        return alt.TitleParams(
            told, anchor="start", frame="bounds", fontSize=12, fontWeight="normal", color=self.shades["soft"]
        )

    def _tell_start(self, stretch: Stretch) -> str:
        assert stretch.tier is not None
        start = self.language.percent_exact(stretch.tier.from_share)
        return f"{start} → {self.language.money(stretch.start.bonus, self.currency)}"


def _chart(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


# ---------------------------------------------------------------- in words


def _short(name: str) -> str:
    """The surname, which is mostly the last word."""
    surname = name.rsplit(maxsplit=1)[-1] if name.split() else name
    return surname if len(surname) <= _LONGEST_NAME else surname[: _LONGEST_NAME - 1] + "…"


def _tell_rate(stretch: Stretch, language: Language) -> str:
    if stretch.tier is None or (stretch.end.bonus == 0 and stretch.tier.rate == 0):
        return language.text("salary only")
    return language.percent_exact(stretch.tier.rate)


def _tiers_table(curve: BonusCurve, money: Currency, language: Language) -> str:
    sign = language.currency_sign(money)
    head = (language.text("Plan from"), language.text("Rate"), language.text("Bonus, {sign}", sign=sign))
    rows = []
    for stretch in curve.stretches:
        start = language.percent_exact(stretch.tier.from_share if stretch.tier else Decimal(0))
        low, high = (language.money(point.bonus, money, sign=False) for point in (stretch.start, stretch.end))
        is_last = stretch is curve.stretches[-1]
        earned = language.text("from {amount}", amount=low) if is_last else low if low == high else f"{low} – {high}"
        rows.append((start, _tell_rate(stretch, language), earned))
    return _table(head, rows)


def _managers_table(standings: Sequence[Row], language: Language) -> str:
    if not standings:
        return ""
    head = (language.text("Manager"), "%", language.text("By this scale"))
    return _table(head, [(escape_markdown(row["name"]), row["told"], row["bonus"]) for row in standings])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
