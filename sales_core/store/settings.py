"""What is decided for a month, as its report asks for it, and the notes that worker and app leave each other.

Decisions are stored by ``store.decisions`` alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from sales_core.periods import Month
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import BonusScale, Plan, Setting
from sales_core.store.upserts import upsert


class StoredScale(NamedTuple):
    """A bonus scale as it lies in the database. ``tiers``: ``{"from": "0.5", "rate": "0.03", "applies": "whole"}``."""

    from_month: Month
    tiers: Sequence[Mapping[str, str]]
    cap_minor: int | None = None


def load_plans(conn: Connection, month: Month) -> dict[tuple[int, int], int]:
    """(manager, deal type or 0 for the whole month) → minor units."""
    plans = columns(Plan)
    rows = conn.execute(
        select(plans.manager_id, plans.deal_type_id, plans.amount_minor).where(plans.month == str(month))
    )
    return {(row.manager_id, row.deal_type_id): row.amount_minor for row in rows}


def load_scale(conn: Connection, month: Month) -> StoredScale | None:
    """The one in force in the month: the latest that is not effective after it."""
    scales = columns(BonusScale)
    in_force = select(table_of(BonusScale)).where(scales.from_month <= str(month)).order_by(scales.from_month.desc())
    row = conn.execute(in_force.limit(1)).first()
    return StoredScale(Month.parse(row.from_month), row.tiers, row.cap_minor) if row else None


def save_setting(conn: Connection, name: str, value: Any) -> None:
    """A note; ``None`` takes it away. What is decided (``setting_names.DECIDED``) is not saved here: it has a history,
    and figures depend on it."""
    if value is None:
        conn.execute(delete(table_of(Setting)).where(columns(Setting).name == name))
    else:
        upsert(conn, Setting, [{"name": name, "value": value}])
    bump_revision(conn)
