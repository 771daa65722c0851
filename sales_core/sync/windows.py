"""How a long log is read newest first: in closed windows of time, several at once, resumable page by page.

Pure. The log's order inside a window does not matter. Windows grow or shrink towards ``PAGES_A_WINDOW``, because each
one ends with a page that is not full.
"""

from dataclasses import dataclass, replace
from typing import Any, Self

PAGES_A_WINDOW = 240
FIRST_SPAN_S = 90 * 86_400
LONG_SPAN_S = 730 * 86_400
"""For a log of few kinds of events: most accounts are one window then."""
_SHORTEST_SPAN_S = 3_600
_FASTEST_GROWTH = 8


@dataclass(frozen=True, slots=True)
class Window:
    """Both ends belong to it. ``next_page`` is the one to read next."""

    first: int
    last: int
    next_page: int = 1


@dataclass(frozen=True, slots=True)
class Log:
    """Where the reading of a log stands: ``open`` windows, and ``[0, before)`` not given out yet.

    ``began``: where reading began. ``oldest``: where the data should begin; the last window reaches beyond.
    """

    began: int
    before: int
    oldest: int
    span_s: int = FIRST_SPAN_S
    open: tuple[Window, ...] = ()

    @classmethod
    def from_cursor(cls, cursor: dict[str, Any]) -> Self:
        windows = tuple(Window(*window) for window in cursor["open"])
        return cls(cursor["began"], cursor["before"], cursor["oldest"], cursor["span_s"], windows)

    def to_cursor(self) -> dict[str, Any]:
        return {
            "began": self.began,
            "before": self.before,
            "oldest": self.oldest,
            "span_s": self.span_s,
            "open": [[w.first, w.last, w.next_page] for w in self.open],
        }

    @property
    def is_complete(self) -> bool:
        return self.before == 0 and not self.open

    def take(self, taken: frozenset[int]) -> tuple[Self, Window | None]:
        """A window that nobody reads (``taken``: where those being read begin): an open one, else the next older."""
        for window in self.open:
            if window.first not in taken:
                return self, window
        if self.before == 0:
            return self, None
        first = self.before - self.span_s
        window = Window(first if first > self.oldest else 0, self.before - 1)
        return replace(self, before=window.first, open=(*self.open, window)), window

    def page_read(self, first: int, page: int, *, is_last: bool) -> Self:
        """The same log after one page of the window that begins at ``first`` was stored."""
        (window,) = (w for w in self.open if w.first == first)
        if not is_last:
            going_on = replace(window, next_page=page + 1)
            return replace(self, open=tuple(going_on if w is window else w for w in self.open))
        others = tuple(w for w in self.open if w is not window)
        return replace(self, open=others, span_s=_next_span(window.last - window.first + 1, page))

    @property
    def covered(self) -> float:
        """The share of the time from ``oldest`` to ``began`` that was given out and read; for a progress bar."""
        whole = max(self.began - self.oldest, 1)
        unread = max(self.before - self.oldest, 0) + sum(w.last + 1 - max(w.first, self.oldest) for w in self.open)
        return min(max(1 - unread / whole, 0.0), 1.0)


def _next_span(span_s: int, pages: int) -> int:
    return max(_SHORTEST_SPAN_S, min(span_s * _FASTEST_GROWTH, span_s * PAGES_A_WINDOW // pages))


def estimate_pages(done: int, covered: float) -> int | None:
    """How many pages there will be, if the rest is as dense as what was read; ``None`` while too little is."""
    return max(done, round(done / covered)) if covered > 0.02 else None
