"""The examples of docs/metrics.md, read out of the document and run through the program."""

import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sales_core.cli.app import run
from sales_core.money import currency
from sales_core.periods import Month, parse_day, start_of
from sales_core.reporting import load_sales_report
from sales_core.reports.bonus import compute_bonus, scale_from_json
from sales_core.scope import Scope
from sales_core.store.amocrm_tables import Account
from sales_core.store.database import Database
from sales_core.store.decision_tables import Person
from sales_core.store.leads import save_leads
from sales_core.store.references import load_zone, save_account, save_custom_fields, save_pipelines, save_users
from sales_core.store.setting_values import DAYS_OFF, MANAGERS, PLAN_PRORATION
from sales_core.store.upserts import upsert
from tests.deciding import replace_settings

DOCUMENT = (Path(__file__).parent.parent / "docs/metrics.md").read_text(encoding="utf-8")
RUB = currency("RUB")
DEAL_TYPES = {"Лицензии": 701, "Работы": 702}
STATUSES = {"won": 142, "archived": 143, "in": 1}


def block(kind: str, name: str) -> str:
    found = re.search(rf"```{kind} {name}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found, f"no {kind} block {name} in docs/metrics.md"
    return found[1]


def table(*header: str) -> list[list[str]]:
    """The cells of the table with this header."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in DOCUMENT.splitlines()]
    start = rows.index(list(header)) + 2
    end = next(i for i in range(start, len(rows)) if len(rows[i]) != len(header))
    return rows[start:end]


BONUSES = table("scale", "plan", "fact", "bonus")
FIGURES = table("figure", "amount", "why")
PARTS_OF_PLANS = table("hired", "dismissed", "plan set", "working days", "plan in force")


def test_the_document_has_its_examples() -> None:
    assert len(BONUSES) > 25
    assert len(FIGURES) == 13
    assert len(PARTS_OF_PLANS) == 8


@pytest.mark.parametrize(("scale", "plan", "fact", "bonus"), BONUSES)
def test_a_bonus_is_as_documented(scale: str, plan: str, fact: str, bonus: str) -> None:
    written = tomllib.loads(block("toml", "scales"))[scale]
    cap = RUB.parse(written["cap"]) if "cap" in written else None
    earned = compute_bonus(RUB.parse(fact), RUB.parse(plan), scale_from_json(written["tiers"], cap))
    assert earned.amount == (None if bonus == "empty" else RUB.parse(bonus))


@pytest.fixture
def row(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """Anna's row of the worked month, as the command line prints it."""
    _store_the_deals(sqlite_database)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TABLO_DATABASE_URL", sqlite_database.url)
    settings = '[report]\ndeal_type_field = "Тип сделки"\n\n' + block("toml", "worked-month")
    Path("settings.toml").write_text(settings, encoding="utf-8")
    Path("payments.csv").write_text(block("csv", "worked-month"), encoding="utf-8")
    assert run(["settings", "import", "settings.toml"]) == 0
    assert run(["payments", "import", "payments.csv"]) == 0
    capsys.readouterr()
    assert run(["report", "sales", "--month", "2025-10", "--as-of", "2025-10-20", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["rows"]) == 1
    found: dict[str, Any] = report["rows"][0]
    return found


def _store_the_deals(database: Database) -> None:
    with database.write() as conn:
        account = Account(
            id=1, name="", subdomain="a", base_url="http://a", country="RU", currency="RUB", timezone="Europe/Moscow"
        )
        save_account(conn, account)
        save_users(conn, [{"id": 5, "name": "Анна", "email": "anna@example.org"}])
        statuses = [{"pipeline_id": 1, "id": id_, "name": name} for name, id_ in STATUSES.items()]
        save_pipelines(conn, [{"id": 1, "name": "Продажи"}], statuses)
        options = [{"id": id_, "field_id": 70, "name": name} for name, id_ in DEAL_TYPES.items()]
        save_custom_fields(conn, [{"id": 70, "name": "Тип сделки", "type": "select"}], options)
        save_leads(conn, [_lead(*cells, conn=conn) for cells in table("deal", "type", "state", "budget")])


def _lead(deal: str, deal_type: str, state: str, budget: str, *, conn: Any) -> dict[str, Any]:
    status, _, closed = state.partition(" ")
    day = parse_day(closed if status == "archived" else "2025-09-01")
    at = start_of(day, load_zone(conn)) + 12 * 3600
    return {
        "id": int(deal),
        "name": f"Сделка {deal}",
        "price_minor": RUB.parse(budget),
        "responsible_user_id": 5,
        "pipeline_id": 1,
        "status_id": STATUSES[status],
        "loss_reason_id": None,
        "created_at": at,
        "updated_at": at,
        "closed_at": None if status == "in" else at,
        "contact_id": None,
        "company_id": None,
        "choices": {"70": DEAL_TYPES[deal_type]},
    }


def figure_of(row: dict[str, Any], name: str) -> str:
    found: Any = row
    for part in name.split("."):
        found = found[part]
    return str(found)


def test_the_worked_month_is_as_documented(row: dict[str, Any]) -> None:
    shown = {name.strip("`"): figure_of(row, name.strip("`")) for name, _, _ in FIGURES}
    assert shown == {name.strip("`"): amount for name, amount, _ in FIGURES}


def test_the_worked_months_deal_types_are_as_documented(row: dict[str, Any]) -> None:
    sentence = DOCUMENT.partition("Under it, the row ")[2].partition("\n\n")[0]
    for name in DEAL_TYPES:
        documented = re.findall(r"`([a-z._]+)`\s+(\d+\.\d\d)", sentence.partition(f"«{name}»")[2].partition(";")[0])
        of_type = next(part for part in row["deal_types"] if part["deal_type"]["name"] == name)
        assert documented
        assert [(figure, Decimal(figure_of(of_type, figure))) for figure, _ in documented] == [
            (figure, Decimal(amount)) for figure, amount in documented
        ]


def test_plans_for_a_part_of_a_month_are_as_documented(database: Database) -> None:
    october = Month(2026, 10)
    with database.write() as conn:
        managers = range(1, len(PARTS_OF_PLANS) + 1)
        save_users(conn, [{"id": i, "name": f"М{i}", "email": ""} for i in managers])
        upsert(conn, Person, [
            {"user_id": i, "hired_on": _day_or_none(hired), "dismissed_on": _day_or_none(dismissed)}
            for i, (hired, dismissed, *_) in zip(managers, PARTS_OF_PLANS, strict=True)
        ])  # fmt: skip
        replace_settings(
            conn,
            plans={(i, october, 0): RUB.parse(cells[2]) for i, cells in zip(managers, PARTS_OF_PLANS, strict=True)},
            values={
                MANAGERS: [*managers],
                PLAN_PRORATION: "working_days",
                DAYS_OFF: ["2026-10-29", "2026-10-30"],
            },
        )
        rows = {row.manager.id: row for row in load_sales_report(conn, Scope(october, october.first)).rows}
    for i, (*_, set_, days, in_force) in zip(managers, PARTS_OF_PLANS, strict=True):
        part = rows[i].plan_part
        assert rows[i].plan == (None if in_force == "empty" else RUB.parse(in_force))
        assert (f"{part.worked} of {part.total}" if part else "all") == days
        assert part is None or part.whole == RUB.parse(set_)


def _day_or_none(cell: str) -> date | None:
    return parse_day(cell) if cell else None
