"""Hours by the clocks of zones that change them, by an hour and by half of one, and that changed them once."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.local_time import clock_of, hour_of, offsets_between

ZONES = ("Europe/Berlin", "America/Sao_Paulo", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
instants = st.integers(
    int(datetime(1999, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())
)


@given(st.sampled_from(ZONES), instants, st.integers(0, 800 * 86_400), st.data())
def test_offsets_say_what_the_clocks_show(name: str, first: int, length: int, data: st.DataObject) -> None:
    zone = ZoneInfo(name)
    offsets = offsets_between(first, first + length, zone)
    since = data.draw(st.sampled_from([offset.since for offset in offsets]))
    around = st.integers(max(first, since - 7_200), min(first + length, since + 7_200))
    at = data.draw(around | st.integers(first, first + length))
    ahead_s = [offset.ahead_s for offset in offsets if offset.since <= at][-1]
    shown = datetime.fromtimestamp(at, UTC).astimezone(zone)
    assert (at + ahead_s) % 86_400 == clock_of(at, zone) == shown.hour * 3_600 + shown.minute * 60 + shown.second
    assert hour_of(at, zone) == shown.hour


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), {2: 0}),
        ("Europe/Berlin", date(2026, 10, 25), {2: 7_200}),
        ("Australia/Lord_Howe", date(2026, 4, 5), {1: 5_400}),
        ("Australia/Lord_Howe", date(2026, 10, 4), {2: 1_800}),
        ("America/Sao_Paulo", date(2018, 11, 4), {0: 0}),
        ("America/Sao_Paulo", date(2018, 2, 17), {23: 7_200}),
        ("Asia/Kolkata", date(2026, 3, 29), {}),
    ],
)  # fmt: skip
def test_an_hour_that_is_skipped_is_empty_and_one_that_comes_twice_is_twice_as_long(
    name: str, day: date, hours: dict[int, int]
) -> None:
    zone = ZoneInfo(name)
    begin = int(datetime.combine(day, time(), UTC).timestamp()) - 86_400
    lengths = dict.fromkeys(range(24), 0)
    for at in range(begin, begin + 3 * 86_400, 60):
        if datetime.fromtimestamp(at, UTC).astimezone(zone).date() == day:
            lengths[hour_of(at, zone)] += 60
    assert lengths == dict.fromkeys(range(24), 3_600) | hours
