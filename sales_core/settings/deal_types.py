"""The deal types that shares and plans are set for: the options of the field chosen for it."""

from sqlalchemy import Connection

from sales_core.store.directory import OptionName, load_options
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting

__all__ = ["OptionName", "load_deal_types"]


def load_deal_types(conn: Connection) -> list[OptionName]:
    """In amoCRM's order, deleted ones included; none while no field is chosen."""
    return load_options(conn, load_setting(conn, DEAL_TYPE_FIELD))
