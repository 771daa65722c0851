"""``tablo report`` and ``tablo payments list`` as a user runs them, to the kopeck (docs/metrics.md has the figures)."""

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sales_core.figures import Figure
from sales_core.store.database import Database
from tests.cli.conftest import ANNA, BORIS, PAYMENTS, ROOT, SETTINGS, Tablo, fill, prepare
from tests.programs import tablo_command
from tests.worked_month import ANNA_IN_OCTOBER

OCTOBER = ("--month", "2026-10", "--as-of", "2026-10-20")


def without_types(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "deal_types"}


def test_the_worked_month_comes_out_to_the_kopeck(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On both databases and in processes of their own."""
    fill(database)
    given = prepare(monkeypatch, tmp_path, database.url)
    Path("settings.toml").write_text(SETTINGS, "utf-8")
    Path("payments.csv").write_text(PAYMENTS, "utf-8")
    assert tablo_command("settings", "import", "settings.toml", **given).code == 0
    brought = tablo_command("payments", "import", "payments.csv", **given)
    assert (brought.code, brought.out, brought.err) == (
        0,
        "Added: 7, updated: 0, skipped: 0\nThis is act 1; “tablo payments undo 1” takes it back\n",
        "",
    )
    told = tablo_command("report", "sales", *OCTOBER, "--format", "json", **given)
    assert (told.code, told.err) == (0, "")
    (anna,) = told.document["rows"]
    assert without_types(anna) == ANNA_IN_OCTOBER
    licences, works = anna["deal_types"]
    assert (licences["deal_type"], licences["margin_share"]) == ({"id": 701, "name": "Лицензии"}, "0.50000000")
    assert (licences["fact"], licences["revenue"]) == ("180000.01", "360000.01")
    assert (works["expected"]["pending"], works["expected"]["overdue"]) == ("60000.00", "90000.00")
    assert (works["expected"]["carried"], works["lost"]) == ("45000.00", "95000.00")
    total = told.document["total"]
    assert total == {key: value for key, value in ANNA_IN_OCTOBER.items() if key != "manager"}


SCALE_A = '[ {f="0.5", r="0.03"}, {f="0.8", r="0.05"}, {f="1.0", r="0.07"}, {f="1.2", r="0.10"} ]'
SCALE_B = SCALE_A.replace('"}', '", applies = "marginal"}')
SCALE_C = '[ {f="0", r="0.05", applies = "marginal"}, {f="0.5", r="0.10"}, {f="1.0", r="0.20", applies = "marginal"} ]'
SCALE_D = '[ {f="0.5", r="0.05"}, {f="0.8", r="0.07"}, {f="1.0", r="0.10"}, {f="1.2", r="0.12"} ]'
SCALE_D_MARGINAL = SCALE_D.replace('"}', '", applies = "marginal"}')


@pytest.mark.parametrize(
    ("scale", "plan", "bonuses"),
    [
        (SCALE_A, "1000000", {"499999.99": "0.00", "500000": "15000.00", "799999.99": "24000.00", "800000": "40000.00",
                              "1000000": "70000.00", "1250000": "125000.00", "-50000": "0.00"}),
        (SCALE_B, "1000000", {"499999.99": "0.00", "500000": "0.00", "799999.99": "9000.00", "800000": "9000.00",
                              "1000000": "19000.00", "1250000": "38000.00", "-50000": "0.00"}),
        (SCALE_A, "0", {"300000": None}),
        (SCALE_B, "0", {"300000": None}),
        (SCALE_C, "33000", {"10000": "500.00", "16499.99": "825.00", "16500": "1650.00", "33000": "3300.00",
                            "40000": "4700.00"}),
        (SCALE_D, "500000", {"249999.99": "0.00", "250000": "12500.00", "480000": "33600.00", "500000": "50000.00",
                             "620000": "74400.00"}),
        (SCALE_D_MARGINAL, "500000", {"249999.99": "0.00", "250000": "0.00", "480000": "13100.00", "500000": "14500.00",
                                      "620000": "26900.00"}),
    ],
    ids=["A", "B", "A without plan", "B without plan", "C", "D whole", "D marginal"],
)  # fmt: skip
def test_the_bonuses_of_the_definition(
    environment: dict[str, str], tablo: Tablo, scale: str, plan: str, bonuses: dict[str, str | None]
) -> None:
    tiers = scale.replace("f=", "from = ").replace("r=", "rate = ")
    plan_text = f'[[plan]]\nmanager = {ANNA}\nmonth = "2026-10"\namount = "{plan}"\n'
    Path("s.toml").write_text(f'{plan_text}[[bonus_scale]]\nfrom = "2026-01"\ntiers = {tiers}\n')
    assert tablo("settings", "import", "s.toml").code == 0
    earned = {}
    for fact in bonuses:
        Path("p.csv").write_text(f"lead_id;amount;due_on;paid_on;external_id\n102;{fact};2026-10-01;2026-10-02;one\n")
        assert tablo("payments", "import", "p.csv").code == 0
        row = tablo("report", "sales", *OCTOBER, "--format", "json").document["rows"][0]
        assert Decimal(row["fact"]) == Decimal(fact)
        earned[fact] = row["bonus"]
    assert earned == bonuses


@pytest.mark.parametrize("figure", [figure for figure in Figure if figure is not Figure.BONUS])
def test_the_payments_behind_a_figure_add_up_to_it(worked_month: dict[str, str], tablo: Tablo, figure: Figure) -> None:
    row: Any = ANNA_IN_OCTOBER
    for key in figure.split("."):
        row = row[key]
    listed = tablo("payments", "list", *OCTOBER, "--figure", figure, "--format", "json").document
    counted = "margin" if figure.counts_margin else "amount"
    assert listed["total"] == row
    assert sum(Decimal(payment[counted]) for payment in listed["payments"]) == Decimal(row)


def test_behind_the_bonus_stand_the_payments_of_fact(worked_month: dict[str, str], tablo: Tablo) -> None:
    behind = [
        tablo("payments", "list", *OCTOBER, "--figure", name, "--format", "json").out for name in ("bonus", "fact")
    ]
    assert behind[0] == behind[1]


def test_several_figures_list_each_payment_once(worked_month: dict[str, str], tablo: Tablo) -> None:
    asked = ("--figure", "fact", "--figure", "expected.paid", "--format", "json")
    ids = [payment["id"] for payment in tablo("payments", "list", *OCTOBER, *asked).document["payments"]]
    assert len(ids) == len(set(ids)) == 3


def test_without_a_figure_everything_the_report_counts_is_listed(worked_month: dict[str, str], tablo: Tablo) -> None:
    listed = tablo("payments", "list", *OCTOBER, "--format", "json").document
    assert len(listed["payments"]) == 8
    assert listed["total"] == "650000.01"
    without_payment = next(payment for payment in listed["payments"] if payment["id"] is None)
    assert (without_payment["lead_id"], without_payment["amount"], without_payment["due_on"]) == (106, "25000.00", None)
    assert without_payment["lead_url"] == "https://demo.amocrm.ru/leads/detail/106"


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        (("--manager", ANNA), 8),
        (("--manager", BORIS), 0),
        (("--deal-type", "лицензии"), 3),
        (("--deal-type", "Лицензии", "--deal-type", "702"), 8),
        (("--department", "Второй отдел"), 0),
        (("--pipeline", "Продажи"), 8),
    ],
)
def test_lists_are_narrowed(worked_month: dict[str, str], tablo: Tablo, narrowed: tuple[str, ...], count: int) -> None:
    assert len(tablo("payments", "list", *OCTOBER, *narrowed, "--format", "json").document["payments"]) == count


def test_a_filter_narrows_figures_but_not_plan_percent_and_bonus(worked_month: dict[str, str], tablo: Tablo) -> None:
    document = tablo("report", "sales", *OCTOBER, "--deal-type", "Работы", "--format", "json").document
    assert document["filters"] == {"deal_types": [702], "departments": [], "pipelines": []}
    (anna,) = document["rows"]
    assert (anna["fact"], anna["revenue"], anna["lost"]) == ("0.00", "0.00", "95000.00")
    assert (anna["plan"], anna["percent"], anna["bonus"]) == ("400000.00", "0.45000003", "0.00")


def test_every_format_holds_what_json_holds(worked_month: dict[str, str], tablo: Tablo) -> None:
    for command in (("report", "sales"), ("payments", "list")):
        for name in ("csv", "xlsx", "json", "table"):
            told = tablo(*command, *OCTOBER, "--format", name, "-o", f"{command[0]}.{name}")
            assert (told.code, told.out, told.err) == (0, "", "")
    fact = ANNA_IN_OCTOBER["fact"]
    report = list(csv.reader(io.StringIO(Path("report.csv").read_bytes().decode("utf-8-sig"))))
    assert [row[3] for row in report if row[0] in ("Анна", "Total") and not row[1]] == [fact, fact]
    lines = openpyxl.load_workbook("report.xlsx").worksheets[0].iter_rows(values_only=True)
    assert [row[0] for row in lines if row[3] == 180000.01] == ["Анна", "Анна", "Total"]
    assert json.loads(Path("report.json").read_text("utf-8"))["rows"][0]["fact"] == fact
    assert "180\u202f000.01" in Path("report.table").read_text("utf-8")
    payments = json.loads(Path("payments.json").read_text("utf-8"))["payments"]
    listed = list(csv.reader(io.StringIO(Path("payments.csv").read_bytes().decode("utf-8-sig"))))
    assert [row[7] for row in listed[1:-1]] == [payment["amount"] for payment in payments]
    rows = openpyxl.load_workbook("payments.xlsx").worksheets[0].iter_rows(values_only=True)
    links = [row[12] for row in rows if row[12] and str(row[12]).startswith("http")]
    assert links == [payment["lead_url"] for payment in payments]


def test_a_workbook_goes_into_a_pipe_whole(worked_month: dict[str, str]) -> None:
    command = [sys.executable, "-c", "from sales_core.cli import main; main()", "report", "sales", *OCTOBER]
    piped = subprocess.run([*command, "--format", "xlsx"], cwd=ROOT, capture_output=True, check=True).stdout
    assert openpyxl.load_workbook(io.BytesIO(piped)).worksheets[0].max_column == 16


def test_in_russian_the_report_reads_as_russians_write(worked_month: dict[str, str]) -> None:
    told = tablo_command("report", "sales", *OCTOBER, **worked_month | {"TABLO_LANGUAGE": "ru"})
    assert "Отчёт по продажам, Октябрь 2026" in told.out
    assert "180\u202f000,01" in told.out
    assert "Итого" in told.out


def test_the_default_day_is_today(worked_month: dict[str, str], tablo: Tablo) -> None:
    assert tablo("report", "sales", "--month", "2020-01", "--format", "json").document["as_of"] > "2026-01-01"
