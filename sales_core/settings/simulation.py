"""What another bonus scale would have cost: past months with the scale that was in force and with the other one.

Both halves are the sales report itself, read in one transaction before and after the change, which is then taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.decisions import Change, Entries, Section, scale_entry, value_entry
from sales_core.periods import Month
from sales_core.reporting import Database, load_sales_report
from sales_core.reports.bonus import Scale, tiers_to_json
from sales_core.reports.sales import Manager, SalesReport
from sales_core.scope import Scope
from sales_core.setting_names import CURRENCY_ROUNDING
from sales_core.settings.rehearsal import before_and_after


@dataclass(frozen=True, slots=True)
class Effect:
    """A sum of bonuses in minor units, ``before`` the change and ``after`` it. No bonus at all counts as 0."""

    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ManagerEffect:
    """``by_month``: in the order of the simulation's months."""

    manager: Manager
    by_month: tuple[Effect, ...]

    @property
    def whole(self) -> Effect:
        return _sum(self.by_month)


@dataclass(frozen=True, slots=True)
class Simulation:
    """``managers``: everybody with a bonus in one of the months, before or after; who loses most first, then who wins
    most, then those for whom nothing changes. ``total`` is the department's, by month."""

    months: tuple[Month, ...]
    managers: tuple[ManagerEffect, ...]
    total: tuple[Effect, ...]

    @property
    def whole(self) -> Effect:
        return _sum(self.total)

    @property
    def winners(self) -> tuple[ManagerEffect, ...]:
        return tuple(one for one in self.managers if one.whole.difference > 0)

    @property
    def losers(self) -> tuple[ManagerEffect, ...]:
        return tuple(one for one in self.managers if one.whole.difference < 0)

    @property
    def is_nothing(self) -> bool:
        """Whether no bonus of any month changes."""
        return all(effect.difference == 0 for one in self.managers for effect in one.by_month)


def simulate(
    database: Database, entries: Entries, scale: Scale | None, rounding: str, scopes: Sequence[Scope]
) -> Simulation:
    """The months of ``scopes`` (unfiltered, ascending) as if ``scale`` had been in force in all of them.

    entries: what is decided now. scale: ``None`` leaves each month its own. rounding: the setting as it is to be.
    """
    changes = changes_for(entries, scale, rounding, [scope.month for scope in scopes])
    return compare(*before_and_after(database, changes, lambda conn: _reports(conn, scopes)))


def changes_for(entries: Entries, scale: Scale | None, rounding: str, months: Sequence[Month]) -> list[Change]:
    """That put the scale in force for all the months: it begins with the first, and none follows within them."""
    rounded = value_entry(CURRENCY_ROUNDING)
    changes = [Change(rounded, entries.get(rounded), rounding)]
    if scale is not None:
        first, last = scale_entry(months[0]), scale_entry(months[-1])
        form = {"tiers": tiers_to_json(scale), "cap_minor": scale.cap}
        within = (e for e in entries if e.section is Section.BONUS_SCALE and first.key < e.key <= last.key)
        changes += [Change(first, entries.get(first), form), *(Change(entry, entries[entry], None) for entry in within)]
    return changes


def compare(before: Sequence[SalesReport], after: Sequence[SalesReport]) -> Simulation:
    """Of the same months, in the same order."""
    bonuses = [(_bonuses(one), _bonuses(other)) for one, other in zip(before, after, strict=True)]
    effects = (
        ManagerEffect(
            manager, tuple(Effect(was.get(manager.id) or 0, now.get(manager.id) or 0) for was, now in bonuses)
        )
        for manager in _managers(*before, *after).values()
    )
    earning = [one for one in effects if any(effect.before or effect.after for effect in one.by_month)]
    return Simulation(
        months=tuple(report.scope.month for report in before),
        managers=tuple(sorted(earning, key=_losers_then_winners)),
        total=tuple(Effect(was.total.bonus or 0, now.total.bonus or 0) for was, now in zip(before, after, strict=True)),
    )


def _reports(conn: Connection, scopes: Sequence[Scope]) -> list[SalesReport]:
    return [load_sales_report(conn, scope) for scope in scopes]


def _bonuses(report: SalesReport) -> Mapping[int, int | None]:
    return {row.manager.id: row.bonus.amount for row in report.rows}


def _managers(*reports: SalesReport) -> dict[int, Manager]:
    return {row.manager.id: row.manager for report in reports for row in report.rows}


def _losers_then_winners(one: ManagerEffect) -> tuple[bool, bool, int, str, int]:
    difference = one.whole.difference
    return difference == 0, difference > 0, -abs(difference), one.manager.name.casefold(), one.manager.id


def _sum(effects: Sequence[Effect]) -> Effect:
    return Effect(sum(effect.before for effect in effects), sum(effect.after for effect in effects))


def months_until(last: Month, finished: int) -> Iterator[Month]:
    """``finished`` months before ``last``, and ``last`` itself, the running one."""
    return (last.plus(-back) for back in range(finished, -1, -1))
