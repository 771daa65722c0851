"""A settings file read without a database: what it decides, and every way it can be wrong."""

from typing import Any

import pytest

from sales_core.decisions import Change, Entry, person_entry, plan_entry, scale_entry, share_entry, value_entry
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.periods import Month
from sales_core.settings.file.reading import FileSettings, parse_settings
from tests.settings.file.account import KNOWN

FILE = """\
[report]
deal_type_field = "Тип сделки"            # name or id of a select field of leads
currency_rounding = "minor"               # or "major": bonuses to whole rubles
managers = ["a@example.org", 5502]        # e-mail or amoCRM id; absent: as in the report's definition
plan_proration = "working_days"           # absent: a plan is always whole

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

[[person]]
manager = 5502
hired_on = 2026-10-05
dismissed_on = "31.12.2026"

[calendar]
country = "kz"
first_weekday = "sunday"
days_off = [
  2026-12-31,
  "2026-01-02",
]

[board]
language = "en"
"""
JANUARY, OCTOBER = Month(2026, 1), Month(2026, 10)


def parse(text: str, current_field: int | None = None) -> FileSettings:
    return parse_settings(text.encode(), "tablo.toml", KNOWN.with_field(current_field))


def fault_of(text: str, current_field: int | None = None) -> str:
    with pytest.raises(WrongFileError) as caught:
        parse(text, current_field)
    return str(caught.value.faults[0])


def changed(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


def test_the_file_of_the_documentation_is_read() -> None:
    tiers = [("0.5", "0.03", "whole"), ("0.8", "0.05", "whole"), ("1.0", "0.07", "whole"), ("1.2", "0.10", "marginal")]
    assert parse(FILE).entries == {
        value_entry("deal_type_field"): 10,
        value_entry("currency_rounding"): "minor",
        value_entry("managers"): [5501, 5502],
        value_entry("plan_proration"): "working_days",
        share_entry(701, JANUARY): "0.5",
        plan_entry(5501, OCTOBER): 40_000_000,
        scale_entry(JANUARY): {
            "tiers": [{"from": start, "rate": rate, "applies": applies} for start, rate, applies in tiers],
            "cap_minor": 15_000_000,
        },
        person_entry(5502): {"hired_on": "2026-10-05", "dismissed_on": "2026-12-31"},
        value_entry("holidays_country"): "KZ",
        value_entry("first_weekday"): "sunday",
        value_entry("days_off"): ["2026-01-02", "2026-12-31"],
        value_entry("language"): "en",
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[report]", "[reports]", "line 1, reports: “reports” is not known here"),
        ("currency_rounding", "rounding", "line 3, report.rounding: “rounding” is not known here"),
        ('"minor"', '"middle"', "line 3, report.currency_rounding: “middle” is not known here; known are minor, major"),
        ('"Тип сделки"', '"Тип"', "line 2, report.deal_type_field: deals have no select field Тип in amoCRM"),
        ('"Тип сделки"', "12", "line 2, report.deal_type_field: deals have no select field 12 in amoCRM"),
        ('["a@example.org", 5502]', '"all"', "line 4, report.managers: it must be a list"),
        (", 5502]", ", 99]", "line 4, report.managers: there is no user 99 in amoCRM"),
        (", 5502]", ', "c@example.org"]', "line 4, report.managers: there is no user c@example.org in amoCRM"),
        (", 5502]", ", true]", "line 4, report.managers: there is no user True in amoCRM"),
        (", 5502]", ', "TWIN@example.org"]', "line 4, report.managers: “TWIN@example.org” is the name of several"),
        ('"Лицензии"', '"Лицензия"', "line 8, margin_share.deal_type: there is no deal type Лицензия; there are"),
        ('from = "2026-01"\nshare', 'from = "2026-13"\nshare', "line 9, margin_share.from: “2026-13” is not a month"),
        ('from = "2026-01"\nshare', "from = 2026-01-01\nshare", "line 9, margin_share.from: “2026-01-01” is not"),
        ('share = "0.5"', 'share = "50"', "line 10, margin_share.share: a margin share lies between 0 and 1"),
        ('share = "0.5"', 'share = "-0.5"', "line 10, margin_share.share: a margin share lies between 0 and 1"),
        ('share = "0.5"', 'share = "half"', "line 10, margin_share.share: “half” is not a number"),
        ('share = "0.5"', "share = nan", "line 10, margin_share.share: “NaN” is not a number"),
        ('share = "0.5"', "share = true", "line 10, margin_share.share: “True” is not an amount"),
        ('share = "0.5"\n', "", "line 7, margin_share: “share” is missing"),
        ("[[margin_share]]", "[margin_share]", "line 7, margin_share: it must be written [[margin_share]]"),
        ('manager = "a@', 'manager = "x@', "line 13, plan.manager: there is no user x@example.org in amoCRM"),
        ('"400000.00"', '"400000.001"', "line 15, plan.amount: 400000.001 has more decimals than RUB has"),
        ('"400000.00"', '"-1"', "line 15, plan.amount: it must not be negative"),
        ('"400000.00"', '"much"', "line 15, plan.amount: “much” is not an amount"),
        ('"400000.00"', "1e999999", "line 15, plan.amount: “1E+999999” is not an amount"),
        ('"150000.00"', '"-1"', "line 19, bonus_scale.cap: it must not be negative"),
        ('rate = "0.05"', 'rate = "5"', "line 20, bonus_scale.tiers: Tier 2: a rate lies between 0 and 1"),
        ('rate = "0.05"', 'rate = "-0.05"', "line 20, bonus_scale.tiers: Tier 2 of the bonus scale has a"),
        ('from = "1.2"', 'from = "120"', "line 21, bonus_scale.tiers: Tier 4: a threshold is a share of the plan"),
        ('from = "1.0"', 'from = "0.8"', "line 21, bonus_scale.tiers: Tier 3 of the bonus scale must start above"),
        ('from = "1.0"', 'from = "0.1"', "line 21, bonus_scale.tiers: Tier 3 of the bonus scale must start above"),
        ('applies = "marginal"', 'applies = "some"', "line 21, bonus_scale.tiers: Tier 4 of the bonus"),
        ('applies = "marginal"', 'mode = "marginal"', "line 21, bonus_scale.tiers: Tier 4 of the bonus"),
        ('"working_days"', '"days"', "line 5, report.plan_proration: “days” is not known here; known are working_days"),
        ("manager = 5502", "manager = 99", "line 24, person.manager: there is no user 99 in amoCRM"),
        ("= 2026-10-05", "= 2026-10", "line 25: this is not TOML"),
        ("= 2026-10-05", "= 1026-10-05", "line 25, person.hired_on: the year of 1026-10-05 cannot be right"),
        ("= 2026-10-05", "= 2026-10-05T10:00:00", "line 25, person.hired_on: “2026-10-05 10:00:00” is not a date"),
        ("= 2026-10-05", "= 2027-01-01", "line 23, person: The last day of work lies before the first"),
        ('hired_on = 2026-10-05\ndismissed_on = "31.12.2026"', "", "line 23, person: hired_on or dismissed_on is miss"),
        ('"31.12.2026"', '"31.02.2026"', "line 26, person.dismissed_on: “31.02.2026” is not a date"),
        ('"kz"', '"xx"', "line 29, calendar.country: the holidays of “xx” are not known"),
        ('"kz"', "7", "line 29, calendar.country: the holidays of “7” are not known"),
        ('"sunday"', '"friday"', "line 30, calendar.first_weekday: “friday” is not known here; known are monday"),
        ('"2026-01-02"', '"2026-13-02"', "line 33, calendar.days_off: “2026-13-02” is not a date"),
        ('"2026-01-02"', "7", "line 33, calendar.days_off: “7” is not a date"),
        ('"en"', '"fr"', "line 37, board.language: “fr” is not known here; known are ru, en"),
        ('language = "en"', "language = []", "line 37, board.language: “[]” is not known here"),
        ("[board]", "[[board]]", "line 36, board: it must be a section, like [board]"),
        ('share = "0.5"', 'share = "0.5', "line 10: this is not TOML"),
        ('share = "0.5"', 'share = "0.5"\nshare = "0.6"', "line 11: this key or section stands twice"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_and_key(old: str, new: str, fault: str) -> None:
    told = fault_of(changed(old, new))
    assert told.startswith(fault)


def test_every_fault_of_a_file_is_told() -> None:
    text = changed('"minor"', '"x"').replace('share = "0.5"', 'share = "2"').replace("400000.00", "?")
    with pytest.raises(WrongFileError) as caught:
        parse(text)
    assert [fault.params["line"] for fault in caught.value.faults] == [3, 10, 15]
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


def test_a_part_the_file_has_replaces_the_whole_one_and_the_others_stay() -> None:
    october, november = plan_entry(5501, OCTOBER), plan_entry(5501, OCTOBER.plus(1))
    share, language, country = share_entry(701, JANUARY), value_entry("language"), value_entry("holidays_country")
    now = {october: 5, share: "1", language: "ru", country: "KZ", value_entry("days_off"): ["2026-12-31"]}
    assert parse("plan = []\n").changes_from(now) == (Change(october, 5, None),)
    plan = '[[plan]]\nmanager = 5501\nmonth = "2026-11"\namount = 1\n'
    assert parse(plan).changes_from(now) == (Change(october, 5, None), Change(november, None, 100))
    assert parse('[calendar]\ncountry = "BY"\n').changes_from(now) == (
        Change(value_entry("days_off"), ["2026-12-31"], None),
        Change(country, "KZ", "BY"),
    )


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ('[report]\ncurrency_rounding = "minor"\n', {}),
        ("[report]\n", {value_entry("currency_rounding"): "minor"}),
        ("[report]\nmanagers = [5502, 5501, 5502]\n", {value_entry("managers"): [5502, 5501]}),
        ("[calendar]\ndays_off = []\n", {}),
        ("[calendar]\n", {value_entry("days_off"): []}),
        ('[[margin_share]]\ndeal_type = 701\nfrom = "2026-01"\nshare = 0.50\n', {share_entry(701, JANUARY): "0.5"}),
        ('[[margin_share]]\ndeal_type = 701\nfrom = "2026-01"\nshare = 0.5\n', {share_entry(701, JANUARY): "0.500"}),
        (
            '[[bonus_scale]]\nfrom = "2026-01"\ntiers = [{ from = "1", rate = "0.10" }]\n',
            {scale_entry(JANUARY): {"tiers": [{"from": "1.0", "rate": "0.1"}], "cap_minor": None}},
        ),
    ],
)
def test_what_only_stands_in_another_form_is_no_change(text: str, now: dict[Entry, Any]) -> None:
    assert parse(text).changes_from(now) == ()


def test_nobody_in_the_report_is_not_everybody() -> None:
    managers = value_entry("managers")
    assert parse("[report]\nmanagers = []\n").changes_from({}) == (Change(managers, None, []),)
    assert parse("[report]\n").changes_from({managers: []}) == (Change(managers, [], None),)


def test_deal_types_are_those_of_the_field_the_file_chooses_or_of_the_one_in_force() -> None:
    share = '[[margin_share]]\ndeal_type = "Сайт"\nfrom = "2026-01"\nshare = "0.5"\n'
    site = share_entry(801, JANUARY)
    assert parse(share, current_field=11).entries == {site: "0.5"}
    assert parse("[report]\ndeal_type_field = 11\n" + share, current_field=10).entries[site] == "0.5"
    assert "deal types are known once deal_type_field" in fault_of(share)
    assert "there is no deal type Сайт; there are Лицензии, Работы" in fault_of(share, current_field=10)


def test_a_type_of_another_field_is_known_by_its_id() -> None:
    share = '[[margin_share]]\ndeal_type = {}\nfrom = "2026-01"\nshare = "0.5"\n'
    assert parse(share.format(801), current_field=10).entries == {share_entry(801, JANUARY): "0.5"}
    assert "there is no deal type 802" in fault_of(share.format(802), current_field=10)


def test_a_plan_may_be_for_one_deal_type() -> None:
    plan = '[[plan]]\nmanager = 5501\nmonth = "2026-10"\ndeal_type = "работы"\namount = 1000\n'
    assert parse(plan, current_field=10).entries == {plan_entry(5501, OCTOBER, 702): 100_000}


def test_a_file_that_is_no_text_is_told() -> None:
    with pytest.raises(InputError, match="not a text file in UTF-8"):
        parse_settings(b"\xff\xfe\x00", "x.toml", KNOWN)
    with pytest.raises(InputError, match="larger than 5 MB"):
        parse_settings(b"#" * (5 * 1024**2 + 1), "x.toml", KNOWN)
    assert "this is not TOML" in fault_of("x = " + "[" * 5000)
