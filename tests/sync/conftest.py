"""A demo amoCRM on loopback and a session that reads it as fast as it can."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from sales_core.demo.faults import Faults
from sales_core.demo.server import Server, demo_app
from sales_core.demo.serving import serve
from sales_core.demo.world import World
from sales_core.store.database import Database
from sales_core.sync.passes import PassResult, run_pass
from sales_core.sync.progress import Silence
from sales_core.sync.session import Session
from tests.sync.worlds import Hands, quick_client


@dataclass
class Site:
    """One account being served, and a database to sync it into."""

    world: World
    demo: Server
    url: str
    hands: Hands
    database: Database
    token: str = "demo-token"
    opened: list[Session] = field(default_factory=list)

    def session(self) -> Session:
        """Of a client that waits for nothing; 401 and 403 are as final as ever."""
        session = Session(quick_client(self.url, self.token), self.database, self.hands, Silence())
        self.opened.append(session)
        return session

    def sync(self) -> PassResult:
        """One pass of a worker that has just started."""
        return run_pass(self.session(), every_s=0.2)

    @property
    def requests(self) -> int:
        return self.demo.stats.requests.total()


@pytest.fixture
def site_of(sqlite_database: Database) -> Iterator[Callable[..., Site]]:
    """``site_of(world, hands)`` serves a world until the test ends."""
    sites: list[Site] = []
    with ExitStack() as served:

        def start(world: World, hands: Hands, database: Database | None = None, faults: Faults | None = None) -> Site:
            app = demo_app(world, faults=faults)
            site = Site(world, app.state.demo, served.enter_context(serve(app)), hands, database or sqlite_database)
            sites.append(site)
            return site

        yield start
        for site in sites:
            for session in site.opened:
                session.client.close()
