"""The zone whose days and months everything is counted in."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import Account
from sales_core.store.table_kit import columns


def load_zone(conn: Connection) -> ZoneInfo:
    """The account's; UTC before the account is known."""
    return _zone(conn.scalar(select(columns(Account).timezone).limit(1)) or "UTC")


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
