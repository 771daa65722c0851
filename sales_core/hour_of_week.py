"""An hour of the week, by the clocks of the account's zone."""

from dataclasses import dataclass
from typing import Self

from sales_core.errors import InputError

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class HourOfWeek:
    """``weekday``: as ``date.weekday``. ``str()`` is ``fri-16``, the hour that begins at 16:00."""

    weekday: int
    hour: int

    @classmethod
    def parse(cls, text: str) -> Self:
        weekday, _, hour = text.strip().lower().partition("-")
        if weekday in _WEEKDAYS and hour.isascii() and hour.isdecimal() and len(hour) <= 2 and int(hour) < 24:
            return cls(_WEEKDAYS.index(weekday), int(hour))
        raise InputError("“{text}” is not an hour of the week: write it like fri-16", text=text.strip())

    def __str__(self) -> str:
        return f"{_WEEKDAYS[self.weekday]}-{self.hour}"
