"""One-value settings, read by whoever derives figures from them."""

from typing import Any

from sqlalchemy import Connection, select

from sales_core.setting_names import (
    CURRENCY_ROUNDING,
    DAYS_OFF,
    DEAL_TYPE_FIELD,
    DECIDED,
    FIRST_WEEKDAY,
    HOLIDAYS_COUNTRY,
    INVOICES,
    LANGUAGE,
    MANAGERS,
    PLAN_PRORATION,
)
from sales_core.store.table_kit import columns
from sales_core.store.tables import Setting

__all__ = [
    "CURRENCY_ROUNDING",
    "DAYS_OFF",
    "DEAL_TYPE_FIELD",
    "DECIDED",
    "FIRST_WEEKDAY",
    "HOLIDAYS_COUNTRY",
    "INVOICES",
    "LANGUAGE",
    "MANAGERS",
    "PLAN_PRORATION",
    "load_setting",
]


def load_setting(conn: Connection, name: str, default: Any = None) -> Any:
    row = conn.execute(select(columns(Setting).value).where(columns(Setting).name == name)).first()
    return default if row is None else row.value
