"""How evenly the deals in work lie on people, and what to hand over to whom.

The definitions in words are in ``docs/metrics.md``. Pure: counts of open deals in, a frozen proposal out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from sales_core.median import median_of
from sales_core.open_deals import OpenDeal
from sales_core.reports.sales import Manager

DEPARTMENT_OF = 3
"""So many people of a department make a median of its own."""
SMALLEST_MOVE = 3
"""Handing over fewer deals is not worth the trouble."""
MOST_MOVES = 5
_NO_TYPE = 0


@dataclass(frozen=True, slots=True)
class ManagerLoad:
    """``median``: of the manager's department, or of everybody where that is small."""

    manager: Manager
    deals: int
    median: Fraction

    @property
    def difference(self) -> Fraction:
        return self.deals - self.median


@dataclass(frozen=True, slots=True)
class HandOver:
    """The deals that ``giver`` would hand over to ``taker``, and how many each has before it."""

    giver: Manager
    taker: Manager
    deals: tuple[OpenDeal, ...]
    giver_before: int
    taker_before: int

    @property
    def giver_after(self) -> int:
        return self.giver_before - len(self.deals)

    @property
    def taker_after(self) -> int:
        return self.taker_before + len(self.deals)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """``loads``: most loaded first. ``median``: of everybody. ``spread_now``: how many deals lie between the most and
    the least loaded, ``spread_then``: after the hand-overs."""

    loads: tuple[ManagerLoad, ...]
    hand_overs: tuple[HandOver, ...]
    median: Fraction
    spread_now: int
    spread_then: int


def build_load(people: Sequence[Manager], deals: Mapping[int, int]) -> tuple[ManagerLoad, ...]:
    """``people``: those in the report; ``deals``: how many open deals each has, by id."""
    counts = {each.id: deals.get(each.id, 0) for each in people}
    medians: dict[int, Fraction] = {}
    for department in {each.department_id for each in people}:
        own = [counts[each.id] for each in people if each.department_id == department]
        medians[department] = _median(own if len(own) >= DEPARTMENT_OF else counts.values())
    loads = (ManagerLoad(each, counts[each.id], medians[each.department_id]) for each in people)
    return tuple(sorted(loads, key=lambda load: (-load.deals, load.manager.name.casefold(), load.manager.id)))


def build_load_report(
    loads: Sequence[ManagerLoad], movable: Iterable[OpenDeal], deal_types: Mapping[int, frozenset[int]]
) -> LoadReport:
    """Who could give what to whom, so that nobody who gives falls below the median and nobody who takes passes it.

    movable: deals in early statuses that brought no money yet, of those above their median at least. deal_types: what
    each manager deals with; who is not among them deals with anything, as a newcomer.
    """
    held = {load.manager.id: load.deals for load in loads}
    left: dict[int, list[OpenDeal]] = {}
    for deal in sorted(movable, key=lambda deal: (deal.place, -deal.created_at, -deal.lead_id)):
        left.setdefault(deal.manager_id, []).append(deal)
    hand_overs: list[HandOver] = []
    while len(hand_overs) < MOST_MOVES:
        move = next(_moves(loads, held, left, deal_types), None)
        if move is None:
            break
        hand_overs.append(move)
        held[move.giver.id], held[move.taker.id] = move.giver_after, move.taker_after
        left[move.giver.id] = [deal for deal in left[move.giver.id] if deal not in move.deals]
    counts = [load.deals for load in loads]
    return LoadReport(tuple(loads), tuple(hand_overs), _median(counts), _spread(counts), _spread(held.values()))


def _moves(
    loads: Sequence[ManagerLoad],
    held: Mapping[int, int],
    left: Mapping[int, Sequence[OpenDeal]],
    deal_types: Mapping[int, frozenset[int]],
) -> Iterator[HandOver]:
    """What is worth handing over now: from whoever is furthest above their median first, to whoever is furthest below
    it. Equals go by name."""

    def above(load: ManagerLoad) -> Fraction:
        return held[load.manager.id] - load.median

    for giver in sorted(loads, key=above, reverse=True):
        spare = floor(above(giver))
        for taker in sorted(loads, key=above):
            room = ceil(above(taker))
            if taker.manager.department_id != giver.manager.department_id or min(spare, -room) < SMALLEST_MOVE:
                continue
            known = deal_types.get(taker.manager.id)
            fitting = [
                deal
                for deal in left.get(giver.manager.id, ())
                if known is None or deal.deal_type_id == _NO_TYPE or deal.deal_type_id in known
            ][: min(spare, -room)]
            if len(fitting) >= SMALLEST_MOVE:
                before = held[giver.manager.id], held[taker.manager.id]
                yield HandOver(giver.manager, taker.manager, tuple(fitting), *before)


def _median(counts: Iterable[int]) -> Fraction:
    return median_of(counts) or Fraction(0)


def _spread(counts: Iterable[int]) -> int:
    known = list(counts)
    return max(known) - min(known) if known else 0
