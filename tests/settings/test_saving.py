"""Decisions saved, told apart, clashing and restored, on both databases."""

import random
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.decisions import (
    Change,
    Entries,
    Entry,
    Section,
    changes_between,
    person_entry,
    plan_entry,
    scale_entry,
    share_entry,
    value_entry,
)
from sales_core.periods import Month
from sales_core.settings.rehearsal import rehearse
from sales_core.settings.saving import Author, ClashError, restore_version, save_changes
from sales_core.store.database import Database
from sales_core.store.decisions import load_entries
from sales_core.store.payments import save_payments
from sales_core.store.revisions import load_revision
from sales_core.store.shares import load_shares
from sales_core.store.versions import load_version, load_versions
from tests.store.conftest import NOW, act, the_payment
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture
from tests.store.test_payments import a_payment

ANNA, BORIS = Author("anna", "page"), Author("boris", "file")
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
SHARE, PLAN, SCALE = share_entry(701, OCTOBER), plan_entry(11, OCTOBER), scale_entry(OCTOBER)
TIERS = {"tiers": [{"from": "0.5", "rate": "0.03"}], "cap_minor": None}


def save(conn: Connection, after: Entries, author: Author = ANNA, at: int = NOW) -> int | None:
    """Saves what differs from what is there now, as a page that has just been opened would."""
    now = load_entries(conn)
    return save_changes(conn, [Change(entry, now.get(entry), value) for entry, value in after.items()], author, at)


def test_every_kind_of_decision_comes_back_as_it_was_saved(conn: Connection) -> None:
    decided: dict[Entry, Any] = {
        value_entry("managers"): [11, 12],
        value_entry("days_off"): ["2026-12-31"],
        SHARE: "0.45",
        PLAN: 40_000_000,
        plan_entry(11, OCTOBER, 701): 0,
        SCALE: TIERS,
        person_entry(11): {"hired_on": "2026-10-05", "dismissed_on": None},
    }
    before = load_entries(conn)
    save(conn, decided)
    assert load_entries(conn) == before | decided
    save(conn, dict.fromkeys(decided))
    assert load_entries(conn) == before


def test_a_version_tells_who_changed_what_from_what_to_what(conn: Connection) -> None:
    save(conn, {SHARE: "0.4", PLAN: 100}, at=1_000)
    number = save(conn, {SHARE: "0.5", plan_entry(11, NOVEMBER): 7}, BORIS, at=2_000)
    assert number is not None
    last, first = load_versions(conn, [Section.MARGIN_SHARE])
    assert (last.id, last.saved_by, last.via, last.saved_at) == (number, "boris", "file", 2_000)
    assert last.changes == (Change(SHARE, "0.4", "0.5"),)
    assert first.changes == (Change(SHARE, None, "0.4"),)
    whole = load_version(conn, number)
    assert whole is not None
    assert whole.changes == (Change(SHARE, "0.4", "0.5"), Change(plan_entry(11, NOVEMBER), None, 7))


def test_saving_what_is_there_already_makes_no_version(conn: Connection) -> None:
    save(conn, {PLAN: 100})
    revision = load_revision(conn)
    assert save(conn, {PLAN: 100}) is None
    assert load_revision(conn) == revision
    assert len(load_versions(conn, [Section.PLAN])) == 1


def test_a_saved_share_prices_the_payments_and_a_field_chooses_their_types(conn: Connection) -> None:
    save_payments(conn, [a_payment(amount_minor=10_001)], act())
    save(conn, {share_entry(701, Month(2026, 1)): "0.5"})
    assert the_payment(conn).margin_minor == 5_001
    assert load_shares(conn).in_force(701, "2026-10") == Decimal("0.5")
    save(conn, {value_entry("deal_type_field"): None})
    assert (the_payment(conn).deal_type_id, the_payment(conn).margin_minor) == (0, 10_001)


def test_the_second_of_two_is_told_sees_both_and_nothing_of_theirs_is_stored(conn: Connection) -> None:
    save(conn, {PLAN: 100, SHARE: "0.4"}, at=1_000)
    anna = [Change(PLAN, 100, 200), Change(SHARE, "0.4", "0.6")]
    boris = [Change(PLAN, 100, 300), Change(SCALE, None, TIERS)]
    save_changes(conn, anna, ANNA, 2_000)
    with pytest.raises(ClashError) as told:
        save_changes(conn, boris, BORIS, 3_000)
    (clash,) = told.value.clashes
    assert (clash.change.entry, clash.change.after, clash.now) == (PLAN, 300, 200)
    assert told.value.theirs is not None
    assert (told.value.theirs.saved_by, told.value.theirs.saved_at) == ("anna", 2_000)
    now = load_entries(conn)
    assert (now[PLAN], SCALE in now) == (200, False)
    # Having seen it, they may insist.
    save_changes(conn, [Change(PLAN, 200, 300), boris[1]], BORIS, 4_000)
    assert load_entries(conn)[PLAN] == 300


def test_two_who_change_different_things_do_not_clash_nor_do_two_who_want_the_same(conn: Connection) -> None:
    save(conn, {PLAN: 100})
    save_changes(conn, [Change(PLAN, 100, 200)], ANNA, NOW)
    save_changes(conn, [Change(plan_entry(12, OCTOBER), None, 5), Change(PLAN, 100, 200)], BORIS, NOW)
    now = load_entries(conn)
    assert (now[PLAN], now[plan_entry(12, OCTOBER)]) == (200, 5)


@pytest.mark.parametrize("seed", range(5))
def test_any_version_comes_back_as_it_was_with_what_it_did_not_touch_left_alone(conn: Connection, seed: int) -> None:
    chance = random.Random(seed)
    entries = [plan_entry(manager, OCTOBER) for manager in (11, 12, 13)] + [SHARE, share_entry(702, NOVEMBER)]
    states: dict[int, Entries] = {}
    while len(states) < 8:
        wanted = {entry: chance.choice([None, *_values(entry)]) for entry in chance.sample(entries, 2)}
        number = save(conn, wanted)
        if number is not None:
            states[number] = load_entries(conn)
    number = chance.choice(list(states))
    version = load_version(conn, number)
    assert version is not None
    sections = {change.entry.section for change in version.changes}
    before = load_entries(conn)
    restored = restore_version(conn, number, BORIS, NOW)
    after = load_entries(conn)
    assert {e: v for e, v in after.items() if e.section in sections} == {
        e: v for e, v in states[number].items() if e.section in sections
    }
    assert {change.entry.section for change in changes_between(before, after)} <= sections
    if restored is not None:
        newest = load_version(conn, restored)
        assert newest is not None
        assert (newest.restores, newest.saved_by) == (number, "boris")


def _values(entry: Entry) -> list[Any]:
    return [100, 200, 300] if entry.section is Section.PLAN else ["0.1", "0.2", "1"]


def test_a_rehearsal_sees_the_change_and_leaves_nothing_behind(database: Database) -> None:
    with database.read() as conn:
        before, revision = load_entries(conn), load_revision(conn)
    seen = rehearse(database, [Change(PLAN, None, 700)], load_entries)
    assert seen[PLAN] == 700
    with database.read() as conn:
        assert (load_entries(conn), load_revision(conn)) == (before, revision)


def test_a_rehearsal_that_fails_says_so_and_leaves_nothing_behind(database: Database) -> None:
    def look(_conn: Connection) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        rehearse(database, [Change(PLAN, None, 700)], look)
    with database.read() as conn:
        assert PLAN not in load_entries(conn)
