"""The words of deals in work: what is counted of them, and why one is stuck.

One table serves the report, the lists behind its figures, ``--figure`` on the command line and the tests; in words the
figures are in ``docs/metrics.md``, «Deals in work».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class StuckReason(StrEnum):
    """A deal may have several; one is enough."""

    NO_ACTION = "no_action"
    NO_TASK = "no_task"
    PAST_EXPECTED = "past_expected"


class PipelineFigure(StrEnum):
    """What a list of deals can lie behind. ``EXPECTED``: deals in work with payments not paid yet; the last two are of
    the scope's period."""

    IN_WORK = "in_work"
    STUCK = "stuck"
    STUCK_NO_ACTION = "stuck.no_action"
    STUCK_NO_TASK = "stuck.no_task"
    STUCK_PAST_EXPECTED = "stuck.past_expected"
    EXPECTED = "expected"
    WON = "won"
    ARCHIVED = "archived"


REASONS: Mapping[PipelineFigure, frozenset[StuckReason]] = {
    PipelineFigure.STUCK: frozenset(StuckReason),
    PipelineFigure.STUCK_NO_ACTION: frozenset({StuckReason.NO_ACTION}),
    PipelineFigure.STUCK_NO_TASK: frozenset({StuckReason.NO_TASK}),
    PipelineFigure.STUCK_PAST_EXPECTED: frozenset({StuckReason.PAST_EXPECTED}),
}
"""Any of which puts a deal behind the figure; the other figures do not ask for one."""

CLOSING = frozenset({PipelineFigure.WON, PipelineFigure.ARCHIVED})
"""The figures of deals that are in work no more."""


@dataclass(frozen=True, slots=True)
class Deals:
    """How many, and their budgets together."""

    count: int = 0
    sum_minor: int = 0

    def __add__(self, other: "Deals") -> "Deals":
        return Deals(self.count + other.count, self.sum_minor + other.sum_minor)


@dataclass(frozen=True, slots=True)
class PipelineCell:
    """The figure of one manager (``None``: of all in the report's rows) in one column (``None``: in all of them;
    ``won`` and ``archived`` have no columns)."""

    figure: PipelineFigure = PipelineFigure.IN_WORK
    manager_id: int | None = None
    column_id: int | None = None
