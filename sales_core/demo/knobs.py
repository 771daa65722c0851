"""What amoCRM's documents leave open, as switches: each default is the case that is harder for a client."""

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Knobs:
    """``late_events_s``: an event is shown at random up to this many seconds after it happened. ``subscription``:
    ``expired`` refuses writes, ``closed`` (a month later) reads too."""

    foreign_links: bool = False
    hide_mail: bool = True
    late_events_s: int = 0
    filters_enabled: bool = True
    trashed_by_id: Literal[204, 200] = 204
    missing_by_id: Literal[404, 204] = 404
    subscription: Literal["active", "expired", "closed"] = "active"
    merge_emits_delete: bool = False
    links_bump_leads: bool = False
    invoice_hints: bool = True
