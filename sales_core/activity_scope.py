"""What the activity report is about: some days as of one day, the days it is compared with, and the filters."""

from dataclasses import dataclass
from datetime import date, timedelta

from sales_core.errors import InputError
from sales_core.spans import Span, stepped

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Half-open: ``end`` is the first day after them; none where ``end`` is ``first``."""

    first: date
    end: date

    @property
    def length(self) -> int:
        return (self.end - self.first).days

    @property
    def last(self) -> date:
        return self.end - _DAY


@dataclass(frozen=True, slots=True)
class ActivityScope:
    """``asked``: all days of the period. ``counted``: those of them that have come, the day taken for today included.
    ``previous``: as many of the period before, or ``None`` where there is none. Filters as in ``Scope``."""

    asked: Days
    counted: Days
    previous: Days | None
    as_of: date
    deal_types: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    pipelines: tuple[int, ...] = ()

    @property
    def narrows_leads(self) -> bool:
        """Whether only actions of a part of the leads count."""
        return bool(self.deal_types or self.pipelines)


def days_of(span: Span) -> Days:
    """Raises InputError for a span without end."""
    if span.first is None or span.last is None:
        raise InputError("The report needs a period with a first and a last day")
    return Days(span.first, span.last + _DAY)


def activity_scope(
    span: Span,
    as_of: date,
    deal_types: tuple[int, ...] = (),
    departments: tuple[int, ...] = (),
    pipelines: tuple[int, ...] = (),
) -> ActivityScope:
    """A month is compared with the month before, a quarter with the quarter before, other days with as many before
    them; a period that is still running with as much of the one before. Raises InputError for a span without end."""
    asked = days_of(span)
    counted = Days(asked.first, max(asked.first, min(asked.end, as_of + _DAY)))
    before = stepped(span, -1)
    previous = None
    if before is not None and before.first is not None and before.last is not None:
        end = before.last + _DAY
        previous = Days(before.first, end if counted == asked else min(end, before.first + counted.length * _DAY))
    return ActivityScope(asked, counted, previous, as_of, deal_types, departments, pipelines)
