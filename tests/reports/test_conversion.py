"""How deals went through a pipeline, from histories written down by hand and from random ones."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity_scope import Days
from sales_core.pipeline_ways import AlikeWays, Outcome, PipelineWay, find_ways
from sales_core.reports.conversion import ConversionReport, Rung, build_conversion_report, tally_cohort
from sales_core.stage_history import Stage, StageChange, StageHistory

DAY = 86_400
SALES, OTHER = 1, 2
NEW, OFFER, CONTRACT, WON, ARCHIVED, INCOMING = 20, 30, 40, 142, 143, 10
RUNGS = (Rung(NEW, "Новый"), Rung(OFFER, "КП"), Rung(CONTRACT, "Договор"), Rung(WON, "Успешно"))
OCTOBER = Days(date(2026, 10, 1), date(2026, 11, 1))


def history(*statuses: int | tuple[int, int], now: Stage | None = None, lead_id: int = 1) -> StageHistory:
    """One status a day from the first day on; a bare number is a status of sales."""
    stages = [Stage(SALES, each) if isinstance(each, int) else Stage(*each) for each in statuses]
    changes = tuple(StageChange(day * DAY, before, after) for day, (before, after) in enumerate(pairwise(stages), 1))
    return StageHistory(lead_id, 0, len(stages) * DAY, now or stages[-1], changes)


def way_of(history: StageHistory) -> PipelineWay | None:
    """Through sales."""
    return next((way for way in find_ways(history) if way.pipeline_id == SALES), None)


def alike(way: PipelineWay) -> AlikeWays:
    """One deal alone."""
    return AlikeWays(tuple(way.visits), way.outcome, tuple([at] for at in way.visits.values()))


def report_of(histories: Iterable[StageHistory], rungs: tuple[Rung, ...] = RUNGS) -> ConversionReport:
    ways = (alike(way) for each in histories if (way := way_of(each)))
    return build_conversion_report(SALES, rungs, [tally_cohort(ways, OCTOBER, rungs)])


def passed(way: PipelineWay | None) -> tuple[int, dict[int, int], Outcome]:
    """How many rungs, the days on each until the deal went further, and where it is now."""
    assert way is not None
    tally = tally_cohort([alike(way)], OCTOBER, RUNGS)
    days = {place: seconds[0] // DAY for place, seconds in enumerate(tally.seconds) if seconds}
    # The last counts those that reached no rung.
    return (tally.furthest.index(1) + 1) % len(tally.furthest), days, way.outcome


def reached(*statuses: int | tuple[int, int], now: Stage | None = None) -> tuple[int, dict[int, int], Outcome]:
    return passed(way_of(history(*statuses, now=now)))


def test_a_deal_goes_from_status_to_status() -> None:
    assert reached(NEW, OFFER, CONTRACT, WON) == (4, {0: 1, 1: 1, 2: 1}, Outcome.WON)
    assert reached(NEW, OFFER) == (2, {0: 1}, Outcome.OPEN)
    assert reached(NEW, OFFER, ARCHIVED) == (2, {0: 1}, Outcome.ARCHIVED)


def test_a_status_skipped_is_reached_and_has_no_days() -> None:
    assert reached(NEW, CONTRACT) == (3, {0: 1}, Outcome.OPEN)
    assert reached(NEW, WON) == (4, {0: 1}, Outcome.WON)
    assert reached(CONTRACT) == (3, {}, Outcome.OPEN)


def test_what_was_reached_stays_when_a_deal_goes_back() -> None:
    assert reached(NEW, CONTRACT, NEW, OFFER) == (3, {0: 1}, Outcome.OPEN)
    assert reached(NEW, CONTRACT, NEW, WON) == (4, {0: 1, 2: 2}, Outcome.WON)


def test_a_deal_that_was_opened_again_is_open_and_reached_what_it_reached() -> None:
    assert reached(NEW, WON, OFFER) == (4, {0: 1}, Outcome.OPEN)
    assert reached(NEW, ARCHIVED, NEW, OFFER) == (2, {0: 3}, Outcome.OPEN)


def test_incoming_and_archived_are_no_steps_on_the_way() -> None:
    assert reached(INCOMING) == (0, {}, Outcome.OPEN)
    assert reached(INCOMING, ARCHIVED) == (0, {}, Outcome.ARCHIVED)
    assert reached(INCOMING, NEW, OFFER) == (2, {0: 1}, Outcome.OPEN)


def test_a_deal_moved_in_enters_when_it_is_moved_and_one_moved_out_keeps_what_it_reached() -> None:
    way = way_of(history((OTHER, NEW), (OTHER, CONTRACT), OFFER, CONTRACT))
    assert way is not None
    assert way.entered_at == 2 * DAY
    assert passed(way) == (3, {1: 1}, Outcome.OPEN)
    assert reached(NEW, OFFER, (OTHER, WON)) == (2, {0: 1}, Outcome.MOVED)
    assert reached(NEW, (OTHER, WON), OFFER) == (2, {0: 2}, Outcome.OPEN)
    assert way_of(history((OTHER, NEW), (OTHER, WON))) is None


def test_a_change_that_was_not_read_shows_in_where_the_deal_is_found_next() -> None:
    assert reached(NEW, OFFER, now=Stage(SALES, WON)) == (4, {0: 1, 1: 1}, Outcome.WON)
    gap = StageHistory(1, 0, 9 * DAY, Stage(SALES, WON), (
        StageChange(DAY, Stage(SALES, NEW), Stage(SALES, OFFER)),
        StageChange(5 * DAY, Stage(SALES, CONTRACT), Stage(SALES, WON)),
    ))  # fmt: skip
    assert passed(way_of(gap)) == (4, {0: 1, 1: 4, 2: 0}, Outcome.WON)


def test_shares_are_of_all_that_entered_and_of_the_status_before() -> None:
    report = report_of([history(NEW, OFFER, WON), history(NEW, OFFER), history(NEW), history(INCOMING)])
    (cohort,) = report.cohorts
    assert cohort == report.total
    assert cohort.entered == 4
    assert [(step.reached, step.of_entered, step.of_previous) for step in cohort.steps] == [
        (3, Fraction(3, 4), Fraction(3, 4)),
        (2, Fraction(1, 2), Fraction(2, 3)),
        (1, Fraction(1, 4), Fraction(1, 2)),
        (1, Fraction(1, 4), Fraction(1)),
    ]
    assert cohort.outcomes == {Outcome.OPEN: 3, Outcome.WON: 1, Outcome.ARCHIVED: 0, Outcome.MOVED: 0}
    assert [step.median_days for step in cohort.steps] == [1, 1, None, None]


def test_a_status_that_is_deleted_still_counts_for_those_before_it_and_shows_no_figures() -> None:
    rungs = (RUNGS[0], Rung(OFFER, "КП"), Rung(CONTRACT, "Договор", is_deleted=True), RUNGS[3])
    report = report_of([history(CONTRACT), history(NEW), history(NEW, WON)], rungs)
    assert report.rungs == (rungs[0], rungs[1], rungs[3])
    assert [(step.rung.name, step.reached, step.of_previous) for step in report.total.steps] == [
        ("Новый", 3, 1), ("КП", 2, Fraction(2, 3)), ("Успешно", 1, Fraction(1, 2)),
    ]  # fmt: skip


def test_of_nobody_there_is_no_share() -> None:
    (cohort,) = report_of([]).cohorts
    assert [(step.reached, step.of_entered, step.of_previous) for step in cohort.steps] == [(0, None, None)] * 4


LETTERS = {"A": NEW, "B": OFFER, "C": CONTRACT, "won": WON, "archived": ARCHIVED}


def examples() -> list[list[str]]:
    text = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    _, _, after = text.partition("## Conversion from status to status")
    lines = after.partition("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


@pytest.mark.parametrize("row", examples(), ids=lambda row: row[0])
def test_the_examples_of_the_metrics_hold(row: list[str]) -> None:
    stood, entered_after, told_reached, told_days, now = row
    stages = [(OTHER, NEW) if name == "X" else (SALES, LETTERS[name]) for name in stood.split(", ")]
    way = way_of(history(*stages))
    assert way is not None
    names = [name for name in LETTERS if name != "archived"]
    count, days, outcome = passed(way)
    assert way.entered_at == int(entered_after) * DAY
    assert ", ".join(names[:count]) == told_reached
    assert ", ".join(f"{names[place]} {each}" for place, each in days.items()) == told_days
    assert outcome.value == now


STATUSES = st.sampled_from([INCOMING, NEW, OFFER, CONTRACT, WON, ARCHIVED, 77])
STAGES = st.tuples(st.sampled_from([SALES, SALES, OTHER]), STATUSES)
HISTORIES = st.lists(st.lists(STAGES, min_size=1, max_size=6), max_size=8)


@given(HISTORIES)
def test_each_figure_is_what_the_lists_of_statuses_say(lives: list[list[tuple[int, int]]]) -> None:
    """Counted the slow way: a status is reached by whoever has it or a later one anywhere on their list."""
    order = [NEW, OFFER, CONTRACT, WON]
    passed = [[status for pipeline, status in life if pipeline == SALES] for life in lives]
    entered = [(life, statuses) for life, statuses in zip(lives, passed, strict=True) if statuses]
    (cohort,) = report_of(history(*life) for life in lives).cohorts
    assert cohort.entered == len(entered)
    for place, step in enumerate(cohort.steps):
        assert step.reached == sum(bool(set(order[place:]) & set(statuses)) for _, statuses in entered)
        days = []
        for life, _ in entered:
            stood = [day for day, stage in enumerate(life) if stage == (SALES, order[place])]
            further = [
                d for d, (pipeline, status) in enumerate(life) if pipeline == SALES and status in order[place + 1 :]
            ]
            if stood and further and stood[0] < further[0]:
                days.append(further[0] - stood[0])
        assert step.median_days == (median(days) if days else None)
    last = [life[-1] for life, _ in entered]
    assert cohort.outcomes[Outcome.MOVED] == sum(pipeline == OTHER for pipeline, _ in last)
    assert cohort.outcomes[Outcome.WON] == last.count((SALES, WON))
    assert cohort.outcomes[Outcome.ARCHIVED] == last.count((SALES, ARCHIVED))
    assert sum(cohort.outcomes.values()) == cohort.entered
