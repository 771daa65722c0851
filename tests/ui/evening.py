"""What somebody has on the first evening: an empty database, the app, the worker, and an account in amoCRM."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sales_core.demo.server import Server, demo_app
from sales_core.demo.serving import serve
from sales_core.demo.world import World
from sales_core.store.database import Database, open_database
from tests.programs import running
from tests.ui.conftest import free_port, running_app


@dataclass
class Evening:
    """Worker and app are started and ended apart, as they are in life."""

    folder: Path
    demo: Server
    amocrm: str
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    _app: ExitStack = field(default_factory=ExitStack)
    _worker: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'tablo.db'}"

    def start_app(self) -> None:
        self.demo.tokens.redirect_uri = f"{self.url}/connect"
        self._app.enter_context(running_app(self._environment, self.port))

    def restart_app(self) -> None:
        self._app.close()
        self.start_app()

    def start_worker(self) -> None:
        self._worker.enter_context(running("sync_worker", ["--every", "1"], self._environment))

    def stop_worker(self) -> None:
        self._worker.close()

    @contextmanager
    def database(self) -> Iterator[Database]:
        opened = open_database(self.database_url)
        yield opened
        opened.dispose()

    @property
    def _environment(self) -> dict[str, str]:
        return {"TABLO_DATABASE_URL": self.database_url, "TABLO_PUBLIC_URL": self.url} | self.environment

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop_worker()
        self._app.close()


@contextmanager
def evening(world: World, folder: Path, **environment: str) -> Iterator[Evening]:
    """The app runs, the worker does not yet."""
    app = demo_app(world)
    with serve(app) as amocrm, Evening(folder, app.state.demo, amocrm, environment) as opened:
        opened.start_app()
        yield opened
