"""The options several commands share: what they are called, and how what is typed becomes a value."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from sales_core.errors import InputError
from sales_core.figures import Figure
from sales_core.periods import Month, parse_day

T = TypeVar("T")
Figures = TypeVar("Figures", bound=StrEnum)


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def parser(parse: Callable[[str], T]) -> Callable[[str], T]:
    """A refused value as typer expects it (wrong usage, exit code 2), with our sentence kept for whoever tells it."""

    def checked(text: str) -> T:
        try:
            return parse(text)
        except InputError as reason:
            raise typer.BadParameter(str(reason)) from reason

    return checked


def _parse_format(text: str) -> Format:
    try:
        return Format(text)
    except ValueError:
        raise InputError("“{text}” is not a format; there are {known}", text=text, known=", ".join(Format)) from None


def figure_parser(figures: type[Figures]) -> Callable[[str], Figures]:
    """Of the names of a report's figures."""

    def parse(text: str) -> Figures:
        try:
            return figures(text)
        except ValueError:
            known = ", ".join(figures)
            raise InputError("“{text}” is not a figure; there are {known}", text=text, known=known) from None

    return parser(parse)


def _parse_id(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError("“{text}” is not the id of a manager: write a whole number", text=text)
    return int(text)


MonthOption = Annotated[
    Month, typer.Option("--month", parser=parser(Month.parse), metavar="YYYY-MM", help="The month of the report.")
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=parser(parse_day), metavar="DATE", help="The day taken for today; today if left out."
    ),
]
DealTypeOption = Annotated[
    list[str] | None,
    typer.Option("--deal-type", metavar="NAME", help="Only this deal type; may be given several times."),
]
DepartmentOption = Annotated[
    list[str] | None,
    typer.Option("--department", metavar="NAME", help="Only this department; may be given several times."),
]
PipelineOption = Annotated[
    list[str] | None, typer.Option("--pipeline", metavar="NAME", help="Only this pipeline; may be given several times.")
]
FigureOption = Annotated[
    list[Figure] | None,
    typer.Option(
        "--figure",
        parser=figure_parser(Figure),
        metavar="FIGURE",
        help="The payments behind this figure; may be given several times, each payment is listed once.",
    ),
]
ManagerOption = Annotated[
    int | None,
    typer.Option("--manager", parser=parser(_parse_id), metavar="ID", help="Only this manager's, by amoCRM id."),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        parser=parser(_parse_format),
        metavar="table|json|csv|xlsx",
        show_default=False,
        help="How to write the result; a table if left out.",
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output.")
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why payments of a closed month change.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would happen; nothing is stored.")]
