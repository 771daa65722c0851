"""Everything decided survives the way into a file and back."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from sales_core.activity_weights import stored_weight
from sales_core.decisions import (
    Change,
    Entries,
    Entry,
    Section,
    person_entry,
    plan_entry,
    scale_entry,
    share_entry,
    value_entry,
)
from sales_core.i18n import LANGUAGES
from sales_core.periods import Month
from sales_core.reports.bonus import Applies, Scale, Tier, tiers_to_json
from sales_core.reports.work_calendar import known_countries
from sales_core.setting_names import ACTIVITY_WEIGHTS, BY_WORKING_DAYS, DECIDED, ROUNDINGS, WEEKDAYS
from sales_core.settings.file import changes_in_file, export_settings
from sales_core.settings.file.parts import LISTS, TABLES
from sales_core.settings.file.reading import parse_settings
from sales_core.settings.file.writing import format_settings
from sales_core.settings.percents import stored_share
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.references import save_custom_fields, save_users
from tests.settings.file.account import KNOWN
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture

DOCUMENT = Path(__file__).parents[3].joinpath("docs/commands.md").read_text("utf-8")

USERS = st.sampled_from([user.id for user in KNOWN.users])
TYPES = st.sampled_from([701, 702, 703, 801])
days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
months = st.builds(Month, st.integers(2000, 2199), st.integers(1, 12))
amounts = st.integers(0, 10**15)
tiers = st.lists(
    st.tuples(st.decimals(0, 10, places=4), st.decimals(0, 1, places=5), st.sampled_from(Applies)), min_size=1
).map(lambda parts: tuple(Tier(*part) for part in sorted({part[0]: part for part in parts}.values())))

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "deal_type_field": st.sampled_from([10, 11]),
    "currency_rounding": st.sampled_from(ROUNDINGS),
    "managers": st.sets(USERS).map(sorted),
    "plan_proration": st.just(BY_WORKING_DAYS),
    "invoices": st.booleans(),
    "language": st.sampled_from(LANGUAGES),
    "first_weekday": st.sampled_from(WEEKDAYS),
    "holidays_country": st.sampled_from(sorted(known_countries())),
    "days_off": st.sets(days, min_size=1, max_size=12).map(sorted),
} | dict.fromkeys(ACTIVITY_WEIGHTS.values(), st.decimals(0, 1000, places=3).map(stored_weight))
KEYS: dict[Section, st.SearchStrategy[Entry]] = {
    Section.MARGIN_SHARE: st.builds(share_entry, TYPES, months),
    Section.PLAN: st.builds(plan_entry, USERS, months, st.just(0) | TYPES),
    Section.BONUS_SCALE: st.builds(scale_entry, months),
    Section.PERSON: st.builds(person_entry, USERS),
}
STORED: dict[Section, st.SearchStrategy[Any]] = {
    Section.MARGIN_SHARE: st.decimals(0, 1, places=6).map(stored_share),
    Section.PLAN: amounts,
    Section.BONUS_SCALE: st.builds(
        lambda tiers, cap: {"tiers": tiers_to_json(Scale(tiers)), "cap_minor": cap}, tiers, st.none() | amounts
    ),
    Section.PERSON: st.one_of(
        st.builds(lambda hired: {"hired_on": hired, "dismissed_on": None}, days),
        st.builds(lambda dismissed: {"hired_on": None, "dismissed_on": dismissed}, days),
        st.builds(lambda *both: {"hired_on": min(both), "dismissed_on": max(both)}, days, days),
    ),
}


@st.composite
def decided(draw: st.DrawFn) -> Entries:
    values = draw(st.fixed_dictionaries({}, optional=VALUES))
    found: dict[Entry, Any] = {value_entry(name): value for name, value in values.items()}
    for section, keys in KEYS.items():
        found |= draw(st.dictionaries(keys, STORED[section], max_size=4))
    return found


def test_a_file_can_say_all_that_can_be_decided() -> None:
    """Whoever adds a name or a section adds it to the file, and to the strategies of these tests."""
    assert sorted(value.setting for values in TABLES.values() for value in values.values()) == sorted(DECIDED)
    assert {kind.section for kind in LISTS.values()} | {Section.VALUES} == set(Section)
    assert set(VALUES) == set(DECIDED)
    assert KEYS.keys() | {Section.VALUES} == STORED.keys() | {Section.VALUES} == set(Section)


def test_the_document_has_every_key_and_can_be_read() -> None:
    text = DOCUMENT.partition("## Settings as a file")[2].partition("```toml\n")[2].partition("```")[0]
    written = tomllib.loads(text)
    assert {name: written[name].keys() for name in TABLES} == {name: values.keys() for name, values in TABLES.items()}
    for name, kind in LISTS.items():
        in_a_comment = {"deal_type"} if name == "plan" else set()
        assert kind.required.keys() | kind.optional.keys() == written[name][0].keys() | in_a_comment
    assert parse_settings(text.encode(), "x.toml", KNOWN).entries


@given(decided(), decided())
def test_what_is_exported_imports_to_the_same_whatever_was_there_before(entries: Entries, before: Entries) -> None:
    file = parse_settings(format_settings(entries, known_with(entries)).encode(), "x.toml", known_with(before))
    assert file.entries == entries
    assert file.changes_from(entries) == ()
    assert {change.entry for change in file.changes_from(before)} <= entries.keys() | before.keys()


def known_with(entries: Entries) -> Any:
    return KNOWN.with_field(entries.get(value_entry("deal_type_field")))


@given(decided())
def test_an_exported_file_is_written_the_same_again(entries: Entries) -> None:
    text = format_settings(entries, known_with(entries))
    again = parse_settings(text.encode(), "x.toml", KNOWN).entries
    assert format_settings(again, known_with(again)) == text


@pytest.fixture
def account(conn: Connection) -> Connection:
    """The transaction of a database that has the account of these tests."""
    save_users(conn, [{"id": user.id, "name": f"M{user.id}", "email": user.word} for user in KNOWN.users])
    fields = [{"id": field.id, "name": field.word, "type": "select"} for field in KNOWN.fields]
    save_custom_fields(conn, fields, [
        {"id": option.id, "field_id": field_id, "name": option.word, "sort": option.id}
        for field_id, options in KNOWN.options.items() for option in options
    ])  # fmt: skip
    return conn


def test_on_both_databases_the_file_of_what_is_decided_changes_nothing(account: Connection) -> None:
    full: dict[Entry, Any] = {
        value_entry("deal_type_field"): 10,
        value_entry("currency_rounding"): "major",
        value_entry("managers"): [5502, 5503],
        value_entry("plan_proration"): BY_WORKING_DAYS,
        value_entry("invoices"): False,
        value_entry("language"): "en",
        value_entry("first_weekday"): "sunday",
        value_entry("holidays_country"): "KZ",
        value_entry("days_off"): ["2026-12-31", "2027-01-09"],
        share_entry(701, Month(2026, 1)): "0.5",
        share_entry(801, Month(2026, 1)): "0.25",
        plan_entry(5501, Month(2026, 10)): 40_000_001,
        plan_entry(5501, Month(2026, 10), 801): 5,
        scale_entry(Month(2026, 1)): {
            "tiers": tiers_to_json(Scale((Tier(Decimal("0.5"), Decimal("0.03"), Applies.MARGINAL),))), "cap_minor": 700,
        },
        person_entry(5504): {"hired_on": "2026-10-05", "dismissed_on": None},
    }  # fmt: skip
    apply_changes(account, [Change(entry, None, value) for entry, value in full.items()])
    text = export_settings(account)
    assert changes_in_file(account, text.encode(), "settings.toml") == ()
    apply_changes(account, [Change(entry, value, None) for entry, value in full.items()])
    assert load_entries(account) == {}
    apply_changes(account, changes_in_file(account, text.encode(), "settings.toml"))
    assert load_entries(account) == full
