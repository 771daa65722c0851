"""The OAuth connection's pair of tokens in the database: durable when saved, renewed by one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from filelock import FileLock
from sqlalchemy import Connection, select, text
from sqlmodel import col

from sales_core.store.database import Database
from sales_core.store.tables import OAuthToken
from sales_core.store.upserts import upsert
from sales_core.token_pair import TokenPair

_RENEWAL_LOCK = 0x7AB14


class DatabaseTokenStore:
    """One account's pair. ``account_host``: as in the account's address, with a port if it names one."""

    def __init__(self, database: Database, account_host: str) -> None:
        self._database = database
        self._account_host = account_host

    def load(self) -> TokenPair | None:
        columns = [col(getattr(OAuthToken, name)) for name in TokenPair.__slots__]
        with self._database.read() as conn:
            row = conn.execute(select(*columns).where(col(OAuthToken.account_host) == self._account_host)).one_or_none()
        return TokenPair(*row) if row else None

    def save(self, pair: TokenPair) -> None:
        """On the disk when this returns (every write is: see ``store.database``)."""
        with self._database.write() as conn:
            save_pair(conn, self._account_host, pair)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held across the whole renewal, and so not a transaction: ``save`` commits meanwhile, and other writers go on.
        Both kinds end with the process that holds them."""
        path = self._database.path
        if path is not None:
            with FileLock(f"{path}.tokens.lock"):
                yield
            return
        with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _RENEWAL_LOCK})
            try:
                yield
            finally:
                conn.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _RENEWAL_LOCK})


def save_pair(conn: Connection, account_host: str, pair: TokenPair) -> None:
    """As part of a larger transaction."""
    upsert(conn, OAuthToken, [{"account_host": account_host, **asdict(pair)}])
