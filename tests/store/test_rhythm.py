"""When people worked, and the list behind each hour, beside the slow oracle over raw events."""

import random
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, update

from sales_core.activity_scope import ActivityScope, activity_scope
from sales_core.hour_of_week import HourOfWeek
from sales_core.periods import Month, start_of
from sales_core.spans import month_span, span_of
from sales_core.store.activity import load_counts
from sales_core.store.activity_hours import rebuild_activity_hours
from sales_core.store.activity_list import load_done
from sales_core.store.activity_sums import activity_sums_differ, rebuild_activity_sums
from sales_core.store.activity_tables import Action, ActivityHours
from sales_core.store.database import Database
from sales_core.store.history import save_events, save_notes
from sales_core.store.references import save_account
from sales_core.store.rhythm import load_hour, load_worked
from sales_core.store.table_kit import table_of
from sales_core.worked_hours import Worked
from tests.activity_oracle import Done
from tests.rhythm_oracle import by_day_and_hour, day_ends, local
from tests.store.activity_worlds import FIRST, LAST, Weeks
from tests.store.conftest import NOW
from tests.store.test_activity import FILTERS, a_note, event, rows_of
from tests.store.worlds import account

MARCH = activity_scope(month_span(Month(2026, 3)), LAST)


def told(worked: Worked) -> tuple[dict[tuple[date, int], int], dict[tuple[int, date], tuple[str, str]]]:
    """As the oracle tells it."""
    hours = {(day, hour): n for day, counts in worked.hours.items() for hour, n in enumerate(counts) if n}
    return hours, {(each.manager_id, each.day): (shown(each.first_s), shown(each.last_s)) for each in worked.ends}


def shown(seconds: int) -> str:
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def check(conn: Connection, scope: ActivityScope, done: list[Done], zone: ZoneInfo) -> None:
    assert told(load_worked(conn, scope)) == (by_day_and_hour(done, zone), day_ends(done, zone))
    for manager in (11, 99):
        of_manager = [each for each in done if each.manager == manager]
        assert told(load_worked(conn, scope, manager)) == (
            by_day_and_hour(of_manager, zone),
            day_ends(of_manager, zone),
        )
    total = sum(counts.total for id_, counts in load_counts(conn, scope, scope.counted).items() if id_)
    assert sum(map(sum, load_worked(conn, scope).hours.values())) == total


@pytest.mark.parametrize("seed", range(3))
def test_random_weeks_are_spread_over_hours_as_the_oracle_spreads_them(database: Database, seed: int) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed)
        weeks.live(90)
        weeks.settle()
        day = FIRST + timedelta(days=weeks.random.randrange(28))
        for span in (month_span(Month(2026, 3)), span_of(day, day), span_of(day, LAST)):
            for filters in FILTERS:
                scope = activity_scope(span, LAST, **filters)
                done = weeks.oracle.within(scope.counted.first, scope.counted.last, **filters)
                check(conn, scope, done, weeks.oracle.zone)
        assert activity_sums_differ(conn) == []


def test_the_list_behind_an_hour_of_the_week_has_as_many_rows(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=21)
        weeks.live(200)
        weeks.settle()
        for filters in FILTERS[:2]:
            scope = activity_scope(month_span(Month(2026, 3)), LAST, **filters)
            done = weeks.oracle.within(scope.counted.first, scope.counted.last, **filters)
            moments = [(each, local(each.at, weeks.oracle.zone)) for each in done if each.manager]
            for weekday, hour in {(moment.weekday(), moment.hour) for _, moment in moments} | {(0, 3)}:
                for manager in (None, 11):
                    behind = [
                        each.at
                        for each, moment in moments
                        if (moment.weekday(), moment.hour) == (weekday, hour) and manager in {None, each.manager}
                    ]
                    rows = load_done(conn, load_hour(conn, scope, HourOfWeek(weekday, hour), manager))
                    assert [row.at for row in rows] == sorted(behind, reverse=True)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("America/Sao_Paulo", date(2018, 2, 18)),
        ("America/Sao_Paulo", date(2018, 11, 4)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
        ("Australia/Lord_Howe", date(2026, 10, 4)),
        ("Asia/Kolkata", date(2026, 10, 25)),
    ],
)  # fmt: skip
def test_on_days_when_the_clocks_change_an_hour_comes_twice_or_not_at_all(
    database: Database, zone: str, day: date
) -> None:
    """One note every ten minutes or so, the whole night through."""
    choice, clocks = random.Random(zone), ZoneInfo(zone)
    begin = start_of(day, clocks) - 7_200
    done = [Done("note", 11, at, 0, 1) for at in range(begin, begin + 8 * 3_600, choice.randrange(500, 700))]
    with database.write() as conn:
        save_account(conn, account(zone))
        save_events(conn, [event(f"e{each.at}", "common_note_added", created_at=each.at) for each in done], NOW)
        for filters in ({}, {"pipelines": (1,)}):
            scope = activity_scope(span_of(day - timedelta(days=3), day + timedelta(days=3)), day + timedelta(days=9))
            check(conn, scope, done, clocks)
            for hour in range(24):
                behind = load_done(conn, load_hour(conn, scope, HourOfWeek(day.weekday(), hour)))
                moments = [local(each.at, clocks) for each in done]
                assert len(behind) == sum((at.date(), at.hour) == (day, hour) for at in moments), filters
        assert activity_sums_differ(conn) == []


def test_in_another_zone_the_same_actions_lie_in_other_hours(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=4)
        weeks.live(60)
        weeks.settle()
        save_account(conn, account("Pacific/Auckland"))
        done = [each for each in weeks.oracle.done() if local(each.at, ZoneInfo("Pacific/Auckland")).month == 3]
        check(conn, MARCH, done, ZoneInfo("Pacific/Auckland"))
        assert activity_sums_differ(conn) == []


def test_the_hours_of_before_there_were_any_are_those_that_are_kept(database: Database) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed=8)
        weeks.live(80)
        weeks.settle()
        kept = rows_of(conn, ActivityHours)
        rebuild_activity_hours(conn)
        assert rows_of(conn, ActivityHours) == kept


def test_a_call_that_turns_out_to_be_somebody_elses_leaves_the_day_of_the_first(conn: Connection) -> None:
    """The first and the last action of a day go with it, and so does the day where there was no other."""
    calls = [
        event(f"e{n}", "outgoing_call", created_at=NOW + n * 3_600, value_after=[{"note": {"id": n}}])
        for n in (1, 2, 3)
    ]
    save_events(conn, calls, NOW)
    october = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 31))
    for moved, ends in ((1, {11: (2, 3), 12: (1, 1)}), (3, {11: (2, 2), 12: (1, 3)}), (2, {12: (1, 3)})):
        save_notes(conn, [a_note(moved) | {"note_type": "call_out"}])
        day = local(NOW, ZoneInfo("Europe/Moscow"))
        expected = {
            (id_, day.date()): tuple(f"{day.hour + n:02}:{day.minute:02}:{day.second:02}" for n in hours)
            for id_, hours in ends.items()
        }
        assert told(load_worked(conn, october))[1] == expected
        assert activity_sums_differ(conn) == []


def test_hours_that_went_astray_are_noticed_and_counted_anew(conn: Connection) -> None:
    save_events(conn, [event("a", "common_note_added")], NOW)
    conn.execute(update(table_of(ActivityHours)).values(last_at=NOW + 1))
    assert activity_sums_differ(conn) == [("2026-10-20", 11)]
    rebuild_activity_sums(conn)
    assert activity_sums_differ(conn) == []
    conn.execute(table_of(Action).delete())
    assert ("2026-10-20", 11) in activity_sums_differ(conn)
