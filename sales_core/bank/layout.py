"""The text of a statement as sections of ``Ключ=Значение``, each value with its line; what it means is not asked here.

Keys are compared regardless of case. Unknown keys are kept with the rest and stay unread.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sales_core.bank.charset import FIRST_LINE
from sales_core.bank.faults import line_fault
from sales_core.errors import InputError

LONGEST_LINE = 10_000
MOST_FAULTS = 200

_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_END_OF_DOS_FILE = "\x1a"
_PURPOSE = "НазначениеПлатежа"


class Kind(StrEnum):
    """The parts of a file by the word that opens them."""

    HEADER = FIRST_LINE
    ACCOUNT = "СекцияРасчСчет"
    DOCUMENT = "СекцияДокумент"


_CLOSED_BY = {Kind.HEADER: "КонецФайла", Kind.ACCOUNT: "КонецРасчСчет", Kind.DOCUMENT: "КонецДокумента"}
_OPENERS = {kind.casefold(): kind for kind in Kind}
_CLOSERS = {word.casefold(): kind for kind, word in _CLOSED_BY.items()}
_OTHER_SECTION = "секция"


@dataclass(slots=True)
class Value:
    text: str
    line: int


@dataclass(slots=True)
class Section:
    """``title`` is what stands after the ``=`` of its first line: the kind of a document."""

    kind: Kind
    title: str
    line: int
    values: dict[str, list[Value]] = field(default_factory=dict)

    def all(self, key: str) -> list[Value]:
        return self.values.get(key.casefold(), [])


@dataclass(slots=True)
class Layout:
    """``faults``: all that is wrong with the form of the file; without any, it is whole."""

    header: Section
    accounts: list[Section]
    documents: list[Section]
    faults: list[InputError]


def read_layout(text: str) -> Layout:
    """Stops at ``MOST_FAULTS`` or at the first line after the end: damage is told by them well enough."""
    reader = _Reader()
    for number, line in _lines(text):
        if reader.ended:
            reader.refuse(number, InputError("there is more after {end}", end=_CLOSED_BY[Kind.HEADER]))
        else:
            reader.take(number, line)
        if reader.faults and (reader.ended or len(reader.faults) == MOST_FAULTS):
            break
    else:
        reader.finish()
    return Layout(reader.header, reader.accounts, reader.documents, reader.faults)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_END_OF_LINE.split(text), start=1):
        stripped = line.strip(" \t" + _END_OF_DOS_FILE)
        if stripped:
            yield number, stripped


def printable(text: str) -> str:
    """On one line and harmless wherever it is shown: what steers a terminal or turns the writing around is a space."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


class _Reader:
    """Takes line after line; ``open`` is the section it is in, the header where it is in none."""

    def __init__(self) -> None:
        self.header = Section(Kind.HEADER, "", 0)
        self.accounts: list[Section] = []
        self.documents: list[Section] = []
        self.faults: list[InputError] = []
        self.open = self.header
        self.ended = False
        self.last_key = ""
        self.last_line = 0

    def take(self, number: int, line: str) -> None:
        self.last_line = number
        if len(line) > LONGEST_LINE:
            self.refuse(number, InputError("it is longer than {limit} characters", limit=LONGEST_LINE))
            return
        key, equals, value = line.partition("=")
        word = key.strip().casefold()
        if word in _OPENERS:
            self._begin(number, _OPENERS[word], printable(value))
        elif word in _CLOSERS and not equals:
            self._close(number, _CLOSERS[word])
        elif not equals:
            self._go_on(number, line)
        elif word.startswith(_OTHER_SECTION):
            self.refuse(number, InputError("“{key}” is not a section of a statement", key=printable(key)))
        else:
            self.open.values.setdefault(word, []).append(Value(printable(value), number))
            self.last_key = word

    def finish(self) -> None:
        if not self.ended:
            reason = InputError(
                "the file ends here without {end}, so it was cut off: take it from the bank anew",
                end=_CLOSED_BY[self.open.kind],
            )
            self.refuse(self.last_line, reason)

    def _begin(self, number: int, kind: Kind, title: str) -> None:
        self.last_key = ""
        if kind is Kind.HEADER:
            if self.header.line:
                self.refuse(number, InputError("a second statement begins here: import one file at a time"))
            self.header.line = number
            return
        if self.open is not self.header:
            self.refuse(number, self._not_closed())
        self.open = Section(kind, title, number)
        (self.accounts if kind is Kind.ACCOUNT else self.documents).append(self.open)

    def _close(self, number: int, kind: Kind) -> None:
        if kind is self.open.kind:
            self.ended = kind is Kind.HEADER
        elif kind is Kind.HEADER:
            self.refuse(number, self._not_closed())
            self.ended = True
        else:
            self.refuse(number, InputError("{end} closes nothing that is open here", end=_CLOSED_BY[kind]))
        self.open = self.header
        self.last_key = ""

    def _go_on(self, number: int, line: str) -> None:
        """A purpose may be broken over lines; anything else without ``=`` is damage."""
        if self.last_key.startswith(_PURPOSE.casefold()):
            last = self.open.values[self.last_key][-1]
            last.text = printable(f"{last.text} {line}")
            if len(last.text) > LONGEST_LINE:
                self.refuse(number, InputError("it is longer than {limit} characters", limit=LONGEST_LINE))
        else:
            self.refuse(number, InputError("“{text}” is neither Ключ=Значение nor a section", text=_short(line)))

    def _not_closed(self) -> InputError:
        return InputError(
            "{section} of line {opened} is not closed by {end} before this",
            section=self.open.kind.value, opened=self.open.line, end=_CLOSED_BY[self.open.kind],
        )  # fmt: skip

    def refuse(self, number: int, reason: InputError) -> None:
        self.faults.append(line_fault(number, reason))


def _short(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= 40 else shown[:40] + "…"
