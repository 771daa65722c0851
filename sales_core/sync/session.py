"""What every step of a pass works with: the client, the database, the clock, and what has been read so far."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import NoRights
from sales_core.amocrm.paging import Page
from sales_core.amocrm.parsing import Fault
from sales_core.amocrm.resources import Resource
from sales_core.clock import Clock
from sales_core.store.amocrm_tables import Account
from sales_core.store.bookmarks import load_bookmark, load_bookmarks, save_bookmark
from sales_core.store.database import Database
from sales_core.store.references import load_account
from sales_core.store.tables import Bookmark
from sales_core.sync.mapping import Edge
from sales_core.sync.planning import Step
from sales_core.sync.progress import Progress

R = TypeVar("R")

Remark = tuple[str, dict[str, Any]]
"""Something worth telling that is no failure: a template and its parameters."""

_REMARKS_KEPT = 50


class Stopped(Exception):  # noqa: N818 - not a failure: somebody asked for it
    """The worker was asked to stop; what was stored so far is whole."""


class Tally:
    """Counts what was read, changed and left out. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.read: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.unusable = 0
        self.remarks: list[Remark] = []
        self._noted = 0

    def add(self, name: str, *, read: int = 0, changed: int = 0) -> None:
        with self._lock:
            self.read[name] += read
            self.changed[name] += changed

    def leave_out(self, faults: Sequence[Fault]) -> None:
        """Counts and tells what could not be used."""
        with self._lock:
            self.unusable += len(faults)
        for fault in faults:
            self.remark(fault.template, **fault.params)

    def remark(self, template: str, **params: Any) -> None:
        """Tells it once, however often it happens."""
        with self._lock:
            if (template, params) not in self.remarks and len(self.remarks) < _REMARKS_KEPT:
                self.remarks.append((template, params))

    def new_remarks(self) -> list[Remark]:
        """Those made since this was last asked: what the run log does not hold yet."""
        with self._lock:
            new = self.remarks[self._noted :]
            self._noted = len(self.remarks)
        return new


@dataclass
class Session:
    """One pass over one account and one database. ``stop`` ends every step at its next page because the worker stops,
    ``abandon`` because another step of the pass failed. ``is_last``: no pass follows this one by itself."""

    client: AmocrmClient
    database: Database
    clock: Clock
    progress: Progress
    stop: threading.Event = field(default_factory=threading.Event)
    tally: Tally = field(default_factory=Tally)
    abandon: threading.Event = field(default_factory=threading.Event)
    is_last: bool = False

    def account(self) -> Account:
        """For after the references were read."""
        with self.database.read() as conn:
            account = load_account(conn)
        assert account is not None, "references are read first"
        return account

    def edge(self) -> Edge:
        return Edge.of(self.account())

    def bookmark(self, step: Step) -> Bookmark:
        """The step's bookmark, or a fresh one."""
        with self.database.read() as conn:
            return self.bookmark_in(conn, step)

    @staticmethod
    def bookmark_in(conn: Connection, step: Step) -> Bookmark:
        return load_bookmark(conn, step) or Bookmark(resource=step, cursor={})

    def bookmarks(self) -> Mapping[str, Bookmark]:
        with self.database.read() as conn:
            return load_bookmarks(conn)

    def check(self) -> None:
        if self.stop.is_set() or self.abandon.is_set():
            raise Stopped

    def pages(
        self,
        resource: Resource[R],
        params: Mapping[str, Any] | None = None,
        *,
        first_page: int = 1,
        is_long: bool = False,
    ) -> Iterator[Page[R]]:
        """The client's pages; what could not be read on them is counted and told."""
        self.check()
        for page in self.client.pages(resource, params or {}, first_page=first_page, is_long=is_long):
            self._count(resource.name, page)
            yield page
            self.check()

    def _count(self, name: str, page: Page[Any]) -> None:
        self.tally.add(name, read=len(page.records))
        self.tally.leave_out(page.faults)

    def read_listing(
        self,
        step: Step,
        resource: Resource[R],
        save: Callable[[Connection, Sequence[R]], None],
        *,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        """A whole list from where its bookmark stands, each page stored with its cursor.

        A list the token has no rights to is taken for an empty one, and that is told.
        """
        mark = self.bookmark(step)
        started_at = mark.cursor.get("started_at", self.clock())
        try:
            for page in self.pages(resource, params, first_page=mark.cursor.get("page", 1)):
                mark = self._next_mark(mark, started_at, page.number, is_last=page.is_last)
                with self.database.write() as conn:
                    save(conn, page.records)
                    save_bookmark(conn, mark)
                self.progress.advance(step, mark.pages_done, mark.pages_expected)
        except NoRights as error:
            self.tally.remark(error.template, **error.params)
        if not mark.is_complete:
            with self.database.write() as conn:
                save_bookmark(conn, self._next_mark(mark, started_at, 0, is_last=True))

    def _next_mark(self, mark: Bookmark, started_at: int, number: int, *, is_last: bool) -> Bookmark:
        done = max(mark.pages_done, number)
        return Bookmark(
            resource=mark.resource,
            cursor={} if is_last else {"page": number + 1, "started_at": started_at},
            pages_done=done,
            pages_expected=done if is_last else mark.pages_expected,
            is_complete=is_last,
            succeeded_at=self.clock() if is_last else mark.succeeded_at,
        )
