"""How long deals stand in their statuses."""

from sales_core.stage_history import Stage, StageChange, StageHistory
from sales_core.stage_times import FEWEST_DEALS, expected_days, seconds_in_stages

NEW, OFFER, WON = Stage(1, 20), Stage(1, 30), Stage(1, 142)
DAY_S = 86_400


def test_all_stays_in_a_status_count_together_and_the_present_one_is_not_over() -> None:
    changes = (
        StageChange(10, NEW, OFFER), StageChange(15, OFFER, NEW), StageChange(18, NEW, NEW), StageChange(40, NEW, WON),
    )  # fmt: skip
    history = StageHistory(1, 0, 40, WON, changes)
    assert seconds_in_stages(history) == {NEW: 10 + 25, OFFER: 5}


def test_three_of_four_deals_are_through_within_the_expected_days() -> None:
    assert expected_days([DAY_S] * (FEWEST_DEALS - 1)) is None
    assert expected_days([n * DAY_S for n in (1, 2, 3, 4, 5, 6, 7, 100)]) == 6
    assert expected_days([n * DAY_S + 1 for n in (8, 1, 2, 3, 4)]) == 5
    assert expected_days([0] * FEWEST_DEALS) == 0
