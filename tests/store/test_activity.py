"""Every count of what people did, and the list behind it, beside the slow oracle over raw events."""

import random
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select, update

from sales_core.activity import KINDS, ActivityFigure, Counts
from sales_core.activity_scope import ActivityScope, activity_scope
from sales_core.periods import Month, start_of
from sales_core.spans import Span, month_span, span_of
from sales_core.store.actions import rebuild_actions
from sales_core.store.activity import load_counts, load_overdue
from sales_core.store.activity_list import load_actions, load_overdue_tasks
from sales_core.store.activity_sums import activity_sums_differ, rebuild_activity_sums
from sales_core.store.activity_tables import Action, ActivityDay, ActivityMonth
from sales_core.store.database import Database
from sales_core.store.history import save_events, save_notes
from sales_core.store.references import save_account
from sales_core.store.table_kit import table_of
from tests.activity_oracle import BEHIND, ActivityOracle
from tests.store.activity_worlds import FIRST, LAST, Weeks
from tests.store.conftest import NOW
from tests.store.worlds import account

FILTERS: tuple[dict[str, tuple[int, ...]], ...] = (
    {}, {"deal_types": (701,)}, {"deal_types": (0,), "pipelines": (1,)}, {"departments": (5,)},
    {"departments": (0,), "pipelines": (2,)},
)  # fmt: skip


def spans(choice: random.Random) -> list[Span]:
    day = FIRST + timedelta(days=choice.randrange(35))
    return [
        month_span(Month(2026, 3)),
        span_of(day, day),
        span_of(day, day + timedelta(days=6)),
        span_of(FIRST, LAST),
        span_of(day - timedelta(days=20), LAST),
    ]


def told(counts: dict[int, Counts]) -> dict[int, dict[str, int]]:
    found = {id_: {str(kind): n for kind, n in each.actions.items()} for id_, each in counts.items()}
    return {id_: kinds | ({"talk": counts[id_].talk_s} if counts[id_].talk_s else {}) for id_, kinds in found.items()}


def rows_of(conn: Connection, table: Any) -> list[tuple[Any, ...]]:
    return sorted(tuple(map(str, row)) for row in conn.execute(select(table_of(table))))


def check_counts(conn: Connection, oracle: ActivityOracle, scope: ActivityScope, filters: dict[str, Any]) -> None:
    days = scope.counted
    assert told(load_counts(conn, scope, days)) == oracle.counted(days.first, days.last, **filters)


@pytest.mark.parametrize("seed", range(6))
def test_random_weeks_are_counted_as_the_oracle_counts_them(database: Database, seed: int) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed)
        weeks.live(90)
        weeks.settle()
        for span in spans(weeks.random):
            for filters in FILTERS:
                check_counts(conn, weeks.oracle, activity_scope(span, LAST, **filters), filters)
        assert activity_sums_differ(conn) == []
        now = start_of(LAST, weeks.oracle.zone)
        assert load_overdue(conn, activity_scope(month_span(Month(2026, 3)), LAST), now) == weeks.oracle.overdue(now)


def test_the_list_behind_each_count_has_as_many_rows(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=77)
        weeks.live(150)
        weeks.settle()
        for filters in FILTERS[:4]:
            scope = activity_scope(month_span(Month(2026, 3)), LAST, **filters)
            done = weeks.oracle.within(scope.counted.first, scope.counted.last, **filters)
            for figure, kinds in BEHIND.items():
                for manager in (11, 99, 0):
                    rows = load_actions(conn, scope, KINDS[figure], manager)
                    expected = [each for each in done if each.manager == manager and each.kind in kinds]
                    assert len(rows) == len(expected)
                    counts = load_counts(conn, scope, scope.counted).get(manager, Counts())
                    assert (len(rows), sum(row.seconds for row in rows)) == (
                        counts.of(figure), sum(each.seconds for each in expected)
                    )  # fmt: skip
                    assert [row.at for row in rows] == sorted((each.at for each in expected), reverse=True)


def test_pages_of_a_list_put_together_are_the_list(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=5)
        weeks.live(120)
        weeks.settle()
        scope = activity_scope(span_of(FIRST, LAST), LAST)
        whole = load_actions(conn, scope, KINDS[ActivityFigure.TOTAL])
        assert len(whole) == sum(each.total for id_, each in load_counts(conn, scope, scope.counted).items() if id_)
        pages = [load_actions(conn, scope, KINDS[ActivityFigure.TOTAL], None, 20, n) for n in range(0, len(whole), 20)]
        assert [row for page in pages for row in page] == whole
        now = start_of(LAST, weeks.oracle.zone)
        tasks = load_overdue_tasks(conn, scope, now)
        assert len(tasks) == sum(n for id_, n in weeks.oracle.overdue(now).items() if id_)
        assert tasks[:3] == load_overdue_tasks(conn, scope, now, limit=3)


def test_actions_taken_out_of_the_events_anew_are_those_that_were_kept(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=11)
        weeks.live(100)
        weeks.settle()
        tables = (Action, ActivityDay, ActivityMonth)
        kept = [rows_of(conn, table) for table in tables]
        for table in tables:
            conn.execute(table_of(table).delete())
        rebuild_actions(conn)
        assert [rows_of(conn, table) for table in tables] == kept


def test_in_another_zone_the_same_actions_lie_in_other_days(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=3)
        weeks.live(60)
        weeks.settle()
        save_account(conn, account("Pacific/Auckland"))
        weeks.oracle.zone = ZoneInfo("Pacific/Auckland")
        check_counts(conn, weeks.oracle, activity_scope(month_span(Month(2026, 3)), LAST), {})
        assert activity_sums_differ(conn) == []


def test_sums_that_went_astray_are_noticed_and_counted_anew(conn: Connection) -> None:
    save_events(conn, [event("a", "common_note_added"), event("b", "lead_status_changed")], NOW)
    conn.execute(update(table_of(ActivityDay)).values(note=7))
    (cell,) = activity_sums_differ(conn)
    assert cell == ("2026-10-20", 11)
    rebuild_activity_sums(conn)
    assert activity_sums_differ(conn) == []


def event(id_: str, kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "entity_type": "lead", "entity_id": 1, "created_by": 11, "created_at": NOW,
        "value_before": [], "value_after": [],
    } | changes  # fmt: skip


def a_note(id_: int, **params: Any) -> dict[str, Any]:
    return {
        "id": id_, "entity_type": "leads", "entity_id": 1, "note_type": "amomail_message", "created_by": 0,
        "responsible_user_id": 12, "created_at": NOW, "updated_at": NOW, "params": params,
    }  # fmt: skip


def test_a_mail_on_two_leads_counts_once_whichever_note_comes_first(conn: Connection) -> None:
    scope = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 31))
    for number in (1, 2):
        points = [{"note": {"id": number}}]
        save_events(conn, [event(f"e{number}", "incoming_mail", entity_id=number, value_after=points)], NOW)
    assert load_counts(conn, scope, scope.counted)[11].of(ActivityFigure.MAILS_IN) == 2
    save_notes(conn, [a_note(2, message_id=5, subject="Счёт")])
    save_notes(conn, [a_note(1, message_id=5, subject="Счёт")])
    assert {id_: each.total for id_, each in load_counts(conn, scope, scope.counted).items()} == {12: 1}
    (row,) = load_actions(conn, scope, KINDS[ActivityFigure.MAILS_IN], 12)
    assert (row.card, row.text) == (("leads", 1, "Сделка 1"), "Счёт")
