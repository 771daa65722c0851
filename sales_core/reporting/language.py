"""The language the board speaks."""

from sqlalchemy import Connection

from sales_core.i18n import Language
from sales_core.store.setting_values import LANGUAGE, load_setting


def load_language(conn: Connection, configured: str) -> Language:
    """The one chosen in the settings; until one is, the installation's (``TABLO_LANGUAGE``)."""
    return Language(load_setting(conn, LANGUAGE, configured))
