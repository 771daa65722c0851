"""A database made by an earlier version of the program is brought up with all its data."""

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url, select, text

from sales_core.activity import ActionKind, Counts
from sales_core.activity_scope import Days, activity_scope
from sales_core.periods import Month
from sales_core.pipeline import Deals
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.pipeline import load_pipeline_report
from sales_core.spans import month_span
from sales_core.store import migrations
from sales_core.store.activity import load_counts
from sales_core.store.activity_sums import activity_sums_differ
from sales_core.store.acts import load_history
from sales_core.store.amocrm_tables import Invoice
from sales_core.store.bookmarks import last_runs
from sales_core.store.connection import load_connection
from sales_core.store.database import open_database
from sales_core.store.invoices import save_invoices
from sales_core.store.leads import save_leads
from sales_core.store.payment_writing import load_payments_now, new_payment_ids
from sales_core.store.payments import delete_payments
from sales_core.store.table_kit import columns
from sales_core.store.tokens import DatabaseTokenStore
from sales_core.token_pair import TokenPair
from tests.store.conftest import NOW, a_lead, act
from tests.store.test_invoices import an_invoice


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/old.db"
    return str(request.getfixturevalue("postgres").create())


def make_old(url: str, revision: str, *statements: str) -> None:
    """A database as the program of that revision left it, with what ``statements`` put in."""
    engine = create_engine(make_url(url.replace("postgresql://", "postgresql+psycopg://")))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, revision)
        for statement in statements:
            conn.execute(text(statement))
    engine.dispose()


def test_runs_of_before_remarks_are_kept(empty_url: str) -> None:
    make_old(
        empty_url,
        "0001",
        "INSERT INTO sync_run (id, kind, started_at, finished_at, outcome, stage, requests, changes, error)"
        " VALUES (7, 'first', 100, 200, 'done', 'Reading leads', 12, '{\"leads\": 3}', NULL)",
    )
    database = open_database(empty_url)
    with database.read() as conn:
        (run,) = last_runs(conn, 5)
    database.dispose()
    assert (run.id, run.outcome, run.changes, run.requests, run.remarks) == (7, "done", {"leads": 3}, 12, None)


def test_the_access_of_before_connections_were_made_in_the_browser_is_kept(empty_url: str) -> None:
    make_old(
        empty_url,
        "0003",
        "INSERT INTO oauth_token (account_host, access_token, refresh_token, expires_at, spent_at, is_dead)"
        " VALUES ('romashka.amocrm.ru', 'access', 'refresh', 1800000000, NULL, FALSE)",
    )
    database = open_database(empty_url)
    pair = DatabaseTokenStore(database, "romashka.amocrm.ru").load()
    with database.read() as conn:
        assert load_connection(conn) is None
    database.dispose()
    assert pair == TokenPair("access", "refresh", expires_at=1_800_000_000)


def test_payments_of_before_the_history_are_kept_and_can_be_changed(empty_url: str) -> None:
    make_old(
        empty_url,
        "0004",
        "INSERT INTO payment (id, lead_id, amount_minor, due_on, comment, source, credit_is_manual, created_at,"
        " updated_at, manager_id, deal_type_id, pipeline_id, standing, margin_minor, due_month)"
        " VALUES (7, 1, 500, '2026-10-05', 'аванс', 'import', FALSE, 100, 100, 11, 0, 1, 'open', 500, '2026-10')",
    )
    database = open_database(empty_url)
    with database.write() as conn:
        save_leads(conn, [a_lead()], now=NOW)
        (payment,) = load_payments_now(conn, [7]).values()
        assert (payment.version, payment.terms.amount_minor, payment.terms.refund_of) == (0, 500, None)
        assert load_history(conn, [7]) == []
        delete_payments(conn, [7], act())
        assert new_payment_ids(conn, 1) == range(8, 9)
    database.dispose()


def test_events_of_before_the_activity_report_are_counted_in_it(empty_url: str) -> None:
    make_old(
        empty_url,
        "0009",
        "INSERT INTO event (id, type, entity_type, entity_id, created_by, created_at, value_before, value_after)"
        " VALUES ('e1', 'common_note_added', 'lead', 1, 11, 1792500000, '[]', '[]'),"
        " ('e2', 'entity_tag_added', 'lead', 1, 11, 1792500000, '[]', '[]')",
    )
    database = open_database(empty_url)
    scope = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 31))
    with database.read() as conn:
        assert load_counts(conn, scope, scope.counted) == {11: Counts({ActionKind.NOTE: 1})}
        assert activity_sums_differ(conn) == []
    database.dispose()


def test_activity_counted_by_day_is_added_up_by_month(empty_url: str) -> None:
    counts = "mail_in, mail_out, call_in, call_in_missed, call_out, call_out_unanswered, message_in, message_out,"
    counts += " task_on_time, task_late, status_change, lead_new, lead_handed_over, note, talk_s"
    zeros = "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0"
    make_old(
        empty_url,
        "0010",
        "INSERT INTO action (event_id, kind, manager_id, day, at, lead_id, seconds)"
        " VALUES ('e1', 'note', 11, '2026-10-05', 1, 0, 0), ('e2', 'note', 11, '2026-10-06', 2, 0, 0)",
        f"INSERT INTO activity_day (day, manager_id, {counts})"
        f" VALUES ('2026-10-05', 11, {zeros}), ('2026-10-06', 11, {zeros})",
    )
    database = open_database(empty_url)
    scope = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 31))
    with database.read() as conn:
        assert load_counts(conn, scope, scope.counted) == {11: Counts({ActionKind.NOTE: 2})}
        assert activity_sums_differ(conn) == []
    database.dispose()


def test_invoices_of_before_payers_had_an_inn_get_it_when_they_are_read_again(empty_url: str) -> None:
    make_old(
        empty_url,
        "0011",
        "INSERT INTO invoice (id, name, amount_minor, status, created_at, updated_at, is_deleted, first_due_on, payer,"
        " comment) VALUES (7, 'Счёт 7', 50000, 'created', 1790845200, 1790845200, FALSE, '2026-10-01', 'ООО', 'аванс')",
    )
    database = open_database(empty_url)
    with database.write() as conn:
        assert conn.scalars(select(columns(Invoice).payer_inn)).all() == [""]
        assert save_invoices(conn, [an_invoice()], NOW) == []
        assert save_invoices(conn, [an_invoice(payer_inn="7707083893")], NOW) == [7]
        assert conn.scalars(select(columns(Invoice).payer_inn)).all() == ["7707083893"]
    database.dispose()


def test_deals_in_work_of_before_they_were_kept_are_counted(empty_url: str) -> None:
    make_old(
        empty_url,
        "0013",
        "INSERT INTO lead (id, name, price_minor, responsible_user_id, pipeline_id, status_id, created_at, updated_at,"
        " choices, deal_type_id, lost_minor) VALUES (1, 'Сделка', 500, 11, 1, 100, 50, 50, '{}', 0, 0),"
        " (2, 'Сделка', 900, 11, 1, 142, 50, 50, '{}', 0, 0)",
        "INSERT INTO status (pipeline_id, id, name, sort, color, type) VALUES (1, 100, 'Новый', 10, '', 0)",
    )
    database = open_database(empty_url)
    scope = PipelineScope(date(2026, 10, 20), Days(date(2026, 10, 1), date(2026, 11, 1)), (1,))
    with database.read() as conn:
        report = load_pipeline_report(conn, scope)
    database.dispose()
    assert (report.total.in_work, [each.column.name for each in report.columns]) == (Deals(1, 500), ["Новый"])
