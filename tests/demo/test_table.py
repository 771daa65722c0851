"""Pages from kept orders are the pages one would get by filtering and sorting everything."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sales_core.demo.entities import Company, Event
from sales_core.demo.eventlog import EventLog, ulid
from sales_core.demo.query import parse_query, span, texts
from sales_core.demo.table import Span, Table

moments = st.integers(0, 20)
bounds = st.none() | moments


def company(number: int, created_at: int, updated_at: int) -> Company:
    return Company(number, "", "", 0, 0, created_at, updated_at)


@given(
    made=st.lists(st.tuples(moments, moments), max_size=30),
    touched=st.lists(st.tuples(st.integers(0, 29), moments), max_size=10),
    order=st.sampled_from(["id", "created_at", "updated_at"]),
    descending=st.booleans(),
    window=st.tuples(bounds, bounds),
    ids=st.none() | st.lists(st.integers(0, 35)),
    offset=st.integers(0, 10),
    limit=st.integers(1, 10),
)
def test_a_page_is_a_slice_of_everything_sorted_and_filtered(
    *,
    made: list[tuple[int, int]],
    touched: list[tuple[int, int]],
    order: str,
    descending: bool,
    window: tuple[int | None, int | None],
    ids: list[int] | None,
    offset: int,
    limit: int,
) -> None:
    table: Table[Company] = Table()
    for number, (created_at, updated_at) in enumerate(made):
        table.add(company(number, created_at, updated_at))
    for number, at in touched:
        if number in table:
            table.touch(table[number], at)
    for number in range(0, len(made), 7):
        table.remove(number)
    asked = Span("updated_at", *window)
    expected = sorted(
        (row for row in table if asked.holds(row) and (ids is None or row.id in ids)),
        key=lambda row: (getattr(row, order), row.id),
        reverse=descending,
    )
    page = table.page(offset=offset, limit=limit, order=order, descending=descending, spans=[asked], ids=ids)
    assert page == (expected[offset : offset + limit], len(expected) > offset + limit)


@given(
    added=st.lists(st.tuples(moments, st.sampled_from("abc"), st.none() | st.integers(0, 40)), max_size=40),
    window=st.tuples(bounds, bounds),
    types=st.sets(st.sampled_from("abc")),
    but=st.booleans(),
    offset=st.integers(0, 10),
    limit=st.integers(1, 10),
)
def test_events_come_newest_first_whenever_they_were_added(
    *,
    added: list[tuple[int, str, int | None]],
    window: tuple[int | None, int | None],
    types: set[str],
    but: bool,
    offset: int,
    limit: int,
) -> None:
    log, now = EventLog(), 30
    asked: Any = {"but" if but else "types": frozenset(types)}
    log.page(now=0, offset=0, limit=1, **asked)
    shown = []
    for number, (at, kind, visible_at) in enumerate(added):
        event = Event(ulid(at, number), kind, "lead", 1, 0, at, [], [])
        log.add(event, visible_at)
        if visible_at is None or visible_at <= max(at, now):
            shown.append(event)
    expected = [
        event
        for event in sorted(shown, key=lambda event: event.id, reverse=True)
        if Span("created_at", *window).holds(event) and (not types or (event.type in types) is not but)
    ]
    page = log.page(now=now, offset=offset, limit=limit, first=window[0], last=window[1], **asked)
    assert page == (expected[offset : offset + limit], len(expected) > offset + limit)


@given(st.lists(st.tuples(st.integers(10**9, 2 * 10**9), st.integers(0, 10**6)), unique=True, min_size=2))
def test_ids_of_events_sort_by_time_then_number_and_never_repeat(born: list[tuple[int, int]]) -> None:
    assert [ulid(*each) for each in sorted(born)] == sorted({ulid(*each) for each in born})


def test_queries_are_read_as_php_reads_them() -> None:
    pairs = [("filter[id][]", "1"), ("filter[id][]", "2"), ("filter[at][from]", "3"), ("with", "a,b"), ("x[", "y")]
    tree = parse_query(pairs)
    assert tree == {"filter": {"id": {"0": "1", "1": "2"}, "at": {"from": "3"}}, "with": "a,b"}
    assert texts(tree["filter"]["id"]) == ["1", "2"]
    assert texts(tree["with"]) == ["a", "b"]
    assert span("at", tree["filter"]["at"]) == Span("at", 3, None)
    assert span("at", "5") == Span("at", 5, None)
    assert span("at", "5,9") == Span("at", 5, 9)
    assert span("at", "") is None
