"""What the purpose of a payment names: numbers of invoices, of deals, of anything else, and taxpayers.

A number counts only after a word that says what it numbers. Sums, days, percents and accounts are none, whatever stands
before them: «счёт № 123 от 01.10.2026 на сумму 5000-00, НДС 20% 833.33» names invoice 123 and nothing else.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from sales_core.bank.inn import normal_inn

_NUMBER = r"[a-zа-яё]{0,5}[-/]?\d\w*+(?:[-/]\w++)*+"
_NO_NUMBER = r"(?![.,:]\d)(?!\s\d{3}(?!\d))(?!\s*(?:%|руб|р\.|коп|шт|мес))"
_SIGN = r"(?:№|n[o°]?\.?|#|номер)"
_DAY = r"\d{1,2}\.\d{1,2}\.\d{2,4}(?:\s*г(?:ода|\.)?)?"
_FIRST = rf"\s*\.?\s*(?:на\s+оплату\s*)?(?:от\s+{_DAY}\s*)?[:\s]*(?:{_SIGN}\s*)?[:\s]*({_NUMBER}){_NO_NUMBER}"
_FURTHER = re.compile(
    rf"(?:\s*от\s+{_DAY})?\s*(?:[,;]|\bи\b)\s*(?:{_SIGN}\s*)?({_NUMBER}){_NO_NUMBER}", re.IGNORECASE
)  # fmt: skip
_INVOICE = r"(?<![\w/])(?:сч[её]т(?:у|а|ам|ов|ом|е)?(?!\s*-?\s*фактур)|сч|инвойс\w*|invoice)(?!\w)"
_DEAL = r"(?<![\w/])сделк\w+"
_OTHER = r"(?<![\w/])(?:договор\w*|дог|контракт\w*|заказ\w*|заявк\w+|оферт\w+)(?!\w)"
_ACCOUNT_BEFORE = re.compile(
    r"(?:лицев|расч[её]тн|текущ|карточн|банковск|корр|спец|получател|\bл|\bр|\bк)[\w.]*[\s/]*$",
    re.IGNORECASE,
)
_LONGEST_WORDS = 40
_LONGEST_NUMBER = 15
_DAY_GLUED = re.compile(r"(?<=\d)от$")
_INN = re.compile(r"\bинн\W{0,3}(\d{9,12})(?!\d)", re.IGNORECASE)
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_WORDS_BEFORE_NUMBER = re.compile(rf"^(?:\W*(?:сч[её]т|сч|{_SIGN})(?=[\W\d]))*\W*", re.IGNORECASE)
_LOOKALIKES = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")


class Named(StrEnum):
    INVOICE = "invoice"
    DEAL = "deal"
    OTHER = "other"
    """A contract, an order: whose numbering it is, nobody knows."""


class Mention(NamedTuple):
    """``number`` as it is compared (``normal_number``), ``written`` as the payer wrote it."""

    kind: Named
    number: str
    written: str


_PATTERNS = tuple(
    (kind, re.compile(words + _FIRST, re.IGNORECASE))
    for kind, words in ((Named.INVOICE, _INVOICE), (Named.DEAL, _DEAL), (Named.OTHER, _OTHER))
)


def find_mentions(purpose: str) -> tuple[Mention, ...]:
    """Each number once, invoices first, in the order they stand in."""
    return tuple(dict.fromkeys(_mentions(" ".join(purpose.split()))))


def find_inns(purpose: str) -> frozenset[str]:
    """The taxpayers it names: who pays for another company says so here."""
    return frozenset(filter(None, (normal_inn(found) for found in _INN.findall(purpose))))


def normal_number(text: str) -> str:
    """A number as it is compared: without «счёт №», «СЧ-» and zeros in front, whatever the case, and with the Russian
    letter for a Latin one that looks like it."""
    plain = "".join(_WORDS_BEFORE_NUMBER.sub("", text).split()).casefold().translate(_LOOKALIKES)
    return _LEADING_ZEROS.sub("", plain)


def _mentions(purpose: str) -> Iterator[Mention]:
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(purpose):
            if kind is Named.INVOICE and _ACCOUNT_BEFORE.search(purpose[: found.start()][-_LONGEST_WORDS:]):
                continue
            yield from _mention(kind, found[1])
            end = found.end()
            while further := _FURTHER.match(purpose, end):
                yield from _mention(kind, further[1])
                end = further.end()


def _mention(kind: Named, written: str) -> Iterator[Mention]:
    number = _DAY_GLUED.sub("", written)
    if len(number) <= _LONGEST_NUMBER:
        yield Mention(kind, normal_number(number), number)
