"""From status to status of a pipeline: how many of the deals that came into it in some days got how far, and how fast.

The definitions in words are in ``docs/metrics.md``. Pure: the ways of deals in, a frozen report out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise
from operator import sub

from sales_core.activity_scope import Days
from sales_core.median import median_of
from sales_core.periods import Month
from sales_core.pipeline_ways import AlikeWays, Outcome

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Rung:
    """A status that deals pass on their way, ``won`` the last of them. ``is_deleted``: amoCRM lists it no more; deals
    stood there on their way, but no figure is of it."""

    status_id: int
    name: str
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """``reached``: deals that ever stood in the rung or further on. ``of_previous``: of those that reached the rung
    before, of all that entered for the first. ``median_days``: from this rung to the next or further."""

    rung: Rung
    reached: int
    of_entered: Fraction | None
    of_previous: Fraction | None
    median_days: Fraction | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """The deals that entered within ``days``. ``outcomes`` add up to ``entered``."""

    days: Days
    entered: int
    steps: tuple[Step, ...]
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class ConversionReport:
    """``rungs``: those with figures. ``cohorts`` one after the other without gaps; ``total`` is of all of them."""

    pipeline_id: int
    rungs: tuple[Rung, ...]
    cohorts: tuple[Cohort, ...]
    total: Cohort

    def cohort_of(self, month: Month | None) -> Cohort | None:
        """The one that begins in the month; all of them together without one. ``None`` where none does."""
        if month is None:
            return self.total
        return next((each for each in self.cohorts if Month.of(each.days.first) == month), None)


@dataclass(frozen=True, slots=True)
class CohortPart:
    """Some deals of a cohort: those that reached a rung, those with an outcome, or all of them."""

    status_id: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class CohortTally:
    """What the figures of a cohort are counted from."""

    days: Days
    furthest: tuple[int, ...]
    seconds: tuple[tuple[int, ...], ...]
    outcomes: Mapping[Outcome, int]


def tally_cohort(ways: Iterable[AlikeWays], days: Days, rungs: Sequence[Rung]) -> CohortTally:
    """``ways``: of all deals that entered within ``days``; they are not kept."""
    places = {rung.status_id: place for place, rung in enumerate(rungs)}
    furthest = [0] * (len(rungs) + 1)
    seconds: list[list[int]] = [[] for _ in rungs]
    outcomes = dict.fromkeys(Outcome, 0)
    for alike in ways:
        count = len(alike.moments[0])
        outcomes[alike.outcome] += count
        climbed = list(_climbed([places.get(status, -1) for status in alike.statuses]))
        furthest[climbed[-1][1] if climbed else -1] += count
        for (nth, place), (next_nth, _) in pairwise(climbed):
            seconds[place].extend(map(sub, alike.moments[next_nth], alike.moments[nth]))
    return CohortTally(days, tuple(furthest), tuple(map(tuple, seconds)), outcomes)


def build_conversion_report(
    pipeline_id: int, rungs: Sequence[Rung], tallies: Sequence[CohortTally]
) -> ConversionReport:
    """``tallies``: one a cohort, in order of time, at least one."""
    everything = CohortTally(
        days=Days(tallies[0].days.first, tallies[-1].days.end),
        furthest=tuple(map(sum, zip(*(each.furthest for each in tallies), strict=True))),
        seconds=tuple(tuple(chain(*parts)) for parts in zip(*(each.seconds for each in tallies), strict=True)),
        outcomes={outcome: sum(each.outcomes[outcome] for each in tallies) for outcome in Outcome},
    )
    cohorts = tuple(_cohort(each, rungs) for each in tallies)
    shown = tuple(rung for rung in rungs if not rung.is_deleted)
    return ConversionReport(pipeline_id, shown, cohorts, _cohort(everything, rungs))


def _climbed(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Which of the places, and what place, was further than all before it."""
    furthest = -1
    for nth, place in enumerate(places):
        if place > furthest:
            furthest = place
            yield nth, place


def _cohort(tally: CohortTally, rungs: Sequence[Rung]) -> Cohort:
    entered = sum(tally.furthest)
    steps: list[Step] = []
    for place, rung in enumerate(rungs):
        if not rung.is_deleted:
            # The last of ``furthest`` counts those that reached no rung.
            reached = sum(tally.furthest[place:-1])
            of_previous = _share(reached, steps[-1].reached if steps else entered)
            steps.append(Step(rung, reached, _share(reached, entered), of_previous, _median_days(tally.seconds[place])))
    return Cohort(tally.days, entered, tuple(steps), tally.outcomes)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _median_days(seconds: Sequence[int]) -> Fraction | None:
    median = median_of(seconds)
    return None if median is None else median / _DAY_S
