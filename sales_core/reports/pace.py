"""Pace (темп): how much of the month's working time has passed, by the company's working calendar."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sales_core.periods import Month
from sales_core.reports.work_calendar import WorkCalendar


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


def build_pace(month: Month, as_of: date, calendar: WorkCalendar) -> Pace:
    """How far the month is on a day."""
    days = calendar.working_days(month)
    elapsed = sum(day < as_of for day in days)
    return Pace(elapsed, len(days), elapsed + 1 if as_of in days else None)
