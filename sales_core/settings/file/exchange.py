"""The settings file beside what is decided now: the changes it means, and the way out."""

from sqlalchemy import Connection

from sales_core.decisions import Change
from sales_core.settings.file.reading import parse_settings
from sales_core.settings.file.vocabulary import load_vocabulary
from sales_core.settings.file.writing import format_settings
from sales_core.settings.saving import Author, save_changes
from sales_core.store.database import Database
from sales_core.store.decisions import load_entries


def export_settings(conn: Connection) -> str:
    """What is decided now, as a file that imports back to the same."""
    return format_settings(load_entries(conn), load_vocabulary(conn))


def changes_in_file(conn: Connection, content: bytes, file: str) -> tuple[Change, ...]:
    """What importing the file would change now (nothing: all is so already).

    Raises InputError: WrongFileError with each fault's line and key, or one sentence for what is no such file at all.
    """
    return parse_settings(content, file, load_vocabulary(conn)).changes_from(load_entries(conn))


def import_settings(database: Database, content: bytes, file: str, author: Author, now: int) -> tuple[Change, ...]:
    """Puts the parts the file has in place of those decided now, as one version of the history; returns what changed.

    Raises as ``changes_in_file`` and then stores nothing. now: Unix seconds.
    """
    with database.write() as conn:
        changes = changes_in_file(conn, content, file)
        save_changes(conn, changes, author, now)
        return changes
