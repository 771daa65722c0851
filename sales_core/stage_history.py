"""What amoCRM tells of the statuses a deal stood in."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Stage(NamedTuple):
    """A status of a pipeline: 142 and 143 are in every one."""

    pipeline_id: int
    status_id: int

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> "Stage":
        """From ``pipeline:status``. A history names the same few over and over."""
        pipeline_id, _, status_id = text.partition(":")
        return cls(int(pipeline_id), int(status_id))


class StageChange(NamedTuple):
    at: int
    before: Stage
    after: Stage


@dataclass(frozen=True, slots=True)
class StageHistory:
    """``changes`` in the order they happened. ``present``: where the deal stands now, ``updated_at`` when amoCRM last
    said so: the last change may not have been read yet."""

    lead_id: int
    created_at: int
    updated_at: int
    present: Stage
    changes: tuple[StageChange, ...]
