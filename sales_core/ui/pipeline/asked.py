"""What a reader clicked: named as text for a browser, and understood when it comes back."""

import re
from dataclasses import dataclass
from typing import Any

from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.pipeline import PipelineCell, PipelineFigure
from sales_core.pipeline_ways import Outcome
from sales_core.reports.conversion import CohortPart

_NUMBER = r"\d{1,18}"
_ROW = re.compile(rf"total|m({_NUMBER})")
_COLUMN = re.compile(rf"s({_NUMBER})")
_CELL = re.compile(rf"cell:([a-z_.]+):({_NUMBER})?:({_NUMBER})?")
_REASON = re.compile(rf"reason:({_NUMBER})")
_MOVE = re.compile(rf"move:({_NUMBER}):({_NUMBER})")
_COHORT = re.compile(rf"cohort:(\d{{4}}-\d{{2}})?:({_NUMBER})?:([a-z]+)?")

MATRIX_FIGURES = {
    "work": PipelineFigure.IN_WORK,
    "load": PipelineFigure.IN_WORK,
    "stuck": PipelineFigure.STUCK,
    "archived": PipelineFigure.ARCHIVED,
    "won": PipelineFigure.WON,
}
"""By the matrix's columns, but for those of deals in a status."""


@dataclass(frozen=True, slots=True)
class ArchivedFor:
    """The deals of the period archived for one reason."""

    reason_id: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The deals that one would hand over to the other."""

    giver_id: int
    taker_id: int


@dataclass(frozen=True, slots=True)
class OfCohort:
    """Some of the deals that entered in a month; in any of those shown without one."""

    month: Month | None
    part: CohortPart


Asked = PipelineCell | ArchivedFor | Moved | OfCohort


def code_of(asked: Asked) -> str:
    """What ``parse_code`` reads back."""
    match asked:
        case PipelineCell():
            return f"cell:{asked.figure.value}:{_text(asked.manager_id)}:{_text(asked.column_id)}"
        case ArchivedFor():
            return f"reason:{asked.reason_id}"
        case Moved():
            return f"move:{asked.giver_id}:{asked.taker_id}"
    return f"cohort:{_text(asked.month)}:{_text(asked.part.status_id)}:{_text(asked.part.outcome)}"


def parse_code(sent: Any) -> Asked | None:
    """``None`` for anything but a code."""
    text = sent if isinstance(sent, str) else ""
    if found := _CELL.fullmatch(text):
        known = found[1] in set(PipelineFigure)
        return PipelineCell(PipelineFigure(found[1]), _number(found[2]), _number(found[3])) if known else None
    if found := _REASON.fullmatch(text):
        return ArchivedFor(int(found[1]))
    if found := _MOVE.fullmatch(text):
        return Moved(int(found[1]), int(found[2]))
    if found := _COHORT.fullmatch(text):
        return _cohort(found)
    return None


def parse_cell(sent: Any) -> PipelineCell | None:
    """The figure meant by a row and a column of the matrix; ``None`` for anything that is not one."""
    if not isinstance(sent, dict):
        return None
    row, column = _ROW.fullmatch(str(sent.get("row"))), str(sent.get("column"))
    status = _COLUMN.fullmatch(column)
    figure = PipelineFigure.IN_WORK if status else MATRIX_FIGURES.get(column)
    if row is None or figure is None:
        return None
    return PipelineCell(figure, _number(row[1]), _number(status[1]) if status else None)


def _cohort(found: re.Match[str]) -> OfCohort | None:
    try:
        month = Month.parse(found[1]) if found[1] else None
    except InputError:
        return None
    if found[3] and found[3] not in set(Outcome):
        return None
    return OfCohort(month, CohortPart(_number(found[2]), Outcome(found[3]) if found[3] else None))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
