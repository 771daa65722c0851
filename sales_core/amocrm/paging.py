"""Pages one after another, a few of them asked for ahead, handed out in order."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import count
from math import ceil
from typing import Generic, TypeVar

from sales_core.amocrm.errors import EndlessPages
from sales_core.amocrm.parsing import Fault

R = TypeVar("R")

_LAST_IMAGINABLE = 1_000_000
_REMEMBERED = 8
_MOST_EMPTY_IN_A_ROW = 20
_FEWEST_AHEAD, _MOST_AHEAD = 3, 10


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page as read. ``is_last``: amoCRM names no next one. ``faults``: items that could not be used.

    ``fingerprint`` tells one page's content from another's.
    """

    number: int
    records: Sequence[R]
    is_last: bool
    faults: Sequence[Fault] = ()
    fingerprint: int | None = None


class Latency:
    """How long answers take, as it goes: a running mean and deviation. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mean_s = 0.0
        self._deviation_s = 0.0
        self._is_known = False

    def add(self, seconds: float) -> None:
        with self._lock:
            if not self._is_known:
                self._mean_s, self._deviation_s, self._is_known = seconds, seconds / 4, True
                return
            self._deviation_s += (abs(seconds - self._mean_s) - self._deviation_s) / 8
            self._mean_s += (seconds - self._mean_s) / 8

    def pages_ahead(self, rate: float) -> int:
        """How many pages must be under way so that a slow answer among them does not hold the pace up."""
        with self._lock:
            slow_s = self._mean_s + 2 * self._deviation_s
        return min(max(ceil(slow_s * rate) + 1, _FEWEST_AHEAD), _MOST_AHEAD)


class Horizon:
    """How far a list reaches, as far as the answers so far tell. Safe for threads."""

    def __init__(self, first_page: int) -> None:
        self._certain = first_page
        self._last = _LAST_IMAGINABLE

    def goes_on_after(self, number: int) -> None:
        self._certain = max(self._certain, number + 1)

    def ends_at(self, number: int) -> None:
        self._last = min(self._last, number)

    def close(self) -> None:
        """Nothing is wanted any more."""
        self._last = 0

    def covers(self, number: int) -> bool:
        return number <= self._last

    def need(self, number: int) -> int | None:
        """The pacer's ``Need`` of a page: how many pages lie between it and the last one that is known to exist."""
        return max(number - self._certain, 0) if self.covers(number) else None


class PageQueue(Generic[R]):
    """Pages under way: asked for in order, handed out in order."""

    def __init__(
        self,
        fetch: Callable[[int, Horizon], Page[R]],
        submit: Callable[[Callable[[], Page[R]]], Future[Page[R]]],
        first_page: int,
    ) -> None:
        self._fetch = fetch
        self._submit = submit
        self._asked = first_page - 1
        self._under_way: deque[Future[Page[R]]] = deque()
        self._horizon = Horizon(first_page)

    def ask_up_to(self, number: int) -> None:
        while self._asked < number and self._horizon.covers(self._asked + 1):
            self._asked += 1
            self._under_way.append(self._submit(partial(self._fetch, self._asked, self._horizon)))

    def take(self) -> Page[R]:
        """The next page, as soon as it is there; or the error that came in its place."""
        return self._under_way.popleft().result()

    def cancel(self) -> None:
        self._horizon.close()
        for future in self._under_way:
            future.cancel()


def read_ahead(
    queue: PageQueue[R], resource: str, first_page: int, ahead: Callable[[], int], *, at_once: bool
) -> Iterator[Page[R]]:
    """Pages from ``first_page`` to the last, in order; an error comes up at its page.

    The first page is asked for alone unless ``at_once``: most lists have one page, and a request past the end is a
    request lost. Closing the iterator cancels what is ahead.
    """
    guard = _LoopGuard(resource)
    try:
        queue.ask_up_to(first_page + ahead() if at_once else first_page)
        for number in count(first_page):
            queue.ask_up_to(number)
            page = queue.take()
            guard.check(page)
            if not page.is_last:
                queue.ask_up_to(number + ahead())
            yield page
            if page.is_last:
                return
    finally:
        queue.cancel()


class _LoopGuard:
    """Notices a list that never ends: content that was there a moment ago, nothing at all for long, a wild number."""

    def __init__(self, resource: str) -> None:
        self._resource = resource
        self._recent: deque[int] = deque(maxlen=_REMEMBERED)
        self._empty_in_a_row = 0

    def check(self, page: Page[R]) -> None:
        self._empty_in_a_row = self._empty_in_a_row + 1 if page.fingerprint is None else 0
        is_repeated = page.fingerprint is not None and page.fingerprint in self._recent
        if is_repeated or self._empty_in_a_row > _MOST_EMPTY_IN_A_ROW or page.number >= _LAST_IMAGINABLE:
            raise EndlessPages(resource=self._resource, page=page.number)
        if page.fingerprint is not None:
            self._recent.append(page.fingerprint)
