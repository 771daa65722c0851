"""The OAuth connection's pair of tokens, sealed wherever it lies."""

from contextlib import AbstractContextManager
from dataclasses import replace

from sales_core.connection.box import SecretBox
from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore
from sales_core.token_pair import TokenPair


class SealedTokenStore:
    """What ``OAuthChain`` keeps its pair in."""

    def __init__(self, database: Database, account_host: str, box: SecretBox) -> None:
        self._inner = DatabaseTokenStore(database, account_host)
        self._box = box

    def load(self) -> TokenPair | None:
        """Raises LockedError when another key has sealed it."""
        stored = self._inner.load()
        if stored is None:
            return None
        access, refresh = self._box.open(stored.access_token), self._box.open(stored.refresh_token)
        return replace(stored, access_token=access, refresh_token=refresh)

    def save(self, pair: TokenPair) -> None:
        self._inner.save(seal_pair(pair, self._box))

    def lock(self) -> AbstractContextManager[None]:
        return self._inner.lock()


def seal_pair(pair: TokenPair, box: SecretBox) -> TokenPair:
    return replace(pair, access_token=box.seal(pair.access_token), refresh_token=box.seal(pair.refresh_token))
