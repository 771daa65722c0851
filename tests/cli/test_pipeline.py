"""``tablo report pipeline`` as a user runs it: the matrix, the deals behind a count, and what it refuses."""

import openpyxl
import pytest

from sales_core.clock import system_clock
from sales_core.periods import day_of
from sales_core.store.database import Database
from sales_core.store.references import save_pipelines
from sales_core.store.zone import load_zone
from tests.cli.conftest import ANNA, IN_WORK, Tablo

PIPELINE = ("report", "pipeline")


@pytest.fixture(autouse=True)
def statuses(environment: dict[str, str], sqlite_database: Database) -> None:
    """The one that deals are in, and one without any."""
    names = {IN_WORK: "Договор", IN_WORK + 1: "Оплата"}
    with sqlite_database.write() as conn:
        save_pipelines(
            conn,
            [{"id": 1, "name": "Продажи", "sort": 1, "is_main": True, "is_archive": False}],
            [
                {"pipeline_id": 1, "id": id_, "name": name, "sort": id_, "color": "", "type": 0}
                for id_, name in names.items()
            ],
        )


def test_the_document_tells_every_status_and_every_manager(environment: dict[str, str], tablo: Tablo) -> None:
    told = tablo(*PIPELINE, "--format", "json").document
    counts = [column["count"] for column in told["columns"]]
    assert sum(counts) == told["total"]["in_work"]["count"] > 0
    for row in (*told["rows"], told["total"]):
        assert [cell["column"] for cell in row["cells"]] == [column["id"] for column in told["columns"]]
        assert sum(cell["count"] for cell in row["cells"]) == row["in_work"]["count"]
    assert sum(row["in_work"]["count"] for row in told["rows"]) == told["total"]["in_work"]["count"]
    assert {"load", "conversion", "closed"} <= told.keys()
    behind = tablo(*PIPELINE, "--figure", "in_work", "--format", "json").document
    assert (behind["count"], behind["sum"]) == (sum(counts), told["total"]["in_work"]["sum"])


def test_the_deals_of_one_manager_in_one_status(environment: dict[str, str], tablo: Tablo) -> None:
    told = tablo(*PIPELINE, "--format", "json").document
    anna = next(row for row in told["rows"] if row["manager"]["id"] == ANNA)
    for column, cell in zip(told["columns"], anna["cells"], strict=True):
        asked = ("--figure", "in_work", "--manager", str(ANNA), "--status", str(column["id"]), "--format", "json")
        listed = tablo(*PIPELINE, *asked).document
        assert (listed["count"], listed["sum"]) == (cell["count"], cell["sum"])


@pytest.mark.parametrize("figure", ["won", "archived"])
def test_closed_deals_of_a_month(environment: dict[str, str], tablo: Tablo, figure: str) -> None:
    told = tablo(*PIPELINE, "--month", "2026-10", "--format", "json").document
    listed = tablo(*PIPELINE, "--month", "2026-10", "--figure", figure, "--format", "json").document
    assert listed["count"] == told["total"][figure]["count"] == told["closed"][figure]["count"]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        (("--week", "2026-10-07"), ("2026-10-05", "2026-10-11")),
        (("--day", "2026-10-12"), ("2026-10-12", "2026-10-12")),
        (("--from", "2026-07-01", "--to", "2026-10-12"), ("2026-07-01", "2026-10-12")),
    ],
)
def test_deals_closed_in_any_days(
    environment: dict[str, str], tablo: Tablo, asked: tuple[str, ...], days: tuple[str, str]
) -> None:
    told = tablo(*PIPELINE, *asked, "--format", "json").document
    assert (told["period"]["from"], told["period"]["to"]) == days
    assert [(each["from"], each["to"]) for each in told["conversion"]["cohorts"]] == [days]
    listed = tablo(*PIPELINE, *asked, "--figure", "won", "--format", "json").document
    assert listed["count"] == told["total"]["won"]["count"]


def test_every_count_of_the_conversion_has_its_list(environment: dict[str, str], tablo: Tablo) -> None:
    october = (*PIPELINE, "--month", "2026-10", "--format", "json")
    conversion = tablo(*october).document["conversion"]
    (september,) = [cohort for cohort in conversion["cohorts"] if cohort["entered"]]
    assert september["from"] == "2026-09-01"
    for cohort, name in ((september, "2026-09"), (conversion["total"], "all")):
        counts: list[tuple[tuple[str, ...], int]] = [((), cohort["entered"])]
        counts += [(("--status", str(step["id"])), step["reached"]) for step in cohort["statuses"]]
        counts += [(("--outcome", outcome), count) for outcome, count in cohort["now"].items()]
        for asked, count in counts:
            listed = tablo(*october, "--cohort", name, *asked).document
            assert listed["count"] == len(listed["deals"]) == count


def test_the_deals_of_a_cohort_in_the_other_formats(environment: dict[str, str], tablo: Tablo, folder: object) -> None:
    asked = (*PIPELINE, "--month", "2026-10", "--cohort", "2026-09")
    count = tablo(*asked, "--format", "json").document["count"]
    assert tablo(*asked).out.startswith(f"Conversion from status to status, September 2026\n{count} deals\n")
    assert len(tablo(*asked, "--format", "csv").out.splitlines()) == count + 1
    assert tablo(*asked, "--format", "xlsx", "-o", f"{folder}/cohort.xlsx").code == 0
    assert openpyxl.load_workbook(f"{folder}/cohort.xlsx").sheetnames == ["Deals"]


def test_the_workbook_has_a_sheet_for_each_question(environment: dict[str, str], tablo: Tablo, folder: object) -> None:
    assert tablo(*PIPELINE, "--format", "xlsx", "-o", f"{folder}/deals.xlsx").code == 0
    book = openpyxl.load_workbook(f"{folder}/deals.xlsx")
    assert book.sheetnames[:3] == ["Deals in work", "Statuses", "Stuck deals"]
    assert len(book.sheetnames) == 7
    assert tablo(*PIPELINE, "--all-pipelines").out.startswith("Deals in work, ")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("--as-of", "2026-10-20"), "only as they are today"),
        (("--stuck-days", "0"), "not a number of days"),
        (("--status", "Договор"), "add --figure or --cohort"),
        (("--manager", "1"), "add --figure"),
        (("--outcome", "won"), "add --cohort"),
        (("--figure", "stuck", "--cohort", "all"), "not both"),
        (("--cohort", "2026"), "2026"),
        (("--cohort", "2026-01", "--month", "2026-10"), "The conversion does not show 2026-01"),
        (("--cohort", "all", "--status", "Нет такого"), "There is no status “Нет такого”"),
        (("--cohort", "all", "--all-pipelines"), "Give one pipeline"),
        (("--month", "2026-10", "--day", "2026-10-01"), "Give one period"),
        (("--figure", "stuck", "--status", "Нет такого"), "There is no status “Нет такого”"),
        (("--figure", "stuck", "--status", "Договор", "--all-pipelines"), "Give one pipeline"),
        (("--figure", "won", "--status", "Договор"), "--status is for deals in work"),
        (("--figure", "some"), "is not a figure"),
        (("--pipeline", "Продажи", "--all-pipelines"), "not both"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(
    environment: dict[str, str], tablo: Tablo, asked: tuple[str, ...], answer: str
) -> None:
    told = tablo(*PIPELINE, *asked)
    assert told.code in {1, 2}
    assert answer in told.err


def test_today_may_be_named(environment: dict[str, str], tablo: Tablo, sqlite_database: Database) -> None:
    with sqlite_database.read() as conn:
        today = day_of(system_clock(), load_zone(conn))
    assert tablo(*PIPELINE, "--as-of", today.isoformat()).code == 0
