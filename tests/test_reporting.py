"""Reports from the database: the worked month to the kopeck, and random companies against the slow oracle."""

from datetime import date, datetime
from itertools import product

import pytest
from sqlalchemy import Connection

from sales_core.errors import ConfigError, TabloError
from sales_core.figures import PARTS, Figure, Sums
from sales_core.money import currency
from sales_core.payment_states import State
from sales_core.periods import Month
from sales_core.reporting import (
    Breakdown,
    Choice,
    FreshnessLevel,
    Progress,
    default_scope,
    load_account_info,
    load_filter_choices,
    load_freshness,
    load_payments,
    load_sales_report,
    load_trend,
)
from sales_core.reporting.freshness import freshness_level
from sales_core.reports.bonus import NoBonus
from sales_core.reports.sales import ManagerRow, SalesReport
from sales_core.scope import Scope
from sales_core.store.bookmarks import finish_run, save_bookmark, start_run
from sales_core.store.database import Database
from sales_core.store.decision_tables import Person
from sales_core.store.setting_values import DAYS_OFF, MANAGERS, PLAN_PRORATION
from sales_core.store.settings import StoredScale
from sales_core.store.tables import Bookmark, Setting
from sales_core.store.upserts import upsert
from tests.deciding import replace_settings
from tests.oracle import Cell, Oracle
from tests.reports.worlds import ARCHIVED, NOW, WON, LeadFacts, PaymentFacts, account
from tests.reports.worlds import World as Facts
from tests.store.worlds import World

pytestmark = pytest.mark.slow

OCTOBER = Scope(Month(2026, 10), date(2026, 10, 20))
RUB = currency("RUB")
SCALE_A = [
    {"from": "0.5", "rate": "0.03"},
    {"from": "0.8", "rate": "0.05"},
    {"from": "1", "rate": "0.07"},
    {"from": "1.2", "rate": "0.10"},
]
FIELDS = {
    Figure.FACT: "fact",
    Figure.PAID: "paid",
    Figure.PENDING: "pending",
    Figure.OVERDUE: "overdue",
    Figure.CARRIED: "carried",
    Figure.TOTAL: "total",
    Figure.FORECAST: "forecast",
    Figure.REVENUE: "revenue",
    Figure.LOST: "lost",
}


def value_of(sums: Sums, figure: Figure) -> int:
    return int(getattr(sums, FIELDS[figure]))


# ---------------------------------------------------------------- the worked month


def worked_month() -> Facts:
    """The worked month of docs/metrics.md."""

    def lead(number: int, deal_type: int, status: int = 5_001, **facts: object) -> LeadFacts:
        return LeadFacts(id=number, owner=1, first_owner=1, status=status, deal_type=deal_type, **facts)  # type: ignore[arg-type]

    l1, l2, l3, l4 = lead(1, 701, WON, closed=datetime(2026, 10, 6)), lead(2, 702), lead(3, 702), lead(4, 701)  # noqa: DTZ001
    l5 = lead(5, 702, ARCHIVED, closed=datetime(2026, 10, 19))  # noqa: DTZ001
    l6 = lead(6, 702, ARCHIVED, closed=datetime(2026, 10, 2), price=RUB.parse("25 000"))  # noqa: DTZ001
    rows = [
        (l1, "300 000.00", "10-05", "10-06"),
        (l2, "90 000.00", "10-12", None),
        (l2, "60 000.00", "10-28", None),
        (l3, "45 000.00", "09-25", None),
        (l4, "80 000.01", "11-10", "10-15"),
        (l5, "70 000.00", "10-18", None),
        (l1, "-20 000.00", "10-16", "10-16"),
    ]
    payments = [
        PaymentFacts(lead, RUB.parse(amount), _day(due), _day(paid) if paid else None)
        for lead, amount, due, paid in rows
    ]
    return Facts(
        users={1: 0},
        leads=[l1, l2, l3, l4, l5, l6],
        payments=payments,
        shares={701: [("2026-01", "0.5")], 702: [("2026-01", "1")]},
        plans={(1, "2026-10", 0): RUB.parse("400 000")},
        scale=SCALE_A,
    )


def _day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def plain(sums: Sums) -> dict[str, str]:
    return {figure: RUB.plain(value_of(sums, figure)) for figure in FIELDS if value_of(sums, figure)}


def test_the_worked_month_to_the_kopeck(database: Database) -> None:
    worked_month().enter(database)
    with database.read() as conn:
        report = load_sales_report(conn, OCTOBER)
    [row] = report.rows
    assert plain(row.sums) == plain(report.total.sums) == {
        "fact": "180000.01",
        "expected.paid": "140000.00",
        "expected.pending": "60000.00",
        "expected.overdue": "90000.00",
        "expected.carried": "45000.00",
        "expected.total": "335000.00",
        "expected.forecast": "375000.01",
        "revenue": "360000.01",
        "lost": "95000.00",
    }  # fmt: skip
    assert (row.sums.lost_leads, row.plan, row.bonus.amount) == (2, RUB.parse("400 000"), 0)
    assert row.bonus.reason is NoBonus.BELOW_FIRST_TIER
    assert row.percent is not None
    assert float(row.percent) == 0.450000025
    licences, works = row.deal_types
    assert (licences.deal_type.name, works.deal_type.name) == ("Лицензии", "Работы")
    assert plain(licences.sums) == {
        "fact": "180000.01",
        "expected.paid": "140000.00",
        "expected.total": "140000.00",
        "expected.forecast": "180000.01",
        "revenue": "360000.01",
    }
    assert plain(works.sums) == {
        "expected.pending": "60000.00",
        "expected.overdue": "90000.00",
        "expected.carried": "45000.00",
        "expected.total": "195000.00",
        "expected.forecast": "195000.00",
        "lost": "95000.00",
    }


def test_behind_the_worked_month_s_figures_stand_its_payments(database: Database) -> None:
    worked_month().enter(database)
    with database.read() as conn:
        lost = load_payments(conn, OCTOBER, [Figure.LOST])
        overdue = load_payments(conn, OCTOBER, [Figure.OVERDUE, Figure.CARRIED], manager_id=1)
        nothing = load_payments(conn, OCTOBER, [Figure.FACT], manager_id=1, deal_type_id=702)
    assert {(row.payment_id is None, row.lead_id, row.amount_minor) for row in lost.rows} == {
        (False, 5, RUB.parse("70 000")),
        (True, 6, RUB.parse("25 000")),
    }
    assert (lost.total_minor, {row.state for row in lost.rows}) == (RUB.parse("95 000"), {State.LOST})
    assert sorted((row.lead_name, row.days_overdue, row.margin_minor) for row in overdue.rows) == [
        ("Сделка 2", 8, RUB.parse("90 000")),
        ("Сделка 3", 25, RUB.parse("45 000")),
    ]
    assert (nothing.rows, nothing.total_minor) == ((), 0)


def test_a_bonus_is_paid_in_whole_rubles_when_the_setting_says_so(sqlite_database: Database) -> None:
    world = worked_month()
    world.scale = [{"from": "0", "rate": "0.033333"}]
    world.enter(sqlite_database)
    with sqlite_database.write() as conn:
        assert load_sales_report(conn, OCTOBER).total.bonus == RUB.parse("5 999.94")
        upsert(conn, Setting, [{"name": "currency_rounding", "value": "major"}])
        assert load_sales_report(conn, OCTOBER).total.bonus == RUB.parse("6 000")


# ---------------------------------------------------------------- random companies

SCOPES = [
    Scope(month, as_of, deal_types, departments, pipelines)
    for (month, as_of), deal_types, departments, pipelines in product(
        [(Month(2026, 9), date(2026, 9, 15)), (Month(2026, 8), date(2026, 9, 1)), (Month(2026, 10), date(2026, 9, 30))],
        [(), (701,), (0, 702)],
        [(), (5,)],
        [(), (2,)],
    )
]
PLANS = {
    (manager, month, deal_type): 10_000_000 * manager + month.month + deal_type
    for manager, month, deal_type in [
        (11, Month(2026, 8), 0),
        (11, Month(2026, 9), 0),
        (11, Month(2026, 9), 701),
        (12, Month(2026, 9), 701),
        (12, Month(2026, 9), 702),
        (13, Month(2026, 9), 0),
        (13, Month(2026, 10), 701),
    ]
} | {(12, Month(2026, 10), 0): 0}
SUMMED = [figure for figure in FIELDS if len(PARTS[figure]) == 1]


DAYS_OFF_CHOSEN = {date(2026, 8, 3), date(2026, 9, 14), date(2026, 9, 19), date(2026, 9, 30)}
EMPLOYED = {
    11: (date(2026, 8, 17), None),
    12: (date(2026, 9, 14), date(2026, 9, 25)),
    13: (None, date(2026, 10, 1)),
}


def lived_in(conn: Connection, seed: int) -> Oracle:
    """The oracle of a company with a past: refunds, hand-overs, archives, deletions, share changes, plans; after an odd
    seed with days off of its own and people who came and went."""
    world = World(conn, seed)
    world.live(200)
    world.settle()
    oracle = world.oracle
    oracle.plans, oracle.employed, oracle.prorates = PLANS, EMPLOYED, bool(seed % 2)
    oracle.days_off = DAYS_OFF_CHOSEN if seed % 2 else set()
    upsert(conn, Person, [{"user_id": i, "hired_on": h, "dismissed_on": d} for i, (h, d) in EMPLOYED.items()])
    replace_settings(
        conn,
        plans=PLANS,
        scales=[StoredScale(Month(2026, 1), SCALE_A)],
        values={
            MANAGERS: [[11, 12, 13], [11], None][seed % 3],
            DAYS_OFF: [day.isoformat() for day in sorted(oracle.days_off)],
            PLAN_PRORATION: "working_days" if oracle.prorates else None,
        },
    )
    return oracle


WORLDS = [("sqlite", seed) for seed in range(4)] + [("postgresql", seed) for seed in (4, 5)]


@pytest.mark.parametrize(("database_url", "seed"), WORLDS, indirect=["database_url"])
def test_every_figure_is_the_oracle_s_and_the_sum_of_what_lies_behind_it(database: Database, seed: int) -> None:
    with database.write() as conn:
        oracle = lived_in(conn, seed)
        for scope in SCOPES:
            report, cells = load_sales_report(conn, scope), oracle.figures(scope)
            compare_sums(report, cells)
            compare_percents(report, oracle)
            days = oracle.working_days(scope.month)
            assert (report.pace.elapsed, report.pace.total) == (sum(day < scope.as_of for day in days), len(days))
            for figure in FIELDS:
                behind = load_payments(conn, scope, [figure])
                assert behind.total_minor == value_of(report.total.sums, figure)
                assert len(behind.rows) == sum(len(list(oracle.behind(scope, part))) for part in PARTS[figure])
                assert split_of(behind) == {
                    (row.manager.id, of_type.deal_type.id): value_of(of_type.sums, figure)
                    for row in report.rows
                    for of_type in row.deal_types
                    if value_of(of_type.sums, figure)
                }


def compare_sums(report: SalesReport, cells: dict[Cell, dict[str, int]]) -> None:
    for name in (*SUMMED, "lost_leads"):
        values = {cell: figures[name] for cell, figures in cells.items() if name in figures}
        assert shown(report.total.sums, name) == sum(values.values())
        assert {owner for owner, _ in values} <= {row.manager.id for row in report.rows}
        for row in report.rows:
            own = {deal_type: value for (owner, deal_type), value in values.items() if owner == row.manager.id}
            assert shown(row.sums, name) == sum(own.values())
            assert {r.deal_type.id: v for r in row.deal_types if (v := shown(r.sums, name))} == own


def shown(sums: Sums, name: str) -> int:
    return sums.lost_leads if name == "lost_leads" else value_of(sums, Figure(name))


def compare_percents(report: SalesReport, oracle: Oracle) -> None:
    """Plan and percent are the whole month's, or those of the filtered types where each of them has a plan."""
    scope = report.scope
    whole = oracle.figures(scope.whole())
    for row in report.rows:
        facts = {t: figures.get("fact", 0) for (owner, t), figures in whole.items() if owner == row.manager.id}
        plans = oracle.month_plans(row.manager.id, scope.month)
        expected: int | None = plans.get(0, sum(plans.values()) if plans else None)
        fact = sum(facts.values())
        if scope.deal_types and not scope.pipelines and all(t and t in plans for t in scope.deal_types):
            expected = sum(plans[t] for t in scope.deal_types)
            fact = sum(facts.get(t, 0) for t in scope.deal_types)
        assert row.plan == expected
        assert (row.percent or 0) * (expected or 0) == (fact if expected else 0)


def split_of(behind: Breakdown) -> dict[Cell, int]:
    """What the lines add up to by manager and deal type, zeros left out."""
    split: dict[Cell, int] = {}
    for line in behind.rows:
        cell = line.manager.id, line.deal_type.id
        split[cell] = split.get(cell, 0) + (line.margin_minor if behind.counts_margin else line.amount_minor)
    return {cell: value for cell, value in split.items() if value}


def test_what_lies_behind_one_manager_or_type_is_its_part_of_the_whole(database: Database) -> None:
    scope = Scope(Month(2026, 9), date(2026, 9, 15), pipelines=(1,))
    with database.write() as conn:
        lived_in(conn, seed=4)
        report = load_sales_report(conn, scope)
        for figure, row in product(FIELDS, report.rows):
            behind = load_payments(conn, scope, [figure], manager_id=row.manager.id)
            assert behind.total_minor == value_of(row.sums, figure)
        for figure, of_type in product(FIELDS, report.total.deal_types):
            behind = load_payments(conn, scope, [figure], deal_type_id=of_type.deal_type.id)
            assert behind.total_minor == value_of(of_type.sums, figure)
        bonus = load_payments(conn, scope, [Figure.BONUS])
        assert bonus.rows == load_payments(conn, scope, [Figure.FACT]).rows


def test_several_figures_list_each_payment_once(sqlite_database: Database) -> None:
    scope = Scope(Month(2026, 9), date(2026, 9, 15))
    with sqlite_database.write() as conn:
        lived_in(conn, seed=1)
        several = load_payments(conn, scope, [Figure.FACT, Figure.TOTAL, Figure.REVENUE])
        single = [load_payments(conn, scope, [figure]) for figure in (Figure.FACT, Figure.TOTAL)]
    ids = [row.payment_id for row in several.rows]
    assert len(ids) == len(set(ids)) > 0
    assert set(ids) == {row.payment_id for one in single for row in one.rows}


def test_the_trend_shows_each_month_s_own_total(database: Database) -> None:
    day = date(2026, 9, 15)
    with database.write() as conn:
        lived_in(conn, seed=2)
        for filters in (((), (), ()), ((701,), (0,), ()), ((701,), (), (1,))):
            trend = load_trend(conn, Scope(Month(2026, 10), day, *filters), months=3)
            totals = [load_sales_report(conn, Scope(m.month, day, *filters)).total for m in trend.months]
            assert [str(m.month) for m in trend.months] == ["2026-08", "2026-09", "2026-10"]
            assert [(m.fact, m.revenue, m.lost, m.plan, m.percent) for m in trend.months] == [
                (t.sums.fact, t.sums.revenue, t.sums.lost, t.plan, t.percent) for t in totals
            ]
            by_manager = [sum(manager.facts[n] for manager in trend.managers) for n in range(3)]
            assert by_manager == [t.sums.fact for t in totals]


# ---------------------------------------------------------------- who is in the report


def rows_of(database: Database) -> list[tuple[str, bool]]:
    with database.read() as conn:
        return sorted((row.manager.name, row.manager.others) for row in load_sales_report(conn, OCTOBER).rows)


def test_at_first_active_users_with_a_lead_or_a_plan_are_in_the_report(sqlite_database: Database) -> None:
    leads = [LeadFacts(id=1, owner=1, first_owner=1), LeadFacts(id=2, owner=4, first_owner=4, deleted=True)]
    Facts({1: 0, 2: 0, 3: 0, 4: 0}, leads, [], plans={(2, "2026-10", 0): 1}).enter(sqlite_database)
    assert rows_of(sqlite_database) == [("М1", False), ("М2", False)]


def test_the_setting_decides_who_is_in_the_report_and_the_rest_come_under_others(sqlite_database: Database) -> None:
    lead = LeadFacts(id=1, owner=1, first_owner=1)
    paid = PaymentFacts(lead, 500, date(2026, 10, 1), date(2026, 10, 1))
    Facts({1: 0, 2: 0, 3: 0}, [lead], [paid], chosen=[2]).enter(sqlite_database)
    assert rows_of(sqlite_database) == [("М1", True), ("М2", False)]


def row_named(report: SalesReport, name: str) -> ManagerRow:
    return next(row for row in report.rows if row.manager.name == name)


def test_a_type_counts_with_the_share_of_the_month_s_last_day_and_says_when_there_is_none(database: Database) -> None:
    lead, other = (LeadFacts(id=i, owner=1, first_owner=1, deal_type=t) for i, t in ((1, 701), (2, 702)))
    payments = [PaymentFacts(of, 1_000, date(2026, 10, 1), date(2026, 10, 1)) for of in (lead, other)]
    Facts({1: 0}, [lead, other], payments, {701: [("2026-10", "0.25"), ("2026-11", "0.9")]}).enter(database)
    with database.read() as conn:
        report = load_sales_report(conn, OCTOBER)
    works, licences = row_named(report, "М1").deal_types
    assert [(r.sums.fact, str(r.deal_type.margin_share), r.deal_type.share_is_set) for r in (works, licences)] == [
        (1_000, "1", False),
        (250, "0.25", True),
    ]
    assert report.types_without_share == (702,)


# ---------------------------------------------------------------- what stands around a report


def test_an_empty_database_gives_an_empty_report_not_an_error(database: Database) -> None:
    with database.read() as conn:
        scope = default_scope(conn, NOW)
        report = load_sales_report(conn, scope)
        assert (report.rows, report.total.sums, report.scale) == ((), Sums(), None)
        assert load_trend(conn, scope).managers == ()
        assert load_payments(conn, scope, list(Figure)).rows == ()
        assert load_account_info(conn) is None
        assert load_filter_choices(conn).months == ()
        assert load_freshness(conn, NOW).level is FreshnessLevel.NEVER


def test_today_is_a_day_of_the_account_s_zone(sqlite_database: Database) -> None:
    Facts({1: 0}, [], []).enter(sqlite_database)
    midnight_in_moscow = 1_790_802_000
    with sqlite_database.read() as conn:
        assert default_scope(conn, midnight_in_moscow) == Scope(Month(2026, 10), date(2026, 10, 1))
        assert default_scope(conn, midnight_in_moscow - 1) == Scope(Month(2026, 9), date(2026, 9, 30))


def test_the_account_names_its_zone_its_currency_and_where_leads_open(sqlite_database: Database) -> None:
    Facts({1: 0}, [], []).enter(sqlite_database)
    with sqlite_database.read() as conn:
        info = load_account_info(conn)
    assert info is not None
    assert (info.name, info.zone.key, info.currency, info.country) == (account().name, "Europe/Moscow", RUB, "RU")
    assert info.lead_url(77) == "https://example.amocrm.ru/leads/detail/77"


def test_the_filters_offer_what_there_is(database: Database) -> None:
    lead = LeadFacts(id=1, owner=1, first_owner=1)
    Facts({1: 0}, [lead], [PaymentFacts(lead, 5, date(2026, 9, 1))], plans={(1, "2026-12", 0): 5}).enter(database)
    with database.read() as conn:
        choices = load_filter_choices(conn)
    assert choices.deal_types == (
        Choice(701, "Лицензии"),
        Choice(702, "Работы"),
        Choice(703, "Техподдержка"),
        Choice(0, ""),
    )
    assert choices.departments == (Choice(0, "Отдел продаж"), Choice(31, "Партнёры"))
    assert choices.pipelines == (Choice(11, "Воронка 11"), Choice(12, "Воронка 12"))
    assert choices.months == (Month(2026, 9), Month(2026, 12))


@pytest.mark.parametrize(
    ("age_s", "level"),
    [(None, "never"), (0, "fresh"), (120, "fresh"), (121, "ageing"), (600, "ageing"), (601, "stale")],
)
def test_data_are_fresh_for_two_minutes_and_late_after_ten(age_s: int | None, level: str) -> None:
    assert freshness_level(age_s) == level


def test_the_stamp_tells_the_last_success_and_why_there_was_none_since(sqlite_database: Database) -> None:
    problem = ConfigError("{name} is not set: signing in by OAuth needs it", name="TABLO_AMOCRM_TOKEN")
    with sqlite_database.write() as conn:
        finish_run(conn, start_run(conn, "incremental", NOW - 900), NOW - 700, "done")
        error = {"template": problem.template, "params": problem.params}
        finish_run(conn, start_run(conn, "incremental", NOW - 60), NOW - 50, "failed", error=error, stage="x")
        freshness = load_freshness(conn, NOW)
    assert (freshness.synced_at, freshness.age_s, freshness.level) == (NOW - 700, 700, FreshnessLevel.STALE)
    assert (freshness.run_state, freshness.stage, freshness.first_sync) == ("failed", "x", ())
    assert isinstance(freshness.error, TabloError)
    assert str(freshness.error) == str(problem)


def test_the_first_sync_shows_how_far_each_resource_is_and_a_later_scan_does_not(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        start_run(conn, "first", NOW)
        save_bookmark(conn, Bookmark(resource="all_leads", cursor={}, pages_done=3, pages_expected=80))
        save_bookmark(conn, Bookmark(resource="tasks", cursor={}, pages_done=1))
        save_bookmark(conn, Bookmark(resource="invoices", cursor={}, pages_done=1, succeeded_at=NOW - 5))
        save_bookmark(conn, Bookmark(resource="references", cursor={}, is_complete=True, succeeded_at=NOW))
        freshness = load_freshness(conn, NOW)
    assert set(freshness.first_sync) == {Progress("all_leads", 3, 80), Progress("tasks", 1, None)}
    assert (freshness.run_state, freshness.level) == ("running", FreshnessLevel.NEVER)
