"""What the app and the worker tell each other through the database: notes among the settings that nobody decides."""

from sqlalchemy import Connection

from sales_core.store.setting_values import load_setting
from sales_core.store.settings import save_setting

_SYNC_REQUESTED_AT = "sync_requested_at"
_FULL_SYNC_REQUESTED_AT = "full_sync_requested_at"
_WAITS_SINCE = "worker_waits_since"


def ask_for_pass(conn: Connection, now: int, *, full: bool = False) -> None:
    """The app's wish: a pass at once. ``full``: one that reads everything again, kept until the worker has begun it."""
    save_setting(conn, _SYNC_REQUESTED_AT, now)
    if full:
        save_setting(conn, _FULL_SYNC_REQUESTED_AT, now)


def pass_asked_at(conn: Connection) -> int:
    """When the app last wished for a pass, in Unix seconds; 0 for never."""
    return int(load_setting(conn, _SYNC_REQUESTED_AT, 0))


def is_full_pass_asked(conn: Connection) -> bool:
    return load_setting(conn, _FULL_SYNC_REQUESTED_AT) is not None


def take_full_pass(conn: Connection) -> None:
    """The worker has begun it: to be called in the transaction that makes everything unread."""
    if is_full_pass_asked(conn):
        save_setting(conn, _FULL_SYNC_REQUESTED_AT, None)


def tell_waiting(conn: Connection, since: int | None) -> None:
    """The worker waits for an account to be connected since then; ``None``: it does not wait."""
    if worker_waits_since(conn) != since:
        save_setting(conn, _WAITS_SINCE, since)


def worker_waits_since(conn: Connection) -> int | None:
    since: int | None = load_setting(conn, _WAITS_SINCE)
    return since
