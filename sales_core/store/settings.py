"""What the sales head decides: margin shares, plans, bonus scales and one-value settings, by effective month.

Values are taken as they are: whoever reads a file or a form checks them. Payments are priced anew by what changed, in
the same transaction.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import SQLModel

from sales_core.periods import Month
from sales_core.store.attribution import restate_all, restate_deal_types
from sales_core.store.revisions import bump_revision
from sales_core.store.setting_values import DEAL_TYPE_FIELD, load_setting
from sales_core.store.shares import load_shares
from sales_core.store.tables import BonusScale, MarginShare, Plan, Setting, columns, table_of
from sales_core.store.upserts import upsert

__all__ = [
    "StoredScale",
    "load_plans",
    "load_scale",
    "load_scales",
    "load_setting",
    "load_shares",
    "replace_settings",
    "save_setting",
]


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


def load_all_plans(conn: Connection) -> dict[tuple[int, Month, int], int]:
    """(manager, month, deal type or 0 for the whole month) → minor units."""
    rows = conn.execute(select(table_of(Plan)))
    return {(row.manager_id, Month.parse(row.month), row.deal_type_id): row.amount_minor for row in rows}


def load_scale(conn: Connection, month: Month) -> StoredScale | None:
    """The one in force in the month: the latest that is not effective after it."""
    scales = columns(BonusScale)
    in_force = select(table_of(BonusScale)).where(scales.from_month <= str(month)).order_by(scales.from_month.desc())
    row = conn.execute(in_force.limit(1)).first()
    return _scale(row) if row else None


def load_scales(conn: Connection) -> list[StoredScale]:
    """Every one, by effective month."""
    rows = conn.execute(select(table_of(BonusScale)).order_by(columns(BonusScale).from_month))
    return [_scale(row) for row in rows]


def save_setting(conn: Connection, name: str, value: Any) -> None:
    """``None`` takes the setting away. Another deal-type field attributes every payment anew."""
    replace_settings(conn, values={name: value})


def replace_settings(
    conn: Connection,
    *,
    values: Mapping[str, Any] | None = None,
    shares: Mapping[tuple[int, Month], Decimal] | None = None,
    plans: Mapping[tuple[int, Month, int], int] | None = None,
    scales: Sequence[StoredScale] | None = None,
) -> None:
    """Puts each section given in place of the stored one; those not given stay. Of ``values`` only those named.

    All or nothing, as any transaction: nothing is stored when a later part of it fails.
    """
    types_before = load_setting(conn, DEAL_TYPE_FIELD)
    for name, value in (values or {}).items():
        _save_value(conn, name, value)
    if plans is not None:
        _replace(conn, Plan, [
            {"manager_id": manager_id, "month": str(month), "deal_type_id": deal_type_id, "amount_minor": amount}
            for (manager_id, month, deal_type_id), amount in plans.items()
        ])  # fmt: skip
    if scales is not None:
        _replace(conn, BonusScale, [
            {"from_month": str(month), "tiers": [dict(tier) for tier in tiers], "cap_minor": cap_minor}
            for month, tiers, cap_minor in scales
        ])  # fmt: skip
    repriced = set() if shares is None else _replace_shares(conn, shares)
    if load_setting(conn, DEAL_TYPE_FIELD) != types_before:
        restate_all(conn)
    elif repriced:
        restate_deal_types(conn, repriced)
    bump_revision(conn)


def _replace_shares(conn: Connection, shares: Mapping[tuple[int, Month], Decimal]) -> set[int]:
    """The deal types whose shares are others than before."""
    before = set(load_shares(conn).rows)
    after = {(deal_type_id, str(month), share) for (deal_type_id, month), share in shares.items()}
    _replace(conn, MarginShare, [
        {"deal_type_id": deal_type_id, "from_month": month, "share": f"{share:f}"}
        for deal_type_id, month, share in after
    ])  # fmt: skip
    return {deal_type_id for deal_type_id, _, _ in before ^ after}


def _replace(conn: Connection, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    conn.execute(delete(table_of(table)))
    if rows:
        conn.execute(insert(table_of(table)), rows)


def _save_value(conn: Connection, name: str, value: Any) -> None:
    if value is None:
        conn.execute(delete(table_of(Setting)).where(columns(Setting).name == name))
    else:
        upsert(conn, Setting, [{"name": name, "value": value}])


def _scale(row: Any) -> StoredScale:
    return StoredScale(Month.parse(row.from_month), row.tiers, row.cap_minor)
