"""From status to status of a pipeline: how many of the deals that came into it in some days got how far, and how fast.

The definitions in words are in ``docs/metrics.md``. Pure: the histories of deals in, a frozen report out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain

from sales_core.activity_scope import Days
from sales_core.median import median_of
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.stage_history import Stage, StageHistory

_DAY_S = 86_400


class Outcome(StrEnum):
    """Where a deal stands now. ``MOVED``: in another pipeline, whatever it is there."""

    OPEN = "open"
    WON = "won"
    ARCHIVED = "archived"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Rung:
    """A status that deals pass on their way, ``won`` the last of them. ``is_deleted``: amoCRM lists it no more; deals
    stood there on their way, but no figure is of it."""

    status_id: int
    name: str
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How one deal went through a pipeline. ``furthest``: the rung it got to, -1 for none. ``seconds``: by rung, from
    when it stood there first until it first stood further on; a rung it skipped has none."""

    lead_id: int
    entered_at: int
    furthest: int
    seconds: Mapping[int, int]
    outcome: Outcome


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


def find_way(history: StageHistory, pipeline_id: int, rungs: Sequence[Rung]) -> Way | None:
    """``None`` for a deal that never came into the pipeline. It comes in once: by being created there, else by the
    first change that moves it there."""
    places = {rung.status_id: place for place, rung in enumerate(rungs)}
    entered_at = _entered_at(history, pipeline_id)
    if entered_at is None:
        return None
    furthest, since = -1, entered_at
    seconds: dict[int, int] = {}
    for at, stage in _visits(history):
        place = places.get(stage.status_id, -1) if stage.pipeline_id == pipeline_id else -1
        if place > furthest:
            if furthest >= 0:
                seconds[furthest] = at - since
            furthest, since = place, at
    return Way(history.lead_id, entered_at, furthest, seconds, _outcome(history.present, pipeline_id))


def is_of(way: Way, part: CohortPart, rungs: Sequence[Rung]) -> bool:
    if part.outcome is not None:
        return way.outcome is part.outcome
    if part.status_id is None:
        return True
    return way.furthest >= [rung.status_id for rung in rungs].index(part.status_id)


def tally_cohort(ways: Iterable[Way], days: Days, rungs: Sequence[Rung]) -> CohortTally:
    """``ways``: of all deals that entered within ``days``; they are not kept."""
    furthest = [0] * (len(rungs) + 1)
    seconds: list[list[int]] = [[] for _ in rungs]
    outcomes = dict.fromkeys(Outcome, 0)
    for way in ways:
        furthest[way.furthest] += 1
        outcomes[way.outcome] += 1
        for place, passed in way.seconds.items():
            seconds[place].append(passed)
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


def _visits(history: StageHistory) -> Iterator[tuple[int, Stage]]:
    """Where the deal stood and since when. A change from elsewhere than it was last known to be tells that one is
    missing; so does where it stands now."""
    last = history.changes[0].before if history.changes else history.present
    yield history.created_at, last
    for at, before, after in history.changes:
        if before != last:
            yield at, before
        yield at, after
        last = after
    if history.present != last:
        yield history.updated_at, history.present


def _entered_at(history: StageHistory, pipeline_id: int) -> int | None:
    first = history.changes[0].before if history.changes else history.present
    if first.pipeline_id == pipeline_id:
        return history.created_at
    into = (at for at, before, after in history.changes if after.pipeline_id == pipeline_id != before.pipeline_id)
    return next(into, None)


def _outcome(present: Stage, pipeline_id: int) -> Outcome:
    if present.pipeline_id != pipeline_id:
        return Outcome.MOVED
    return {WON_STATUS: Outcome.WON, ARCHIVED_STATUS: Outcome.ARCHIVED}.get(present.status_id, Outcome.OPEN)


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
