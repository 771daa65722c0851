"""The number in the side bar: how many things need attention, counted so that no page waits long for it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

from sales_core.errors import DatabaseError

LONGEST_S = 0.2
"""So long a page waits for the number of the data as they are now; later it shows the one before."""


class Counter:
    """Counts one database anew when its revision has moved, one count at a time. ``count`` may take seconds at
    hundreds of thousands of payments; it is called in a thread of its own."""

    def __init__(self, count: Callable[[], int]) -> None:
        self._count = count
        self._thread = ThreadPoolExecutor(1, "attention")
        self._lock = Lock()
        self._revision: int | None = None
        self._counting: Future[int] = Future()
        self._counting.set_result(0)
        self._known = 0

    def number(self, revision: int) -> int:
        """As of this revision, if that is known in time, else the last one that is. A database that does not answer is
        the page's to tell of; it is asked again at the next look."""
        with self._lock:
            if self._counting.done() and (self._revision != revision or self._counting.exception()):
                self._revision = revision
                self._counting = self._thread.submit(self._count)
            counting = self._counting
        with suppress(TimeoutError, DatabaseError):
            self._known = counting.result(LONGEST_S)
        return self._known
