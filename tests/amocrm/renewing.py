"""A process of its own that asks for leads once, renewing its access where needed.

python -m tests.amocrm.renewing DATABASE_URL BASE_URL [die-after-spending]
"""

import os
import signal
import sys

from sales_core.amocrm.auth import OAuthChain
from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.token_endpoint import TokenEndpoint
from sales_core.store.database import open_database
from sales_core.store.tokens import DatabaseTokenStore
from sales_core.token_pair import TokenPair
from tests.amocrm.token_server import INTEGRATION


class DyingStore(DatabaseTokenStore):
    """Killed at the worst moment: amoCRM has answered, nothing is stored."""

    def save(self, pair: TokenPair) -> None:
        if pair.spent_at is None:
            os.kill(os.getpid(), signal.SIGKILL)
        super().save(pair)


def main(database_url: str, base_url: str, *options: str) -> None:
    store = (DyingStore if options else DatabaseTokenStore)(open_database(database_url), "account")
    chain = OAuthChain(store, TokenEndpoint(base_url, INTEGRATION))
    with AmocrmClient(base_url, chain) as client:
        print(client.get("/api/v4/leads") is not None)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(*sys.argv[1:])
