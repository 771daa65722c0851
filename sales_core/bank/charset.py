"""The bytes of a statement as text.

``Кодировка=`` is not trusted: banks write Windows and mean UTF-8. The words every statement has decide, found in the
bytes as each charset writes them. A file in two charsets is refused: half of it would be read as unknown keys.
"""

import codecs
from typing import NamedTuple

from sales_core.bank.faults import line_fault
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError

LARGEST_FILE = 32 * 1024 * 1024
FIRST_LINE = "1CClientBankExchange"
CHARSETS = {"cp1251": "Windows-1251", "cp866": "DOS (cp866)", "utf-8": "UTF-8"}

_LOST_LETTER = "\ufffd"
_WORDS = ("РасчСчет", "СекцияДокумент", "КонецДокумента", "КонецФайла")


class Decoded(NamedTuple):
    text: str
    charset: str


def decode(content: bytes, file: str) -> Decoded:
    """Raises InputError for a file too large or no statement at all, WrongFileError where a line is at fault."""
    if len(content) > LARGEST_FILE:
        raise InputError(
            "{file} is larger than {limit} MB: ask the bank for shorter periods",
            file=file, limit=LARGEST_FILE // 1024**2,
        )  # fmt: skip
    body = content.removeprefix(codecs.BOM_UTF8)
    if not body.strip():
        raise InputError("{file} is empty", file=file)
    if body.lstrip()[: len(FIRST_LINE)].lower() != FIRST_LINE.lower().encode():
        raise InputError(
            "{file} is not a statement for 1C: its line 1 is not {first_line}. Choose “1C” as the format at the bank",
            file=file, first_line=FIRST_LINE,
        )  # fmt: skip
    if b"\0" in body:
        raise _wrong_line(body, body.index(b"\0"), InputError("here begins what is not text"), file)
    charset = _charset_of(body, file)
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as error:
        raise _wrong_line(body, error.start, _not_in(charset), file) from None
    if _LOST_LETTER in text:
        reason = InputError("letters were lost when the file was saved: take it from the bank anew, as it is")
        raise _wrong_line(body, body.index(_LOST_LETTER.encode()), reason, file)
    return Decoded(text, charset)


def _charset_of(body: bytes, file: str) -> str:
    """Of several charsets whose words are in the file, the first is meant, and the others' words are faults."""
    places = {charset: found for charset in CHARSETS if (found := _first_word(body, charset)) is not None}
    if not places:
        strange = next((at for at, byte in enumerate(body) if byte > 0x7F), len(FIRST_LINE))
        reason = InputError("neither in Windows-1251 nor in DOS or UTF-8 does the file have the words of a statement")
        raise _wrong_line(body, strange, reason, file)
    (charset, _), *others = sorted(places.items(), key=lambda place: place[1])
    if others:
        raise _wrong_line(body, others[0][1], _not_in(charset), file)
    return charset


def _first_word(body: bytes, charset: str) -> int | None:
    found = [at for word in _WORDS if (at := body.find(word.encode(charset))) >= 0]
    return min(found, default=None)


def _not_in(charset: str) -> InputError:
    return InputError("this line is not in {charset}, as the lines before it are", charset=CHARSETS[charset])


def _wrong_line(body: bytes, at: int, reason: InputError, file: str) -> WrongFileError:
    before = body[:at]
    breaks = before.count(b"\n") or before.count(b"\r")
    return WrongFileError(file, [line_fault(breaks + 1, reason)])
