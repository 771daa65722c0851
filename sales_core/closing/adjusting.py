"""Adjustments: what changed in a closed month made up for in the first open one, and what somebody just decides."""

from collections.abc import Mapping

from sqlalchemy import Connection

from sales_core.adjustments import Adjustment
from sales_core.closing.drift import load_drift
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.store.adjustments import load_adjustment, load_adjustments, save_adjustments, save_taking_back
from sales_core.store.closings import closed_among, last_closed
from sales_core.store.directory import load_users

LONGEST_REASON = 1_000


def post_drift(  # noqa: PLR0913, PLR0917 - what of which month, and who does it when and why
    conn: Connection, month: Month, seen: Mapping[int, int], now: int, by: str, reason: str = ""
) -> Month:
    """Pays what the bonuses of a closed month moved by with the first open month, which is returned.

    seen: the amounts by manager as their author saw them. Raises InputError where they are others by now, so that
    nothing is posted twice or unseen.
    """
    drift = load_drift(conn, month)
    if not drift.to_post:
        raise InputError("There is nothing to post for {month}", month=str(month))
    if drift.to_post != dict(seen):
        raise InputError("The figures changed meanwhile, so nothing was posted: look at them again")
    last = last_closed(conn)
    assert last is not None
    target = last.month.plus(1)
    told = _facts_told(conn, month)
    save_adjustments(conn, [
        Adjustment(
            0, target, row.manager.id, row.to_post, _checked(reason), now, by,
            of_month=month, fact_minor=row.sums.fact - told.get(row.manager.id, 0),
        )
        for row in drift.rows
        if row.to_post
    ])  # fmt: skip
    return target


def add_adjustment(  # noqa: PLR0913, PLR0917 - what to whom, and who does it when and why
    conn: Connection, month: Month, manager_id: int, amount_minor: int, reason: str, now: int, by: str
) -> None:
    """A premium or, below 0, a deduction with the bonus of an open month."""
    if amount_minor == 0:
        raise InputError("An adjustment of 0 changes nothing")
    if not reason.strip():
        raise InputError("Say what the adjustment is for")
    if manager_id not in {user.id for user in load_users(conn)}:
        raise InputError("There is no manager {manager_id}", manager_id=str(manager_id))
    _refuse_closed(conn, month)
    save_adjustments(conn, [Adjustment(0, month, manager_id, amount_minor, _checked(reason), now, by)])


def take_back_adjustment(conn: Connection, number: int, now: int, by: str) -> Adjustment:
    """While the month it is paid with is open."""
    adjustment = load_adjustment(conn, number)
    if adjustment is None:
        raise InputError("There is no adjustment {number}, or it was taken back", number=str(number))
    _refuse_closed(conn, adjustment.month)
    save_taking_back(conn, number, now, by)
    return adjustment


def _facts_told(conn: Connection, month: Month) -> dict[int, int]:
    """How much of what a closed month's facts moved by earlier adjustments told, by manager."""
    told: dict[int, int] = {}
    for adjustment in load_adjustments(conn, of_month=month):
        told[adjustment.manager_id] = told.get(adjustment.manager_id, 0) + (adjustment.fact_minor or 0)
    return told


def _refuse_closed(conn: Connection, month: Month) -> None:
    """What is paid with a closed month is settled."""
    if closed_among(conn, [month]):
        raise InputError("{month} is closed: its payroll is settled", month=str(month))


def _checked(reason: str) -> str:
    if len(reason) > LONGEST_REASON:
        raise InputError("The reason is longer than {limit} characters", limit=LONGEST_REASON)
    return reason.strip()
