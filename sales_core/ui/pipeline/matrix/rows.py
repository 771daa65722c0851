"""The matrix as ``matrix.js`` draws it: words, shades and places of bars, nothing left to compute."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sales_core.delivery.pipeline_sheet import stage_name
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, Language
from sales_core.pipeline import Deals
from sales_core.reports.load import LoadReport, ManagerLoad
from sales_core.reports.pipeline import Column, ColumnSummary, PipelineReport, PipelineRow, Work
from sales_core.ui.names import initials, tint
from sales_core.ui.pipeline.words import signed, tell_ages, tell_deals, tell_halves, thousands

Cell = dict[str, Any]

_SHADES = 10
_TRACK = 70
"""Percent of the load's column that its bars may take; the difference stands beside them."""
_STRONG = Fraction(1, 4)
"""So far from the median, as a part of it, a load stands out."""
_EDGES_PX, _LETTER_PX = 20, 7
_WIDTH_PX = {"name": 172, "work": 72, "stuck": 74, "load": 122, "archived": 72, "won": 86}
_LEAST_PX, _MOST_PX = 68, 132
_TITLE_LINES = 2


def build_matrix(report: PipelineReport, load: LoadReport, language: Language) -> dict[str, Any]:
    """Everything the component is given. Rows are ``m5502`` and ``total``; columns of deals ``s`` and their id."""
    draw = _Drawing(report, load, {each.manager.id: each for each in load.loads}, language)
    return {
        "key": "pipeline",
        "scope": str(report.scope),
        "language": language.code,
        "columns": draw.columns(),
        "sort": {"column": "work", "down": True},
        "rows": [draw.row(row) for row in report.rows],
        "total": draw.total(),
        "words": {
            "caption": language.text("Deals by manager and status: how many and for how much"),
            "others": language.text("Others"),
            "figure": language.text("{name}, {column}: {figure}", name="{name}", column="{column}", figure="{figure}"),
            "opens": language.text("open the deals"),
            "hint": language.text("Open the deals ↵"),
            "none": language.text("none"),
        },
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One report for one reader."""

    report: PipelineReport
    load: LoadReport
    loads: Mapping[int, ManagerLoad]
    language: Language

    def columns(self) -> list[dict[str, Any]]:
        titles = {
            "work": self.language.text("In work"),
            "stuck": self.language.text("Stuck"),
            "load": self.language.text("Load against the median"),
            "archived": self.language.text("To archive"),
            "won": self.language.text("Won"),
        }
        name = {"id": "name", "title": self.language.text("Manager"), "kind": "name", "width": _WIDTH_PX["name"]}
        kinds = {"load": "load", "stuck": "count"}
        return [
            name,
            *(self._column(summary) for summary in self.report.columns),
            *(
                {"id": id_, "title": title, "kind": kinds.get(id_, "pair"), "width": _WIDTH_PX[id_]}
                for id_, title in titles.items()
            ),
        ]

    def _column(self, summary: ColumnSummary) -> dict[str, Any]:
        title = stage_name(summary.column)
        letters = max(len(self._thousands(summary.deals)), *map(len, title.split()), -(-len(title) // _TITLE_LINES))
        width = min(max(_LEAST_PX, _EDGES_PX + _LETTER_PX * letters), _MOST_PX)
        tip = tell_ages(summary, self.language)
        return {"id": _id(summary.column), "title": title, "kind": "heat", "width": width, "tip": tip}

    def row(self, row: PipelineRow) -> dict[str, Any]:
        name = manager_name(row.manager.id, row.manager.name, self.language)
        return {
            "id": f"m{row.manager.id}",
            "name": name,
            "initials": initials(name),
            "tint": tint(row.manager.id),
            "others": row.manager.others,
            "cells": self._cells(row.work, self._load(self.loads.get(row.manager.id)), shaded=True),
        }

    def total(self) -> dict[str, Any]:
        median = self.language.text("median {n}", n=tell_halves(self.load.median, self.language))
        load = {"text": median, "value": None, "plain": True}
        return {
            "id": "total",
            "name": self.language.text("Total"),
            "cells": self._cells(self.report.total, load, shaded=False),
        }

    def _cells(self, work: Work, load: Cell, *, shaded: bool) -> list[Cell]:
        cells = [self._pair(deals, shaded=shaded) for deals in work.cells]
        stuck = self._pair(work.stuck.deals)
        return [*cells, self._pair(work.in_work), stuck, load, self._pair(work.archived), self._pair(work.won)]

    def _pair(self, deals: Deals, *, shaded: bool = False) -> Cell:
        if not deals.count:
            return {"text": DASH, "sum": "", "value": 0, "empty": True}
        money = self.language.money(deals.sum_minor, self.report.currency)
        cell = {
            "text": self.language.number(deals.count),
            "sum": self._thousands(deals),
            "value": deals.count,
            "tip": [f"{tell_deals(deals.count, self.language)}, {money}"],
        }
        return cell | {"shade": self._shade(deals.count)} if shaded else cell

    def _shade(self, count: int) -> int:
        """1 to 10. A few deals do not look like many because nobody has more."""
        most = max([_SHADES, *(deals.count for row in self.report.rows for deals in row.work.cells)])
        return -(-count * _SHADES // most)

    def _load(self, load: ManagerLoad | None) -> Cell:
        if load is None:
            return {"text": DASH, "value": None, "empty": True}
        difference, median = load.difference, load.median
        about = self.language.text(
            "{deals} against a median of {median}",
            deals=tell_deals(load.deals, self.language),
            median=tell_halves(median, self.language),
        )
        cell = {
            "text": signed(difference, self.language),
            "value": float(difference),
            "tip": [about],
            "strong": abs(difference) > _STRONG * median,
            "full": self._place(min(Fraction(load.deals), median)),
            "line": self._place(median),
            "beyond": self._place(max(difference, Fraction(0))),
            "short": self._place(max(-difference, Fraction(0))),
        }
        return cell if load.deals else cell | {"closed": True}

    def _place(self, deals: Fraction) -> float:
        """In percent of the column's width."""
        longest = max(max(Fraction(each.deals), each.median) for each in self.loads.values())
        return float(_TRACK * deals / longest) if longest else 0.0

    def _thousands(self, deals: Deals) -> str:
        return thousands(deals.sum_minor, self.report.currency, self.language)


def _id(column: Column) -> str:
    return f"s{column.id}"
