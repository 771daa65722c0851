"""``tablo check``: what is wrong with this installation, in plain words, with the mend for each."""

import json
import shutil
from textwrap import TextWrapper
from typing import Annotated

import typer

from sales_core.checkup import Finding, Level, check_everything
from sales_core.cli.desk import open_desk
from sales_core.cli.options import Format, parser
from sales_core.cli.output import say
from sales_core.clock import system_clock
from sales_core.errors import InputError

_MARKS = {Level.WRONG: "✗", Level.WARNING: "!", Level.FINE: "✓"}
_WIDEST = 110


def _parse_format(text: str) -> Format:
    if text not in (Format.TABLE, Format.JSON):
        raise InputError("“{text}” is not a format; there are {known}", text=text, known="table, json")
    return Format(text)


def check(
    *,
    wanted: Annotated[
        Format,
        typer.Option(
            "--format",
            parser=parser(_parse_format),
            metavar="table|json",
            show_default=False,
            help="Lines to read, or one JSON document; lines if left out.",
        ),
    ] = Format.TABLE,
) -> None:
    """Say what is wrong with this installation and how to mend it."""
    with open_desk() as desk:
        found = []
        for finding in check_everything(desk.settings, desk.database, desk.language, system_clock()):
            found.append(finding)
            if wanted is Format.TABLE:
                say(_lines(finding))
        if wanted is Format.JSON:
            say(json.dumps({"findings": [_document(finding) for finding in found]}, ensure_ascii=False, indent=1))
        wrong = sum(finding.level is Level.WRONG for finding in found)
        if wrong:
            raise InputError("Something is wrong with this installation ({n}): what stands beside ✗", n=wrong)


def _lines(finding: Finding) -> str:
    wrapper = TextWrapper(width=min(shutil.get_terminal_size().columns, _WIDEST), subsequent_indent="  ")
    lines = wrapper.wrap(f"{_MARKS[finding.level]} {finding.what}")
    if finding.mend:
        wrapper.initial_indent, wrapper.subsequent_indent = "  → ", "    "
        lines += wrapper.wrap(finding.mend)
    return "\n".join(lines)


def _document(finding: Finding) -> dict[str, str | None]:
    return {"level": finding.level.value, "what": finding.what, "mend": finding.mend or None}
