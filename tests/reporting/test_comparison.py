"""The comparison says of each manager what the reports it is taken from say, in random companies, on both databases."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.activity import ActivityFigure
from sales_core.comparison import Measure
from sales_core.comparison_scope import PAST, ComparisonScope, When, comparison_scope
from sales_core.figures import Figure, Sums
from sales_core.periods import Month, day_of, start_of
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting import load_payments, load_sales_report
from sales_core.reporting.activity import load_activity_report
from sales_core.reporting.closed_deals import load_closed_deals_report
from sales_core.reporting.comparison import load_comparison
from sales_core.reporting.pipeline import load_pipeline_report
from sales_core.reports.comparison import Cell, Comparison
from sales_core.scope import Scope
from sales_core.store.database import Database
from tests.deciding import replace_settings
from tests.oracle import Oracle
from tests.store.activity_worlds import LAST, Weeks
from tests.store.worlds import FIELD, World

MANAGERS = (11, 12, 13)
WORLDS = [("sqlite", 0), ("sqlite", 1), ("postgresql", 2)]


def settled(conn: Connection, seed: int) -> World:
    world = World(conn, seed)
    world.live(100)
    world.settle()
    month = Month.of(day_of(world.now, world.oracle.zone))
    plans = {(id_, month.plus(-n), 0): 900_000_00 + id_ for id_ in MANAGERS for n in range(3)}
    replace_settings(conn, plans=plans, values={"deal_type_field": FIELD})
    return world


def scopes(today: date) -> list[Scope]:
    """The running month whole and narrowed, and one that is over."""
    month = Month.of(today)
    return [
        Scope(month, today),
        Scope(month, today, deal_types=(701,)),
        Scope(month, today, pipelines=(1,)),
        Scope(month.plus(-1), today),
    ]


def cells(report: Comparison, manager_id: int) -> dict[Measure, Cell]:
    at = [each.manager.id for each in report.managers].index(manager_id)
    return {row.measure: row.cells[at] for row in report.rows}


@pytest.mark.parametrize(("database_url", "seed"), WORLDS, indirect=["database_url"])
def test_money_is_the_sales_report_s_and_the_part_before_what_was_paid_in_it(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = settled(conn, seed)
        for scope in scopes(day_of(world.now, world.oracle.zone)):
            asked = comparison_scope(scope, MANAGERS)
            report = load_comparison(conn, asked, world.now)
            for manager_id in MANAGERS:
                found = cells(report, manager_id)
                check_now(conn, found, scope, manager_id)
                for when in PAST:
                    check_past(conn, world.oracle, found, asked, when, manager_id)
            check_types(conn, report, scope)


def check_now(conn: Connection, found: dict[Measure, Cell], scope: Scope, manager_id: int) -> None:
    row = next((row for row in load_sales_report(conn, scope).rows if row.manager.id == manager_id), None)
    paid = load_payments(conn, scope, [Figure.REVENUE], manager_id)
    sums = row.sums if row else Sums()
    known: dict[Measure, Any] = {
        Measure.PLAN: row and row.plan, Measure.FACT: sums.fact, Measure.PERCENT: row and row.percent,
        Measure.BONUS: row and row.bonus.amount, Measure.PAID: sums.paid, Measure.PENDING: sums.pending,
        Measure.LATE: sums.overdue + sums.carried, Measure.FORECAST: sums.forecast,
        Measure.FORECAST_PERCENT: row and row.forecast_percent, Measure.REVENUE: sums.revenue,
        Measure.PAYMENTS: paid.count, Measure.LOST: sums.lost,
    }  # fmt: skip
    assert {measure: found[measure].now for measure in known} == known
    average = found[Measure.AVERAGE].now
    assert (average is None) == (paid.count == 0)
    if average is not None:
        assert abs(Fraction(average) * paid.count - sums.revenue) <= Fraction(paid.count, 2)


def check_past(  # noqa: PLR0917 - one value's whereabouts
    conn: Connection, oracle: Oracle, found: dict[Measure, Cell], asked: ComparisonScope, when: When, manager_id: int
) -> None:
    """Against the slow oracle's payments day by day; a whole month against its report too."""
    days, scope = asked.days(when), asked.sales(when)
    paid_on = {payment.key: payment.paid_on for payment in oracle.payments}
    behind = [
        (amount, margin)
        for (owner, _), key, amount, margin in oracle.behind(scope, Figure.FACT)
        if owner == manager_id and (day := paid_on[key]) is not None and days.first <= day < days.end
    ]
    counted = {
        Measure.FACT: sum(margin for _, margin in behind),
        Measure.REVENUE: sum(amount for amount, _ in behind),
        Measure.PAYMENTS: len(behind),
    }
    leads = {payment.key: payment.lead for payment in oracle.payments} | {
        f"lead:{each.id}": each for each in oracle.leads
    }
    counted[Measure.LOST] = sum(
        amount
        for (owner, _), key, amount, _ in oracle.behind(scope, Figure.LOST)
        if owner == manager_id and days.first <= day_of(leads[key].closed_at or 0, oracle.zone) < days.end
    )
    told = {measure: found[measure].past[when] for measure in counted}
    if set(told.values()) == {None}:
        assert not any(counted.values())
    else:
        assert told == counted
    row = next((row for row in load_sales_report(conn, scope).rows if row.manager.id == manager_id), None)
    if row and row.plan is not None:
        assert found[Measure.PLAN].past[when] == row.plan
        if not asked.is_part:
            assert found[Measure.PERCENT].past[when] == row.percent
        elif not scope.narrows_payments:
            assert found[Measure.PERCENT].past[when] == Fraction(counted[Measure.FACT], row.plan)
    assert found[Measure.FORECAST].past[when] is None


def check_types(conn: Connection, report: Comparison, scope: Scope) -> None:
    """Deal types add up to the manager, each as the sales report has it."""
    rows = {row.manager.id: row for row in load_sales_report(conn, scope).rows}
    for at, compared in enumerate(report.managers):
        kids = {kid.deal_type.id: kid.sums for kid in rows[compared.manager.id].deal_types}
        whole = cells(report, compared.manager.id)
        for measure in (Measure.FACT, Measure.REVENUE, Measure.PAYMENTS, Measure.WON, Measure.ARCHIVED):
            values = [each.row(measure).cells[at].now for each in report.deal_types]
            assert sum(Fraction(value or 0) for value in values) == (whole[measure].now or 0)
        for each in report.deal_types:
            sums = kids.get(each.deal_type.id, Sums())
            assert (each.row(Measure.FACT).cells[at].now or 0) == sums.fact
            closed = load_closed_deals_report(conn, deals(report.scope, When.NOW, each.deal_type.id))
            row = next((row for row in closed.rows if row.manager.id == compared.manager.id), None)
            assert (each.row(Measure.WON).cells[at].now or 0) == (row.won.count if row else 0)
            assert (each.row(Measure.ARCHIVED).cells[at].now or 0) == (row.archived.count if row else 0)


def deals(asked: ComparisonScope, when: When, *deal_types: int) -> PipelineScope:
    scope = asked.scope
    return PipelineScope(scope.as_of, asked.days(when), scope.pipelines, deal_types or scope.deal_types)


@pytest.mark.parametrize(("database_url", "seed"), WORLDS, indirect=["database_url"])
def test_deals_are_those_of_the_report_of_deals_in_work(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = settled(conn, seed)
        today = day_of(world.now, world.oracle.zone)
        asked = comparison_scope(Scope(Month.of(today), today), MANAGERS)
        report = load_comparison(conn, asked, world.now)
        work = {row.manager.id: row.work for row in load_pipeline_report(conn, deals(asked, When.NOW)).rows}
        for manager_id in MANAGERS:
            found = cells(report, manager_id)
            mine = work.get(manager_id)
            assert [found[each].now for each in (Measure.IN_WORK, Measure.IN_WORK_SUM, Measure.STUCK)] == (
                [mine.in_work.count, mine.in_work.sum_minor, mine.stuck.deals.count] if mine else [0, 0, 0]
            )
            for when in When:
                closed = load_closed_deals_report(conn, deals(asked, when)).rows
                row = next((row for row in closed if row.manager.id == manager_id), None)
                told = [value_of(found[each], when) or 0 for each in (Measure.WON, Measure.ARCHIVED)]
                assert told == ([row.won.count, row.archived.count] if row else [0, 0])
        yesterday = load_comparison(conn, comparison_scope(Scope(Month.of(today), today), MANAGERS), world.now + 86_400)
        assert cells(yesterday, 11)[Measure.IN_WORK].now is None


def value_of(cell: Cell, when: When) -> Any:
    return cell.now if when is When.NOW else cell.past[when]


COUNTED = {
    Measure.TOTAL: ActivityFigure.TOTAL, Measure.CALLS: ActivityFigure.CALLS, Measure.TALK: ActivityFigure.TALK,
    Measure.MAILS: ActivityFigure.MAILS, Measure.MESSAGES: ActivityFigure.MESSAGES,
    Measure.ON_TIME: ActivityFigure.ON_TIME, Measure.TASKS_LATE: ActivityFigure.LATE,
    Measure.TASKS_OVERDUE: ActivityFigure.OVERDUE, Measure.STATUS_CHANGES: ActivityFigure.STATUS_CHANGES,
    Measure.LEADS_TAKEN: ActivityFigure.LEADS_TAKEN,
}  # fmt: skip


@pytest.mark.parametrize(("database_url", "seed"), WORLDS, indirect=["database_url"])
def test_activity_is_the_activity_report_s(database: Database, seed: int) -> None:
    with database.write() as conn:
        weeks = Weeks(conn, seed)
        weeks.live(120)
        weeks.settle()
        for as_of in (date(2026, 4, 3), LAST, date(2026, 5, 1)):
            now = start_of(as_of, weeks.oracle.zone) + 36_000
            asked = comparison_scope(Scope(Month(2026, 4), as_of), MANAGERS)
            report = load_comparison(conn, asked, now)
            activity = load_activity_report(conn, asked.activity(When.NOW), now)
            for row in activity.rows:
                if row.manager.id not in MANAGERS:
                    continue
                found = cells(report, row.manager.id)
                counts = {each: found[each].now or 0 for each in COUNTED}
                assert counts == {each: row.now.counts.of(figure) for each, figure in COUNTED.items()}
                assert (found[Measure.SCORE].now or 0) == row.now.score
                assert (found[Measure.PER_DAY].now or 0) == (row.now.per_day or 0)
                assert row.previous is not None
                before = found[Measure.TOTAL].past[When.MONTH_BEFORE] or 0
                assert before == row.previous.counts.total
                assert found[Measure.TASKS_OVERDUE].past == dict.fromkeys(PAST)
