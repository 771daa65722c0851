"""How a deal went through the pipelines it came into. Pure; no order of statuses is known here: it may change later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.stage_history import Stage, StageHistory


class Outcome(StrEnum):
    """Where a deal stands now. ``MOVED``: in another pipeline, whatever it is there."""

    OPEN = "open"
    WON = "won"
    ARCHIVED = "archived"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class PipelineWay:
    """``visits``: each status of the pipeline that the deal stood in and when it first did, in the order it came
    there."""

    pipeline_id: int
    entered_at: int
    visits: dict[int, int]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AlikeWays:
    """Deals that came into the same statuses of a pipeline in the same order and stand alike now. ``moments``: by
    status, when each deal first stood there, counted from any moment of that deal."""

    statuses: tuple[int, ...]
    outcome: Outcome
    moments: tuple[Sequence[int], ...]


def find_ways(history: StageHistory) -> list[PipelineWay]:
    """One for each pipeline that the deal came into. It comes in once: by being created there, else by the first change
    that moves it there."""
    return [
        PipelineWay(pipeline_id, entered_at, _visits_in(pipeline_id, history), _outcome(history.present, pipeline_id))
        for pipeline_id, entered_at in _entered(history).items()
    ]


def _entered(history: StageHistory) -> dict[int, int]:
    first = history.changes[0].before if history.changes else history.present
    entered = {first.pipeline_id: history.created_at}
    for at, before, after in history.changes:
        if after.pipeline_id != before.pipeline_id:
            entered.setdefault(after.pipeline_id, at)
    return entered


def _visits_in(pipeline_id: int, history: StageHistory) -> dict[int, int]:
    visits: dict[int, int] = {}
    for at, stage in _visits(history):
        if stage.pipeline_id == pipeline_id:
            visits.setdefault(stage.status_id, at)
    return visits


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


def _outcome(present: Stage, pipeline_id: int) -> Outcome:
    if present.pipeline_id != pipeline_id:
        return Outcome.MOVED
    return {WON_STATUS: Outcome.WON, ARCHIVED_STATUS: Outcome.ARCHIVED}.get(present.status_id, Outcome.OPEN)
