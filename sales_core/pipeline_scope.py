"""What the report of deals in work is about: whose deals of which pipelines, and in which days deals were closed."""

from dataclasses import dataclass
from datetime import date

from sales_core.activity_scope import Days
from sales_core.errors import InputError

DEFAULT_STUCK_DAYS = 14
_MOST_STUCK_DAYS = 3650


@dataclass(frozen=True, slots=True)
class PipelineScope:
    """Deals in work are those of now: ``as_of`` is today, by which their ages are told. ``period``: the days in which
    deals were won or archived. ``stuck_days``: a deal without action for more days is stuck. One pipeline is shown by
    its statuses, several or all (empty) by pipeline; the other filters as in ``Scope``."""

    as_of: date
    period: Days
    pipelines: tuple[int, ...] = ()
    deal_types: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    stuck_days: int = DEFAULT_STUCK_DAYS

    @property
    def pipeline_id(self) -> int | None:
        """The one whose statuses are the columns; ``None`` where the pipelines are."""
        return self.pipelines[0] if len(self.pipelines) == 1 else None


def parse_stuck_days(text: str) -> int:
    """Raises InputError unless it is a whole number of days, at least 1."""
    if text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= _MOST_STUCK_DAYS:
        return int(text)
    raise InputError("“{text}” is not a number of days: write a whole number from 1 on", text=text.strip())
