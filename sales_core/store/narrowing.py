"""A scope's filters as SQL, alike for the sums and for what lies behind them."""

from typing import Any

from sqlalchemy import ColumnElement, select

from sales_core.scope import Scope
from sales_core.store.amocrm_tables import User
from sales_core.store.table_kit import columns


def narrowed(scope: Scope, manager: Any, deal_type: Any, pipeline: Any) -> list[ColumnElement[bool]]:
    """``manager``, ``deal_type``, ``pipeline``: the columns to filter by. No conditions when nothing is filtered."""
    conditions = []
    if scope.deal_types:
        conditions.append(deal_type.in_(scope.deal_types))
    if scope.pipelines:
        conditions.append(pipeline.in_(scope.pipelines))
    if scope.departments:
        users = columns(User)
        conditions.append(manager.in_(select(users.id).where(users.group_id.in_(scope.departments))))
    return conditions
