"""Records become rows: exact money, our names, and nothing fatal about one odd item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.amocrm.parsing import Fault
from sales_core.amocrm.records import NamedRecord
from sales_core.money import Currency, currency
from sales_core.sync.mapping import (
    Edge,
    UnusableRecord,
    amount_minor,
    invoice_links,
    known_zone,
    lead_row,
    rows_of,
    unnamed_rows,
)
from sales_core.sync.seen_ids import SeenIds
from tests.sync.test_planning import lead

RUB, JPY = currency("RUB"), currency("JPY")


@pytest.mark.parametrize(("text", "money", "minor"), [
    ("1500", RUB, 150_000), ("1500.505", RUB, 150_051), ("-0.005", RUB, -1), ("1500.5", JPY, 1501),
    ("1e3", RUB, 100_000),
])  # fmt: skip
def test_amounts_are_exact_and_what_is_finer_is_rounded_away_from_zero(text: str, money: Currency, minor: int) -> None:
    assert amount_minor(text, money, "price") == minor


@pytest.mark.parametrize("text", ["", "many", "NaN", "Infinity", "1e40"])
def test_what_is_no_amount_is_one_unusable_record(text: str) -> None:
    with pytest.raises(UnusableRecord):
        amount_minor(text, RUB, "price")


def test_unusable_records_are_told_and_the_others_kept() -> None:
    odd = [lead(1, 5), lead(2, 5)]

    def make(record: object) -> dict[str, object]:
        if record is odd[0]:
            raise UnusableRecord("price")
        return {"id": 2}

    assert rows_of("leads", odd, make) == ([{"id": 2}], [Fault("leads", "1", "price")])


def test_only_links_to_the_invoices_list_count_and_no_reply_is_not_no_links() -> None:
    edge = Edge(RUB, 2003)
    silent = lead(1, 5)
    assert invoice_links([silent], edge) == {}
    assert lead_row(silent, edge)["price_minor"] == 0


def test_an_unknown_zone_stops_nothing() -> None:
    assert known_zone("Europe/Moscow").key == "Europe/Moscow"
    assert known_zone("Moon/Base").key == "UTC"


def test_clients_amocrm_no_longer_has_are_remembered_as_nameless() -> None:
    answered = [NamedRecord(id=2, name="Есть", updated_at=1)]
    assert [row["id"] for row in unnamed_rows([3, 2, 1], answered)] == [1, 3]


@given(st.lists(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_missing_ids_are_those_no_page_showed(shown: list[int], known: set[int]) -> None:
    seen = SeenIds()
    seen.add(shown)
    assert seen.missing_from(sorted(known)) == sorted(known - set(shown))
