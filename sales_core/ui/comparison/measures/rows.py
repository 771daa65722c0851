"""The table of measures as ``measures.js`` draws it: words and positions, nothing left to compute."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sales_core.comparison import TOLD, Better, Measure
from sales_core.comparison_scope import PAST
from sales_core.delivery.comparison_words import LABELS, tell_days
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import Language
from sales_core.reports.comparison import Cell, Compared, Comparison, MeasureRow
from sales_core.ui.comparison.words import format_change, format_value, short_month
from sales_core.ui.names import initials, tint

_LATER = {name: f"{{{name}}}" for name in ("name", "figure", "amount")}
"""Filled in cell by cell, where they are drawn."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading. ``prefix`` begins their ids, so that a measure may stand in several groups."""

    title: str
    rows: Sequence[MeasureRow]
    prefix: str = ""


def build_measures(
    key: str, report: Comparison, groups: Sequence[Group], openable: Collection[Measure], language: Language
) -> dict[str, Any]:
    """``openable``: measures behind which something can be shown. Row ids are ``fact`` or ``t701/fact``, columns
    ``m5502``."""
    return {
        "key": key,
        "columns": [
            {"id": "measure", "title": language.text("amounts in {sign}", sign=_sign(report, language))},
            *(_column(each, language) for each in report.managers),
        ],
        "against": [language.text("to {month}", month=short_month(report.scope, when, language)) for when in PAST],
        "groups": [
            {
                "title": group.title,
                "rows": [_row(row, group.prefix, report, openable, language) for row in group.rows],
            }
            for group in groups
        ],
        "words": {
            "caption": language.text("Comparison of managers"),
            "hint": language.text("Show what is behind it ↵"),
            "open": language.text("{name}, {figure}, {amount}, show what is behind it", **_LATER),
            "figure": language.text("{name}, {figure}, {amount}", **_LATER),
            "best": language.text("best of those compared"),
            "legend": language.text("full bar: the best of those compared"),
            "more": language.text("more is better"),
            "less": language.text("less is better"),
        },
    }


def _sign(report: Comparison, language: Language) -> str:
    return language.currency_sign(report.currency)


def _column(compared: Compared, language: Language) -> dict[str, Any]:
    manager = compared.manager
    name = manager_name(manager.id, manager.name or f"#{manager.id}", language)
    left = compared.left_on and language.text("left on {day}", day=language.day(compared.left_on))
    return {
        "id": f"m{manager.id}",
        "title": name,
        "note": left or "",
        "initials": initials(name),
        "tint": tint(manager.id),
    }


def _row(
    row: MeasureRow, prefix: str, report: Comparison, openable: Collection[Measure], language: Language
) -> dict[str, Any]:
    better = TOLD[row.measure].better
    most = max((Fraction(cell.now) for cell in row.cells if cell.now is not None), default=Fraction(0))
    return {
        "id": prefix + row.measure.value,
        "name": language.text(LABELS[row.measure]),
        "better": "" if better is Better.NEITHER else better.value,
        "cells": [_cell(cell, row.measure, most, report, row.measure in openable, language) for cell in row.cells],
    }


def _cell(  # noqa: PLR0913, PLR0917 - one cell's ingredients
    cell: Cell, measure: Measure, most: Fraction, report: Comparison, can_open: bool, language: Language
) -> dict[str, Any]:
    share = 0 if cell.now is None or most <= 0 else max(0, int(100 * Fraction(cell.now) / most))
    return {
        "text": format_value(cell.now, measure, cell, report, language),
        "empty": not cell.now,
        "opens": can_open and bool(cell.now),
        "best": cell.is_best,
        "share": share,
        "changes": [format_change(cell, when, language) for when in PAST],
        "tip": list(_tip(cell, measure, report, language)),
    }


def _tip(cell: Cell, measure: Measure, report: Comparison, language: Language) -> Iterator[str]:
    """What stood then, which the changes are taken of."""
    for when in PAST:
        if cell.past[when] is not None:
            days = tell_days(report.scope, when, language)
            yield f"{days}: {format_value(cell.past[when], measure, cell, report, language)}"
