"""Who a paid payment is credited to: the lead's responsible user at the moment it was marked as paid, frozen.

The moment is the end of the paid day or now, whichever is first, so that an import of last year's payments credits
those who held the deals then. Who held them is read from the lead's history: the first sync reads all hand-overs before
the report is open. One that amoCRM tells late may still correct a credit, a later hand-over never does.
"""

from collections.abc import Collection
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from sales_core.periods import start_of
from sales_core.store.amocrm_tables import LeadChange
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns

RESPONSIBLE = "responsible"


class HandOvers:
    """The hand-overs of some leads, as far as their history is known."""

    def __init__(self, conn: Connection, lead_ids: Collection[int]) -> None:
        self._by_lead: dict[int, list[tuple[int, int, int]]] = {}
        changes = columns(LeadChange)
        wanted = select(changes.lead_id, changes.changed_at, changes.before, changes.after).order_by(
            changes.changed_at, changes.event_id
        )
        for part in batches(sorted(set(lead_ids))):
            rows = conn.execute(wanted.where(changes.lead_id.in_(part), changes.kind == RESPONSIBLE))
            for lead_id, changed_at, before, after in rows:
                self._by_lead.setdefault(lead_id, []).append((changed_at, int(before), int(after)))

    def responsible_at(self, lead_id: int, at: int) -> int | None:
        """Who held the lead at that moment, by the hand-over after it or, lacking one, the last before it.

        ``None`` when the history knows of none: whoever holds it now always did.
        """
        held_by = None
        for changed_at, before, after in self._by_lead.get(lead_id, ()):
            if changed_at > at:
                return before
            held_by = after
        return held_by


def credit_instant(paid_on: date, zone: ZoneInfo, now: int) -> int:
    """The last second of the paid day in the account's zone, or now."""
    return min(now, start_of(paid_on + timedelta(days=1), zone) - 1)
