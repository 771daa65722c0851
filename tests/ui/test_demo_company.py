"""The demo company end to end: over HTTP into the database, its files through the commands.

Then the same figures everywhere: in the browser, from ``tablo report sales``, by the oracle over the company's records.
"""

import csv
import io
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from sales_core.clock import system_clock
from sales_core.demo.company import DemoCompany, build_company
from sales_core.demo.company_files import company_payments_csv, company_settings
from sales_core.demo.entities import Invoice, Lead
from sales_core.demo.server import demo_app
from sales_core.demo.serving import serve
from sales_core.demo.setting_up import DEAL_TYPE_FIELD
from sales_core.figures import Figure
from sales_core.payment_states import ARCHIVED_STATUS
from sales_core.periods import day_of
from sales_core.scope import Scope
from sales_core.store.database import open_database
from sales_core.sync.passes import run_pass
from sales_core.sync.progress import Silence
from sales_core.sync.session import Session
from tests.oracle import Oracle, OracleLead, OraclePayment
from tests.sync.worlds import quick_client
from tests.ui.conftest import open_report, running_app
from tests.ui.table import FIGURES, read_table, shown

ZONE = ZoneInfo("Europe/Moscow")
PAID = ("paid", "paid_in_advance")


@dataclass(frozen=True)
class Office:
    """The company, the database it was read into, and who may ask it: ``tablo`` as a person runs it."""

    company: DemoCompany
    database_url: str
    read_at: int

    def tablo(self, *arguments: str) -> str:
        program = str(Path(sys.executable).with_name("tablo"))
        done = subprocess.run([program, *arguments], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        return dict(os.environ) | {"TABLO_ENV_FILE": "", "TABLO_DATABASE_URL": self.database_url}

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
    counted = oracle_of(office).figures(Scope(month, office.company.today))
    assert told == {cell: known(sums) for cell, sums in counted.items() if known(sums)}


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


def figures_of(row: dict[str, Any]) -> dict[str, int]:
    """A deal-type row of the JSON in kopecks, without its zeros."""
    expected = {f"expected.{name}": row["expected"][name] for name in ("paid", "pending", "overdue", "carried")}
    texts = {"fact": row["fact"], "revenue": row["revenue"], "lost": row["lost"], **expected}
    kopecks = {name: int(Decimal(text) * 100) for name, text in texts.items()} | {"lost_leads": row["lost_leads"]}
    return {name: amount for name, amount in kopecks.items() if amount}


def known(sums: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in sums.items() if name != "overdue_count"}


def oracle_of(office: Office) -> Oracle:
    """The company's own records, as lists: nothing of what Tablo stored is asked."""
    world = office.company.world
    owners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    first: dict[int, int] = {}
    for event in world.events.everything():
        if event.type == "entity_responsible_changed" and event.entity_type == "lead":
            first.setdefault(event.entity_id, event.before[0]["responsible_user"]["id"])
            owners[event.entity_id].append((event.created_at, event.after[0]["responsible_user"]["id"]))
    leads = {
        lead.id: OracleLead(
            id=lead.id,
            owners=[(0, first.get(lead.id, lead.responsible_user_id)), *owners[lead.id]],
            pipeline=lead.pipeline_id,
            deal_type=lead.choices.get(DEAL_TYPE_FIELD, 0),
            price=lead.price * 100,
            archived=lead.status_id == ARCHIVED_STATUS,
            closed_at=lead.closed_at,
        )
        for lead in world.leads
    }
    (field,) = (field for field in world.fields if field.id == DEAL_TYPE_FIELD)
    names = {option.value: option.id for option in field.options}
    return Oracle(
        zone=ZONE,
        leads=list(leads.values()),
        payments=[*invoiced(office, leads), *imported(office, leads)],
        shares={(names[each.deal_type], each.first.first): each.share for each in office.company.shares},
    )


def invoiced(office: Office, leads: dict[int, OracleLead]) -> Iterator[OraclePayment]:
    world = office.company.world
    holders: dict[int, list[Lead]] = defaultdict(list)
    for lead in world.leads:
        for link in lead.elements:
            holders[link.element_id].append(lead)
    for invoice in world.invoices:
        if invoice.id in holders and not invoice.is_deleted and Decimal(invoice.price):
            holder = min(holders[invoice.id], key=lambda lead: lead.id)
            yield payment_of(invoice, leads[holder.id], office.read_at)


def payment_of(invoice: Invoice, lead: OracleLead, read_at: int) -> OraclePayment:
    made_on, planned = day_of(invoice.created_at, ZONE), invoice.payment_at
    paid_on: date | None = None
    due_on = made_on if planned is None else day_of(planned, ZONE)
    if invoice.status in PAID:
        paid_on = day_of(invoice.updated_at if planned is None else min(planned, invoice.updated_at), ZONE)
        due_on = min(made_on, paid_on)
    amount = int(Decimal(invoice.price) * 100)
    return OraclePayment(f"invoice:{invoice.id}", lead, amount, due_on, paid_on, read_at)


def imported(office: Office, leads: dict[int, OracleLead]) -> Iterator[OraclePayment]:
    for row in csv.DictReader(io.StringIO(company_payments_csv(office.company)), delimiter=";"):
        days = [
            date(*map(int, reversed(row[name].split(".")))) if row[name] else None for name in ("due_on", "paid_on")
        ]
        amount = int(Decimal(row["amount"].replace(",", ".")) * 100)
        due_on, paid_on = days
        assert due_on is not None
        yield OraclePayment(row["external_id"], leads[int(row["lead_id"])], amount, due_on, paid_on, office.read_at)


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
