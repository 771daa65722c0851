"""A report laid out as a sheet: what the table on a terminal, the CSV and the XLSX have in common.

Values stay exact (minor units, fractions, dates) until a writer formats them; titles are already in the reader's
language.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sales_core.money import Currency

Value = str | int | Fraction | date | None


class Kind(StrEnum):
    """What a column holds: MONEY is minor units, RATIO a share of one (shown as a percent), COUNT a whole number,
    NUMBER any other (shown with one decimal)."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    NUMBER = "number"


class Level(StrEnum):
    """How a line stands among the others. HEADING is a title over the lines that follow, with no figures."""

    ROW = "row"
    DETAIL = "detail"
    HEADING = "heading"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """``is_link``: the column holds addresses; on a terminal it is left out."""

    title: str
    kind: Kind
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Columns under one heading; an empty title means no heading."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Line:
    level: Level
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``key_columns``: how many columns on the left say what a line is about. ``thresholds``: ratios no percent may be
    rounded up to (docs/metrics.md, «The bonus»)."""

    name: str
    title: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    currency: Currency
    key_columns: int
    thresholds: tuple[Decimal, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for part in self.parts for column in part.columns)
