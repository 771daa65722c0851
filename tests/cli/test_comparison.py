"""``tablo report compare`` as a user runs it: the worked month of one manager beside somebody with nothing."""

import csv
import io

import openpyxl
import pytest

from tests.cli.conftest import ANNA, BORIS, Tablo

OCTOBER = ("report", "compare", "--month", "2026-10", "--as-of", "2026-10-20", "--manager", "Анна", "--manager", BORIS)


@pytest.mark.usefixtures("worked_month")
def test_each_measure_is_the_sales_report_s(tablo: Tablo) -> None:
    document = tablo(*OCTOBER, "--format", "json").document
    sales = tablo("report", "sales", "--month", "2026-10", "--as-of", "2026-10-20", "--format", "json").document
    (row,) = [row for row in sales["rows"] if row["manager"]["id"] == ANNA]
    assert [each["id"] for each in document["managers"]] == [ANNA, BORIS]
    told = {each["measure"]: each["values"][0]["now"] for each in document["measures"]}
    assert {name: told[name] for name in ("plan", "fact", "percent", "bonus", "revenue", "lost")} == {
        name: row[name] for name in ("plan", "fact", "percent", "bonus", "revenue", "lost")
    }
    assert (told["payments"], told["expected.forecast"]) == (3, row["expected"]["forecast"])
    assert document["days"]["month_before"] == {"from": "2026-09-01", "to": "2026-09-20"}
    facts = {each["deal_type"]["id"]: each["measures"][0]["values"][0]["now"] for each in document["deal_types"]}
    assert {type_id: fact for type_id, fact in facts.items() if fact != "0.00"} == {
        each["deal_type"]["id"]: each["fact"] for each in row["deal_types"] if each["fact"] != "0.00"
    }


@pytest.mark.usefixtures("worked_month")
def test_a_table_a_csv_and_a_workbook(tablo: Tablo) -> None:
    told = tablo(*OCTOBER).out
    assert told.startswith("Comparison of managers, October 2026\nAs of 20.10.2026\nThe month is running: ")
    header, *lines = csv.reader(io.StringIO(tablo(*OCTOBER, "--format", "csv", "--by-type").out.removeprefix("\ufeff")))
    assert header[:4] == ["Deal type", "Manager", "Period", "Fact"]
    assert {line[1] for line in lines} == {"Анна", "Борис"}
    assert tablo(*OCTOBER, "--format", "xlsx", "-o", "compared.xlsx").code == 0
    assert openpyxl.load_workbook("compared.xlsx").sheetnames == ["Comparison", "By deal type"]


@pytest.mark.usefixtures("worked_month")
@pytest.mark.parametrize(
    ("managers", "sentence"),
    [
        (["Анна"], "Two managers at least are needed for a comparison"),
        (["Анна", "Анна"], "Two managers at least are needed for a comparison"),
        (["Анна", "Никто"], "There is no manager “Никто”"),
    ],
)
def test_whom_nobody_can_compare_is_told_in_one_line(tablo: Tablo, managers: list[str], sentence: str) -> None:
    asked = [part for name in managers for part in ("--manager", name)]
    told = tablo("report", "compare", "--month", "2026-10", *asked)
    assert (told.code, told.out, told.err) == (1, "", sentence + "\n")
