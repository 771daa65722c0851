"""What the filters of a report offer."""

from sqlalchemy import Connection

from sales_core.params import NO_MANAGER, Choice
from sales_core.scope_text import FilterChoices
from sales_core.store.directory import (
    load_deal_types_used,
    load_departments,
    load_months,
    load_options,
    load_pipelines,
    load_users,
)
from sales_core.store.pipeline import load_pipelines_shown
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting


def load_filter_choices(conn: Connection) -> FilterChoices:
    """Deal types in amoCRM's order (a deleted one, and «Без типа» last, only where something is counted under it),
    departments, pipelines, the months that hold anything, every user there ever was by name."""
    users = sorted(load_users(conn), key=lambda user: (user.name.casefold(), user.id))
    used = load_deal_types_used(conn)
    options = load_options(conn, load_setting(conn, DEAL_TYPE_FIELD, None))
    deal_types = [Choice(option.id, option.name) for option in options if option.id in used or not option.is_deleted]
    return FilterChoices(
        deal_types=tuple(deal_types + ([Choice(0, "")] if 0 in used else [])),
        departments=tuple(Choice(*row) for row in load_departments(conn)),
        pipelines=tuple(Choice(*row) for row in load_pipelines(conn)),
        months=tuple(load_months(conn)),
        managers=(*(Choice(user.id, user.name) for user in users), Choice(0, "", NO_MANAGER)),
    )


def load_archived_pipelines(conn: Connection) -> dict[int, str]:
    """By id, the names of those that are in amoCRM's archive."""
    return {each.id: each.name for each in load_pipelines_shown(conn) if each.is_archive}
