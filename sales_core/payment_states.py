"""The words for where a payment stands: what is stored (``Standing``) and what it is on a day (``State``)."""

from datetime import date
from enum import StrEnum

WON_STATUS = 142
ARCHIVED_STATUS = 143


class Standing(StrEnum):
    """What can be said of a payment without asking what day it is; stored with the payment."""

    PAID = "paid"
    OPEN = "open"
    LOST = "lost"
    DETACHED = "detached"


class State(StrEnum):
    """A payment's state on a day: the five of docs/metrics.md."""

    PAID = "paid"
    PENDING = "pending"
    OVERDUE = "overdue"
    LOST = "lost"
    DETACHED = "detached"


class Source(StrEnum):
    """Where a payment came from."""

    INVOICE = "invoice"
    IMPORT = "import"
    MANUAL = "manual"


def standing_of(*, paid_on: date | None, lead_status_id: int, lead_is_deleted: bool) -> Standing:
    """Paid wins over everything; then a deleted lead detaches, an archived one loses.

    The order matters: an archived lead that was then deleted is in no sum.
    """
    if paid_on is not None:
        return Standing.PAID
    if lead_is_deleted:
        return Standing.DETACHED
    return Standing.LOST if lead_status_id == ARCHIVED_STATUS else Standing.OPEN


def state_on(standing: Standing, due_on: date, as_of: date) -> State:
    if standing is Standing.OPEN:
        return State.OVERDUE if due_on < as_of else State.PENDING
    return State(standing.value)
