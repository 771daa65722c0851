"""How long a reading still takes: the pages left by the pace of the last minute."""

from collections.abc import Sequence
from typing import NamedTuple

_WINDOW_S = 60
_SHORTEST_S = 4
"""A pace measured over less is chance."""


class Sample(NamedTuple):
    """So many pages were read at an instant of a steady clock."""

    at: float
    done: int


def with_sample(samples: Sequence[Sample], new: Sample) -> tuple[Sample, ...]:
    """The samples of the last minute. One with fewer pages than before begins anew: something else is read now."""
    if samples and new.done < samples[-1].done:
        return (new,)
    return (*(sample for sample in samples if new.at - sample.at <= _WINDOW_S), new)


def seconds_left(samples: Sequence[Sample], pages_left: int) -> float | None:
    """``None`` while the pace is not known yet."""
    if len(samples) < 2:
        return None
    took_s, pages = samples[-1].at - samples[0].at, samples[-1].done - samples[0].done
    if took_s < _SHORTEST_S or pages == 0:
        return None
    return pages_left * took_s / pages
