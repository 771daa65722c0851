"""The worker's shell: a pass a minute, whatever happens in it, until it is asked to stop.

One of the two places that catch every error: it is logged, told in the run log, and the next pass goes on.
"""

import logging
import math
import threading
from collections.abc import Callable
from contextlib import suppress

import schedule

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import ReconnectNeeded, RetryLater, TrafficStopped
from sales_core.clock import Clock, system_clock
from sales_core.connection.credentials import NotConnected
from sales_core.errors import TabloError
from sales_core.store.database import Database
from sales_core.store.worker_notes import is_full_pass_asked, pass_asked_at, tell_waiting
from sales_core.sync.passes import PassResult, run_pass, start_over
from sales_core.sync.progress import Progress, Silence
from sales_core.sync.session import Session, Stopped

STOPPED_PAUSE_S = 3_600
"""How long a blocked account is left in peace."""

_log = logging.getLogger(__name__)


class Worker:
    """``open_client`` makes a client for the account; ``credentials`` tells when a person has given new access.

    Takes the database for itself only as long as the caller holds ``worker_lock``.
    """

    def __init__(  # noqa: PLR0913 - what it works with, and how often
        self,
        database: Database,
        open_client: Callable[[], AmocrmClient],
        credentials: Callable[[], str],
        *,
        clock: Clock = system_clock,
        progress: Progress | None = None,
        every_s: int = 60,
        nap_s: float = 1.0,
    ) -> None:
        self._database = database
        self._open_client = open_client
        self._credentials = credentials
        self._clock = clock
        self._progress = progress or Silence()
        self._every_s = every_s
        self._nap_s = nap_s
        self._stop = threading.Event()
        self._client: AmocrmClient | None = None
        self._mark: str | None = None
        self._waits_for_another: str | None = None
        self._resumes_at: float = 0
        self._asked_at = 0

    def stop(self) -> None:
        """Ends the present pass at its page and the loop after it. For any thread, but not inside a signal handler."""
        self._stop.set()
        if self._client is not None:
            self._client.close()

    def run_once(self, *, full: bool = False) -> PassResult:
        """One pass; raises what goes wrong in it, told to somebody for whom no next pass follows."""
        try:
            return self._pass(full=full, is_last=True)
        except RetryLater as error:
            raise error.told_once() from error
        finally:
            self._let_go()

    def run(self, *, full: bool = False) -> None:
        """A pass every ``every_s`` seconds, or when the app asks for one, until ``stop``."""
        timetable = schedule.Scheduler()
        timetable.every(self._every_s).seconds.do(self._try_pass)
        self._try_pass(full=full)
        while not self._stop.wait(self._nap_s):
            if self._is_asked() or self._is_let_in():
                timetable.run_all()
            timetable.run_pending()
        self._let_go()
        self._tell_waiting(None)

    def _try_pass(self, *, full: bool = False) -> None:
        if self._stop.is_set() or not self._may_go_on():
            return
        self._waits_for_another = None
        try:
            result = self._pass(full=full)
        except Exception as error:  # noqa: BLE001 - the worker survives any single failure
            self._take_note(error)
        else:
            _log.info("%s pass: %s requests, changed %s", result.kind, result.requests, result.changed or "nothing")
            for template, params in result.remarks:
                _log.warning(template.format(**params))

    def _pass(self, *, full: bool, is_last: bool = False) -> PassResult:
        self._asked_at = self._clock()
        self._open()
        assert self._client is not None
        session = Session(self._client, self._database, self._clock, self._progress, self._stop, is_last=is_last)
        if full or self._is_full_pass_asked():
            start_over(session)
        return run_pass(session, every_s=self._every_s)

    def _open(self) -> None:
        """A client for the account, another one after a person has given new access."""
        # Asked before the client is opened: access given a moment later must look new.
        mark = self._credentials()
        if mark != self._mark:
            self._let_go()
        self._mark = mark
        if self._client is None:
            self._client = self._open_client()
            self._tell_waiting(None)

    def _take_note(self, error: Exception) -> None:
        if self._stop.is_set() or isinstance(error, Stopped):
            return
        if isinstance(error, NotConnected):
            _log.info("%s", error)
            self._tell_waiting(self._clock())
        elif isinstance(error, RetryLater):
            _log.warning("%s", error)
        elif isinstance(error, TabloError):
            _log.error("%s", error)
        else:
            _log.exception("The pass failed")
        if isinstance(error, NotConnected | ReconnectNeeded | TrafficStopped):
            self._waits_for_another = self._mark
            self._resumes_at = self._clock() + STOPPED_PAUSE_S if isinstance(error, TrafficStopped) else math.inf
            self._let_go()

    def _may_go_on(self) -> bool:
        """Not while access is gone and nobody has given a new one, and not while the account is to be left in peace."""
        return self._waits_for_another is None or self._clock() >= self._resumes_at or self._is_let_in()

    def _is_let_in(self) -> bool:
        """A person has given new access since the worker began to wait for it."""
        with suppress(TabloError):
            return self._waits_for_another is not None and self._waits_for_another != self._credentials()
        return False

    def _tell_waiting(self, since: int | None) -> None:
        """Tells the app."""
        with suppress(TabloError), self._database.write() as conn:
            tell_waiting(conn, since)

    def _is_asked(self) -> bool:
        with suppress(TabloError), self._database.read() as conn:
            return pass_asked_at(conn) > self._asked_at
        return False

    def _is_full_pass_asked(self) -> bool:
        with self._database.read() as conn:
            return is_full_pass_asked(conn)

    def _let_go(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
