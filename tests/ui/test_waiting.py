"""The number in the side bar is counted once for each state of the data, and never keeps a page waiting."""

import time
from threading import Event

import pytest

from sales_core.errors import DatabaseError
from sales_core.ui.waiting import LONGEST_S, Counter
from tests.waiting import until


def test_it_is_counted_once_for_each_revision() -> None:
    numbers = iter([7, 8])
    counter = Counter(lambda: next(numbers))
    assert [counter.number(1), counter.number(1), counter.number(2), counter.number(2)] == [7, 7, 8, 8]


def test_while_it_is_counted_the_last_number_stands() -> None:
    ends, numbers = Event(), iter([7, 8])

    def count() -> int:
        number = next(numbers)
        if number == 8:
            ends.wait(10)
        return number

    counter = Counter(count)
    assert counter.number(1) == 7
    begun_at = time.monotonic()
    assert counter.number(2) == 7
    assert time.monotonic() - begun_at < LONGEST_S + 2
    ends.set()
    until(lambda: counter.number(2) == 8)


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_database_that_does_not_answer_is_asked_again_at_the_next_look(fails_at: int) -> None:
    asked: list[int] = []

    def count() -> int:
        asked.append(len(asked) + 1)
        if asked[-1] == fails_at:
            raise DatabaseError("The database does not answer")
        return 10 + asked[-1]

    counter = Counter(count)
    told = [counter.number(1), counter.number(2 if fails_at == 2 else 1), counter.number(2 if fails_at == 2 else 1)]
    assert told == ([0, 12, 12] if fails_at == 1 else [11, 11, 13])
