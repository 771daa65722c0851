"""The middle of some numbers, exactly."""

from collections.abc import Iterable
from fractions import Fraction


def median_of(numbers: Iterable[int]) -> Fraction | None:
    """Half-way between the two in the middle of an even number of them; ``None`` of nothing."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return Fraction(ordered[middle] + ordered[middle if len(ordered) % 2 else middle - 1], 2)
