"""When people worked, as it is read for a report: by hour, and from when until when on each day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class DayEnds(NamedTuple):
    """A manager's first and last action of a day: what the account's clocks showed, in seconds."""

    manager_id: int
    day: date
    first_s: int
    last_s: int


@dataclass(frozen=True, slots=True)
class Worked:
    """``hours``: of each day with anything how many actions there were in each of its 24 hours."""

    hours: Mapping[date, Sequence[int]]
    ends: Sequence[DayEnds]


def format_clock(seconds: int) -> str:
    """``09:05``: whole minutes that have passed."""
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}"
