"""Money as integers of minor units, shares as exact decimals, and the two roundings of the report.

A float never holds money. Halves round away from zero; sums that must add up are split by largest remainder.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from babel.numbers import get_currency_precision

from sales_core.errors import InputError

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_CURRENCY_WORD = re.compile(r"(₽|руб\.?|р\.)$")
# Fits a 64-bit database integer with room for sums over millions of payments.
_LARGEST_MINOR = 10**15


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency; ``digits`` is how many decimals its minor unit has (2 for RUB, 0 for JPY)."""

    code: str
    digits: int

    @property
    def minor_per_major(self) -> int:
        return int(10**self.digits)

    def to_minor(self, amount: Decimal | int) -> int:
        """Whole units to minor units; a fraction finer than the minor unit is an error, never rounded off."""
        scaled = Decimal(amount).scaleb(self.digits)
        if scaled != scaled.to_integral_value():
            raise InputError("{amount} has more decimals than {currency} has", amount=amount, currency=self.code)
        if abs(scaled) > _LARGEST_MINOR:
            raise InputError("{amount} is too large for an amount", amount=amount)
        return int(scaled)

    def to_major(self, minor: int) -> Decimal:
        """Minor units to an exact decimal of whole units, with the currency's number of decimals."""
        return Decimal(minor).scaleb(-self.digits)

    def parse(self, text: str) -> int:
        """Minor units of an amount as people type it: ``1 250 000,50``, ``1250000.50``, ``−50 000``, ``1 000 ₽``.

        Raises InputError for anything else: two separators of decimals, or more decimals than the currency has
        (``1,250`` may well mean a thousand). A guess would be a wrong figure.
        """
        plain = _CURRENCY_WORD.sub("", _plain_number(text))
        if not _NUMBER.fullmatch(plain):
            raise InputError("“{text}” is not an amount: write it like 1250000.50", text=text.strip())
        if len(plain.partition(".")[2]) > self.digits:
            raise InputError("{amount} has more decimals than {currency} has", amount=text.strip(), currency=self.code)
        return self.to_minor(Decimal(plain))

    def plain(self, minor: int) -> str:
        """``"180000.01"``: for JSON, CSV and TOML, with exactly the currency's decimals."""
        return f"{self.to_major(minor):f}"


@cache
def currency(code: str) -> Currency:
    """The currency of an ISO code; an unknown code has two decimals, as most have."""
    return Currency(code, get_currency_precision(code))


def round_half_away(value: Decimal | Fraction) -> int:
    """The nearest integer, halves away from zero."""
    if isinstance(value, Decimal):
        return (
            int(value.quantize(Decimal(1), ROUND_HALF_UP)) if abs(value) < 10**20 else round_half_away(Fraction(value))
        )
    return divide_half_away(value.numerator, value.denominator)


def divide_half_away(numerator: int, denominator: int) -> int:
    """The nearest integer to the quotient, halves away from zero; for a denominator above 0."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def margin_of(amount_minor: int, share: Decimal) -> int:
    """The margin in one payment: amount × share, rounded half away from zero to the minor unit."""
    numerator, denominator = share.as_integer_ratio()
    return divide_half_away(amount_minor * numerator, denominator)


def split_by_largest_remainder(total: int, weights: Sequence[int], unit: int = 1) -> list[int]:
    """Integers in proportion to ``weights`` that add up to ``total`` exactly, in steps of ``unit`` where it divides.

    The weights must add up to more than zero. Equal remainders favour the earlier weight, so the result is stable; what
    is left of ``total`` under one ``unit`` goes to the largest weight.
    """
    whole = sum(weights)
    steps, rest = divmod(total, unit)
    exact = [divmod(steps * weight, whole) for weight in weights]
    amounts = [part * unit for part, _ in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (-exact[i][1], i))
    for i in by_remainder[: steps - sum(part for part, _ in exact)]:
        amounts[i] += unit
    amounts[max(range(len(weights)), key=lambda i: (weights[i], -i))] += rest
    return amounts


def plain_ratio(ratio: Fraction | Decimal | None) -> str | None:
    """A ratio for JSON: an exact decimal rounded to 8 places (halves away from zero), ``None`` where there is none."""
    if ratio is None:
        return None
    return f"{Decimal(round_half_away(Fraction(ratio) * 10**8)).scaleb(-8):.8f}"


def parse_share(text: str) -> Decimal:
    """An exact decimal written ``0.5`` or ``0,5``; InputError for anything that is not a plain number."""
    plain = _plain_number(text)
    if not _NUMBER.fullmatch(plain):
        raise InputError("“{text}” is not a number: write it like 0.5", text=text.strip())
    return Decimal(plain)


def _plain_number(text: str) -> str:
    return _SPACES.sub("", text).replace("\u2212", "-").replace(",", ".")
