from datetime import date

import pytest

from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS, Standing, State, standing_of, state_on

DUE = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("paid_on", "status", "is_deleted", "standing"),
    [
        (DUE, ARCHIVED_STATUS, True, Standing.PAID),
        (None, ARCHIVED_STATUS, True, Standing.DETACHED),
        (None, WON_STATUS, True, Standing.DETACHED),
        (None, ARCHIVED_STATUS, False, Standing.LOST),
        (None, WON_STATUS, False, Standing.OPEN),
    ],
)
def test_paid_wins_then_a_deleted_lead_detaches_then_an_archived_one_loses(
    paid_on: date | None, status: int, is_deleted: bool, standing: Standing
) -> None:
    assert standing_of(paid_on=paid_on, lead_status_id=status, lead_is_deleted=is_deleted) is standing


@pytest.mark.parametrize(
    ("standing", "as_of", "state"),
    [
        (Standing.OPEN, date(2026, 10, 19), State.PENDING),
        (Standing.OPEN, DUE, State.PENDING),
        (Standing.OPEN, date(2026, 10, 21), State.OVERDUE),
        (Standing.PAID, date(2026, 10, 21), State.PAID),
        (Standing.LOST, date(2026, 10, 21), State.LOST),
        (Standing.DETACHED, date(2026, 10, 21), State.DETACHED),
    ],
)
def test_an_open_payment_is_overdue_from_the_day_after_it_is_due(standing: Standing, as_of: date, state: State) -> None:
    assert state_on(standing, DUE, as_of) is state
