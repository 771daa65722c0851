"""What a payment copies from its lead and what a lead counts as lost: pure, so that every writer derives it alike."""

from datetime import date
from typing import Any, NamedTuple

from sales_core.payment_states import ARCHIVED_STATUS, standing_of
from sales_core.store.shares import Shares


class Copies(NamedTuple):
    """The columns a payment is grouped and added by."""

    manager_id: int
    deal_type_id: int
    pipeline_id: int
    standing: str
    margin_minor: int
    due_month: str
    paid_month: str | None


def copies_of(  # noqa: PLR0913 - all of what a payment is
    lead: Any, shares: Shares, *, amount_minor: int, due_on: date, paid_on: date | None, credited_to: int | None
) -> Copies:
    """Whose payment it is, of which deal type, with what margin. ``lead``: a row of leads."""
    due_month = due_on.isoformat()[:7]
    paid_month = paid_on.isoformat()[:7] if paid_on else None
    is_deleted = lead.deleted_at is not None
    return Copies(
        manager_id=lead.responsible_user_id if credited_to is None else credited_to,
        deal_type_id=lead.deal_type_id,
        pipeline_id=lead.pipeline_id,
        standing=standing_of(paid_on=paid_on, lead_status_id=lead.status_id, lead_is_deleted=is_deleted).value,
        margin_minor=shares.margin(amount_minor, lead.deal_type_id, paid_month or due_month),
        due_month=due_month,
        paid_month=paid_month,
    )


def lost_of(lead: Any, unpaid_minor: int | None) -> int:
    """What the lead counts under «Ушли в архив». ``unpaid_minor``: ``None`` if it has no payments at all."""
    if lead.status_id != ARCHIVED_STATUS or lead.deleted_at is not None or lead.closed_on is None:
        return 0
    return int(lead.price_minor if unpaid_minor is None else unpaid_minor)


def deal_type_in(choices: dict[str, int], field: int | None) -> int:
    """The deal type among a lead's choices; 0 when nothing is chosen in the field, or no field is picked."""
    return 0 if field is None else choices.get(str(field), 0)
