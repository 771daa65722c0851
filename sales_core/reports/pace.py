"""Pace (темп): how much of the month's working time has passed, by the country's production calendar."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Pace:
    """``elapsed`` working days of the month before the day, of ``total``. ``today_number`` is the day's own number among
    them (``elapsed + 1`` on a working day inside the month, else ``None``)."""

    elapsed: int
    total: int
    today_number: int | None

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.elapsed, self.total) if self.total else Fraction(0)
