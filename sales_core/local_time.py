"""What the clocks of a zone show, and since when: an hour goes missing in spring and comes twice in autumn."""

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

HOUR_S, DAY_S = 3_600, 86_400


class Offset(NamedTuple):
    """From the instant ``since`` on the clocks are ``ahead_s`` seconds ahead of UTC; behind where it is negative."""

    since: int
    ahead_s: int


def clock_of(at: int, zone: ZoneInfo) -> int:
    """What the clocks show at an instant, in seconds: 3 600 for one in the night, whether the clocks changed or not."""
    return (at + _ahead(at, zone)) % DAY_S


def hour_of(at: int, zone: ZoneInfo) -> int:
    return clock_of(at, zone) // HOUR_S


def offsets_between(first: int, last: int, zone: ZoneInfo) -> list[Offset]:
    """That of the instant ``first``, and every later one up to ``last``."""
    offsets = [Offset(first, _ahead(first, zone))]
    for day_end in range(first + DAY_S, last + DAY_S, DAY_S):
        if _ahead(day_end, zone) != offsets[-1].ahead_s:
            offsets.append(_next_change(offsets[-1], day_end, zone))
    return offsets


def _next_change(offset: Offset, by: int, zone: ZoneInfo) -> Offset:
    """The first instant with another offset: one of the day that ends ``by`` then."""
    before, after = by - DAY_S, by
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(middle, zone) == offset.ahead_s:
            before = middle
        else:
            after = middle
    return Offset(after, _ahead(after, zone))


def _ahead(at: int, zone: ZoneInfo) -> int:
    ahead = datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds())
