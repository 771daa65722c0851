"""Deals won and archived, by reason and by manager, made of counts written down by hand."""

from dataclasses import astuple
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity_scope import Days
from sales_core.closed_deals import NO_REASON, Closed, ClosedCell
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.reports.closed_deals import ClosedDealsReport, build_closed_deals_report
from sales_core.reports.sales import Manager

SEPTEMBER = Days(date(2026, 9, 1), date(2026, 10, 1))
MANAGERS = {11: Manager(11, "Анна"), 12: Manager(12, "Борис", 5)}
REASONS = {1: "Дорого", 2: "Не отвечают"}


def report_of(*cells: ClosedCell) -> ClosedDealsReport:
    return build_closed_deals_report(cells, SEPTEMBER, MANAGERS, frozenset({11}), REASONS)


def archived(manager_id: int, reason_id: int, count: int, lost: int = 0) -> ClosedCell:
    return ClosedCell(manager_id, ARCHIVED_STATUS, reason_id, Closed(count, 10 * count, lost, 1 if lost else 0))


def won(manager_id: int, count: int, reason_id: int = NO_REASON) -> ClosedCell:
    return ClosedCell(manager_id, WON_STATUS, reason_id, Closed(count, 100 * count))


def test_reasons_stand_by_how_many_deals_went_for_them() -> None:
    report = report_of(archived(11, 1, 2, 70), archived(12, NO_REASON, 9), archived(12, 1, 1), archived(11, 99, 1, 5))
    assert [(*astuple(row.reason), row.archived.count, row.archived.lost_minor) for row in report.reasons] == [
        (0, "", 9, 0), (1, "Дорого", 3, 70), (99, "#99", 1, 5),
    ]  # fmt: skip
    assert report.archived == Closed(13, 130, 75, 2)


def test_everyone_with_a_closed_deal_has_a_row_those_outside_the_report_last() -> None:
    report = report_of(archived(12, 2, 5), won(77, 1), won(11, 3), archived(11, 2, 1, 40))
    assert [(row.manager.name, row.manager.others, row.archived.count, row.won.count) for row in report.rows] == [
        ("Анна", False, 1, 3), ("Борис", True, 5, 0), ("#77", True, 0, 1),
    ]  # fmt: skip
    assert [(row.reason.name, row.archived.count) for row in report.rows[0].reasons] == [("Не отвечают", 1)]
    assert report.won == Closed(4, 400)


def test_a_reason_left_on_a_won_deal_means_nothing() -> None:
    report = report_of(won(11, 1, reason_id=2), won(11, 2))
    assert (report.reasons, report.rows[0].won.count) == ((), 3)


CELLS = st.lists(
    st.builds(
        ClosedCell,
        st.sampled_from([11, 12, 77]),
        st.sampled_from([WON_STATUS, ARCHIVED_STATUS]),
        st.sampled_from([0, 1, 2, 99]),
        st.builds(Closed, st.integers(1, 9), st.integers(0, 99), st.integers(-9, 99), st.integers(0, 9)),
    )
)


@given(CELLS)
def test_reasons_and_managers_add_up_to_the_total(cells: list[ClosedCell]) -> None:
    report = report_of(*cells)
    assert sum((row.archived for row in report.reasons), Closed()) == report.archived
    assert sum((row.archived for row in report.rows), Closed()) == report.archived
    assert sum((row.won for row in report.rows), Closed()) == report.won
    for row in report.rows:
        assert sum((each.archived for each in row.reasons), Closed()) == row.archived
