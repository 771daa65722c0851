"""When people worked, computed the slow way from the actions of ``tests.activity_oracle``, by docs/metrics.md."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.activity_oracle import Done


def local(at: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone)


def by_day_and_hour(done: Iterable[Done], zone: ZoneInfo) -> Counter[tuple[date, int]]:
    """How many actions anybody but robots did."""
    moments = [local(each.at, zone) for each in done if each.manager]
    return Counter((moment.date(), moment.hour) for moment in moments)


def day_ends(done: Iterable[Done], zone: ZoneInfo) -> dict[tuple[int, date], tuple[str, str]]:
    """What the clocks showed at a manager's first and last action of each day."""
    moments: dict[tuple[int, date], list[int]] = {}
    for each in done:
        if each.manager:
            moments.setdefault((each.manager, local(each.at, zone).date()), []).append(each.at)
    return {
        key: (f"{local(min(ats), zone):%H:%M:%S}", f"{local(max(ats), zone):%H:%M:%S}") for key, ats in moments.items()
    }
