"""Payments files read without a database: every way people write them, and every way they can be wrong."""

import io
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.imports.payment_rows import COLUMNS, PaymentRow, parse_payment_rows
from sales_core.imports.planning import plan_payments
from sales_core.imports.tables import MOST_ROWS, read_table
from sales_core.money import currency
from sales_core.store.import_lookups import StoredPayment

TODAY = date(2026, 10, 20)
HEADER = "lead_id;amount;due_on;paid_on;comment;external_id\n"


def parse(content: bytes | str) -> list[PaymentRow]:
    raw = content.encode() if isinstance(content, str) else content
    return parse_payment_rows(read_table(raw, "file.csv", COLUMNS), "file.csv", currency("RUB"), TODAY)


def parse_row(row: str) -> PaymentRow:
    return parse(HEADER + row)[0]


def faults_of(content: bytes | str) -> list[str]:
    with pytest.raises(WrongFileError) as caught:
        parse(content)
    return [str(fault) for fault in caught.value.faults]


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROW = PaymentRow(2, 101, 125_000_050, date(2026, 10, 5), date(2026, 10, 6), "аванс", "a-1")


@pytest.mark.parametrize(
    "content",
    [
        HEADER + "101;1 250 000,50;2026-10-05;06.10.2026;аванс;a-1\n",
        "\ufeff" + HEADER + "101;1250000.50;05.10.2026;2026-10-06; аванс ;a-1\r\n",
        'LEAD_ID , amount,due_on,paid_on,comment,external_id\n101,"1 250 000,50",2026-10-05,2026-10-06,аванс,a-1\n',
        "lead_id\tamount\tdue_on\tpaid_on\tcomment\texternal_id\n101\t1250000,5\t2026-10-05\t2026-10-06\tаванс\ta-1\n",
        ("external_id;comment;paid_on;due_on;amount;lead_url\n"
        "a-1;аванс;2026-10-06;2026-10-05;1\u00a0250\u202f000,50 ₽;https://name.amocrm.ru/leads/detail/101?x=1\n"),
        ("lead_id;lead_url;amount;due_on;paid_on;comment;external_id\n"
        "101;https://name.kommo.com/leads/detail/101;1250000.5;2026-10-05;2026-10-06;аванс;a-1\n"),
    ],
)  # fmt: skip
def test_a_csv_is_read_as_people_write_it(content: str) -> None:
    assert parse(content) == [ROW]


def test_a_windows_file_is_recognised() -> None:
    assert parse((HEADER + "101;1250000,50;2026-10-05;2026-10-06;аванс;a-1\n").encode("cp1251")) == [ROW]


@pytest.mark.parametrize(
    "cells",
    [
        [101, 1250000.5, date(2026, 10, 5), datetime(2026, 10, 6, 0, 0), "аванс", "a-1"],  # noqa: DTZ001 - Excel's own
        ["101", "1 250 000,50", "05.10.2026", "2026-10-06", " аванс", "a-1"],
        [101.0, 1250000.5000000001, date(2026, 10, 5), date(2026, 10, 6), "аванс", "a-1"],
    ],
)
def test_an_xlsx_is_read_with_its_real_dates_and_numbers(cells: list[Any]) -> None:
    assert parse(workbook(list(COLUMNS[:1] + COLUMNS[2:]), cells)) == [ROW]


def test_numbers_in_text_columns_of_excel_stay_whole() -> None:
    content = workbook(["lead_id", "amount", "due_on", "external_id", "comment"], [101, 5, date(2026, 10, 5), 77, 12.0])
    assert [(row.external_id, row.comment) for row in parse(content)] == [("77", "12")]


def test_empty_rows_count_in_the_numbering_and_nowhere_else() -> None:
    content = workbook(["lead_id", "amount", "due_on"], [None, None, None], [101, 0, date(2026, 10, 5)])
    assert faults_of(content) == ["row 3, column amount: an amount of 0 is not a payment"]
    assert [row.number for row in parse(HEADER + '101;5;2026-10-05;;"two\nlines";\n\n101;6;2026-10-05;;;\n')] == [2, 5]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("x;5;2026-10-05;;;", "row 2, column lead_id: “x” is not the number of a deal"),
        (";5;2026-10-05;;;", "row 2, column lead_id: it is empty"),
        ("-1;5;2026-10-05;;;", "row 2, column lead_id: “-1” is not the number of a deal"),
        ("101;;2026-10-05;;;", "row 2, column amount: it is empty"),
        ("101;0,00;2026-10-05;;;", "row 2, column amount: an amount of 0 is not a payment"),
        ("101;много;2026-10-05;;;", "row 2, column amount: “много” is not an amount: write it like 1250000.50"),
        ("101;1.234,56;2026-10-05;;;", "row 2, column amount: “1.234,56” is not an amount: write it like 1250000.50"),
        ("101;5.001;2026-10-05;;;", "row 2, column amount: 5.001 has more decimals than RUB has"),
        ("101;99999999999999;2026-10-05;;;", "row 2, column amount: 99999999999999 is too large for an amount"),
        ("101;5;;;;", "row 2, column due_on: it is empty"),
        ("101;5;2026-02-30;;;", "row 2, column due_on: “2026-02-30” is not a date: write it like 2026-10-05 or"),
        ("101;5;10/05/2026;;;", "row 2, column due_on: “10/05/2026” is not a date: write it like 2026-10-05 or"),
        ("101;5;0026-10-05;;;", "row 2, column due_on: the year of 0026-10-05 cannot be right"),
        ("101;5;2026-10-05;2026-10-21;;", "row 2, column paid_on: 2026-10-21 is in the future"),
        ("101;5;2026-10-05;;;;extra", "row 2, column ?: there is a cell under no column"),
        (f"101;5;2026-10-05;;;{'x' * 201}", "row 2, column external_id: it is longer than 200 characters"),
    ],
)
def test_a_wrong_row_is_told_by_its_number_column_and_reason(row: str, fault: str) -> None:
    told = faults_of(HEADER + row)
    assert len(told) == 1
    assert told[0].startswith(fault)


def test_every_wrong_cell_is_told_in_the_order_of_the_file() -> None:
    told = faults_of(HEADER + "101;5;2026-10-05;;;a\nx;0;?;;;\n101;5;2026-10-05;;;a\n")
    assert [fault.partition(":")[0] for fault in told] == [
        "row 3, column lead_id",
        "row 3, column amount",
        "row 3, column due_on",
        "row 4, column external_id",
    ]


def test_only_the_first_fifty_faults_are_kept_and_all_are_counted() -> None:
    with pytest.raises(WrongFileError) as caught:
        parse(HEADER + "x;5;2026-10-05;;;\n" * 70)
    assert (len(caught.value.faults), caught.value.count) == (50, 70)
    assert "70 faults, nothing was stored" in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([101, True, date(2026, 10, 5)], "“True” is not an amount"),
        ([True, 5, date(2026, 10, 5)], "“True” is not the number of a deal"),
        ([101, date(2026, 10, 5), date(2026, 10, 5)], "is not an amount"),
        ([101, 5, 46300], "“46300” is not a date"),
        ([101.5, 5, date(2026, 10, 5)], "“101.5” is not the number of a deal"),
    ],
)
def test_an_excel_cell_of_the_wrong_kind_is_told(cells: list[Any], reason: str) -> None:
    (told,) = faults_of(workbook(["lead_id", "amount", "due_on"], cells))
    assert reason in told


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://name.amocrm.ru/contacts/detail/101", "is not the address of a deal"),
        ("101", "is not the address of a deal"),
        ("https://name.amocrm.ru/leads/detail/102", "speak of different deals"),
    ],
)
def test_an_address_must_be_that_of_the_deal(url: str, reason: str) -> None:
    (told,) = faults_of(f"lead_id;lead_url;amount;due_on\n101;{url};5;2026-10-05\n")
    assert reason in told


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file.csv is empty"),
        (b"\n\n", "file.csv is empty"),
        (b"amount;due_on\n", "the header row has no column lead_id"),
        (b"lead_id;paid_on\n", "the header row has no column amount, due_on"),
        (b"lead_id;amount;due_on;paidon\n", "column paidon is not known"),
        (b"lead_id;amount;amount;due_on\n", "column amount stands twice"),
        ("lead_id;amount\n".encode("utf-16"), "file.csv is in UTF-16"),
        (b"\xd0\xcf\x11\xe0abc", "in the old Excel format"),
        (b"PK\x03\x04broken", "cannot be read as an Excel workbook"),
        (b"%PDF-1.4\x00\x98\xff", "is not a text file in UTF-8"),
        (b"a" * (20 * 1024 * 1024 + 1), "file.csv is larger than 20 MB"),
        (b"lead_id;amount;due_on\n" + b"1;1;2026-10-05\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows"),
        (b'lead_id;amount;due_on\n1;"' + b"x" * 140_000, "line 2 cannot be read as CSV"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse(content)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_whatever_the_bytes_are_the_answer_is_a_sentence(content: bytes) -> None:
    with pytest.raises(InputError):
        parse(content)


VALID = workbook(["lead_id", "amount", "due_on"], [101, 5, date(2026, 10, 5)])


@given(st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_told(damage: list[tuple[int, int]]) -> None:
    content = bytearray(VALID)
    for place, byte in damage:
        content[place] = byte
    with suppress(InputError):
        assert len(parse(bytes(content))) <= 1


def stored(row: PaymentRow, **changes: Any) -> StoredPayment:
    given_columns = {name: getattr(row, name) for name in StoredPayment._fields if name not in {"id", "source"}}
    return StoredPayment(**{**given_columns, "id": 1, "source": "import", **changes})


def test_a_row_is_skipped_only_beside_an_equal_payment_that_was_there_before() -> None:
    plain = parse_row("101;5;2026-10-05;;;")
    twice = plan_payments([plain, plain], [], {})
    assert (len(twice.added), len(twice.skipped)) == (2, 0)
    again = plan_payments([plain, plain], [stored(plain)], {})
    assert (len(again.added), len(again.skipped)) == (0, 2)
    for change in ({"amount_minor": 1}, {"due_on": TODAY}, {"paid_on": TODAY}, {"comment": "x"}, {"lead_id": 102}):
        assert plan_payments([plain], [stored(plain, **change)], {}).added == (plain,)


def test_an_external_id_updates_its_payment_and_makes_a_new_one_even_of_an_equal_row() -> None:
    named = parse_row("101;5;2026-10-05;;;a-1")
    assert plan_payments([named], [stored(named, external_id=None)], {}).added == (named,)
    assert plan_payments([named], [], {"a-1": stored(named, amount_minor=1)}).updated == (named,)
    assert plan_payments([named], [], {"a-1": stored(named)}).skipped == (named,)
