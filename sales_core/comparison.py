"""The measures managers are compared by: in what they are told, which way is better, and what of the past there is.

One table serves the report, its documents and the page. What each is made of is said in ``reports.comparison_values``,
in words in ``docs/metrics.md``, «Comparison of managers».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ENOUGH = 3
"""So many payments, or deals closed, of a deal type make whoever is best at it the best and not the lucky one."""


class Measure(StrEnum):
    """Where it is another report's figure it has that figure's name; ``LATE`` is «Просрочено» as the screen of the
    sales report has it: overdue in the month and carried over."""

    PLAN = "plan"
    FACT = "fact"
    PERCENT = "percent"
    BONUS = "bonus"
    PAID = "expected.paid"
    PENDING = "expected.pending"
    LATE = "expected.overdue_and_carried"
    FORECAST = "expected.forecast"
    FORECAST_PERCENT = "expected.forecast_percent"
    REVENUE = "revenue"
    PAYMENTS = "payments"
    AVERAGE = "average_payment"
    LOST = "lost"
    SCORE = "score"
    TOTAL = "total"
    PER_DAY = "per_day"
    CALLS = "calls"
    TALK = "calls.talk"
    MAILS = "mails"
    MESSAGES = "messages"
    ON_TIME = "tasks.on_time"
    TASKS_LATE = "tasks.late"
    TASKS_OVERDUE = "tasks.overdue"
    STATUS_CHANGES = "status_changes"
    LEADS_TAKEN = "leads_taken"
    IN_WORK = "in_work"
    IN_WORK_SUM = "in_work.sum"
    STUCK = "stuck"
    WON = "won"
    ARCHIVED = "archived"
    WIN_RATE = "win_rate"
    SHARE = "share_of_fact"


class Unit(StrEnum):
    """``MONEY`` is minor units, ``RATIO`` a share of one, ``SECONDS`` shown in minutes, ``NUMBER`` not always whole."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    NUMBER = "number"
    SECONDS = "seconds"


class Better(StrEnum):
    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Past(StrEnum):
    """What a measure of an earlier month is. ``PART``: of as many of its days as are compared. ``WHOLE``: of the whole
    month, always. ``OVER``: of the whole month, once the month compared is over too. ``NONE``: nobody knows what stood
    then, it only tells how things stand today."""

    PART = "part"
    WHOLE = "whole"
    OVER = "over"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Told:
    unit: Unit
    better: Better
    past: Past


_U, _B, _P = Unit, Better, Past

TOLD: Mapping[Measure, Told] = {
    Measure.PLAN: Told(_U.MONEY, _B.NEITHER, _P.WHOLE),
    Measure.FACT: Told(_U.MONEY, _B.MORE, _P.PART),
    Measure.PERCENT: Told(_U.RATIO, _B.MORE, _P.PART),
    Measure.BONUS: Told(_U.MONEY, _B.MORE, _P.PART),
    Measure.PAID: Told(_U.MONEY, _B.MORE, _P.OVER),
    Measure.PENDING: Told(_U.MONEY, _B.NEITHER, _P.NONE),
    Measure.LATE: Told(_U.MONEY, _B.LESS, _P.NONE),
    Measure.FORECAST: Told(_U.MONEY, _B.MORE, _P.NONE),
    Measure.FORECAST_PERCENT: Told(_U.RATIO, _B.MORE, _P.NONE),
    Measure.REVENUE: Told(_U.MONEY, _B.MORE, _P.PART),
    Measure.PAYMENTS: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.AVERAGE: Told(_U.MONEY, _B.MORE, _P.PART),
    Measure.LOST: Told(_U.MONEY, _B.LESS, _P.PART),
    Measure.SCORE: Told(_U.NUMBER, _B.MORE, _P.PART),
    Measure.TOTAL: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.PER_DAY: Told(_U.NUMBER, _B.MORE, _P.PART),
    Measure.CALLS: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.TALK: Told(_U.SECONDS, _B.MORE, _P.PART),
    Measure.MAILS: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.MESSAGES: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.ON_TIME: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.TASKS_LATE: Told(_U.COUNT, _B.LESS, _P.PART),
    Measure.TASKS_OVERDUE: Told(_U.COUNT, _B.LESS, _P.NONE),
    Measure.STATUS_CHANGES: Told(_U.COUNT, _B.NEITHER, _P.PART),
    Measure.LEADS_TAKEN: Told(_U.COUNT, _B.NEITHER, _P.PART),
    Measure.IN_WORK: Told(_U.COUNT, _B.NEITHER, _P.NONE),
    Measure.IN_WORK_SUM: Told(_U.MONEY, _B.NEITHER, _P.NONE),
    Measure.STUCK: Told(_U.COUNT, _B.LESS, _P.NONE),
    Measure.WON: Told(_U.COUNT, _B.MORE, _P.PART),
    Measure.ARCHIVED: Told(_U.COUNT, _B.LESS, _P.PART),
    Measure.WIN_RATE: Told(_U.RATIO, _B.MORE, _P.PART),
    Measure.SHARE: Told(_U.RATIO, _B.NEITHER, _P.PART),
}

MONEY = (
    Measure.PLAN, Measure.FACT, Measure.PERCENT, Measure.BONUS, Measure.PAID, Measure.PENDING, Measure.LATE,
    Measure.FORECAST, Measure.FORECAST_PERCENT, Measure.REVENUE, Measure.PAYMENTS, Measure.AVERAGE, Measure.LOST,
)  # fmt: skip
ACTIVITY = (
    Measure.TOTAL, Measure.SCORE, Measure.PER_DAY, Measure.CALLS, Measure.TALK, Measure.MAILS, Measure.MESSAGES,
    Measure.ON_TIME, Measure.TASKS_LATE, Measure.TASKS_OVERDUE, Measure.STATUS_CHANGES, Measure.LEADS_TAKEN,
)  # fmt: skip
DEALS = (
    Measure.IN_WORK, Measure.IN_WORK_SUM, Measure.STUCK, Measure.WON, Measure.ARCHIVED, Measure.WIN_RATE,
)  # fmt: skip
BY_TYPE = (
    Measure.FACT, Measure.SHARE, Measure.REVENUE, Measure.PAYMENTS, Measure.AVERAGE, Measure.WON, Measure.ARCHIVED,
    Measure.WIN_RATE,
)  # fmt: skip
"""The measures of a manager by what they are about, and those of each deal type, in the order they are shown."""
