"""A settings file read without a database: what it decides, and every way it can be wrong."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.imports.faults import WrongFileError
from sales_core.imports.settings_file import parse_settings
from sales_core.imports.settings_model import Named, ReportChoices, SalesSettings, SettingsChange, SettingsWords
from sales_core.imports.settings_text import format_settings, settings_difference
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bonus import Applies, Scale, Tier

WORDS = SettingsWords(
    currency=currency("RUB"),
    users=(
        Named(5501, "a@example.org"),
        Named(5502, ""),
        Named(5503, "twin@example.org"),
        Named(5504, "Twin@example.org"),
    ),
    fields=(Named(10, "Тип сделки"), Named(11, "Источник")),
    options={
        10: (Named(701, "Лицензии"), Named(702, "Работы"), Named(703, '"Поддержка" \\ 24/7')),
        11: (Named(801, "Сайт"),),
    },
)
NOTHING = SalesSettings(ReportChoices(), {}, {}, {})
FILE = """\
[report]
deal_type_field = "Тип сделки"            # name or id of a select field of leads
currency_rounding = "minor"               # or "major": bonuses to whole rubles
managers = ["a@example.org", 5502]        # e-mail or amoCRM id; absent: as in the report's definition

[[margin_share]]
deal_type = "Лицензии"
from = "2026-01"
share = "0.5"

[[plan]]
manager = "a@example.org"
month = "2026-10"
amount = "400000.00"

[[bonus_scale]]
from = "2026-01"
cap = "150000.00"                         # optional
tiers = [ { from = "0.5", rate = "0.03" }, { from = "0.8", rate = "0.05" },          # applies = "whole" unless told
          { from = "1.0", rate = "0.07" }, { from = "1.2", rate = "0.10", applies = "marginal" } ]
"""
JANUARY, OCTOBER = Month(2026, 1), Month(2026, 10)


def parse(text: str, current_field: int | None = None) -> SettingsChange:
    return parse_settings(text.encode(), "tablo.toml", WORDS, current_field)


def fault_of(text: str, current_field: int | None = None) -> str:
    with pytest.raises(WrongFileError) as caught:
        parse(text, current_field)
    return str(caught.value.faults[0])


def changed(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


def test_the_file_of_the_documentation_is_read() -> None:
    tiers = (("0.5", "0.03"), ("0.8", "0.05"), ("1.0", "0.07"))
    whole = tuple(Tier(Decimal(start), Decimal(rate)) for start, rate in tiers)
    assert parse(FILE) == SettingsChange(
        report=ReportChoices(10, "minor", (5501, 5502)),
        shares={(701, JANUARY): Decimal("0.5")},
        plans={(5501, OCTOBER, 0): 40_000_000},
        scales={JANUARY: Scale((*whole, Tier(Decimal("1.2"), Decimal("0.10"), Applies.MARGINAL)), 15_000_000)},
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[report]", "[reports]", "line 1, reports: “reports” is not known here"),
        ("currency_rounding", "rounding", "line 3, report.rounding: “rounding” is not known here"),
        ('"minor"', '"middle"', "line 3, report.currency_rounding: it must be minor or major, not middle"),
        ('"Тип сделки"', '"Тип"', "line 2, report.deal_type_field: deals have no select field Тип in amoCRM"),
        ('"Тип сделки"', "12", "line 2, report.deal_type_field: deals have no select field 12 in amoCRM"),
        ('["a@example.org", 5502]', '"all"', "line 4, report.managers: it must be a list"),
        (", 5502]", ", 99]", "line 4, report.managers: there is no user 99 in amoCRM"),
        (", 5502]", ', "c@example.org"]', "line 4, report.managers: there is no user c@example.org in amoCRM"),
        (", 5502]", ", true]", "line 4, report.managers: there is no user True in amoCRM"),
        (", 5502]", ', "TWIN@example.org"]', "line 4, report.managers: “TWIN@example.org” is the name of several"),
        ('"Лицензии"', '"Лицензия"', "line 7, margin_share.deal_type: there is no deal type Лицензия; there are"),
        ('from = "2026-01"\nshare', 'from = "2026-13"\nshare', "line 8, margin_share.from: “2026-13” is not a month"),
        ('from = "2026-01"\nshare', "from = 2026-01-01\nshare", "line 8, margin_share.from: “2026-01-01” is not"),
        ('share = "0.5"', 'share = "50"', "line 9, margin_share.share: a margin share lies between 0 and 1"),
        ('share = "0.5"', 'share = "-0.5"', "line 9, margin_share.share: a margin share lies between 0 and 1"),
        ('share = "0.5"', 'share = "half"', "line 9, margin_share.share: “half” is not a number"),
        ('share = "0.5"', "share = nan", "line 9, margin_share.share: “NaN” is not a number"),
        ('share = "0.5"', "share = true", "line 9, margin_share.share: “True” is not an amount"),
        ('share = "0.5"\n', "", "line 6, margin_share: “share” is missing"),
        ("[[margin_share]]", "[margin_share]", "line 6, margin_share: it must be written [[margin_share]]"),
        ('manager = "a@', 'manager = "x@', "line 12, plan.manager: there is no user x@example.org in amoCRM"),
        ('"400000.00"', '"400000.001"', "line 14, plan.amount: 400000.001 has more decimals than RUB has"),
        ('"400000.00"', '"-1"', "line 14, plan.amount: it must not be negative"),
        ('"400000.00"', '"much"', "line 14, plan.amount: “much” is not an amount"),
        ('"400000.00"', "1e999999", "line 14, plan.amount: “1E+999999” is not an amount"),
        ('"150000.00"', '"-1"', "line 18, bonus_scale.cap: it must not be negative"),
        ('rate = "0.05"', 'rate = "5"', "line 19, bonus_scale.tiers: Tier 2: a rate lies between 0 and 1"),
        ('rate = "0.05"', 'rate = "-0.05"', "line 19, bonus_scale.tiers: Tier 2 of the bonus scale has a"),
        ('from = "1.2"', 'from = "120"', "line 20, bonus_scale.tiers: Tier 4: a threshold is a share of the plan"),
        ('from = "1.0"', 'from = "0.8"', "line 20, bonus_scale.tiers: Tier 3 of the bonus scale must start above"),
        ('from = "1.0"', 'from = "0.1"', "line 20, bonus_scale.tiers: Tier 3 of the bonus scale must start above"),
        ('applies = "marginal"', 'applies = "some"', "line 20, bonus_scale.tiers: Tier 4 of the bonus"),
        ('applies = "marginal"', 'mode = "marginal"', "line 20, bonus_scale.tiers: Tier 4 of the bonus"),
        ('share = "0.5"', 'share = "0.5', "line 9: this is not TOML"),
        ('share = "0.5"', 'share = "0.5"\nshare = "0.6"', "line 10: this key or section stands twice"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_and_key(old: str, new: str, fault: str) -> None:
    told = fault_of(changed(old, new))
    assert told.startswith(fault)


def test_every_fault_of_a_file_is_told() -> None:
    text = changed('"minor"', '"x"').replace('share = "0.5"', 'share = "2"').replace("400000.00", "?")
    with pytest.raises(WrongFileError) as caught:
        parse(text)
    assert [fault.params["line"] for fault in caught.value.faults] == [3, 9, 14]
    assert str(caught.value).startswith("tablo.toml: 3 faults, nothing was stored. The first: line 3")


@pytest.mark.parametrize(
    "entry",
    [
        '[[margin_share]]\ndeal_type = 701\nfrom = "2026-01"\nshare = 0.6\n',
        '[[plan]]\nmanager = 5501\nmonth = "2026-10"\namount = 1\n',
        '[[bonus_scale]]\nfrom = "2026-01"\ntiers = [{ from = "0", rate = "0" }]\n',
    ],
)
def test_the_same_thing_said_twice_is_a_fault(entry: str) -> None:
    lines = FILE.count("\n")
    assert fault_of(FILE + entry).startswith(f"line {lines + 1}, ")


def test_sections_that_are_absent_stay_and_empty_ones_empty() -> None:
    change = parse("plan = []\n")
    assert change == SettingsChange(plans={})
    before = replace(NOTHING, plans={(1, OCTOBER, 0): 5}, shares={(701, JANUARY): Decimal(1)})
    assert change.applied_to(before) == replace(before, plans={})


def test_deal_types_are_those_of_the_field_the_file_chooses_or_of_the_one_in_force() -> None:
    share = '[[margin_share]]\ndeal_type = "Сайт"\nfrom = "2026-01"\nshare = "0.5"\n'
    assert parse(share, current_field=11).shares == {(801, JANUARY): Decimal("0.5")}
    assert parse("[report]\ndeal_type_field = 11\n" + share, current_field=10).shares == {
        (801, JANUARY): Decimal("0.5")
    }
    assert "deal types are known once deal_type_field" in fault_of(share)


def test_a_plan_may_be_for_one_deal_type() -> None:
    plan = '[[plan]]\nmanager = 5501\nmonth = "2026-10"\ndeal_type = "работы"\namount = 1000\n'
    assert parse(plan, current_field=10).plans == {(5501, OCTOBER, 702): 100_000}


def test_a_file_that_is_no_text_is_told() -> None:
    with pytest.raises(InputError, match="not a text file in UTF-8"):
        parse_settings(b"\xff\xfe\x00", "x.toml", WORDS, None)
    with pytest.raises(InputError, match="larger than 5 MB"):
        parse_settings(b"#" * (5 * 1024**2 + 1), "x.toml", WORDS, None)
    assert "this is not TOML" in fault_of("x = " + "[" * 5000)


months = st.builds(Month, st.integers(2000, 2199), st.integers(1, 12))
shares = st.decimals(0, 1, places=6)
tiers = st.lists(
    st.tuples(st.decimals(0, 10, places=4), st.decimals(0, 1, places=5), st.sampled_from(Applies)), min_size=1
)
scales = st.builds(
    lambda parts, cap: Scale(tuple(Tier(*part) for part in sorted({part[0]: part for part in parts}.values())), cap),
    tiers,
    st.none() | st.integers(0, 10**12),
)
settings = st.builds(
    SalesSettings,
    st.builds(
        ReportChoices,
        st.just(10),
        st.sampled_from(["minor", "major"]),
        st.none() | st.lists(st.sampled_from([5501, 5502, 5503, 5504]), unique=True).map(tuple),
    ),
    st.dictionaries(st.tuples(st.sampled_from([701, 702, 703]), months), shares, max_size=5),
    st.dictionaries(
        st.tuples(st.sampled_from([5501, 5502, 5503]), months, st.sampled_from([0, 701, 703])),
        st.integers(0, 10**13),
        max_size=5,
    ),
    st.dictionaries(months, scales, max_size=3),
)


@given(settings)
def test_what_is_exported_imports_to_the_same(given_settings: SalesSettings) -> None:
    text = format_settings(given_settings, WORDS)
    assert parse(text).applied_to(NOTHING) == given_settings


def test_the_difference_shows_what_changes_and_nothing_when_nothing_does() -> None:
    before = format_settings(parse(FILE).applied_to(NOTHING), WORDS)
    after = format_settings(parse(FILE.replace("400000", "450000")).applied_to(NOTHING), WORDS)
    lines = settings_difference(before, after)
    assert '-amount = "400000.00"' in lines
    assert '+amount = "450000.00"' in lines
    assert ' manager = "a@example.org"' in lines
    assert settings_difference(before, before) == []
