"""A log is read newest first in closed windows: everything once, and on from the next page after a kill."""

from hypothesis import given
from hypothesis import strategies as st

from sales_core.sync.windows import Log, estimate_pages

PER_PAGE = 10
NOBODY: frozenset[int] = frozenset()


def page_of(instants: list[int], first: int, last: int, page: int) -> tuple[list[int], bool]:
    inside = [at for at in sorted(instants, reverse=True) if first <= at <= last]
    start = (page - 1) * PER_PAGE
    return inside[start : start + PER_PAGE], start + PER_PAGE >= len(inside)


def read_through(log: Log, instants: list[int], kill_after: int | None = None) -> tuple[list[int], int]:
    """What was read, in order, and in how many requests; killed after some pages, it goes on from its cursor."""
    read: list[int] = []
    requests = 0
    while not log.is_complete:
        log, window = log.take(NOBODY)
        assert window is not None
        found, is_last = page_of(instants, window.first, window.last, window.next_page)
        read += found
        log = log.page_read(window.first, window.next_page, is_last=is_last)
        requests += 1
        if requests == kill_after:
            log = Log.from_cursor(log.to_cursor())
    return read, requests


@given(st.lists(st.integers(0, 10**8), unique=True, max_size=300), st.integers(1, 40))
def test_every_event_is_read_exactly_once_and_a_kill_changes_nothing(instants: list[int], kill_after: int) -> None:
    oldest = min(instants, default=0)
    log = Log(began=10**8, before=10**8 + 1, oldest=oldest)
    unbroken = read_through(log, instants)
    assert sorted(unbroken[0]) == sorted(instants)
    assert read_through(log, instants, kill_after) == unbroken


@given(st.lists(st.integers(0, 10**8), unique=True, min_size=1, max_size=300))
def test_newer_events_are_read_before_older_ones(instants: list[int]) -> None:
    read, _ = read_through(Log(began=10**8, before=10**8 + 1, oldest=min(instants)), instants)
    assert read == sorted(instants, reverse=True)


def test_few_requests_are_spent_on_pages_that_are_not_full() -> None:
    day = 86_400
    instants = list(range(0, 425 * day, 425 * day // 5000))
    log = Log(began=425 * day, before=425 * day + 1, oldest=0)
    _, requests = read_through(log, instants)
    assert requests <= 500 * 1.04


def test_several_readers_never_get_the_same_window() -> None:
    log = Log(began=10**8, before=10**8 + 1, oldest=0)
    log, first = log.take(NOBODY)
    assert first is not None
    log, second = log.take(frozenset({first.first}))
    assert second is not None
    assert second.last < first.first
    log, again = log.take(NOBODY)
    assert again == first


def test_what_lies_before_the_oldest_lead_is_one_last_window() -> None:
    log = Log(began=2_000_000_000, before=1_700_000_000, oldest=1_700_000_000)
    log, window = log.take(NOBODY)
    assert window is not None
    assert (window.first, window.last) == (0, 1_699_999_999)
    assert log.page_read(window.first, 1, is_last=True).is_complete


def test_progress_grows_from_nothing_to_all() -> None:
    log = Log(began=100 * 86_400, before=100 * 86_400 + 1, oldest=0)
    shares = [log.covered]
    while not log.is_complete:
        log, window = log.take(NOBODY)
        assert window is not None
        log = log.page_read(window.first, 1, is_last=True)
        shares.append(log.covered)
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1


def test_pages_are_estimated_once_enough_was_read() -> None:
    assert estimate_pages(1, 0.01) is None
    assert estimate_pages(30, 0.25) == 120
    assert estimate_pages(30, 1.0) == 30
