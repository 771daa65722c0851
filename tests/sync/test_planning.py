"""Bookmarks and a clock in, steps out."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.amocrm.records import LeadRecord
from sales_core.store.tables import Bookmark
from sales_core.sync.planning import (
    HISTORY,
    STAGES,
    NextLeads,
    Step,
    after_leads_page,
    cursor_after,
    filter_was_ignored,
    plan_pass,
)

UTC = ZoneInfo("UTC")
NOON = 1_790_000_000 // 86_400 * 86_400 + 12 * 3600
NIGHT = NOON + 14 * 3600


def lead(number: int, updated_at: int) -> LeadRecord:
    return LeadRecord(
        id=number, name="", price="0", responsible_user_id=1, pipeline_id=1, status_id=1, loss_reason_id=None,
        created_at=0, updated_at=updated_at, closed_at=None, is_deleted=False, main_contact_id=None, company_id=None,
        choices={}, element_ids=None,
    )  # fmt: skip


def synced(now: int, **ages: int) -> dict[str, Bookmark]:
    """The bookmarks of a worker that read everything a moment ago, but for the steps whose age is told."""
    return {
        step: Bookmark(resource=step, cursor={}, is_complete=True, succeeded_at=now - ages.get(step.name, 0))
        for step in Step
    }


def test_the_first_pass_reads_what_the_report_needs_and_nothing_else() -> None:
    plan = plan_pass({}, NOON, UTC)
    assert plan.foreground == ()
    assert plan.load == ((Step.ALL_LEADS, Step.INVOICES), (Step.HAND_OVERS,))
    assert plan.background == ()


def test_a_killed_first_pass_goes_on_where_it_was() -> None:
    marks: dict[str, Bookmark] = {Step.ALL_LEADS: Bookmark(resource="leads", cursor={}, is_complete=True)}
    plan = plan_pass(marks, NOON, UTC)
    assert plan.load == ((Step.INVOICES,), (Step.HAND_OVERS,))
    marks[Step.INVOICES] = Bookmark(resource="invoices", cursor={}, is_complete=True)
    plan = plan_pass(marks, NOON, UTC)
    assert plan.load == ((Step.HAND_OVERS,),)


def test_history_follows_in_the_background_while_every_minute_stays_fresh() -> None:
    marks = {step: mark for step, mark in synced(NOON).items() if step not in HISTORY}
    plan = plan_pass(marks, NOON, UTC)
    assert plan.background == HISTORY
    assert plan.foreground == (Step.NEW_LEADS, Step.EVENTS, Step.MAIL, Step.FOLLOWUPS)


def test_an_idle_minute_is_leads_events_and_mail() -> None:
    plan = plan_pass(synced(NOON), NOON, UTC)
    assert (plan.kind, plan.background) == ("incremental", ())
    assert plan.foreground == (Step.NEW_LEADS, Step.EVENTS, Step.MAIL, Step.FOLLOWUPS)


def test_references_and_the_trash_are_read_hourly() -> None:
    plan = plan_pass(synced(NOON, REFERENCES=3600, TRASH=3600), NOON, UTC)
    assert plan.foreground[0] is Step.REFERENCES
    assert plan.foreground[-1] is Step.TRASH


@pytest.mark.parametrize(("age_s", "hint", "took_s", "is_due"), [
    (299, {}, 0, False), (300, {}, 0, True), (60, {"invoices_hinted": True}, 0, True),
    (30, {"invoices_hinted": True}, 0, False), (3_000, {"invoices_hinted": True}, 1_000, False),
])  # fmt: skip
def test_invoices_are_scanned_every_five_minutes_or_on_a_hint_and_never_all_the_time(
    age_s: int, hint: dict[str, bool], took_s: int, is_due: bool
) -> None:
    marks = synced(NOON, INVOICES=age_s)
    marks[Step.FOLLOWUPS].cursor = hint
    marks[Step.INVOICES].cursor = {"took_s": took_s}
    plan = plan_pass(marks, NOON, UTC)
    assert plan.background == ((Step.INVOICES,) if is_due else ())


@pytest.mark.parametrize(("now", "age_h", "cursor", "is_due"), [
    (NOON, 21, {}, False), (NIGHT, 21, {}, True), (NIGHT, 3, {}, False), (NOON, 37, {}, True),
    (NOON, 1, {"merged": True}, True),
])  # fmt: skip
def test_ids_are_compared_at_night_or_after_a_merge(
    now: int, age_h: int, cursor: dict[str, bool], is_due: bool
) -> None:
    marks = synced(now, RECONCILIATION=age_h * 3600)
    marks[Step.FOLLOWUPS].cursor = cursor
    assert (Step.RECONCILIATION in plan_pass(marks, now, UTC).background) is is_due


def test_the_next_page_is_asked_for_only_inside_one_second() -> None:
    asked = NextLeads(100)
    assert after_leads_page(asked, [lead(1, 100), lead(2, 103)], is_last=False) == NextLeads(103)
    assert after_leads_page(asked, [lead(1, 100), lead(2, 100)], is_last=False) == NextLeads(100, 2)
    assert after_leads_page(asked, [lead(1, 100)], is_last=True) is None
    assert after_leads_page(asked, [], is_last=False) is None


def test_an_instant_in_the_future_does_not_move_the_cursor_past_the_present() -> None:
    assert cursor_after(100, [150, 10**10], now=200) == 150
    assert cursor_after(100, [50], now=200) == 100


def test_an_ignored_filter_is_noticed() -> None:
    assert filter_was_ignored(100, [lead(1, 99)])
    assert not filter_was_ignored(100, [lead(1, 100)])


def test_every_step_has_words_for_its_reader() -> None:
    assert set(STAGES) == set(Step)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=80), st.lists(st.tuples(st.integers(0, 79)), max_size=60))
def test_leads_changed_between_pages_are_never_lost(seconds: list[int], touches: list[tuple[int]]) -> None:
    """A small account whose leads keep changing between the requests: in the end every lead was read as it is."""
    clock = 31
    account = dict(enumerate(seconds))
    touched = [number % len(account) for (number,) in touches]
    stored: dict[int, int] = {}
    asked: NextLeads | None = NextLeads(0)
    while asked is not None:
        rows = sorted((at, key) for key, at in account.items() if at >= asked.since)
        page = rows[(asked.page - 1) * 5 : asked.page * 5]
        stored |= {key: at for at, key in page}
        if touched:
            account[touched.pop()] = clock
            clock += 1 if len(touched) % 3 else 0
        asked = after_leads_page(asked, [lead(key, at) for at, key in page], is_last=asked.page * 5 >= len(rows))
    late = {key for key, at in account.items() if stored.get(key) != at}
    # What changed behind the last page is exactly what the next pass asks for, with its overlap.
    cursor = max(stored.values())
    assert all(account[key] >= cursor - 5 for key in late)
