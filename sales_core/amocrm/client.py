"""One amoCRM account over HTTP, for all the threads of a process: paced, patient, and never anywhere else."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Any, Self, TypeVar

import httpx
import tenacity

from sales_core.amocrm.address import http_client
from sales_core.amocrm.auth import Auth
from sales_core.amocrm.errors import (
    GarbledReply,
    ReconnectNeeded,
    RetryLater,
    TokenRefused,
    TooHeavy,
    TrafficStopped,
    Unreachable,
)
from sales_core.amocrm.pacing import Need, Pacer, Unwanted
from sales_core.amocrm.page_reader import PageReader
from sales_core.amocrm.paging import Latency, Page, PageQueue, read_ahead
from sales_core.amocrm.payload import Json
from sales_core.amocrm.query import flatten
from sales_core.amocrm.replies import clock_offset_s, read_reply, retry_after_s
from sales_core.amocrm.resources import Resource

R = TypeVar("R")

_log = logging.getLogger(__name__)
# More than there are requests at a time, for most of them wait for their turn: see ``_pages_ahead``.
_THREADS = 48
# A request the server could not answer in time is soon handed back, so that less is asked for.
_TRIES_OF_A_HEAVY_ONE = 2
# What httpcore calls the moment when a request has left.
_SENT = "http11.send_request_headers.complete"


@dataclass(frozen=True, slots=True)
class Backoff:
    """How often one request is tried, and how long is waited in between: doubling, with jitter.

    tries_at_first: instead, for as long as the account has not answered at all.
    """

    tries: int = 8
    tries_at_first: int | None = None
    first_s: float = 0.5
    longest_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Counters:
    """What was sent so far: all requests, those of them that repeat a failed one, and 429s received."""

    requests: int = 0
    retries: int = 0
    throttled: int = 0


class AmocrmClient:
    """Reads from one account. Safe for threads; close it when done.

    Raises the errors of ``sales_core.amocrm.errors``. After a TrafficStopped or ReconnectNeeded nothing more is sent:
    every call raises the same again until ``resume()``. A call cut short by ``close()`` raises Unwanted.
    """

    def __init__(
        self,
        base_url: str,
        auth: Auth,
        *,
        transport: httpx.BaseTransport | None = None,
        pacer: Pacer | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._http = http_client(base_url, transport=transport)
        self._auth = auth
        self._pacer = pacer or Pacer()
        self._backoff = backoff or Backoff()
        self._latency = Latency()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="amocrm")
        self._closing = threading.Event()
        self._stopped: TrafficStopped | ReconnectNeeded | None = None
        self._worked: set[str] = set()
        self._clock_offset_s: int | None = None
        self._counters = Counters()
        self._lists = 0
        self._counting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends soon: requests under way are waited for, none is begun or repeated."""
        self._closing.set()
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._http.close()

    @property
    def base_url(self) -> str:
        return str(self._http.base_url).rstrip("/")

    @property
    def counters(self) -> Counters:
        return self._counters

    @property
    def clock_offset_s(self) -> int | None:
        """How far the server's clock was ahead of ours at the last answer; ``None`` before one that told its time."""
        return self._clock_offset_s

    @property
    def stopped(self) -> TrafficStopped | ReconnectNeeded | None:
        """Why nothing is sent any more; ``None`` while all is well."""
        return self._stopped

    def resume(self) -> None:
        """Lifts a stop: for after a person has mended the cause, or a long wait."""
        self._stopped = None

    def get(self, path: str, params: Mapping[str, Any] | None = None, *, needs_rights: bool = False) -> Json | None:
        """The JSON at ``path`` (``/api/v4/…``, always on the account's own host); ``None`` for 204: nothing there.

        ``needs_rights``: a 403 on a path that never worked means NoRights; anywhere else it stops all traffic.
        """
        return self._get(path, params or {}, needs_rights=needs_rights, need=_surely)

    def pages(
        self,
        resource: Resource[R],
        params: Mapping[str, Any] | None = None,
        *,
        first_page: int = 1,
        is_long: bool = False,
    ) -> Iterator[Page[R]]:
        """The pages of a list in order, the last one with ``is_last``; an empty list is one empty last page.

        Pages are asked for ahead, as many as the measured latency calls for; those that may lie past the end only while
        the pace leaves room for them. ``is_long``: begin to guess at once; else the first page is asked for alone.
        """
        reader = PageReader(self._get, resource, params or {})
        queue = PageQueue(reader.read, self._threads.submit, first_page)
        self._note_lists(+1)
        try:
            yield from read_ahead(queue, resource.name, first_page, self._pages_ahead, at_once=is_long)
        finally:
            self._note_lists(-1)

    def _pages_ahead(self) -> int:
        """Together the lists being read have as many pages under way as the pace takes."""
        return ceil(self._latency.pages_ahead(self._pacer.rate) / self._lists)

    def _note_lists(self, more: int) -> None:
        with self._counting:
            self._lists += more

    def _get(self, path: str, params: Mapping[str, Any], *, needs_rights: bool, need: Need) -> Json | None:
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError(path)  # only ever our own host
        request = _Request(path, httpx.QueryParams(tuple(flatten(params))), needs_rights, need)
        patience = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(RetryLater),
            stop=self._gives_up,
            wait=tenacity.wait_exponential_jitter(
                multiplier=self._backoff.first_s, max=self._backoff.longest_s, jitter=self._backoff.first_s
            ),
            sleep=tenacity.sleep_using_event(self._closing),
            before_sleep=self._note_retry,
            reraise=True,
        )
        try:
            return patience(self._try, request)
        except (TrafficStopped, ReconnectNeeded) as error:
            self._stopped = self._stopped or error
            raise

    def _gives_up(self, state: tenacity.RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        tries = _TRIES_OF_A_HEAVY_ONE if isinstance(error, TooHeavy) else self._tries
        return state.attempt_number >= tries or self._closing.is_set()

    @property
    def _tries(self) -> int:
        at_first = self._backoff.tries_at_first
        return self._backoff.tries if at_first is None or self._worked else at_first

    def _note_retry(self, state: tenacity.RetryCallState) -> None:
        request: _Request = state.args[0]
        error = state.outcome.exception() if state.outcome else None
        _log.info("%s: %s, asked again", request.path, type(error).__name__)
        self._count(retries=1)

    def _try(self, request: "_Request") -> Json | None:
        """One attempt; a refused token is renewed and the request repeated, once."""
        if self._stopped:
            raise _same(self._stopped)
        token = self._auth.token()
        with suppress(TokenRefused):
            return self._ask(request, token)
        token = self._auth.renew(token)
        try:
            return self._ask(request, token)
        except TokenRefused:
            raise ReconnectNeeded from None

    def _ask(self, request: "_Request", token: str) -> Json | None:
        response = self._send(request, token)
        if response.status_code == 429:
            self._pacer.throttled(retry_after_s(response))
            self._count(throttled=1)
        if not response.is_success:
            request_id = response.headers.get("X-Request-Id", "-")
            _log.info("%s: answered %s, request id %s", request.path, response.status_code, request_id)
        document = read_reply(response, may_be_forbidden=request.needs_rights and request.path not in self._worked)
        self._worked.add(request.path)
        return document

    def _send(self, request: "_Request", token: str) -> httpx.Response:
        def need() -> int | None:
            return None if self._stopped or self._closing.is_set() else request.need()

        try:
            slot = self._pacer.slot(need)
        except Unwanted:
            if self._stopped:
                raise _same(self._stopped) from None
            raise
        self._count(requests=1)
        begun_at = time.monotonic()
        try:
            with slot:
                response = self._http.get(
                    request.path,
                    params=request.query,
                    headers={"Authorization": f"Bearer {token}"},
                    extensions={"trace": lambda event, _info: slot.sent() if event == _SENT else None},
                )
        except httpx.TransportError as error:
            raise Unreachable(host=self._http.base_url.host, reason=type(error).__name__) from error
        except httpx.DecodingError as error:
            raise GarbledReply(host=self._http.base_url.host) from error
        self._latency.add(time.monotonic() - begun_at)
        self._clock_offset_s = clock_offset_s(response, time.time())
        return response

    def _count(self, *, requests: int = 0, retries: int = 0, throttled: int = 0) -> None:
        with self._counting:
            was = self._counters
            self._counters = Counters(was.requests + requests, was.retries + retries, was.throttled + throttled)


@dataclass(frozen=True, slots=True)
class _Request:
    path: str
    query: httpx.QueryParams
    needs_rights: bool
    need: Need


def _surely() -> int:
    return 0


def _same(error: TrafficStopped | ReconnectNeeded) -> TrafficStopped | ReconnectNeeded:
    """The same error anew: one object raised in many threads would mix up their tracebacks."""
    return type(error)(error.template, **error.params)
