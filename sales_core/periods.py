"""Months and days in the account's zone. Periods are half-open: a month holds its first day and not its ``end``."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

from sales_core.errors import InputError

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; ``str()`` is ``2026-10``, which also sorts in the database."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Raises InputError unless it is ``YYYY-MM`` of a real month between 2000 and 2199."""
        found = _MONTH.fullmatch(text)
        if found and 2000 <= int(found[1]) < 2200 and 1 <= int(found[2]) <= 12:
            return cls(int(found[1]), int(found[2]))
        raise InputError("“{text}” is not a month: write it like 2026-10", text=text)

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day after the month."""
        return self.plus(1).first

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def plus(self, months: int) -> "Month":
        year, month0 = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month0 + 1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.end

    def __lt__(self, other: "Month") -> bool:
        return (self.year, self.month) < (other.year, other.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def day_of(at: int, zone: ZoneInfo) -> date:
    """The calendar day of an instant (Unix seconds) in the account's zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> int:
    """The instant (Unix seconds) at which a day begins in the account's zone."""
    return int(datetime.combine(day, time(), zone).timestamp())


def parse_day(text: str) -> date:
    """``2026-10-05`` or ``05.10.2026``; InputError for anything else."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    raise InputError("“{text}” is not a date: write it like 2026-10-05 or 05.10.2026", text=text.strip())
