"""A settings file as a TOML document, and what is wrong in it told by line and key."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.settings.file.toml_lines import Path, line_of, locate_lines

LARGEST_FILE = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """``content``: as TOML gives it, numbers with decimals exact."""

    file: str
    text: str
    content: dict[str, Any]

    def wrong(self, faults: Iterable[tuple[Path, InputError]]) -> WrongFileError:
        """The faults in the order of their lines."""
        lines = locate_lines(self.text)
        placed = [(line_of(lines, path), path, reason) for path, reason in faults]
        told = [_told(line, path, reason) for line, path, reason in sorted(placed, key=itemgetter(0))]
        return WrongFileError(self.file, told)


def open_document(content: bytes, file: str) -> Document:
    """Raises InputError for what is no TOML file."""
    text = _decode(content, file)
    try:
        return Document(file, text, tomllib.loads(text, parse_float=Decimal))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WrongFileError(file, [_unreadable(error, text)]) from None


def _told(line: int, path: Path, reason: InputError) -> InputError:
    key = ".".join(part for part in path if isinstance(part, str))
    return InputError("line {line}, {key}: {reason}", line=line, key=key, reason=reason)


def _decode(content: bytes, file: str) -> str:
    if len(content) > LARGEST_FILE:
        raise InputError("{file} is larger than {limit} MB", file=file, limit=LARGEST_FILE // 1024**2)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError("{file} is not a text file in UTF-8", file=file) from None


def _unreadable(error: Exception, text: str) -> InputError:
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    line = int(place[1]) if place else text.count("\n") + 1
    if "overwrite" in str(error) or "twice" in str(error):
        return InputError("line {line}: this key or section stands twice", line=line)
    return InputError("line {line}: this is not TOML: a quote, bracket or “=” is missing or wrong", line=line)
