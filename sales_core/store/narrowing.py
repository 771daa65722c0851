"""Filters as SQL, alike for the sums, for what lies behind them and for lists of payments."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, select

from sales_core.store.amocrm_tables import User
from sales_core.store.table_kit import columns


class Filters(Protocol):
    """A scope or the filter of a list; empty means all."""

    @property
    def deal_types(self) -> tuple[int, ...]: ...
    @property
    def departments(self) -> tuple[int, ...]: ...
    @property
    def pipelines(self) -> tuple[int, ...]: ...


def narrowed(filters: Filters, manager: Any, deal_type: Any, pipeline: Any) -> list[ColumnElement[bool]]:
    """``manager``, ``deal_type``, ``pipeline``: the columns to filter by. No conditions when nothing is filtered."""
    conditions = []
    if filters.deal_types:
        conditions.append(deal_type.in_(filters.deal_types))
    if filters.pipelines:
        conditions.append(pipeline.in_(filters.pipelines))
    if filters.departments:
        users = columns(User)
        conditions.append(manager.in_(select(users.id).where(users.group_id.in_(filters.departments))))
    return conditions
