"""The stored connection to amoCRM and the attempts to make one. Secrets come here sealed and leave sealed."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from sales_core.store.connection_tables import AccountConnection, OAuthAttempt
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import OAuthToken
from sales_core.store.upserts import upsert


def load_connection(conn: Connection) -> AccountConnection | None:
    row = conn.execute(select(table_of(AccountConnection))).mappings().first()
    return AccountConnection(**row) if row else None


def save_connection(conn: Connection, connection: AccountConnection) -> None:
    """In place of the former one, whose pairs of tokens go with it."""
    upsert(conn, AccountConnection, [connection.model_dump()])
    conn.execute(delete(table_of(OAuthToken)))
    bump_revision(conn)


def add_attempt(conn: Connection, attempt: OAuthAttempt, *, forget_before: int) -> None:
    """Those begun before ``forget_before`` go."""
    conn.execute(delete(table_of(OAuthAttempt)).where(columns(OAuthAttempt).begun_at < forget_before))
    conn.execute(insert(table_of(OAuthAttempt)), [attempt.model_dump()])


def find_attempt(conn: Connection, state_hash: str) -> OAuthAttempt | None:
    return _attempt(conn, columns(OAuthAttempt).state_hash == state_hash)


def load_attempt(conn: Connection, attempt_id: str) -> OAuthAttempt | None:
    return _attempt(conn, columns(OAuthAttempt).id == attempt_id)


def claim_attempt(conn: Connection, attempt_id: str, now: int) -> bool:
    """Whether the answer is this caller's to use; each is used once."""
    attempts = columns(OAuthAttempt)
    unused = update(table_of(OAuthAttempt)).where(attempts.id == attempt_id, attempts.used_at.is_(None))
    return conn.execute(unused.values(used_at=now)).rowcount == 1


def finish_attempt(conn: Connection, attempt_id: str, **outcome: Any) -> None:
    """``error`` or ``access``. Its secret is of no more use."""
    ended = update(table_of(OAuthAttempt)).where(columns(OAuthAttempt).id == attempt_id)
    conn.execute(ended.values(client_secret=None, **outcome))


def _attempt(conn: Connection, condition: Any) -> OAuthAttempt | None:
    row = conn.execute(select(table_of(OAuthAttempt)).where(condition)).mappings().first()
    return OAuthAttempt(**row) if row else None
