"""The simulation is the report engine: before saving it says what the reports say after."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_core.decisions import Change, Entry, scale_entry, value_entry
from sales_core.reporting import load_sales_report
from sales_core.reports.bonus import Scale, tiers_to_json
from sales_core.reports.sales import SalesReport
from sales_core.scope import Scope
from sales_core.settings.example_scale import example_scale
from sales_core.settings.saving import Author, save_changes
from sales_core.settings.simulation import Simulation, months_until, simulate
from sales_core.store.database import Database, open_database
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.revisions import load_revision
from tests.reports.test_bonus import B, scale, scales
from tests.ui.world import AS_OF, IDS, MONTH, TIERS, fill

SCOPES = [Scope(month, AS_OF) for month in months_until(MONTH, 6)]
FIRST = SCOPES[0].month
ROUNDING = value_entry("currency_rounding")
NEW = scale("40 4 whole, 80 6 whole, 100 9 marginal", cap=9_000_000)


@pytest.fixture
def company(database: Database) -> Database:
    fill(database)
    return database


@pytest.fixture(scope="module")
def one_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('simulation') / 'tablo.db'}")
    fill(opened)
    yield opened
    opened.dispose()


def decided(database: Database) -> dict[Entry, Any]:
    with database.read() as conn:
        return load_entries(conn)


def reports(database: Database) -> list[SalesReport]:
    with database.read() as conn:
        return [load_sales_report(conn, scope) for scope in SCOPES]


def run(database: Database, of: Scale | None, rounding: str = "minor") -> Simulation:
    return simulate(database, decided(database), of, rounding, SCOPES)


def put_in_force(database: Database, of: Scale, rounding: str = "minor") -> None:
    """Really saved, as somebody would who dates the scale back to the first month."""
    now = decided(database)
    form = {"tiers": tiers_to_json(of), "cap_minor": of.cap}
    changes = [
        Change(scale_entry(FIRST), now.get(scale_entry(FIRST)), form),
        Change(ROUNDING, now.get(ROUNDING), rounding),
    ]
    with database.write() as conn:
        save_changes(conn, changes, Author("anna", "page"), 1)


def bonuses_of(report: SalesReport) -> dict[int, int]:
    return {row.manager.id: row.bonus.amount for row in report.rows if row.bonus.amount}


def simulated(simulation: Simulation, month: int) -> dict[int, int]:
    after = {one.manager.id: one.by_month[month].after for one in simulation.managers}
    return {manager_id: amount for manager_id, amount in after.items() if amount}


@pytest.mark.parametrize("rounding", ["minor", "major"])
def test_the_cost_of_past_months_is_what_their_reports_say_once_the_scale_is_saved(
    company: Database, rounding: str
) -> None:
    before = reports(company)
    found = run(company, NEW, rounding)
    assert [effect.before for effect in found.total] == [report.total.bonus for report in before]
    put_in_force(company, NEW, rounding)
    after = reports(company)
    assert [effect.after for effect in found.total] == [report.total.bonus for report in after]
    for number, report in enumerate(after):
        assert simulated(found, number) == bonuses_of(report)
    assert found.whole.before != found.whole.after


def test_a_simulation_leaves_nothing_behind(company: Database) -> None:
    before = decided(company)
    with company.read() as conn:
        revision = load_revision(conn)
    run(company, NEW)
    assert decided(company) == before
    with company.read() as conn:
        assert load_revision(conn) == revision


def test_the_scale_is_put_in_the_place_of_all_that_were_in_force_meanwhile(company: Database) -> None:
    """Another scale begins in the middle, a third one after the last month."""
    middle, after = scale_entry(FIRST.plus(3)), scale_entry(MONTH.plus(1))
    with company.write() as conn:
        form = {"tiers": tiers_to_json(B), "cap_minor": None}
        apply_changes(conn, [Change(middle, None, form), Change(after, None, form)])
    found = run(company, NEW)
    assert [effect.before for effect in found.total] == [report.total.bonus for report in reports(company)]
    with company.write() as conn:
        apply_changes(conn, [Change(middle, form, None)])
    put_in_force(company, NEW)
    assert [effect.after for effect in found.total] == [report.total.bonus for report in reports(company)]
    assert after in decided(company)


def test_without_a_scale_each_month_keeps_its_own(company: Database) -> None:
    assert run(company, None).is_nothing
    rounded = run(company, None, "major")
    assert all(effect.after % 100 == 0 for one in rounded.managers for effect in one.by_month)
    assert not rounded.is_nothing


def test_the_same_scale_changes_nobodys_bonus(company: Database) -> None:
    found = run(
        company, scale(", ".join(f"{float(t['from']) * 100:g} {float(t['rate']) * 100:g} whole" for t in TIERS))
    )
    assert found.is_nothing
    assert found.winners == found.losers == ()
    assert found.whole.difference == 0
    assert found.whole.before > 0


def test_who_loses_most_stands_first_then_who_wins_most(company: Database) -> None:
    found = run(company, scale("50 1 whole, 100 30 whole"))
    losing, winning = ([one.whole.difference for one in each] for each in (found.losers, found.winners))
    assert losing == sorted(losing) != []
    assert winning == sorted(winning, reverse=True) != []
    assert found.managers[: len(losing) + len(winning)] == (*found.losers, *found.winners)
    assert {one.manager.id for one in found.winners} == {IDS["Анна Соколова"]}


def test_a_first_scale_is_compared_with_no_bonus_at_all(company: Database) -> None:
    stored = scale_entry(FIRST.plus(-2))
    with company.write() as conn:
        apply_changes(conn, [Change(stored, decided(company)[stored], None)])
    found = run(company, example_scale())
    assert found.whole.before == 0
    assert found.whole.after > 0


def test_the_months_are_those_finished_and_the_running_one() -> None:
    assert [str(month) for month in months_until(MONTH, 3)] == ["2026-06", "2026-07", "2026-08", "2026-09"]


@settings(max_examples=25, deadline=None)
@given(of=scales(), rounding=st.sampled_from(["minor", "major"]))
def test_any_scale_costs_what_the_engine_says(one_company: Database, of: Scale, rounding: str) -> None:
    found = run(one_company, of, rounding)
    with one_company.rehearse() as conn:
        form = {"tiers": tiers_to_json(of), "cap_minor": of.cap}
        apply_changes(conn, [Change(scale_entry(FIRST), None, form), Change(ROUNDING, None, rounding)])
        after = [load_sales_report(conn, scope) for scope in SCOPES]
    assert [effect.after for effect in found.total] == [report.total.bonus or 0 for report in after]
    for number, report in enumerate(after):
        assert simulated(found, number) == bonuses_of(report)
