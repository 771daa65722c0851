"""Loads against the median, and hand-overs proposed, for departments of any shape."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sales_core.open_deals import OpenDeal
from sales_core.reports.load import (
    MOST_MOVES,
    SMALLEST_MOVE,
    LoadReport,
    build_load,
    build_load_report,
)
from sales_core.reports.sales import Manager

LICENCES, WORKS = 701, 702
DMITRI, ARTYOM, SERGEI, IGOR, NATALIA, TIMUR = (
    Manager(number, name, 5)
    for number, name in enumerate(("Дмитрий", "Артём", "Сергей", "Игорь", "Наталья", "Тимур"), 11)
)
TEAM = (DMITRI, ARTYOM, SERGEI, IGOR, NATALIA, TIMUR)
COUNTS = {11: 38, 12: 35, 13: 29, 14: 27, 15: 16, 16: 11}


def deals_of(manager: Manager, number: int, deal_type: int = LICENCES, place: int = 0) -> list[OpenDeal]:
    first = manager.id * 1000 + place * 100
    return [OpenDeal(first + n, f"Сделка {first + n}", manager.id, deal_type, place, n) for n in range(number)]


def proposed(*deals: OpenDeal, types: dict[int, frozenset[int]] | None = None) -> LoadReport:
    return build_load_report(build_load(TEAM, COUNTS), deals, types or {})


def told(report: LoadReport) -> list[tuple[str, str, int, int, int]]:
    return [
        (each.giver.name, each.taker.name, len(each.deals), each.giver_after, each.taker_after)
        for each in report.hand_overs
    ]


def test_the_most_loaded_gives_to_the_least_loaded_down_to_the_median() -> None:
    report = proposed(*deals_of(DMITRI, 7), *deals_of(ARTYOM, 20))
    assert report.median == 28
    assert told(report) == [("Дмитрий", "Тимур", 7, 31, 18), ("Артём", "Наталья", 7, 28, 23)]
    assert (report.spread_now, report.spread_then) == (27, 13)


def test_the_youngest_deals_of_the_first_statuses_go_first() -> None:
    report = proposed(*deals_of(DMITRI, 2, place=1), *deals_of(DMITRI, 3))
    (move,) = report.hand_overs
    assert [(deal.place, deal.created_at) for deal in move.deals] == [(0, 2), (0, 1), (0, 0), (1, 1), (1, 0)]


def test_deals_go_to_those_who_deal_with_their_type() -> None:
    deals = (*deals_of(DMITRI, 7, WORKS), *deals_of(DMITRI, 4, 0, place=1))
    types = {16: frozenset({LICENCES}), 15: frozenset({WORKS})}
    assert told(proposed(*deals, types=types)) == [("Дмитрий", "Тимур", 4, 34, 15), ("Дмитрий", "Наталья", 6, 28, 22)]
    newcomer = {15: frozenset({LICENCES})}
    assert told(proposed(*deals, types=newcomer)) == [("Дмитрий", "Тимур", 10, 28, 21)]


def test_nobody_gives_across_departments_and_a_small_department_is_measured_by_everybody() -> None:
    away = Manager(21, "Ольга", 7)
    loads = build_load((*TEAM, away), COUNTS)
    assert {load.median for load in loads if load.manager != away} == {Fraction(28)}
    (olga,) = (load for load in loads if load.manager == away)
    assert (olga.deals, olga.median, olga.difference) == (0, 27, -27)
    report = build_load_report(loads, deals_of(DMITRI, 9), {})
    assert [move.taker.name for move in report.hand_overs] == ["Тимур"]


def test_nothing_is_proposed_for_a_small_difference_or_where_nothing_can_move() -> None:
    even = build_load(TEAM, {11: 22, 12: 21, 13: 20, 14: 20, 15: 19, 16: 18})
    assert build_load_report(even, deals_of(DMITRI, 9), {}).hand_overs == ()
    assert proposed().hand_overs == ()
    nobody = build_load_report((), (), {})
    assert (nobody.loads, nobody.median, nobody.spread_now) == ((), 0, 0)


@st.composite
def departments(draw: st.DrawFn) -> LoadReport:
    people = [Manager(n, f"М{n % 3}", draw(st.integers(0, 2))) for n in range(1, draw(st.integers(1, 9)) + 1)]
    counts = {each.id: draw(st.integers(0, 60)) for each in people}
    movable = [
        OpenDeal(
            each.id * 100 + n, "", each.id, draw(st.sampled_from([0, 1, 2])), draw(st.integers(0, 1)),
            draw(st.integers(0, 5)),
        )
        for each in people
        for n in range(draw(st.integers(0, counts[each.id])))
    ]  # fmt: skip
    types = st.dictionaries(st.sampled_from(list(counts)), st.frozensets(st.sampled_from([1, 2])))
    return build_load_report(build_load(people, counts), movable, draw(types))


@given(departments())
def test_a_proposal_moves_deals_towards_the_median_and_loses_none(report: LoadReport) -> None:
    held = {load.manager.id: load.deals for load in report.loads}
    medians = {load.manager.id: load.median for load in report.loads}
    total = sum(held.values())
    moved: set[OpenDeal] = set()
    assert len(report.hand_overs) <= MOST_MOVES
    for move in report.hand_overs:
        assert (held[move.giver.id], held[move.taker.id]) == (move.giver_before, move.taker_before)
        assert move.giver.department_id == move.taker.department_id
        assert len(move.deals) >= SMALLEST_MOVE
        assert move.giver_after >= medians[move.giver.id]
        assert move.taker_after <= medians[move.taker.id]
        assert {deal.manager_id for deal in move.deals} == {move.giver.id}
        assert moved.isdisjoint(move.deals)
        moved.update(move.deals)
        held[move.giver.id], held[move.taker.id] = move.giver_after, move.taker_after
    assert sum(held.values()) == total
    assert report.spread_then == max(held.values()) - min(held.values()) <= report.spread_now
