"""From amoCRM's payloads to records, whatever PHP made of them."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.amocrm import parsing
from sales_core.amocrm.payload import MalformedItem, amount, amount_text, decode, plain
from tests.amocrm.conftest import SAMPLES


def items_of(name: str, key: str) -> list[dict[str, Any]]:
    document = decode((SAMPLES / f"{name}.json").read_bytes())
    assert document is not None
    found: list[dict[str, Any]] = document["_embedded"][key]
    return found


LEADS = {item["id"]: item for item in items_of("leads", "leads")}
INVOICES = {item["id"]: item for item in items_of("invoice_elements", "elements")}


def lead(**changes: Any) -> dict[str, Any]:
    return LEADS[9000001] | changes


def test_a_lead_has_its_client_choice_and_invoices() -> None:
    record = parsing.parse_lead(LEADS[9000002])
    assert (record.price, record.status_id, record.main_contact_id, record.company_id) == (
        "420000",
        142,
        8000001,
        8500001,
    )
    assert record.choices == {600101: 610001}
    assert record.element_ids == ((2003, 440001), (2002, 450001))


def test_only_fields_of_one_choice_count_as_choices() -> None:
    assert parsing.parse_lead(LEADS[9000001]).choices == {600101: 610001}


@pytest.mark.parametrize("empty", [None, [], {}, ""])
def test_no_custom_fields_come_in_several_shapes(empty: Any) -> None:
    assert parsing.parse_lead(lead(custom_fields_values=empty)).choices == {}


@pytest.mark.parametrize("loss", [[], None, {"id": 3300002}, [{"id": 3300002}]])
def test_a_loss_reason_embedded_in_any_shape_changes_nothing(loss: Any) -> None:
    item = lead(_embedded={"loss_reason": loss, "companies": [], "contacts": []})
    assert parsing.parse_lead(item).element_ids is None


def test_a_reply_without_elements_is_not_a_lead_without_invoices() -> None:
    assert parsing.parse_lead(LEADS[9000003]).element_ids == ()
    assert parsing.parse_lead(lead(_embedded={})).element_ids is None


def test_an_element_may_name_its_list_beside_or_inside_its_metadata() -> None:
    beside = [{"id": 1, "catalog_id": 2003, "metadata": []}, {"id": 2, "metadata": {"catalog_id": 2003}}]
    record = parsing.parse_lead(lead(_embedded={"catalog_elements": beside}))
    assert record.element_ids == ((2003, 1), (2003, 2))


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({"price": 90000}, "90000"),
        ({"price": "90000"}, "90000"),
        ({"price": None}, "0"),
        ({"price": 90000, "price_with_minor_units": Decimal("90000.45")}, "90000.45"),
        ({"price": 0, "price_with_minor_units": None}, "0"),
        ({"price": Decimal("1E+5")}, "100000"),
    ],
)
def test_a_price_is_exact_with_its_kopecks_where_there_are_any(changes: dict[str, Any], price: str) -> None:
    assert parsing.parse_lead(lead(**changes)).price == price


def test_a_decimal_never_passes_through_a_float() -> None:
    document = decode(b'{"price_with_minor_units": 70368744177664.01}')
    assert document is not None
    assert parsing.parse_lead(lead(**document)).price == "70368744177664.01"


def test_a_lead_of_the_trash_is_a_skeleton() -> None:
    records, faults = parsing.parse_items("trash", items_of("leads_only_deleted", "leads"), parsing.parse_lead)
    assert [(record.id, record.is_deleted, record.name, record.updated_at) for record in records] == [
        (9000009, True, "", 1772460000),
        (9000010, True, "", 1772463600),
    ]
    assert faults == []


def test_a_lead_without_its_stage_is_a_fault_and_not_a_lead_in_no_stage() -> None:
    records, faults = parsing.parse_items("leads", [lead(status_id=None), lead(id=5)], parsing.parse_lead)
    assert [record.id for record in records] == [5]
    assert [fault.params for fault in faults] == [{"resource": "leads", "item": "9000001", "field": "status_id"}]


def test_an_incoming_lead_may_have_nobody_responsible() -> None:
    assert parsing.parse_lead(lead(responsible_user_id=None)).responsible_user_id == 0


def test_a_name_that_is_a_number_is_a_name() -> None:
    assert parsing.parse_lead(lead(name=79990000001)).name == "79990000001"


def test_the_default_department_is_zero_though_users_have_null() -> None:
    users = [parsing.parse_user(item) for item in items_of("users", "users")]
    assert [(user.group_id, user.is_active) for user in users][:2] == [(0, True), (410001, True)]


def test_a_stage_belongs_to_its_pipeline_and_its_colour_has_one_case() -> None:
    pipeline = parsing.parse_pipeline(items_of("pipelines", "pipelines")[0])
    won = next(status for status in pipeline.statuses if status.id == 142)
    assert (won.pipeline_id, won.color) == (5100001, "#ccff66")
    assert pipeline.statuses[0].type == 1


def test_a_field_of_another_kind_has_no_options() -> None:
    fields = [parsing.parse_custom_field(item) for item in items_of("lead_custom_fields", "custom_fields")]
    assert [len(field.options) for field in fields][:3] == [3, 0, 0]
    assert fields[0].options[0].name == "Сайт"


def test_loss_reasons_have_their_names() -> None:
    reasons = [parsing.parse_loss_reason(item) for item in items_of("loss_reasons", "loss_reasons")]
    assert reasons[1].name == "Слишком дорого"


def test_a_tasks_result_is_an_object_or_an_empty_list() -> None:
    tasks = [parsing.parse_task(item) for item in items_of("tasks", "tasks")]
    assert [task.result for task in tasks][:3] == ["Состав согласован", "", ""]
    assert tasks[0].entity_type == "leads"


def test_every_kind_of_event_is_kept_with_its_values() -> None:
    records, faults = parsing.parse_items("events", items_of("events", "events"), parsing.parse_event)
    assert len(records) == 43
    assert faults == []
    stage = next(record for record in records if record.type == "lead_status_changed")
    assert "lead_status" in stage.value_after[0]


def test_an_event_of_a_kind_not_known_today_is_kept_as_it_came() -> None:
    event = items_of("events", "events")[0] | {
        "type": "zoom_hologram", "value_after": {"odd": [Decimal("1.50"), Decimal("2.0")]}, "value_before": None,
    }  # fmt: skip
    record = parsing.parse_event(event)
    assert (record.type, record.value_before) == ("zoom_hologram", [])
    assert json.loads(json.dumps(record.value_after)) == [{"odd": ["1.5", 2]}]


@pytest.mark.parametrize(("duration", "seconds"), [(184, 184), ("0", 0), ("61", 61), ("1 мин", 0), (None, 0)])
def test_the_length_of_a_call_may_be_text(duration: Any, seconds: int) -> None:
    note = {"id": 1, "entity_id": 2, "created_at": 3, "note_type": "call_in", "params": {"duration": duration}}
    assert parsing.note_parser("leads")(note).params["duration"] == seconds


def test_notes_know_what_they_belong_to_and_have_params_even_when_php_sent_a_list() -> None:
    parse = parsing.note_parser("contacts")
    notes = [parse(item) for item in items_of("notes", "notes")]
    assert {note.entity_type for note in notes} == {"contacts"}
    assert parse(items_of("notes", "notes")[0] | {"params": []}).params == {}


def test_an_invoice_is_read_by_its_field_codes() -> None:
    record = parsing.parse_invoice(INVOICES[440001])
    assert (record.amount, record.status, record.billed_at, record.payer, record.payer_inn) == (
        "420000",
        "paid",
        1772449000,
        "ООО Клиент",
        "7707083893",
    )


def test_an_invoice_without_a_total_has_the_sum_of_its_items() -> None:
    fields = [field for field in INVOICES[440001]["custom_fields_values"] if field["field_code"] != "BILL_PRICE"]
    assert parsing.parse_invoice(INVOICES[440001] | {"custom_fields_values": fields}).amount == "420000"


@pytest.mark.parametrize(("given", "read"), [(5, 5), (None, None), ("рубль", None)])
def test_the_currency_of_an_invoice_is_a_number_or_nothing(given: object, read: int | None) -> None:
    assert parsing.parse_invoice(INVOICES[440001] | {"currency_id": given}).currency_id == read


def test_an_invoice_without_any_field_is_an_invoice_of_nothing() -> None:
    record = parsing.parse_invoice(INVOICES[440004])
    assert (record.amount, record.status, record.billed_at, record.payer, record.is_deleted) == (
        "0",
        "",
        None,
        "",
        False,
    )


@pytest.mark.parametrize(
    ("payer", "inn"),
    [
        ({"name": "ИП Сидоров"}, ""),
        ({"name": "ИП Сидоров", "vat_id": " 5049 "}, " 5049 "),
        ({"name": "ИП Сидоров", "vat_id": 504908996115}, "504908996115"),
        ({"name": "ИП Сидоров", "vat_id": ["5049"]}, ""),
        ("ИП Сидоров", ""),
    ],
)
def test_a_payer_may_be_an_object_or_a_name(payer: Any, inn: str) -> None:
    fields = [{"field_code": "PAYER", "values": [{"value": payer}]}]
    record = parsing.parse_invoice(INVOICES[440004] | {"custom_fields_values": fields})
    assert (record.payer, record.payer_inn) == ("ИП Сидоров", inn)


@pytest.mark.parametrize("price", ["много", "NaN", "1e400", "Infinity", True, {}])
def test_an_amount_that_is_none_is_a_fault_and_never_a_zero(price: Any) -> None:
    fields = [{"field_code": "BILL_PRICE", "values": [{"value": price}]}]
    with pytest.raises(MalformedItem, match="BILL_PRICE"):
        parsing.parse_invoice(INVOICES[440004] | {"custom_fields_values": fields})


def test_the_dust_of_phps_floats_is_wiped_off() -> None:
    assert amount_text(amount(Decimal("379999.99999999994"), "total_sum")) == "380000"
    assert amount_text(amount(Decimal("10.1"), "total_sum")) == "10.1"


def test_a_list_with_gaps_that_php_wrote_as_an_object_is_a_list() -> None:
    fields = {str(number): field for number, field in enumerate(LEADS[9000002]["custom_fields_values"])}
    assert parsing.parse_lead(lead(custom_fields_values=fields)).choices == {600101: 610001}


def test_a_broken_letter_in_a_name_does_not_make_its_page_unreadable() -> None:
    for body in (b'{"name": "\xd0"}', b'{"name": "\\ud83d"}', b'{"name": "a\\u0000b"}'):
        document = decode(body)
        assert document is not None
        parsing.parse_lead(lead(**document)).name.encode()
        assert "\x00" not in parsing.parse_lead(lead(**document)).name


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b'{"a": ', b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_nothing(body: bytes) -> None:
    assert decode(body) is None


PARSERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "lead": parsing.parse_lead,
    "user": parsing.parse_user,
    "pipeline": parsing.parse_pipeline,
    "field": parsing.parse_custom_field,
    "task": parsing.parse_task,
    "event": parsing.parse_event,
    "note": parsing.note_parser("leads"),
    "invoice": parsing.parse_invoice,
    "account": parsing.parse_account,
}
FIRST_OF = {
    "lead": LEADS[9000002],
    "user": items_of("users", "users")[0],
    "pipeline": items_of("pipelines", "pipelines")[0],
    "field": items_of("lead_custom_fields", "custom_fields")[0],
    "task": items_of("tasks", "tasks")[0],
    "event": items_of("events", "events")[0],
    "note": items_of("notes", "notes")[0],
    "invoice": INVOICES[440001],
    "account": json.loads((SAMPLES / "account.json").read_text(encoding="utf-8")),
}
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(max_size=3)
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "value", "0"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(kind=st.sampled_from(sorted(PARSERS)), data=st.data())
def test_whatever_a_field_holds_an_item_is_read_or_told_as_malformed(kind: str, data: st.DataObject) -> None:
    item = dict(FIRST_OF[kind])
    for field in data.draw(st.lists(st.sampled_from(sorted(item)), min_size=1, max_size=3)):
        item[field] = data.draw(JUNK)
    try:
        PARSERS[kind](item)
    except MalformedItem as error:
        assert error.field  # noqa: PT017 - either outcome is right; any other error is not


@given(JUNK)
def test_raw_values_can_always_be_stored_as_json(value: Any) -> None:
    json.dumps(plain(value))
