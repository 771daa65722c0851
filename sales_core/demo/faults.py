"""Replies that go wrong on purpose: by a seeded rate, or the next ones by order."""

from collections import Counter, deque
from collections.abc import Sequence
from random import Random
from typing import Literal, get_args

Kind = Literal["429", "500", "502", "503", "504", "403", "401", "hang", "cut", "html", "truncated", "slow"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Faults:
    """``rate`` of the replies to ``/api/…`` go wrong in one of ``kinds``; ``schedule`` makes the very next ones do so.

    hang: no answer for ``hang_s``, then the connection is closed · cut: closed in the middle of the body · html: a page
    with status 200 where JSON should be · truncated: JSON that ends early · slow: the answer comes after ``slow_s``.
    """

    def __init__(  # noqa: PLR0913 - one parameter for each dial
        self,
        rate: float = 0.0,
        kinds: Sequence[Kind] = (),
        *,
        seed: int = 0,
        hang_s: float = 60.0,
        slow_s: float = 2.0,
        only_path: str = "",
    ) -> None:
        self.rate = rate
        self.kinds: tuple[Kind, ...] = tuple(kinds)
        self.hang_s = hang_s
        self.slow_s = slow_s
        self.only_path = only_path
        self.done: Counter[str] = Counter()
        self._random = Random(seed)  # noqa: S311 - which reply goes wrong
        self._scheduled: deque[Kind] = deque()

    def schedule(self, *kinds: Kind) -> None:
        """The next replies go wrong in this order, whatever the rate."""
        self._scheduled.extend(kinds)

    def clear(self) -> None:
        self.rate, self.kinds, self.only_path = 0.0, (), ""
        self._scheduled.clear()

    def next(self, path: str) -> Kind | None:
        """What goes wrong with the reply to this request, if anything; ``only_path`` is a part of the path."""
        if self.only_path and self.only_path not in path:
            return None
        if self._scheduled:
            kind: Kind | None = self._scheduled.popleft()
        else:
            kind = self._random.choice(self.kinds) if self.kinds and self._random.random() < self.rate else None
        if kind:
            self.done[kind] += 1
        return kind
