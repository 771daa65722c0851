"""What is told before saving is what the report says after it, on both databases."""

import pytest

from sales_core.decisions import Change, plan_entry, scale_entry, share_entry
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.settings.effects import load_effect
from sales_core.settings.saving import Author, save_changes
from sales_core.store.database import Database
from sales_core.store.revisions import load_revision
from tests.ui.world import AS_OF, IDS, MONTH, fill

SCOPE = Scope(MONTH, AS_OF)
ANNA, PAVLOV = IDS["Анна Соколова"], IDS["Игорь Павлов"]
TIERS = {"tiers": [{"from": "0.3", "rate": "0.2"}], "cap_minor": None}


@pytest.fixture
def company(database: Database) -> Database:
    fill(database)
    return database


@pytest.mark.parametrize(
    "changes",
    [
        (Change(share_entry(701, MONTH), None, "0.333"),),
        (Change(plan_entry(PAVLOV, MONTH), 100_000_000, 1), Change(plan_entry(ANNA, MONTH), 90_000_000, None)),
        (Change(scale_entry(MONTH), None, TIERS), Change(share_entry(702, MONTH), None, "0.9")),
    ],
    ids=["share", "plans", "scale and share"],
)
def test_the_effect_shown_is_the_report_after_saving(company: Database, changes: tuple[Change, ...]) -> None:
    with company.read() as conn:
        before, revision = load_sales_report(conn, SCOPE), load_revision(conn)
    effect = load_effect(company, changes, before)
    assert not effect.is_none
    assert effect.changed
    with company.read() as conn:
        assert (load_sales_report(conn, SCOPE), load_revision(conn)) == (before, revision)
    with company.write() as conn:
        save_changes(conn, changes, Author("anna", "page"), 0)
    with company.read() as conn:
        assert load_sales_report(conn, SCOPE) == effect.after


def test_only_managers_whose_figures_change_are_told(company: Database) -> None:
    with company.read() as conn:
        before = load_sales_report(conn, SCOPE)
    effect = load_effect(company, [Change(plan_entry(PAVLOV, MONTH), 100_000_000, 50_000_000)], before)
    ((was, will),) = effect.changed
    assert was is not None
    assert will is not None
    assert (was.manager.id, was.plan, will.plan) == (PAVLOV, 100_000_000, 50_000_000)


def test_what_begins_next_month_changes_nothing_of_this_one(company: Database) -> None:
    with company.read() as conn:
        before = load_sales_report(conn, SCOPE)
    ahead = MONTH.plus(1)
    changes = [Change(share_entry(701, ahead), None, "0.1"), Change(plan_entry(PAVLOV, ahead), None, 5)]
    assert load_effect(company, changes, before).is_none
