"""What a change would do, found out by making it and taking it back: what is shown before saving is true."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy import Connection

from sales_core.decisions import Change
from sales_core.store.database import Database
from sales_core.store.decisions import apply_changes

T = TypeVar("T")


def rehearse(database: Database, changes: Iterable[Change], look: Callable[[Connection], T]) -> T:
    """What ``look`` sees with the changes made. Other writers wait meanwhile, readers do not."""
    with database.rehearse() as conn:
        apply_changes(conn, changes)
        return look(conn)


def before_and_after(database: Database, changes: Iterable[Change], look: Callable[[Connection], T]) -> tuple[T, T]:
    """What ``look`` sees as everything is and with the changes made, both at one moment."""
    with database.rehearse() as conn:
        before = look(conn)
        apply_changes(conn, changes)
        return before, look(conn)
