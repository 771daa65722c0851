"""The taxpayer's number of a company (10 digits) or a person (12), told from other digits by its check digits."""

import re

_NOT_DIGITS = re.compile(r"\D")
_OF_COMPANY = ((2, 4, 10, 3, 5, 9, 4, 6, 8),)
_OF_PERSON = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
_WEIGHTS = {10: _OF_COMPANY, 12: _OF_PERSON}


def is_inn(text: str) -> bool:
    if not text.isascii() or not text.isdecimal() or not text.strip("0"):
        return False
    return len(text) in _WEIGHTS and all(
        _check_digit(text, weights) == int(text[len(weights)]) for weights in _WEIGHTS[len(text)]
    )


def normal_inn(text: str) -> str | None:
    """The INN in what a person or a bank wrote, or ``None``.

    What follows a slash is the KPP. A number one digit too short is tried with the zero in front that a spreadsheet
    takes away.
    """
    digits = _NOT_DIGITS.sub("", text.partition("/")[0])
    return next((inn for inn in (digits, "0" + digits) if is_inn(inn)), None)


def _check_digit(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10
