"""Every column that holds a secret, so that all of them are sealed and none is forgotten."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, select, update

from sales_core.store.connection_tables import AccountConnection, OAuthAttempt
from sales_core.store.table_kit import table_of
from sales_core.store.tables import OAuthToken

_HOLDERS = (
    (OAuthToken, ("access_token", "refresh_token")),
    (AccountConnection, ("token", "client_secret")),
    (OAuthAttempt, ("client_secret",)),
)


TABLES = tuple(table_of(model).name for model, _ in _HOLDERS)


def load_secrets(conn: Connection) -> list[str]:
    """Every secret as it is stored."""
    return [stored for *_, texts in _rows(conn) for stored in texts.values()]


def rewrite_secrets(conn: Connection, rewrite: Callable[[str], str]) -> None:
    """Puts ``rewrite(stored)`` in the place of each."""
    for table, key, texts in list(_rows(conn)):
        values = {name: rewrite(stored) for name, stored in texts.items()}
        if values != texts:
            (column,) = table.primary_key
            conn.execute(update(table).where(column == key).values(values))


def _rows(conn: Connection) -> Iterator[tuple[Any, Any, dict[str, str]]]:
    """(table, key, column → secret) of each row; a secret that is not there is left out."""
    for model, names in _HOLDERS:
        table = table_of(model)
        (key,) = table.primary_key
        for row in conn.execute(select(key, *(table.c[name] for name in names))).all():
            yield table, row[0], {name: stored for name, stored in zip(names, row[1:], strict=True) if stored}
