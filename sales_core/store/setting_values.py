"""One-value settings, read by whoever derives figures from them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from sales_core.setting_names import (
    ACTIVITY_WEIGHTS,
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
    "ACTIVITY_WEIGHTS",
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
    "load_settings",
]


def load_setting(conn: Connection, name: str, default: Any = None) -> Any:
    row = conn.execute(select(columns(Setting).value).where(columns(Setting).name == name)).first()
    return default if row is None else row.value


def load_settings(conn: Connection, names: Collection[str]) -> dict[str, Any]:
    """The values of those that are decided."""
    settings = columns(Setting)
    found = conn.execute(select(settings.name, settings.value).where(settings.name.in_(sorted(names))))
    return {row.name: row.value for row in found}
