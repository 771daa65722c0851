"""How long a load still takes."""

from sales_core.ui.connection.pace import Sample, seconds_left, with_sample


def samples(*pages: int, every_s: float = 2) -> tuple[Sample, ...]:
    kept: tuple[Sample, ...] = ()
    for place, done in enumerate(pages):
        kept = with_sample(kept, Sample(place * every_s, done))
    return kept


def test_what_is_left_takes_as_long_a_page_as_what_was_read() -> None:
    assert seconds_left(samples(10, 20, 30), 50) == 10


def test_nothing_is_promised_before_a_pace_is_known() -> None:
    assert seconds_left((), 50) is None
    assert seconds_left(samples(10, 20), 50) is None, "two seconds are chance"
    assert seconds_left(samples(10, 10, 10, 10), 50) is None, "it stands still"


def test_only_the_last_minute_counts() -> None:
    fast_then_slow = samples(*range(0, 1000, 100), *range(1000, 1100, 1))
    assert seconds_left(fast_then_slow, 10) == 20


def test_a_load_that_began_anew_has_a_pace_of_its_own() -> None:
    assert samples(10, 20, 3, 5) == (Sample(4, 3), Sample(6, 5))
