"""What an installation is told is wrong with it, part by part."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection

from sales_core.amocrm.replies import clock_offset_s
from sales_core.checkup import Finding, Level, Page, check_everything
from sales_core.checkup.account import check_account
from sales_core.checkup.decisions import check_decisions
from sales_core.checkup.machine import check_machine
from sales_core.checkup.worker import check_worker
from sales_core.config import Settings
from sales_core.connection import connect_by_token
from sales_core.decisions import Change, Entry, plan_entry, scale_entry, share_entry, value_entry
from sales_core.demo.oauth import ADMIN_TOKEN, MANAGER_TOKEN
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.store.bookmarks import finish_run, start_run
from sales_core.store.database import Database
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.leads import mark_deleted
from sales_core.store.references import save_custom_fields, save_users
from tests.connection.amocrm import Amocrm
from tests.connection.conftest import amocrm as amocrm  # noqa: PLC0414 - the fixtures
from tests.connection.conftest import folder as folder  # noqa: PLC0414
from tests.connection.conftest import settings as settings  # noqa: PLC0414
from tests.store.conftest import NOW
from tests.store.conftest import conn as conn  # noqa: PLC0414
from tests.store.worlds import FIELD

ENGLISH = Language("en")
TODAY = date(2026, 10, 20)
OCTOBER = Month(2026, 10)
SCALE = {"tiers": [{"from": "0.5", "rate": "0.03"}], "cap_minor": None}


def troubles(findings: Iterable[Finding]) -> list[tuple[Level, str, Page | None]]:
    return [(one.level, one.what, one.page) for one in findings if one.level is not Level.FINE]


def decide(conn: Connection, entry: Entry, value: object) -> None:
    apply_changes(conn, [Change(entry, load_entries(conn).get(entry), value)])


@pytest.fixture
def company(conn: Connection) -> Connection:
    """One in which nothing is left to decide."""
    save_users(conn, [{"id": 11, "name": "Анна", "email": "", "group_id": 0, "is_active": True, "is_admin": False}])
    options = [{"id": 701, "field_id": FIELD, "name": "Лицензии", "sort": 1}]
    save_custom_fields(conn, [{"id": FIELD, "name": "Тип сделки", "type": "select"}], options)
    for entry, value in (
        (share_entry(701, OCTOBER), "0.5"),
        (plan_entry(11, OCTOBER), 100),
        (scale_entry(OCTOBER), SCALE),
    ):
        decide(conn, entry, value)
    return conn


def test_where_all_is_decided_all_is_in_order(company: Connection) -> None:
    assert troubles(check_decisions(company, ENGLISH, TODAY)) == []


def take_field_away(conn: Connection) -> None:
    other = {"id": 901, "name": "Источник", "type": "select"}
    save_custom_fields(conn, [other], [{"id": 801, "field_id": 901, "name": "Сайт", "sort": 1}])


def empty_field(conn: Connection) -> None:
    mark_deleted(conn, [1], NOW)
    save_custom_fields(conn, [{"id": FIELD, "name": "Тип сделки", "type": "select"}], [])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda conn: decide(conn, value_entry("deal_type_field"), None),
         (Level.WARNING, "No deal-type field is chosen: every payment counts as without a type", Page.GENERAL)),
        (lambda conn: decide(conn, value_entry("deal_type_field"), 12345),
         (Level.WRONG, "The deal-type field is no longer there in amoCRM", Page.GENERAL)),
        (take_field_away, (Level.WRONG, "The deal-type field “Тип сделки” has been deleted in amoCRM", Page.GENERAL)),
        (empty_field,
         (Level.WRONG, "The deal-type field “Тип сделки” has no options in amoCRM any more", Page.GENERAL)),
        (lambda conn: mark_deleted(conn, [1], NOW),
         (Level.WARNING, "No deal has the field “Тип сделки” filled in", Page.GENERAL)),
        (lambda conn: decide(conn, share_entry(701, OCTOBER), None),
         (Level.WARNING, "No margin share is set for Лицензии", Page.SETTINGS)),
        (lambda conn: decide(conn, plan_entry(11, OCTOBER), None),
         (Level.WARNING, "No plan for October 2026: Анна", Page.SETTINGS)),
        (lambda conn: decide(conn, scale_entry(OCTOBER), None),
         (Level.WARNING, "No bonus scale is in force in October 2026", Page.SETTINGS)),
        (lambda conn: decide(conn, value_entry("managers"), []),
         (Level.WARNING, "Sell, but are not in the report: Анна", Page.PEOPLE)),
    ],
)  # fmt: skip
def test_what_is_undecided_or_gone_is_told(
    company: Connection, wrong: Callable[[Connection], None], told: tuple[Level, str, Page]
) -> None:
    wrong(company)
    findings = list(check_decisions(company, ENGLISH, TODAY))
    assert told in troubles(findings)
    assert all(one.mend for one in findings if one.level is not Level.FINE)


def test_a_silent_worker_a_failed_pass_and_one_that_never_ran_are_told(conn: Connection) -> None:
    assert [one[1] for one in troubles(check_worker(conn, ENGLISH, NOW))] == ["The worker has never read amoCRM"]
    first = start_run(conn, "first", NOW - 3600)
    assert [one[1] for one in troubles(check_worker(conn, ENGLISH, NOW))] == ["The first sync is still running"]
    finish_run(conn, first, NOW - 1800, "done")
    assert [one[1] for one in troubles(check_worker(conn, ENGLISH, NOW))] == [
        "The worker has been silent for 30 minutes"
    ]
    finish_run(conn, start_run(conn, "incremental", NOW - 60), NOW - 30, "done")
    assert troubles(check_worker(conn, ENGLISH, NOW)) == []
    error = {"template": "amoCRM answered with an error ({status})", "params": {"status": 500}}
    finish_run(conn, start_run(conn, "incremental", NOW - 20), NOW - 10, "failed", error=error)
    (told,) = troubles(check_worker(conn, ENGLISH, NOW))
    assert told == (Level.WRONG, "The last sync failed: amoCRM answered with an error (500)", Page.CONNECTION)


def test_the_access_is_asked_anew(settings: Settings, database: Database, amocrm: Amocrm) -> None:
    (told,) = troubles(check_account(settings, database, ENGLISH))
    assert told[1].startswith("No amoCRM account is connected yet")
    connect_by_token(settings, database, amocrm.url, ADMIN_TOKEN)
    fine = list(check_account(settings, database, ENGLISH))
    assert troubles(fine) == []
    assert [one.what.partition(":")[0] for one in fine][1] == "This computer's clock agrees with amoCRM's"
    connect_by_token(settings, database, amocrm.url, MANAGER_TOKEN)
    (told,) = troubles(check_account(settings, database, ENGLISH))
    assert told[1].startswith("The amoCRM token belongs to a user who is not an administrator")
    amocrm.tokens.access.clear()
    (told,) = troubles(check_account(settings, database, ENGLISH))
    assert told[0] is Level.WRONG
    assert ADMIN_TOKEN not in told[1]


@pytest.mark.parametrize(
    ("date_header", "offset"), [("Tue, 20 Oct 2026 12:10:00 GMT", 600), ("soon", None), (None, None)]
)
def test_the_clocks_are_compared_by_what_the_server_tells(date_header: str | None, offset: int | None) -> None:
    response = httpx.Response(200, headers={} if date_header is None else {"Date": date_header})
    assert clock_offset_s(response, 1_792_497_600.2) == offset


def test_a_full_disk_is_told(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = shutil.disk_usage(Path.cwd())
    for free, level in ((50 * 1024**2, Level.WRONG), (500 * 1024**2, Level.WARNING), (9 * 1024**3, Level.FINE)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: sizes._replace(free=free))
        assert list(check_machine(sqlite_database, ENGLISH))[1].level is level


@pytest.mark.parametrize("code", ["ru", "en"])
def test_an_empty_installation_is_told_everything_at_once(settings: Settings, database: Database, code: str) -> None:
    findings = list(check_everything(settings, database, Language(code), NOW))
    assert {one.page for one in findings if one.mend} >= {Page.CONNECTION, Page.GENERAL, Page.SETTINGS}
    assert all(bool(one.mend) == (one.level is not Level.FINE) for one in findings)
