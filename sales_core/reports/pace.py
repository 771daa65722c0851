"""Pace (темп): how much of the month's working time has passed, by the company's working calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Pace:
    """``elapsed`` working days of the month before the day, of ``total``. ``today_number`` is the day's own number
    among them (``elapsed + 1`` on a working day inside the month, else ``None``)."""

    elapsed: int
    total: int
    today_number: int | None

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.elapsed, self.total) if self.total else Fraction(0)


def build_pace(working_days: Sequence[date], as_of: date) -> Pace:
    """How far a month of these working days is on a day."""
    elapsed = sum(day < as_of for day in working_days)
    return Pace(elapsed, len(working_days), elapsed + 1 if as_of in working_days else None)
