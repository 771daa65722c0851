"""The activity report as ``managers.js`` draws it: words, bars and sort values, nothing left to compute."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sales_core.activity import ActivityFigure, Counts
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, NARROW_SPACE, Language
from sales_core.money import round_half_away
from sales_core.reports.activity import ActivityReport, Effort
from sales_core.reports.quadrant import Quadrant
from sales_core.ui.activity.comparing import tell_before, tell_before_days, tell_change
from sales_core.ui.activity.figures import COLUMNS, Counted, parts_of
from sales_core.ui.names import initials, tint

Cell = dict[str, Any]
Row = dict[str, Any]

TOTAL, ROBOTS = "total", "robots"
_SCORE, _PER_DAY, _PERCENT = "score", "per_day", "percent"


def build_managers(report: ActivityReport, quadrant: Quadrant, language: Language) -> dict[str, Any]:
    """Everything the component is given. Row ids are ``total``, ``robots`` and ``m5502``."""
    draw = _Drawing(report, quadrant, language)
    return {
        "key": "activity",
        "language": language.code,
        "columns": list(draw.columns()),
        "sort": {"column": _SCORE if draw.has_score else ActivityFigure.TOTAL.value, "down": True},
        "rows": list(draw.managers()),
        "total": draw.line(TOTAL, language.text("Total"), report.now, report.previous, quadrant.percent),
        "robots": None if report.robots.is_zero else draw.robots(),
        "notes": list(draw.notes()),
        "words": draw.words(),
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One report for one reader."""

    report: ActivityReport
    quadrant: Quadrant
    language: Language

    @property
    def has_score(self) -> bool:
        """Whether the kinds of actions weigh differently."""
        return any(row.now.score != row.now.counts.total for row in self.report.rows)

    def columns(self) -> Iterator[dict[str, Any]]:
        text = self.language.text
        yield {"id": "name", "title": text("Manager"), "kind": "name"}
        for column in COLUMNS:
            yield {
                "id": column.figure.value, "title": text(column.title), "width": column.width, "kind": column.kind,
                "part": column.part,
            }  # fmt: skip
        if self.has_score:
            yield {"id": _SCORE, "title": text("Score"), "width": 56, "kind": "count"}
        yield {"id": _PER_DAY, "title": text("A day"), "width": 50, "kind": "count"}
        yield {"id": _PERCENT, "title": text("% of plan"), "width": 56, "kind": "count", "part": True}

    def managers(self) -> Iterator[Row]:
        most = {column: max((self._value(row.now.counts, column) for row in self.report.rows), default=0)
                for column in COLUMNS}  # fmt: skip
        for row, point in zip(self.report.rows, self.quadrant.points, strict=True):
            name = manager_name(row.manager.id, row.manager.name, self.language)
            line = self.line(f"m{row.manager.id}", name, row.now, row.previous, point.percent)
            for column, cell in zip(COLUMNS, line["cells"], strict=False):
                cell["bar"] = float(100 * cell["value"] / most[column]) if most[column] else 0
            yield line | {"initials": initials(name), "tint": tint(row.manager.id), "others": row.manager.others}

    def line(self, row_id: str, name: str, now: Effort, previous: Effort | None, percent: Fraction | None) -> Row:
        before = previous.counts if previous else None
        cells = [self._count(column, now.counts, before) for column in COLUMNS]
        if self.has_score:
            cells.append(self._number(Fraction(now.score), Fraction(previous.score) if previous else None))
        per_day = self._number(now.per_day, previous.per_day if previous else None)
        cells.append(per_day | {"tip": [*self._days(now), *per_day.get("tip", ())]})
        shown = self.language.percent(percent, thresholds=self.quadrant.thresholds)
        cells.append({"text": shown, "value": None if percent is None else float(percent), "empty": percent is None})
        return {"id": row_id, "name": name, "cells": cells}

    def robots(self) -> Row:
        cells = [self._count(column, self.report.robots, None) for column in COLUMNS]
        columns = len(list(self.columns())) - 1
        return {
            "id": ROBOTS,
            "name": self.language.text("Robots"),
            "about": self.language.text("What robots and integrations did is nobody's: it is not in the total"),
            "cells": cells + [{"text": "", "value": None}] * (columns - len(cells)),
        }

    def _count(self, column: Counted, counts: Counts, before: Counts | None) -> Cell:
        value = self._value(counts, column)
        cell: Cell = {"text": self._text(value, column), "value": value, "opens": value > 0, "empty": value == 0}
        cell["tip"] = [*self._parts(column, counts), *self._before(column, value, before)]
        if column.figure is ActivityFigure.TOTAL and before is not None:
            cell["change"] = tell_change(value, before.total, self.language)
        return cell

    def _value(self, counts: Counts, column: Counted) -> int:
        """What the column is sorted by: seconds of talk are not rounded to minutes."""
        return counts.of(column.figure)

    def _text(self, value: int, column: Counted) -> str:
        if column.figure is not ActivityFigure.TALK:
            return self.language.number(value) if value else DASH
        minutes = round_half_away(Fraction(value, 60))
        return DASH if not value else self.language.number(minutes) if minutes else f"<{NARROW_SPACE}1"

    def _parts(self, column: Counted, counts: Counts) -> Iterator[str]:
        if column.figure in (ActivityFigure.TOTAL, ActivityFigure.TALK):
            return
        for part in parts_of(column.figure):
            count = sum(counts.actions.get(kind, 0) for kind in part.kinds)
            if count:
                yield f"{self.language.text(part.label)}: {self.language.number(count)}"

    def _before(self, column: Counted, value: int, before: Counts | None) -> Iterator[str]:
        """How many tasks were overdue then is not known."""
        period = self.report.scope.previous
        if before is None or period is None or not period.length or column.figure is ActivityFigure.OVERDUE:
            return
        then = before.of(column.figure)
        if column.figure is ActivityFigure.TALK:
            value, then = round_half_away(Fraction(value, 60)), round_half_away(Fraction(then, 60))
        yield tell_before(value, then, period, self.language)

    def _number(self, value: Fraction | None, before: Fraction | None) -> Cell:
        if value is None:
            return {"text": DASH, "value": None, "empty": True}
        cell: Cell = {"text": self._one_decimal(value), "value": float(value)}
        if before is not None and self.report.scope.previous and self.report.scope.previous.length:
            period = tell_before_days(self.report.scope.previous, self.language)
            then = self._one_decimal(before)
            cell["tip"] = [self.language.text("{period}: {count}", period=period, count=then)]
        return cell

    def _one_decimal(self, value: Fraction) -> str:
        tenths = round_half_away(value * 10)
        return self.language.number(tenths // 10 if tenths % 10 == 0 else Decimal(tenths) / 10)

    def _days(self, now: Effort) -> list[str]:
        """What «a day» stands for."""
        return [self.language.plural("In {n} working day there", "In {n} working days there", now.days_present)]

    def notes(self) -> Iterator[str]:
        yield self.language.text("An underlined number opens its list")
        previous = self.report.scope.previous
        if previous is not None and previous.length:
            yield self.language.text("▲▼ against {period}", period=tell_before_days(previous, self.language))
        if self.quadrant.percent is not None:
            yield self.language.text("% of plan: of whole months")

    def words(self) -> dict[str, str]:
        """Sentences the component completes itself: their {fields} stay as they are."""
        fields = {"name": "{name}", "figure": "{figure}", "amount": "{amount}"}
        period = tell_period(self.report.scope.asked, self.language)
        return {
            "caption": self.language.text("Activity, {period}", period=period),
            "others": self.language.text("Others"),
            "open": self.language.text("{name}, {figure}, {amount}, open the list", **fields),
            "figure": self.language.text("{name}, {figure}, {amount}", **fields),
            "none": self.language.text("none"),
            "hint": self.language.text("Open the list ↵"),
        }
