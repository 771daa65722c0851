"""``tablo report activity`` as a user runs it: periods, formats, and the list behind a count."""

import csv
import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from sales_core.periods import Month
from sales_core.store.database import Database
from sales_core.store.history import save_events, save_notes, save_tasks
from tests.cli.conftest import ANNA, BORIS, DEAL_TYPE_FIELD, Tablo
from tests.deciding import replace_settings

OCTOBER = ("report", "activity", "--month", "2026-10", "--as-of", "2026-10-20")
MOSCOW = ZoneInfo("Europe/Moscow")


def moment(day: str, time: str = "12:00") -> int:
    return int(datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=MOSCOW).timestamp())


def event(id_: str, kind: str, at: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "entity_type": "lead", "entity_id": 101, "created_by": ANNA, "created_at": at,
        "value_before": [], "value_after": [],
    } | changes  # fmt: skip


@pytest.fixture(autouse=True)
def worked(environment: dict[str, str], sqlite_database: Database) -> None:
    """Anna's call and mail of October, her task of September, a robot's mail, a task that is overdue."""
    with sqlite_database.write() as conn:
        replace_settings(conn, values={"deal_type_field": DEAL_TYPE_FIELD})
        save_events(conn, [
            event("e1", "outgoing_call", moment("2026-10-05", "00:10"), value_after=[{"note": {"id": 1}}]),
            event("e2", "outgoing_mail", moment("2026-10-12"), value_after=[{"note": {"id": 2}}]),
            event("e3", "outgoing_mail", moment("2026-10-12"), created_by=0),
            event("e4", "task_completed", moment("2026-09-30"), entity_type="task", entity_id=7),
            event("e5", "common_note_added", moment("2026-10-21"), entity_id=102),
        ], 1)  # fmt: skip
        note = {"entity_type": "leads", "entity_id": 101, "created_by": ANNA, "responsible_user_id": ANNA}
        save_notes(conn, [
            {"id": 1, "note_type": "call_out", "params": {"duration": "90"}, **note, "created_at": 1, "updated_at": 1},
            {"id": 2, "note_type": "amomail_message", "params": {"message_id": 5, "subject": "=Счёт"}, **note,
             "created_at": 1, "updated_at": 1},
        ])  # fmt: skip
        save_tasks(conn, [task(7, is_completed=True), task(8)])


def task(id_: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": id_, "entity_type": "leads", "entity_id": 102, "responsible_user_id": BORIS, "task_type_id": 1,
        "text": "Позвонить", "result": "", "complete_till": moment("2026-09-29"), "is_completed": False,
        "created_by": ANNA, "created_at": 1, "updated_at": 1, "deleted_at": None,
    } | changes  # fmt: skip


def rows_of(told: Any) -> dict[int, dict[str, Any]]:
    return {row["manager"]["id"]: row for row in told.document["rows"]}


def test_a_month_as_of_a_day_in_it(tablo: Tablo) -> None:
    told = tablo(*OCTOBER, "--format", "json")
    rows = rows_of(told)
    assert rows[ANNA]["calls"] == {"in": 0, "out": 1, "connected": 1, "talk_seconds": 90}
    assert (rows[ANNA]["mails"], rows[ANNA]["total"], rows[ANNA]["score"]) == ({"in": 0, "out": 1}, 2, "2.00000000")
    assert (rows[ANNA]["days_present"], rows[ANNA]["per_day"]) == (14, "0.14285714")
    assert rows[BORIS]["tasks"] == {"on_time": 0, "late": 0, "overdue": 1}
    assert (told.document["counted"], told.document["previous_period"]) == (
        {"from": "2026-10-01", "to": "2026-10-20"}, {"from": "2026-09-01", "to": "2026-09-20"}
    )  # fmt: skip
    assert (told.document["robots"]["total"], told.document["is_complete"]) == (1, False)


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        (("--week", "2026-10-11"), 1),
        (("--day", "2026-10-12"), 1),
        (("--from", "2026-09-30", "--to", "2026-10-12"), 3),
        (("--month", "2026-10", "--deal-type", "Работы"), 1),
        (("--month", "2026-10", "--department", "Второй отдел"), 0),
        (("--month", "2026-10", "--pipeline", "Продажи"), 3),
    ],
)
def test_any_days_and_any_filter(tablo: Tablo, asked: tuple[str, ...], total: int) -> None:
    told = tablo("report", "activity", *asked, "--as-of", "2026-10-31", "--format", "json")
    assert (told.code, told.err, told.document["total"]["total"]) == (0, "", total)


def test_the_list_behind_a_count(tablo: Tablo) -> None:
    listed = tablo(*OCTOBER, "--figure", "total", "--manager", ANNA, "--format", "json").document
    assert (listed["count"], [row["kind"] for row in listed["actions"]]) == (2, ["mail_out", "call_out"])
    assert listed["actions"][1] == {
        "at": "2026-10-05T00:10:00+03:00", "kind": "call_out", "manager_id": ANNA, "text": "", "seconds": 90,
        "card": {"kind": "leads", "id": 101, "name": "L1", "url": "https://demo.amocrm.ru/leads/detail/101"},
    }  # fmt: skip
    (overdue,) = tablo(*OCTOBER, "--figure", "tasks.overdue", "--format", "json").document["actions"]
    assert (overdue["kind"], overdue["text"], overdue["manager_id"]) == ("task_overdue", "Позвонить", BORIS)


def test_a_table_a_csv_and_a_workbook(tablo: Tablo) -> None:
    told = tablo(*OCTOBER).out
    assert told.startswith("Activity, October 2026\nAs of 20.10.2026\nCompared with 1 Sep 26 – 20 Sep 26\namoCRM's")
    assert "Robots, not in the total" in told
    header, *lines = csv.reader(io.StringIO(tablo(*OCTOBER, "--format", "csv").out.removeprefix("\ufeff")))
    assert lines[0][header.index("Calls: Minutes")] == "2"
    assert lines[0][header.index("In all: A working day")] == "0.14"
    assert lines[0][header.index("Sales: Diagnosis")] == "No plan"
    assert tablo(*OCTOBER, "--figure", "mails", "--format", "xlsx", "-o", "list.xlsx").code == 0
    page = openpyxl.load_workbook("list.xlsx").active
    assert page is not None
    (mail,) = [row for row in page.iter_rows(values_only=True) if row[1] == "mail out"]
    assert mail[4] == "=Счёт"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--month", "2026-10", "--day", "2026-10-01"), "Give one period: --month, --week, --day, or --from and --to"),
        (("--from", "2026-10-01"), "Give one period: --month, --week, --day, or --from and --to"),
        (("--from", "2026-10-02", "--to", "2026-10-01"), "A period cannot end before it begins"),
        (
            ("--manager", "5502"),
            "--manager is for the list behind a count, or for --rhythm: add --figure, --hour or --rhythm",
        ),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(tablo: Tablo, asked: tuple[str, ...], sentence: str) -> None:
    told = tablo("report", "activity", *asked)
    assert (told.code, told.out, told.err) == (1, "", sentence + "\n")


def test_without_a_period_it_is_this_month(tablo: Tablo) -> None:
    told = tablo("report", "activity", "--format", "json")
    assert date.fromisoformat(told.document["period"]["from"]).day == 1


def test_the_score_follows_the_weights_that_are_decided(tablo: Tablo, sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        replace_settings(conn, values={"activity_weight.call_out": "2.5", "activity_weight.mail_out": "0"})
    anna = rows_of(tablo(*OCTOBER, "--format", "json"))[ANNA]
    assert (anna["total"], anna["score"]) == (2, "2.50000000")


def test_what_the_percent_of_plan_makes_of_the_activity(tablo: Tablo, sqlite_database: Database) -> None:
    """Anna did two things, Boris none: one action on average in 14 days each, at a pace of 13 ÷ 22."""
    with sqlite_database.write() as conn:
        october = {(manager, Month(2026, 10), 0): plan for manager, plan in ((ANNA, 100_000_000), (BORIS, 0))}
        replace_settings(conn, plans=october, values={"managers": [ANNA, BORIS]})
    told = tablo(*OCTOBER, "--format", "json")
    assert (told.document["average_per_day"], told.document["pace"]) == ("0.07142857", "0.59090909")
    anna, boris = (rows_of(told)[i] for i in (ANNA, BORIS))
    assert (anna["to_average"], anna["diagnosis"], anna["verdict"]) == (
        "2.00000000", "tries_without_selling", "tries_without_selling",
    )  # fmt: skip
    assert anna["plan_percent"] == told.document["total"]["plan_percent"]
    assert (boris["plan_percent"], boris["diagnosis"], boris["verdict"]) == (None, None, "no_plan")


def test_when_people_work_and_the_list_behind_an_hour(tablo: Tablo) -> None:
    rhythm = tablo(*OCTOBER, "--format", "json").document["rhythm"]
    monday, *_ = rhythm["weekdays"]
    assert (rhythm["total"], monday["weekday"], monday["days"], monday["actions"]) == (2, 1, 3, 2)
    assert monday["hours"]["0"] == {"actions": 1, "average": "0.33333333"}
    (anna,) = [each for each in rhythm["managers"] if each["manager"]["id"] == ANNA]
    assert (anna["begins"], anna["ends"], len(anna["days_without"])) == ("06:05", "06:05", 12)
    assert anna["days"][0] == {"day": "2026-10-05", "first": "00:10", "last": "00:10"}
    behind = tablo(*OCTOBER, "--hour", "mon-0", "--manager", ANNA, "--format", "json").document
    assert (behind["hour"], behind["count"], behind["actions"][0]["kind"]) == ("mon-0", 1, "call_out")


def test_hours_and_days_as_tables_and_in_the_workbook(tablo: Tablo) -> None:
    hours = tablo(*OCTOBER, "--rhythm", "hours").out
    assert hours.startswith("Activity, October 2026\n")
    assert "Monday" in hours
    days = tablo(*OCTOBER, "--rhythm", "days", "--manager", ANNA, "--format", "csv").out
    header, anna = csv.reader(io.StringIO(days.removeprefix("\ufeff")))
    assert dict(zip(header, anna, strict=True))["Begins"] == "06:05"
    assert tablo(*OCTOBER, "--format", "xlsx", "-o", "activity.xlsx").code == 0
    assert openpyxl.load_workbook("activity.xlsx").sheetnames == [
        "Activity", "Hours of the week", "Beginning and end of the day"
    ]  # fmt: skip
