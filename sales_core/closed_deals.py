"""What is counted of deals that were won or archived."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

NO_REASON = 0
"""Nobody said why."""


@dataclass(frozen=True, slots=True)
class Closed:
    """How many, their budgets, and as «Ушли в архив» of the sales report: what was not paid of them, and of how many
    that is other than 0. Of won deals nothing is lost."""

    count: int = 0
    budget_minor: int = 0
    lost_minor: int = 0
    lost_leads: int = 0

    def __add__(self, other: "Closed") -> "Closed":
        return Closed(
            self.count + other.count,
            self.budget_minor + other.budget_minor,
            self.lost_minor + other.lost_minor,
            self.lost_leads + other.lost_leads,
        )


class ClosedCell(NamedTuple):
    """Deals of a manager closed for one reason, as the database counts them."""

    manager_id: int
    status_id: int
    reason_id: int
    closed: Closed


class ClosedDeal(NamedTuple):
    """One of them, for a list. ``lost_minor`` as in ``Closed``."""

    lead_id: int
    name: str
    client: str
    manager_id: int
    status_id: int
    reason_id: int
    closed_on: date
    budget_minor: int
    lost_minor: int
