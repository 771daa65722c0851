"""The demo company end to end: over HTTP into the database, its files through the commands.

Then the same figures everywhere: in the browser, from ``tablo report sales``, by the oracle over the company's records.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from sales_core.activity_scope import activity_scope
from sales_core.clock import system_clock
from sales_core.demo.company import DemoCompany, build_company
from sales_core.demo.company_files import company_payments_csv, company_settings
from sales_core.demo.server import demo_app
from sales_core.demo.serving import serve
from sales_core.figures import Figure
from sales_core.periods import Month, day_of, start_of
from sales_core.reporting.activity import load_activity_report
from sales_core.reporting.quadrant import load_quadrant, load_trail
from sales_core.scope import Scope
from sales_core.spans import month_span
from sales_core.store.database import open_database
from sales_core.sync.passes import run_pass
from sales_core.sync.progress import Silence
from sales_core.sync.session import Session
from tests.company_activity import activity_oracle
from tests.company_lives import lives_oracle
from tests.company_oracle import ZONE, company_oracle
from tests.company_pipeline import pipeline_oracle
from tests.pipeline_oracle import REASONS, OpenDeal
from tests.programs import tablo_command
from tests.sync.worlds import quick_client
from tests.ui.conftest import open_report, running_app
from tests.ui.table import FIGURES, read_table, shown


@dataclass(frozen=True)
class Office:
    """The company, the database it was read into, and who may ask it: ``tablo`` as a person runs it."""

    company: DemoCompany
    database_url: str
    read_at: int

    def tablo(self, *arguments: str) -> str:
        told = tablo_command(*arguments, TABLO_DATABASE_URL=self.database_url)
        assert told.code == 0, told.err
        return told.out

    def report(self, month: str) -> dict[str, Any]:
        told = self.tablo("report", "sales", "--month", month, "--as-of", str(self.company.today), "--format", "json")
        return dict(json.loads(told))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    company = build_company(7, day_of(system_clock(), ZONE))
    database = open_database(f"sqlite:///{folder / 'tablo.db'}")
    with serve(demo_app(company.world)) as address:
        client = quick_client(address)
        run_pass(Session(client, database, system_clock, Silence()))
        client.close()
    database.dispose()
    opened = Office(company, f"sqlite:///{folder / 'tablo.db'}", system_clock())
    for name, command, text in (
        ("settings.toml", "settings", company_settings(company)),
        ("payments.csv", "payments", company_payments_csv(company)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        opened.tablo(command, "import", str(folder / name))
    return opened


@pytest.mark.parametrize("months_ago", [0, 1, 5])
def test_the_command_line_tells_what_the_oracle_counts_over_the_company_itself(office: Office, months_ago: int) -> None:
    month = office.company.months[-1 - months_ago]
    told = {
        (row["manager"]["id"], of_type["deal_type"]["id"] or 0): figures_of(of_type)
        for row in office.report(str(month))["rows"]
        for of_type in row["deal_types"]
    }
    counted = company_oracle(office.company, office.read_at).figures(Scope(month, office.company.today))
    assert told == {cell: known(sums) for cell, sums in counted.items() if known(sums)}


@pytest.mark.parametrize("months_ago", [0, 1, 12])
def test_the_activity_of_a_month_is_what_the_oracle_counts_over_raw_events(office: Office, months_ago: int) -> None:
    """As of yesterday, a day that is over: what is overdue today changes with the hour."""
    yesterday = office.company.today - timedelta(days=1)
    month = Month.of(yesterday).plus(-months_ago)
    asked = ("report", "activity", "--month", str(month), "--as-of", str(yesterday), "--format", "json")
    told = json.loads(office.tablo(*asked))
    oracle = activity_oracle(office.company.world, ZONE)
    last = min(month.last, yesterday)
    counted = oracle.counted(month.first, last)
    overdue = oracle.overdue(start_of(office.company.today, ZONE))
    assert told["is_complete"]
    assert told["robots"]["total"] == sum(counted.pop(0, {}).values())
    shown_counts = {row["manager"]["id"]: counts_of(row) for row in told["rows"]}
    assert {id_: counts for id_, counts in shown_counts.items() if counts} == {
        id_: kinds for id_, counts in counted.items() if (kinds := figures_of_kinds(counts))
    }
    assert {row["manager"]["id"]: row["tasks"]["overdue"] for row in told["rows"] if row["tasks"]["overdue"]} == overdue
    busiest = told["rows"][0]["manager"]["id"]
    listed = json.loads(office.tablo(*asked, "--figure", "calls", "--manager", str(busiest)))
    calls = [each for each in oracle.within(month.first, last) if each.manager == busiest and "call_" in each.kind]
    assert (listed["count"], sum(row["seconds"] for row in listed["actions"])) == (
        len(calls), sum(each.seconds for each in calls)
    )  # fmt: skip


@pytest.mark.parametrize("days", [-2, -3])  # whole months: on the first of one nobody has worked yet
def test_the_diagnoses_follow_from_the_activity_and_the_sales_of_the_month(office: Office, days: int) -> None:
    month = office.company.months[days]
    asked = ("--month", str(month), "--as-of", str(office.company.today), "--format", "json")
    told = json.loads(office.tablo("report", "activity", *asked))
    sales = office.report(str(month))
    percents = {row["manager"]["id"]: row["percent"] for row in sales["rows"]}
    present = [row for row in told["rows"] if not row["manager"]["others"] and row["days_present"]]
    average = Decimal(sum(row["total"] for row in present)) / sum(row["days_present"] for row in present)
    pace = Decimal(told["pace"])
    corners = {
        (True, True): "works_and_sells", (False, True): "sells_with_little",
        (True, False): "tries_without_selling", (False, False): "little_of_both",
    }  # fmt: skip
    assert told["total"]["plan_percent"] == sales["total"]["percent"]
    assert pace == 1 or month.end > office.company.today
    for row in present:
        percent = percents[row["manager"]["id"]]
        assert row["plan_percent"] == percent
        activity = Decimal(row["total"]) / row["days_present"] / average
        away = min(abs(activity - 1), abs(Decimal(percent or 0) - pace))
        expected = corners[activity > 1, Decimal(percent or 0) > pace] if percent and away >= Decimal("0.005") else None
        assert row["diagnosis"] == expected, row["manager"]


def test_a_month_of_somebodys_way_is_that_month_as_its_own_report_has_it(office: Office) -> None:
    scope = activity_scope(month_span(office.company.months[-1]), office.company.today)
    database = open_database(office.database_url)
    with database.read() as conn:
        trail = load_trail(conn, scope)
        for month in trail:
            own = activity_scope(month_span(Month.of(month.scope.asked.first)), office.company.today)
            shown = load_quadrant(conn, load_activity_report(conn, own))
            there = {point.manager.id: (point.activity, point.percent) for point in month.drawn}
            assert there == {point.manager.id: (point.activity, point.percent) for point in shown.drawn}
    database.dispose()
    assert [Month.of(month.scope.asked.first) for month in trail] == list(office.company.months[-6:-1])


def test_deals_in_work_are_what_the_oracle_counts_over_raw_records(office: Office) -> None:
    told = json.loads(office.tablo("report", "pipeline", "--format", "json"))
    oracle = pipeline_oracle(office.company, office.read_at)
    expected = oracle.expected_days(day_of(office.read_at, ZONE))
    (pipeline,) = told["filters"]["pipelines"]
    deals = [
        each
        for each in oracle.open_deals(date.fromisoformat(told["as_of"]), told["stuck_days"], expected)
        if each.deal.pipeline == pipeline
    ]
    assert told["is_complete"]
    for column in told["columns"]:
        held = [each for each in deals if each.deal.status == column["id"]]
        assert column["expected_days"] == expected.get((pipeline, column["id"]))
        assert told_of_deals(column) == counted_of_deals(held)
    for row in (*told["rows"], told["total"]):
        manager = row["manager"]["id"] if "manager" in row else None
        own = [each for each in deals if manager in {None, each.deal.manager}]
        assert told_of_deals(row | row["in_work"]) == counted_of_deals(own)
        for cell in row["cells"]:
            prices = [each.deal.price for each in own if each.deal.status == cell["column"]]
            assert (cell["count"], kopecks(cell["sum"])) == (len(prices), sum(prices))
    listed = json.loads(office.tablo("report", "pipeline", "--figure", "stuck", "--format", "json"))
    assert {deal["lead_id"]: set(deal["stuck"]) for deal in listed["deals"]} == {
        each.deal.id: each.reasons for each in deals if each.reasons
    }


def told_of_deals(row: dict[str, Any]) -> tuple[Any, ...]:
    """A row or column of the JSON in kopecks."""
    stuck, money = row["stuck"], row["expected"]
    reasons = tuple(stuck[reason] for reason in REASONS)
    expected = money["count"], kopecks(money["margin"]), kopecks(money["revenue"])
    return row["count"], kopecks(row["sum"]), stuck["count"], reasons, expected


def counted_of_deals(deals: list[OpenDeal]) -> tuple[Any, ...]:
    reasons = tuple(sum(reason in each.reasons for each in deals) for reason in REASONS)
    unpaid = [each.unpaid for each in deals]
    money = sum(n > 0 for n, _, _ in unpaid), sum(margin for _, _, margin in unpaid), sum(sum_ for _, sum_, _ in unpaid)
    return len(deals), sum(each.deal.price for each in deals), sum(bool(each.reasons) for each in deals), reasons, money


def kopecks(text: str) -> int:
    return int(Decimal(text) * 100)


def test_conversion_and_closed_deals_are_what_the_oracle_counts_over_raw_events(office: Office) -> None:
    month, oracle = office.company.months[-2], lives_oracle(office.company.world, ZONE)
    told = json.loads(office.tablo("report", "pipeline", "--month", str(month), "--format", "json"))
    (pipeline,) = told["filters"]["pipelines"]
    assert len(told["conversion"]["cohorts"]) == 6
    for each in (*told["conversion"]["cohorts"], told["conversion"]["total"]):
        first, end = date.fromisoformat(each["from"]), date.fromisoformat(each["to"]) + timedelta(days=1)
        cohort = oracle.cohort(pipeline, first, end)
        assert (each["entered"], each["now"]) == (len(cohort), oracle.outcomes(pipeline, cohort))
        assert [step["reached"] for step in each["statuses"]] == [
            len(oracle.reached(pipeline, status, cohort)) for status in oracle.ladder[pipeline]
        ]
        for step in each["statuses"]:
            median = oracle.median_days(pipeline, step["id"], cohort)
            assert (median is None) == (step["median_days"] is None)
            assert median is None or abs(Decimal(step["median_days"]) - Decimal(float(median))) < Decimal("0.0000001")
    archived = oracle.closed(143, month.first, month.end, (pipeline,))
    reasons = {
        row["reason"]["id"] or 0: (row["count"], int(Decimal(row["budget"]) * 100)) for row in told["closed"]["reasons"]
    }
    assert reasons == oracle.by_reason(archived)


@pytest.mark.browser
def test_the_browser_shows_what_the_command_line_tells(office: Office, page: Page) -> None:
    month = str(office.company.months[-1])
    told = office.report(month)
    assert len([row for row in told["rows"] if not row["manager"]["others"]]) >= 12
    with running_app({"TABLO_DATABASE_URL": office.database_url}) as url:
        open_report(page, url, f"?month={month}&as_of={office.company.today}")
        lines = read_table(page)
    rows = {f"m{row['manager']['id']}": row for row in told["rows"]} | {"total": told["total"]}
    assert list(lines) == list(rows)
    for row_id, row in rows.items():
        for column, figure in FIGURES.items():
            assert abs(shown(lines[row_id][column]) - Decimal(figure(row) or 0)) <= Decimal("0.5"), (row_id, column)


def counts_of(row: dict[str, Any]) -> dict[str, int]:
    """A row of the activity report's JSON without its zeros and what is not counted in the period."""
    flat = {
        "mails_in": row["mails"]["in"], "mails_out": row["mails"]["out"], "calls_in": row["calls"]["in"],
        "calls_out": row["calls"]["out"], "connected": row["calls"]["connected"], "talk": row["calls"]["talk_seconds"],
        "messages_in": row["messages"]["in"], "messages_out": row["messages"]["out"],
        "on_time": row["tasks"]["on_time"], "late": row["tasks"]["late"], "status_changes": row["status_changes"],
        "leads_taken": row["leads_taken"], "notes": row["notes"],
    }  # fmt: skip
    return {name: count for name, count in flat.items() if count}


def figures_of_kinds(kinds: dict[str, int]) -> dict[str, int]:
    """The oracle's counts by kind as the same figures."""
    parts = {
        "mails_in": ["mail_in"], "mails_out": ["mail_out"], "calls_in": ["call_in", "call_in_missed"],
        "calls_out": ["call_out", "call_out_unanswered"], "connected": ["call_in", "call_out"], "talk": ["talk"],
        "messages_in": ["message_in"], "messages_out": ["message_out"], "on_time": ["task_on_time"],
        "late": ["task_late"], "status_changes": ["status_change"], "leads_taken": ["lead_new", "lead_handed_over"],
        "notes": ["note"],
    }  # fmt: skip
    figures = {name: sum(kinds.get(kind, 0) for kind in of_it) for name, of_it in parts.items()}
    return {name: count for name, count in figures.items() if count}


def figures_of(row: dict[str, Any]) -> dict[str, int]:
    """A deal-type row of the JSON in kopecks, without its zeros."""
    expected = {f"expected.{name}": row["expected"][name] for name in ("paid", "pending", "overdue", "carried")}
    texts = {"fact": row["fact"], "revenue": row["revenue"], "lost": row["lost"], **expected}
    kopecks = {name: int(Decimal(text) * 100) for name, text in texts.items()} | {"lost_leads": row["lost_leads"]}
    return {name: amount for name, amount in kopecks.items() if amount}


def known(sums: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in sums.items() if name != "overdue_count"}


def test_every_figure_of_the_month_is_the_sum_of_the_payments_that_the_command_line_lists(office: Office) -> None:
    month = str(office.company.months[-1])
    total = office.report(month)["total"]
    figures = {
        Figure.FACT: total["fact"],
        Figure.REVENUE: total["revenue"],
        Figure.LOST: total["lost"],
        **{Figure(f"expected.{name}"): total["expected"][name] for name in ("paid", "pending", "overdue", "carried")},
    }
    for figure, amount in figures.items():
        arguments = ["--month", month, "--as-of", str(office.company.today), "--figure", figure.value]
        listed = json.loads(office.tablo("payments", "list", *arguments, "--format", "json"))
        counted = "margin" if figure.counts_margin else "amount"
        assert listed["total"] == amount
        assert sum(Decimal(payment[counted]) for payment in listed["payments"]) == Decimal(amount)
