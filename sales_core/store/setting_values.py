"""One-value settings, read by whoever derives figures from them."""

from typing import Any

from sqlalchemy import Connection, select

from sales_core.store.tables import Setting, columns

DEAL_TYPE_FIELD = "deal_type_field"
"""The id of the select field of leads whose options are the deal types."""
CURRENCY_ROUNDING = "currency_rounding"
"""``minor``, or ``major`` for bonuses in whole rubles."""
MANAGERS = "managers"
"""The ids of who is in the report; absent: everybody the report's definition names."""


def load_setting(conn: Connection, name: str, default: Any = None) -> Any:
    row = conn.execute(select(columns(Setting).value).where(columns(Setting).name == name)).first()
    return default if row is None else row.value
