"""amoCRM's limit of requests a second, judged by when a request arrives, and the block for those who insist."""

import time
from collections import deque
from collections.abc import Callable
from typing import Literal, Protocol

Mode = Literal["bucket", "strict", "off"]
PER_SECOND = 7
ACCOUNT_PER_SECOND = 50


class Limiter(Protocol):
    def allows(self, now: float) -> bool: ...


class TokenBucket:
    """``rate`` a second on average, with bursts of up to ``rate``."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._tokens = rate
        self._at: float | None = None

    def allows(self, now: float) -> bool:
        elapsed = 0.0 if self._at is None else now - self._at
        self._at = now
        self._tokens = min(self._rate, self._tokens + elapsed * self._rate)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class SlidingWindow:
    """Never more than ``rate`` accepted requests in any one second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._accepted: deque[float] = deque()

    def allows(self, now: float) -> bool:
        while self._accepted and self._accepted[0] <= now - 1:
            self._accepted.popleft()
        if len(self._accepted) >= self._rate:
            return False
        self._accepted.append(now)
        return True


class Limits:
    """Per integration, and over all of them for the account.

    ``strikes``: after so many refusals every request gets 403 until ``reset`` (``None``: never).
    """

    def __init__(
        self,
        mode: Mode = "off",
        *,
        per_second: int = PER_SECOND,
        strikes: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.mode = mode
        self.per_second = per_second
        self.strikes = strikes
        self._monotonic = monotonic
        self.reset()

    def reset(self) -> None:
        self.refused = 0
        self.is_blocked = False
        self._account = self._limiter(ACCOUNT_PER_SECOND)
        self._integrations: dict[str, Limiter | None] = {}

    def verdict(self, integration: str) -> Literal["pass", "refuse", "block"]:
        """What becomes of a request arriving now."""
        if self.is_blocked:
            return "block"
        if integration not in self._integrations:
            self._integrations[integration] = self._limiter(self.per_second)
        now = self._monotonic()
        if all(limiter is None or limiter.allows(now) for limiter in (self._integrations[integration], self._account)):
            return "pass"
        self.refused += 1
        self.is_blocked = self.strikes is not None and self.refused >= self.strikes
        return "refuse"

    def _limiter(self, rate: int) -> Limiter | None:
        if self.mode == "off":
            return None
        return SlidingWindow(rate) if self.mode == "strict" else TokenBucket(rate)
