"""What a text is looked for as among payments: names, comments, a deal's number, an amount."""

from typing import NamedTuple

from sales_core.errors import InputError
from sales_core.money import Currency

MOST_WORDS = 6
_LONGEST_NUMBER = 18
"""Digits that fit any database's integer."""

Amounts = tuple[int, int]
"""Minor units from the one to before the other, whatever their sign."""


class Word(NamedTuple):
    """A word is found in a client's or a deal's name or a comment, or is the deal's number, or is the amount."""

    text: str
    lead_id: int | None
    amounts: Amounts | None


class Search(NamedTuple):
    """Every one of the words or, for all of the text may be one amount (``98 000``), that. No words: everything."""

    words: tuple[Word, ...] = ()
    amounts: Amounts | None = None


def search_for(text: str, currency: Currency) -> Search:
    """Words beyond the first few are not looked for."""
    words = tuple(Word(word, _number(word), _amounts(word, currency)) for word in text.split()[:MOST_WORDS])
    return Search(words, _amounts(text, currency))


def _number(word: str) -> int | None:
    """``31415`` and ``#31415``."""
    digits = word.lstrip("#№")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER else None


def _amounts(text: str, currency: Currency) -> Amounts | None:
    """An amount in whole units means any of its kopecks, one with kopecks itself."""
    try:
        minor = abs(currency.parse(text))
    except InputError:
        return None
    is_exact = "," in text or "." in text
    return minor, minor + (1 if is_exact else currency.minor_per_major)
