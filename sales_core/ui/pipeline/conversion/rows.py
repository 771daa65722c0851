"""The months' ways through a pipeline as a table that ``matrix.js`` draws: every count opens its deals."""

import re
from typing import Any

from sales_core.delivery.conversion_sheet import OUTCOME_LABELS
from sales_core.delivery.payment_list import tell_period
from sales_core.errors import InputError
from sales_core.i18n import DASH, Language
from sales_core.periods import Month
from sales_core.pipeline_ways import Outcome
from sales_core.reports.conversion import Cohort, CohortPart, ConversionReport
from sales_core.ui.pipeline.asked import OfCohort
from sales_core.ui.pipeline.words import rung_name, tell_deals, tell_median

_OUTCOMES = (Outcome.OPEN, Outcome.ARCHIVED, Outcome.MOVED)
"""But won, which is the last status."""
_EDGES_PX, _LETTER_PX, _LEAST_PX, _NAME_PX = 20, 7, 76, 150
_COLUMN = re.compile(r"entered|s(\d{1,18})|o([a-z]+)")
_ENTERED = "entered"


def build_conversion_table(report: ConversionReport, language: Language) -> dict[str, Any]:
    """Rows are months and ``total``; columns ``entered``, ``s`` and a status, ``o`` and an outcome."""
    titles = [
        (_ENTERED, language.text("Entered")),
        *((f"s{rung.status_id}", rung_name(rung)) for rung in report.rungs),
        *((f"o{outcome.value}", language.text(OUTCOME_LABELS[outcome])) for outcome in _OUTCOMES),
    ]
    columns = [{"id": "name", "title": language.text("Entered in"), "kind": "name", "width": _NAME_PX}]
    columns += [{"id": id_, "title": title, "kind": "pair", "width": _width(title)} for id_, title in titles]
    rows = [
        {"id": str(Month.of(cohort.days.first)), "name": tell_period(cohort.days, language), "order": place}
        | {"cells": _cells(cohort, language)}
        for place, cohort in enumerate(report.cohorts)
    ]
    return {
        "key": "pipeline.conversion",
        "language": language.code,
        "columns": columns,
        "sort": {"column": "name", "down": False},
        "rows": rows,
        "total": {"id": "total", "name": language.text("In all"), "cells": _cells(report.total, language)},
        "words": {
            "caption": language.text("Conversion from status to status"),
            "figure": language.text("{name}, {column}: {figure}", name="{name}", column="{column}", figure="{figure}"),
            "opens": language.text("open the deals"),
            "hint": language.text("Open the deals ↵"),
            "none": language.text("none"),
        },
    }


def parse_conversion(sent: Any) -> OfCohort | None:
    """What is meant by a row and a column of the table; ``None`` for anything that is none."""
    if not isinstance(sent, dict):
        return None
    row, column = str(sent.get("row")), _COLUMN.fullmatch(str(sent.get("column")))
    try:
        month = None if row == "total" else Month.parse(row)
    except InputError:
        return None
    if column is None or (column[2] and column[2] not in set(Outcome)):
        return None
    status_id = int(column[1]) if column[1] else None
    return OfCohort(month, CohortPart(status_id, Outcome(column[2]) if column[2] else None))


def _cells(cohort: Cohort, language: Language) -> list[dict[str, Any]]:
    cells = [_cell(cohort.entered, "", [], language)]
    for step in cohort.steps:
        tip = [language.text("{share} of the status before", share=language.percent(step.of_previous))]
        if step.median_days is not None:
            tip.append(language.text("to the next status: {days}", days=tell_median(step.median_days, language)))
        cells.append(_cell(step.reached, language.percent(step.of_entered), tip, language))
    return [*cells, *(_cell(cohort.outcomes[outcome], "", [], language) for outcome in _OUTCOMES)]


def _cell(count: int, share: str, tip: list[str], language: Language) -> dict[str, Any]:
    if not count:
        return {"text": DASH, "sum": "", "value": 0, "empty": True}
    told = [tell_deals(count, language), *tip]
    return {"text": language.number(count), "sum": share, "value": count, "tip": told}


def _width(title: str) -> int:
    return max(_LEAST_PX, _EDGES_PX + _LETTER_PX * max(map(len, title.split()), default=0))
