"""A demo amoCRM whose clock the test moves, and the person who agrees or denies on its consent page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from sales_core.demo.oauth import CLIENT_ID, Tokens
from sales_core.demo.server import demo_app
from sales_core.demo.serving import serve
from sales_core.demo.setting_up import empty_world


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = int(time.time())

    def __call__(self) -> int:
        return self.now


@dataclass
class Amocrm:
    url: str
    clock: Hands
    tokens: Tokens

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def agree(self, link: str) -> str:
        """Where the browser is sent once a person has agreed on the page of the link."""
        return str(httpx.post(link, trust_env=False).headers["Location"])

    def deny(self, link: str) -> str:
        return self.agree(f"{link}&answer=deny")

    def code(self) -> str:
        """A code from a consent page that was opened by other means."""
        return answer_in(self.agree(f"{self.url}/oauth?{urlencode({'client_id': CLIENT_ID})}"))["code"]

    def revoke(self) -> None:
        """The integration is switched off: every token got by OAuth dies."""
        self.tokens.revoke_access()
        self.tokens.revoke_refresh()


def answer_in(address: str) -> dict[str, str]:
    """amoCRM's answer, as the app's route receives it."""
    return dict(parse_qsl(urlsplit(address).query))


@contextmanager
def demo_amocrm(account_id: int | None = None) -> Iterator[Amocrm]:
    clock = Hands()
    world = empty_world(created_at=clock.now - 86_400, clock=clock)
    if account_id is not None:
        world.account.id, world.account.name = account_id, "Другая фирма"
    app = demo_app(world)
    with serve(app) as url:
        yield Amocrm(url, clock, app.state.demo.tokens)
