"""The sales report as ``treegrid.js`` draws it: words, positions and sort values, nothing left to compute."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sales_core.delivery.sales_sheet import deal_type_name, manager_name, plan_part_words
from sales_core.figures import Sums
from sales_core.i18n import DASH, Language
from sales_core.reports.bonus import percent_of_plan
from sales_core.reports.sales import DealTypeRow, ManagerRow, SalesReport, TotalRow
from sales_core.ui.names import format_share, initials, tint
from sales_core.ui.treegrid.bonus_words import bonus_aside, bonus_tip
from sales_core.ui.treegrid.columns import build_columns, is_running

Cell = dict[str, Any]
Row = dict[str, Any]

FULL_BAR = Fraction(6, 5)
"""The bar's right end: 120 % of plan. The figure beside it stays honest."""


def build_treegrid(report: SalesReport, language: Language) -> dict[str, Any]:
    """Everything the component is given. Row ids are ``total``, ``m5502``, ``m5502t701`` and ``totalt701``."""
    draw = _Drawing(report, language)
    return {
        "key": "sales",
        "scope": str(report.scope),
        "language": language.code,
        "columns": [column.as_data() for column in build_columns(report, language)],
        "sort": {"column": "percent", "down": True},
        "rows": [draw.manager(row) for row in report.rows],
        "total": draw.total(report.total),
        "notes": _notes(language),
        "words": _words(report, language),
    }


def _notes(language: Language) -> list[str]:
    return [
        language.text("behind the pace"),
        language.text("Margin = payment × share of its deal type"),
        language.text("Forecast = fact + pending + overdue"),
        language.text("An underlined amount opens its payments"),
    ]


def _words(report: SalesReport, language: Language) -> dict[str, str]:
    """Sentences the component completes itself, for each row or cell: their {fields} stay as they are."""
    sign = language.currency_sign(report.currency)
    month = language.month(report.scope.month)
    fields = {"name": "{name}", "figure": "{figure}", "amount": "{amount}"}
    return {
        "caption": language.text("Sales report, {month}, amounts in {sign}", month=month, sign=sign),
        "others": language.text("Others"),
        "expand": language.text("Expand: {name}", **fields),
        "collapse": language.text("Collapse: {name}", **fields),
        "open": language.text("{name}, {figure}, {amount} {sign}, open the payments", sign=sign, **fields),
        "figure": language.text("{name}, {figure}, {amount}", **fields),
        "none": language.text("none"),
        "hint": language.text("Open the payments ↵"),
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One report for one reader."""

    report: SalesReport
    language: Language

    def manager(self, row: ManagerRow) -> Row:
        name = manager_name(row.manager.id, row.manager.name, self.language)
        bonus = _linked(self._amount(row.bonus.amount), "bonus")
        bonus["aside"] = bonus_aside(row.bonus, self.language)
        bonus["tip"] = bonus_tip(row.bonus, row.percent, self.report.scale, self.language, self._money)
        cells = self._cells(row, bonus, self._bar_kind(row.percent))
        if row.plan_part:
            cells[0]["tip"] = plan_part_words(row.plan_part, self.report.currency, self.language)
        row_id = f"m{row.manager.id}"
        return {
            "id": row_id,
            "name": name,
            "initials": initials(name),
            "tint": tint(row.manager.id),
            "others": row.manager.others,
            "cells": cells,
            "kids": self._kids(row_id, row),
        }

    def total(self, row: TotalRow) -> Row:
        count = len(self.report.rows)
        bonus = _linked(self._amount(row.bonus), "bonus")
        return {
            "id": "total",
            "name": self.language.plural("Total, {n} manager", "Total, {n} managers", count),
            "cells": self._cells(row, bonus, self._bar_kind(row.percent)),
            "kids": self._kids("total", row),
        }

    def _cells(self, row: ManagerRow | TotalRow, bonus: Cell, bar_kind: str) -> list[Cell]:
        percent = self._percent(row.percent)
        percent["bars"] = _bars([row.percent], bar_kind)
        percent["tick"] = float(100 / FULL_BAR)
        return [
            self._amount(row.plan),
            _linked(self._amount(row.sums.fact), "fact"),
            percent,
            bonus,
            *self._expected(row.sums, row.forecast_percent),
            *self._outcome(row.sums),
        ]

    def _kids(self, row_id: str, parent: ManagerRow | TotalRow) -> list[Row]:
        """The deal types under a row; their bars climb like stairs and end where the row's bar does."""
        steps = [row.percent for row in parent.deal_types]
        return [
            self._kid(f"{row_id}t{row.deal_type.id}", row, parent.plan, steps[: i + 1])
            for i, row in enumerate(parent.deal_types)
        ]

    def _kid(self, row_id: str, row: DealTypeRow, plan: int | None, steps: Sequence[Fraction | None]) -> Row:
        percent = self._percent(row.percent)
        percent["bars"] = _bars(steps, "")
        share = format_share(row.deal_type.margin_share, self.language)
        return {
            "id": row_id,
            "name": deal_type_name(row.deal_type.id, row.deal_type.name, self.language),
            "share": share if row.deal_type.share_is_set else self.language.text("share not set"),
            "shareNote": self.language.text("Margin share of a payment"),
            "cells": [
                {"text": "", "value": None},
                _linked(self._amount(row.sums.fact), "fact"),
                percent,
                _linked(self._amount(row.bonus), "bonus"),
                *self._expected(row.sums, percent_of_plan(row.sums.forecast, plan)),
                *self._outcome(row.sums),
            ],
            "kids": [],
        }

    def _expected(self, sums: Sums, forecast_percent: Fraction | None) -> list[Cell]:
        forecast = _linked(self._amount(sums.forecast), "forecast")
        forecast["aside"] = "" if forecast_percent is None else self._shown_percent(forecast_percent)
        return [
            _linked(self._amount(sums.paid), "paid"),
            _linked(self._amount(sums.pending), "pending"),
            self._overdue(sums),
            forecast,
        ]

    def _overdue(self, sums: Sums) -> Cell:
        cell = _linked(self._amount(sums.overdue + sums.carried), "overdue")
        if cell.get("opens"):
            language = self.language
            cell["late"] = True
            cell["tip"] = [language.plural("{n} payment overdue", "{n} payments overdue", sums.overdue_count)]
            if sums.carried:
                cell["tip"] += [
                    language.text("due this month: {sum}", sum=self._money(sums.overdue)),
                    language.text("from earlier months: {sum}", sum=self._money(sums.carried)),
                ]
        return cell

    def _outcome(self, sums: Sums) -> list[Cell]:
        lost = _linked(self._amount(sums.lost), "lost")
        if sums.lost_leads:
            lost["tip"] = [self.language.plural("{n} deal", "{n} deals", sums.lost_leads)]
        return [_linked(self._amount(sums.revenue), "revenue"), lost]

    def _amount(self, minor: int | None) -> Cell:
        if not minor:
            return {"text": DASH, "value": minor, "empty": True}
        return {"text": self.language.money(minor, self.report.currency, sign=False), "value": minor}

    def _percent(self, ratio: Fraction | None) -> Cell:
        cell: Cell = {"text": self._shown_percent(ratio), "value": None if ratio is None else float(ratio)}
        if is_running(self.report.pace):
            cell["pace"] = float(100 * self.report.pace.ratio / FULL_BAR)
        return cell

    def _shown_percent(self, ratio: Fraction | None) -> str:
        thresholds = self.report.scale.thresholds if self.report.scale else ()
        return self.language.percent(ratio, thresholds=thresholds)

    def _bar_kind(self, percent: Fraction | None) -> str:
        if percent is None or percent >= 1:
            return "done"
        return "behind" if percent < self.report.pace.ratio else ""

    def _money(self, minor: int) -> str:
        return self.language.money(minor, self.report.currency)


def _linked(cell: Cell, column: str) -> Cell:
    """A figure that opens its payments, unless there are none to open."""
    return cell if cell.get("empty") else cell | {"opens": column}


def _bars(steps: Sequence[Fraction | None], kind: str) -> list[dict[str, Any]]:
    """The last step as a bar that begins where the steps before it end, in percent of the track."""
    *before, last = (max(step or Fraction(0), Fraction(0)) / FULL_BAR for step in steps)
    left = min(sum(before, Fraction(0)), Fraction(1))
    width = min(last, 1 - left)
    return [{"kind": kind, "left": float(100 * left), "width": float(100 * width)}] if width else []
