"""A plan of instalments: equal payments month by month, on working days if so wished. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.register.payments import Part
from sales_core.reports.work_calendar import WorkCalendar

MOST_INSTALMENTS = 120


class WeekendRule(StrEnum):
    """Where a due date goes that is no working day."""

    KEEP = "keep"
    NEXT = "next"
    PREVIOUS = "previous"


def plan_instalments(
    total_minor: int, count: int, first_on: date, rule: WeekendRule, calendar: WorkCalendar
) -> tuple[Part, ...]:
    """``count`` equal payments that add up to the total, the kopecks that do not divide with the first.

    They are due on one day of each month, on its last where the month is shorter.
    """
    if not 1 <= count <= MOST_INSTALMENTS:
        raise InputError("There can be 1 to {most} instalments", most=MOST_INSTALMENTS)
    each = abs(total_minor) // count * (1 if total_minor > 0 else -1)
    if each == 0:
        raise InputError("The amount is too small for that many instalments")
    first = total_minor - each * (count - 1)
    days = [_on_working_day(_months_later(first_on, n), rule, calendar) for n in range(count)]
    return tuple(Part(each if n else first, day) for n, day in enumerate(days))


def _months_later(day: date, months: int) -> date:
    month = Month.of(day).plus(months)
    return date(month.year, month.month, min(day.day, monthrange(month.year, month.month)[1]))


def _on_working_day(day: date, rule: WeekendRule, calendar: WorkCalendar) -> date:
    step = {WeekendRule.KEEP: 0, WeekendRule.NEXT: 1, WeekendRule.PREVIOUS: -1}[rule]
    while step and not calendar.is_working(day):
        day += timedelta(days=step)
    return day
