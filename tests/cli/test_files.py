"""Payments and settings as files: what goes in, what stays out, and that all or nothing is stored."""

import getpass
from pathlib import Path

import openpyxl
import pytest

from sales_core.decisions import Change, Section, value_entry
from sales_core.store.database import Database
from sales_core.store.versions import load_versions
from tests.cli.conftest import PAYMENTS, SETTINGS, Tablo
from tests.programs import Told, tablo_command

OCTOBER = ("--month", "2026-10", "--as-of", "2026-10-20", "--format", "json")


def bring(tablo: Tablo, content: str, *options: str) -> Told:
    Path("p.csv").write_text(content, "utf-8")
    return tablo("payments", "import", "p.csv", *options)


def stored(tablo: Tablo) -> str:
    return tablo("payments", "list", *OCTOBER).out + tablo("settings", "export").out


def test_a_repeated_import_changes_nothing(worked_month: dict[str, str], tablo: Tablo) -> None:
    before = stored(tablo)
    assert bring(tablo, PAYMENTS).out == "Added: 0, updated: 0, skipped: 7\n"
    unnamed = "\n".join(line.rpartition(";")[0] for line in PAYMENTS.splitlines())
    assert bring(tablo, unnamed).out == "Added: 0, updated: 0, skipped: 7\n"
    assert stored(tablo) == before


def test_an_external_id_updates_its_payment(worked_month: dict[str, str], tablo: Tablo) -> None:
    told = bring(tablo, PAYMENTS.replace("102;90000;2026-10-12;;;p2", "102;90000;2026-10-12;2026-10-20;;p2"))
    assert told.out == ("Added: 0, updated: 1, skipped: 6\nThis is act 2; “tablo payments undo 2” takes it back\n")
    assert tablo("report", "sales", *OCTOBER).document["rows"][0]["fact"] == "270000.01"


def test_a_dry_run_tells_and_stores_nothing(environment: dict[str, str], tablo: Tablo) -> None:
    before = stored(tablo)
    assert bring(tablo, PAYMENTS, "--dry-run").out == "Would be added: 7, updated: 0, skipped: 0. Nothing was stored\n"
    assert stored(tablo) == before


def test_a_workbook_is_imported(environment: dict[str, str], tablo: Tablo) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in PAYMENTS.splitlines():
        sheet.append(line.split(";"))
    book.save("payments.xlsx")
    assert tablo("payments", "import", "payments.xlsx").out.startswith("Added: 7, updated: 0, skipped: 0\n")


def test_columns_of_other_names_are_told_and_others_left_out(environment: dict[str, str], tablo: Tablo) -> None:
    foreign = PAYMENTS.replace("amount", "Сумма").replace("comment", "Город")
    assert "no column amount" in bring(tablo, foreign).err
    told = bring(tablo, foreign, "--map", "Сумма=amount", "--map", "Город=")
    assert told.out.startswith("Added: 7, updated: 0, skipped: 0\n")
    assert bring(tablo, PAYMENTS, "--map", "Цена=amount").err == "p.csv: the header row has no column цена\n"
    for wrong in ("Сумма", "Сумма=money", "=amount"):
        assert bring(tablo, foreign, "--map", wrong).code == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("999;1;2026-10-01;;;", "row 9, column lead_id: there is no deal 999"),
        ('101;"1\n2 x";2026-10-01;;;', "row 9, column amount: “1 2 x” is not an amount"),
        ("101;0;2026-10-01;;;", "row 9, column amount: an amount of 0 is not a payment"),
        ("101;1;2026-10-01;2199-01-01;;", "row 9, column paid_on: 2199-01-01 is in the future"),
        ("101;1;2026-10-01;;;p1", "row 9, column external_id: “p1” stands in row 2 too"),
    ],
)
def test_one_wrong_row_keeps_the_whole_file_out(
    environment: dict[str, str], tablo: Tablo, row: str, reason: str
) -> None:
    before = stored(tablo)
    told = bring(tablo, PAYMENTS + row + "\n")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"p.csv: {reason}")
    assert told.err.count("\n") == 1
    assert stored(tablo) == before


def test_every_wrong_row_is_listed_and_one_line_tells_of_the_failure(environment: dict[str, str], tablo: Tablo) -> None:
    told = bring(tablo, PAYMENTS + "998;1;2026-10-01;;;\n999;1;2026-10-01;;;\n")
    assert told.out.splitlines() == [
        "row 9, column lead_id: there is no deal 998",
        "row 10, column lead_id: there is no deal 999",
    ]
    assert told.err.splitlines() == [
        "p.csv: 2 faults, nothing was stored. The first: row 9, column lead_id: there is no deal 998"
    ]


def test_an_export_imports_to_the_same(worked_month: dict[str, str], tablo: Tablo) -> None:
    text = tablo("settings", "export").out
    assert 'manager = "anna@example.org"' in text
    assert tablo("settings", "export", "out.toml").out == ""
    assert Path("out.toml").read_text("utf-8") == text
    told = tablo("settings", "import", "out.toml")
    assert (told.code, told.out) == (0, "The settings are as in the file already\n")
    assert tablo("settings", "export").out == text


def test_a_dry_run_of_settings_shows_the_difference(worked_month: dict[str, str], tablo: Tablo) -> None:
    before = tablo("settings", "export").out
    Path("s.toml").write_text(SETTINGS.replace("400000.00", "500000.00"), "utf-8")
    told = tablo("settings", "import", "s.toml", "--dry-run")
    change = "Plan of Анна, October 2026: 400 000 RUB → 500 000 RUB"
    assert lines_of(told) == [change, "Nothing was stored: this is what would change"]
    assert tablo("settings", "export").out == before
    told = tablo("settings", "import", "s.toml")
    assert (told.code, lines_of(told)) == (0, [change, "The settings are stored"])
    assert 'amount = "500000.00"' in tablo("settings", "export").out


def lines_of(told: Told) -> list[str]:
    return told.out.replace("\u202f", " ").splitlines()


def test_an_import_is_a_version_of_the_history_by_who_is_at_this_computer(
    worked_month: dict[str, str], tablo: Tablo, sqlite_database: Database
) -> None:
    Path("s.toml").write_text('[calendar]\ncountry = "KZ"\n', "utf-8")
    tablo("settings", "import", "s.toml", "--dry-run")
    tablo("settings", "import", "s.toml")
    tablo("settings", "import", "s.toml")
    with sqlite_database.read() as conn:
        newest, first = load_versions(conn, list(Section))
    assert (newest.saved_by, newest.via) == (getpass.getuser(), "file")
    assert newest.changes == (Change(value_entry("holidays_country"), None, "KZ"),)
    assert len(first.changes) == len(("field", "share", "share", "plan", "scale"))


def test_a_new_share_prices_what_is_stored_anew(worked_month: dict[str, str], tablo: Tablo) -> None:
    Path("s.toml").write_text('[[margin_share]]\ndeal_type = 701\nfrom = "2026-01"\nshare = "1"\n')
    assert tablo("settings", "import", "s.toml").code == 0
    assert tablo("report", "sales", *OCTOBER).document["rows"][0]["fact"] == "360000.01"


def test_settings_are_stored_whole_or_not_at_all(worked_month: dict[str, str], tablo: Tablo) -> None:
    before = tablo("settings", "export").out
    Path("s.toml").write_text(SETTINGS.replace("400000.00", "1").replace('rate = "0.10"', 'rate = "-1"'), "utf-8")
    told = tablo("settings", "import", "s.toml")
    assert told.code == 1
    assert told.err.startswith("s.toml: line 22, bonus_scale.tiers: Tier 4 of the bonus scale has a negative rate")
    assert told.err.count("\n") == 1
    assert tablo("settings", "export").out == before


def test_in_russian_a_fault_is_told_in_russian(environment: dict[str, str]) -> None:
    Path("s.toml").write_text("[report]\nманагер = 1\n'", "utf-8")
    Path("p.csv").write_text("lead_id;amount;due_on\n999;0;2026-10-05\n", "utf-8")
    russian = environment | {"TABLO_LANGUAGE": "ru"}
    settings = tablo_command("settings", "import", "s.toml", **russian)
    payments = tablo_command("payments", "import", "p.csv", **russian)
    assert settings.err.startswith("s.toml: строка 2")
    assert payments.err.startswith("p.csv: строка 2, столбец amount: ")
    assert (settings.code, payments.code) == (1, 1)
