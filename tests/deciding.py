"""Decisions for tests to begin with, made as the program makes them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from sales_core.decisions import (
    Entry,
    Section,
    changes_between,
    plan_entry,
    scale_entry,
    share_entry,
    value_entry,
    within,
)
from sales_core.periods import Month
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.settings import StoredScale


def replace_settings(
    conn: Connection,
    *,
    values: Mapping[str, Any] | None = None,
    shares: Mapping[tuple[int, Month], Decimal] | None = None,
    plans: Mapping[tuple[int, Month, int], int] | None = None,
    scales: Sequence[StoredScale] | None = None,
) -> None:
    """Puts each section given in place of the stored one; those not given stay. Of ``values`` only those named;
    ``None`` takes one away."""
    now = load_entries(conn)
    given: dict[Entry, Any] = {value_entry(name): value for name, value in (values or {}).items()}
    replaced: set[Section] = set()
    if shares is not None:
        replaced.add(Section.MARGIN_SHARE)
        given |= {share_entry(*key): f"{share:f}" for key, share in shares.items()}
    if plans is not None:
        replaced.add(Section.PLAN)
        given |= {plan_entry(*key): amount for key, amount in plans.items()}
    if scales is not None:
        replaced.add(Section.BONUS_SCALE)
        given |= {
            scale_entry(month): {"tiers": [dict(tier) for tier in tiers], "cap_minor": cap}
            for month, tiers, cap in scales
        }
    kept = within(now, set(Section) - replaced)
    apply_changes(conn, changes_between(now, kept | given))
