"""Whether all that people's work is made of has been read from amoCRM."""

from sqlalchemy import Connection

from sales_core.store.bookmarks import load_bookmarks

_HISTORY = ("event_history", "mail_history", "tasks", "notes_leads", "notes_contacts", "notes_companies")


def is_history_read(conn: Connection) -> bool:
    """Until then earlier days may show less than was done."""
    bookmarks = load_bookmarks(conn)
    return all(name in bookmarks and bookmarks[name].is_complete for name in _HISTORY)
