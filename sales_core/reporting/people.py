"""Who has a row in a report, and the deal types by name with their margin shares."""

from decimal import Decimal

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.reports.plans import Plans
from sales_core.reports.sales import DealType, Manager
from sales_core.store.directory import load_active_sellers, load_active_users, load_options, load_users
from sales_core.store.setting_values import DEAL_TYPE_FIELD, MANAGERS, load_setting
from sales_core.store.shares import load_shares


def load_managers(conn: Connection) -> dict[int, Manager]:
    """Every user by id, the inactive included: figures of the past are theirs."""
    return {user.id: Manager(user.id, user.name, user.group_id) for user in load_users(conn)}


def load_in_report(conn: Connection, plans: Plans) -> frozenset[int]:
    """Whom the sales head put into the report; until then, every active user that is responsible for a lead or has a
    plan in the month (``plans`` are the month's)."""
    chosen = load_setting(conn, MANAGERS, None)
    return load_in_report_by_definition(conn, plans) if chosen is None else frozenset(chosen)


def load_in_report_by_definition(conn: Connection, plans: Plans) -> frozenset[int]:
    return frozenset(load_active_sellers(conn) | ({owner for owner, _ in plans} & load_active_users(conn)))


def load_deal_types(conn: Connection, month: Month) -> dict[int, DealType]:
    """Deal types by id, with the share in force on the month's last day; 0 is «Без типа»."""
    shares = load_shares(conn)
    names = {0: ""} | {
        option.id: option.name for option in load_options(conn, load_setting(conn, DEAL_TYPE_FIELD, None))
    }
    types = {}
    for deal_type_id, name in names.items():
        share = shares.in_force(deal_type_id, str(month))
        types[deal_type_id] = DealType(deal_type_id, name, Decimal(1) if share is None else share, share is not None)
    return types
