"""Stretches of days as people name them: today, this week, a month, a quarter, from one day to another.

Both days of a span are within it, as people count; a span without one of them goes on without end. Its text is its
name in an address: ``week``, ``2026-10``, ``2026-Q4``, ``2026-10-05``, ``2026-10-05..2026-10-18``, ``2026-10-05..``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sales_core.errors import InputError
from sales_core.periods import Month, parse_day

_MONTH = re.compile(r"\d{4}-\d{2}")
_QUARTER = re.compile(r"([1-9]\d{3})-?[qQ]([1-4])")
_DAY = timedelta(days=1)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2199, 12, 31)


class Running(StrEnum):
    """Spans that go along with the calendar: tomorrow their name means other days."""

    ALL = "all"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Span:
    """``text``: by which it was asked for, and is again."""

    text: str = Running.ALL.value
    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def month(self) -> Month | None:
        """The month it is exactly."""
        whole = self.first is not None and (self.first, self.last) == _ends(Month.of(self.first))
        return Month.of(self.first) if whole and self.first else None

    @property
    def quarter(self) -> tuple[int, int] | None:
        """The year and quarter it is exactly."""
        if self.first is None or self.first.month % 3 != 1:
            return None
        is_whole = (self.first, self.last) == _quarter_ends(self.first)
        return (self.first.year, self.first.month // 3 + 1) if is_whole else None


ALL_DAYS = Span()


def running_span(name: Running, today: date, first_weekday: int = 0) -> Span:
    """``first_weekday``: as ``date.weekday``."""
    if name is Running.ALL:
        return ALL_DAYS
    if name is Running.TODAY:
        return Span(name.value, today, today)
    if name is Running.WEEK:
        monday = today - timedelta(days=(today.weekday() - first_weekday) % 7)
        return Span(name.value, monday, monday + 6 * _DAY)
    return Span(name.value, *(_ends(Month.of(today)) if name is Running.MONTH else _quarter_ends(today)))


def span_of(first: date | None, last: date | None) -> Span:
    """The days by their shortest name."""
    span = Span("", first, last)
    if first is None and last is None:
        return ALL_DAYS
    if span.month is not None:
        return Span(str(span.month), first, last)
    if span.quarter is not None:
        return Span("{}-Q{}".format(*span.quarter), first, last)
    if first == last:
        return Span(str(first), first, last)
    return Span(f"{first or ''}..{last or ''}", first, last)


def month_span(month: Month) -> Span:
    return span_of(*_ends(month))


def quarter_span(month: Month) -> Span:
    """The quarter that the month lies in."""
    return span_of(*_quarter_ends(month.first))


def parse_span(text: str, today: date, first_weekday: int = 0) -> Span:
    """Raises InputError for what is no span, and for one that ends before it begins."""
    said = text.strip()
    if said.lower() in set(Running):
        return running_span(Running(said.lower()), today, first_weekday)
    before, dots, after = said.partition("..")
    if not dots:
        return _named(said)
    first = _named(before).first if before else None
    last = _named(after).last if after else None
    if first and last and last < first:
        raise InputError("A period cannot end before it begins")
    return span_of(first, last)


def stepped(span: Span, by: int) -> Span | None:
    """So many spans of its length later: months after a month, else days after days. ``None`` for one without end."""
    if span.first is None or span.last is None:
        return None
    months = 1 if span.month else 3 if span.quarter else 0
    if months:
        last_month = Month.of(span.last).plus(by * months)
        moved = Month.of(span.first).plus(by * months).first, last_month.last
    else:
        length = (span.last - span.first + _DAY) * by
        moved = span.first + length, span.last + length
    return span_of(*moved) if _EARLIEST <= moved[0] <= moved[1] <= _LATEST else None


def _named(text: str) -> Span:
    """A quarter, a month or a day."""
    quarter = _QUARTER.fullmatch(text.strip())
    if quarter:
        span = span_of(*_quarter_ends(date(int(quarter[1]), int(quarter[2]) * 3, 1)))
    elif _MONTH.fullmatch(text.strip()):
        span = month_span(Month.parse(text.strip()))
    else:
        try:
            day = parse_day(text)
        except InputError:
            raise InputError(
                "“{text}” is not a period: write it like 2026-10, 2026-Q4 or 2026-10-05..2026-10-18", text=text.strip()
            ) from None
        span = span_of(day, day)
    assert span.first is not None
    refuse_far_away(span.first, text)
    return span


def refuse_far_away(day: date, text: str) -> None:
    """Raises InputError for a year that no payment is of. ``text``: the day as it was written."""
    if not _EARLIEST <= day <= _LATEST:
        raise InputError("the year of {text} cannot be right", text=text.strip())


def _ends(month: Month) -> tuple[date, date]:
    return month.first, month.last


def _quarter_ends(day: date) -> tuple[date, date]:
    first = Month(day.year, (day.month - 1) // 3 * 3 + 1)
    return first.first, first.plus(2).last
