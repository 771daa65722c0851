"""What the databases' own errors mean to a person. Nothing of a connection's address but host and name is told."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

from sales_core.errors import DatabaseError
from sales_core.i18n import N_

_SQLITE = {
    sqlite3.SQLITE_BUSY: N_("The database {name} is busy: another program is writing to it; try again in a minute"),
    sqlite3.SQLITE_LOCKED: N_("The database {name} is busy: another program is writing to it; try again in a minute"),
    sqlite3.SQLITE_CANTOPEN: N_("The database {name} cannot be opened; check its folder and the rights to it"),
    sqlite3.SQLITE_PERM: N_("The database {name} cannot be opened; check its folder and the rights to it"),
    sqlite3.SQLITE_READONLY: N_("The database {name} may only be read; allow this user to write to it"),
    sqlite3.SQLITE_FULL: N_("The disk of the database {name} is full; free some space"),
    sqlite3.SQLITE_IOERR: N_("The disk of the database {name} fails; check it"),
    sqlite3.SQLITE_CORRUPT: N_("The database {name} is damaged; restore it from a copy, or remove it and sync anew"),
    sqlite3.SQLITE_NOTADB: N_("The file {name} is not a database; check the address"),
}
_UNREACHABLE = N_("The database {name} cannot be reached; check the address, the user and that it is running")
_FULL = N_("The disk of the database {name} is full; free some space")
_BUSY = N_("The database {name} is busy: another program is writing to it; try again in a minute")


def failure_of(error: DBAPIError, name: str) -> DatabaseError | None:
    """The sentence for a database that cannot be used; ``None`` when the fault is the program's own."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        # The low byte is the kind, the rest a variety of it.
        template = _SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    elif isinstance(original, psycopg.errors.DiskFull):
        template = _FULL
    elif isinstance(original, psycopg.errors.LockNotAvailable):
        template = _BUSY
    else:
        template = _UNREACHABLE if isinstance(original, psycopg.OperationalError) else None
    return DatabaseError(template, name=name) if template else None
