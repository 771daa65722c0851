"""From amoCRM's payloads to our records: one ``parse_…`` per thing.

Each raises MalformedItem for an item that cannot be used; ``parse_items`` turns that into a Fault and keeps the rest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from sales_core.amocrm import records
from sales_core.amocrm.payload import (
    Json,
    MalformedItem,
    amount,
    amount_text,
    first,
    flag,
    inside,
    objects,
    plain,
    text,
    text_or_none,
    whole,
    whole_or_none,
)
from sales_core.i18n import N_

R = TypeVar("R")

_CHOICE_TYPES = ("select", "radiobutton")


@dataclass(frozen=True, slots=True)
class Fault:
    """An item of a page that could not be used, for the run log: ``template`` and ``params`` make the sentence."""

    resource: str
    item: str
    field: str

    template: ClassVar[str] = N_("amoCRM sent {resource} {item} without a usable “{field}”; it was left out.")

    @property
    def params(self) -> dict[str, str]:
        return {"resource": self.resource, "item": self.item, "field": self.field}


def parse_items(resource: str, items: Iterable[Json], parse: Callable[[Json], R]) -> tuple[list[R], list[Fault]]:
    """The records of a page in their order, and what had to be left out."""
    parsed: list[R] = []
    faults: list[Fault] = []
    for item in items:
        try:
            parsed.append(parse(item))
        except MalformedItem as error:
            faults.append(Fault(resource, text(item, "id", "?"), error.field))
    return parsed, faults


def parse_account(document: Json) -> records.AccountRecord:
    embedded = inside(document, "_embedded")
    return records.AccountRecord(
        id=whole(document, "id"),
        name=text(document, "name"),
        subdomain=text(document, "subdomain"),
        country=text(document, "country", "RU").upper(),
        currency=text(document, "currency", "RUB").upper(),
        timezone=text(inside(embedded, "datetime_settings"), "timezone", "Europe/Moscow"),
        invoices_catalog_id=whole_or_none(inside(document, "invoices_settings"), "invoices_catalog_id"),
        current_user_id=whole_or_none(document, "current_user_id"),
        groups=tuple((whole(group, "id"), text(group, "name")) for group in objects(embedded.get("users_groups"))),
        is_api_filter_enabled=flag(document, "is_api_filter_enabled", default=True),
    )


def parse_user(item: Json) -> records.UserRecord:
    rights = inside(item, "rights")
    return records.UserRecord(
        id=whole(item, "id"),
        name=text(item, "name"),
        email=text(item, "email"),
        group_id=whole(rights, "group_id", 0),
        is_active=flag(rights, "is_active", default=True),
        is_admin=flag(rights, "is_admin"),
    )


def parse_pipeline(item: Json) -> records.PipelineRecord:
    pipeline_id = whole(item, "id")
    return records.PipelineRecord(
        id=pipeline_id,
        name=text(item, "name"),
        sort=whole(item, "sort", 0),
        is_main=flag(item, "is_main"),
        is_archive=flag(item, "is_archive"),
        statuses=tuple(_status(pipeline_id, status) for status in objects(inside(item, "_embedded").get("statuses"))),
    )


def _status(pipeline_id: int, item: Json) -> records.StatusRecord:
    return records.StatusRecord(
        pipeline_id=pipeline_id,
        id=whole(item, "id"),
        name=text(item, "name"),
        sort=whole(item, "sort", 0),
        color=text(item, "color").lower(),
        type=whole(item, "type", 0),
    )


def parse_custom_field(item: Json) -> records.CustomFieldRecord:
    return records.CustomFieldRecord(
        id=whole(item, "id"),
        name=text(item, "name"),
        type=text(item, "type"),
        code=text_or_none(item, "code"),
        sort=whole(item, "sort", 0),
        options=tuple(
            records.OptionRecord(id=whole(option, "id"), name=text(option, "value"), sort=whole(option, "sort", 0))
            for option in objects(item.get("enums"))
        ),
    )


def parse_loss_reason(item: Json) -> records.LossReasonRecord:
    return records.LossReasonRecord(id=whole(item, "id"), name=text(item, "name"), sort=whole(item, "sort", 0))


def parse_lead(item: Json) -> records.LeadRecord:
    """A lead, or a skeleton of the trash, where everything but id, ``updated_at`` and ``is_deleted`` is null."""
    embedded = inside(item, "_embedded")
    is_deleted = flag(item, "is_deleted")
    # A live lead without its stage would silently leave the archive or the work in hand, so it is a fault.
    unless_deleted = 0 if is_deleted else None
    contacts = objects(embedded.get("contacts"))
    main = first([contact for contact in contacts if flag(contact, "is_main")] or contacts)
    fields = objects(item.get("custom_fields_values"))
    return records.LeadRecord(
        id=whole(item, "id"),
        name=text(item, "name"),
        price=_price(item),
        responsible_user_id=whole(item, "responsible_user_id", 0),
        pipeline_id=whole(item, "pipeline_id", unless_deleted),
        status_id=whole(item, "status_id", unless_deleted),
        loss_reason_id=whole_or_none(item, "loss_reason_id"),
        created_at=whole(item, "created_at", unless_deleted),
        updated_at=whole(item, "updated_at", unless_deleted),
        closed_at=whole_or_none(item, "closed_at"),
        is_deleted=is_deleted,
        main_contact_id=whole_or_none(main, "id"),
        company_id=whole_or_none(first(objects(embedded.get("companies"))), "id"),
        choices=dict(choice for field in fields if (choice := _choice(field))),
        element_ids=_elements(embedded),
    )


def _price(item: Json) -> str:
    exact = item.get("price_with_minor_units")
    if exact is not None:
        return amount_text(amount(exact, "price_with_minor_units"))
    price = item.get("price")
    return "0" if price in (None, "") else amount_text(amount(price, "price"))


def _choice(field: Json) -> tuple[int, int] | None:
    option = first(objects(field.get("values")))
    if text(field, "field_type") not in _CHOICE_TYPES or option.get("enum_id") is None:
        return None
    return whole(field, "field_id"), whole(option, "enum_id")


def _elements(embedded: Json) -> tuple[tuple[int, int], ...] | None:
    if "catalog_elements" not in embedded:
        return None
    return tuple(
        (whole({**element, **inside(element, "metadata")}, "catalog_id", 0), whole(element, "id"))
        for element in objects(embedded["catalog_elements"])
    )


def parse_named(item: Json) -> records.NamedRecord:
    return records.NamedRecord(id=whole(item, "id"), name=text(item, "name"), updated_at=whole(item, "updated_at", 0))


def parse_task(item: Json) -> records.TaskRecord:
    created_at = whole(item, "created_at")
    return records.TaskRecord(
        id=whole(item, "id"),
        entity_type=text_or_none(item, "entity_type"),
        entity_id=whole_or_none(item, "entity_id"),
        responsible_user_id=whole(item, "responsible_user_id", 0),
        task_type_id=whole(item, "task_type_id", 0),
        text=text(item, "text"),
        result=text(inside(item, "result"), "text"),
        complete_till=whole(item, "complete_till", created_at),
        is_completed=flag(item, "is_completed"),
        created_by=whole(item, "created_by", 0),
        created_at=created_at,
        updated_at=whole(item, "updated_at", created_at),
    )


def parse_event(item: Json) -> records.EventRecord:
    """Types not known today are kept as they came."""
    return records.EventRecord(
        id=_required_text(item, "id"),
        type=_required_text(item, "type"),
        entity_type=text(item, "entity_type"),
        entity_id=whole(item, "entity_id", 0),
        created_by=whole(item, "created_by", 0),
        created_at=whole(item, "created_at"),
        value_before=_values(item.get("value_before")),
        value_after=_values(item.get("value_after")),
    )


def _required_text(item: Json, field: str) -> str:
    if not (value := text(item, field)):
        raise MalformedItem(field)
    return value


def _values(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [plain(member) for member in value]
    return [plain(value)] if value else []


def note_parser(entity_type: str) -> Callable[[Json], records.NoteRecord]:
    """A note does not say what it belongs to; the path it was asked from (``leads``, ``contacts`` …) does."""

    def parse_note(item: Json) -> records.NoteRecord:
        created_at = whole(item, "created_at")
        params = plain(inside(item, "params"))
        if "duration" in params:
            params["duration"] = _duration(params)
        return records.NoteRecord(
            id=whole(item, "id"),
            entity_type=entity_type,
            entity_id=whole(item, "entity_id", 0),
            note_type=text(item, "note_type"),
            created_by=whole(item, "created_by", 0),
            responsible_user_id=whole(item, "responsible_user_id", 0),
            created_at=created_at,
            updated_at=whole(item, "updated_at", created_at),
            params=params,
        )

    return parse_note


def _duration(params: Json) -> int:
    try:
        return whole(params, "duration", 0)
    except MalformedItem:
        return 0  # telephony integrations write what they like here; the call itself is still a fact


def parse_catalog(item: Json) -> records.CatalogRecord:
    return records.CatalogRecord(id=whole(item, "id"), name=text(item, "name"), type=text(item, "type"))


def parse_invoice(item: Json) -> records.InvoiceRecord:
    """An invoice by its field codes: users rename and delete its fields."""
    values = {
        text(field, "field_code"): objects(field.get("values")) for field in objects(item.get("custom_fields_values"))
    }
    payer = first(values.get("PAYER", []))
    particulars = inside(payer, "value")
    return records.InvoiceRecord(
        id=whole(item, "id"),
        name=text(item, "name"),
        amount=amount_text(_invoice_amount(values)),
        status=text(first(values.get("BILL_STATUS", [])), "enum_code"),
        billed_at=whole_or_none({"BILL_PAYMENT_DATE": _value(values, "BILL_PAYMENT_DATE")}, "BILL_PAYMENT_DATE"),
        created_at=whole(item, "created_at"),
        updated_at=whole(item, "updated_at"),
        is_deleted=flag(item, "is_deleted"),
        payer=text(particulars, "name") or text(payer, "value"),
        comment=text(first(values.get("BILL_COMMENT", [])), "value"),
        currency_id=_number_or_none(item, "currency_id"),
        payer_inn=text(particulars, "vat_id"),
    )


def _number_or_none(item: Json, field: str) -> int | None:
    """Of a field that is not documented, anything else is as good as nothing."""
    try:
        return whole_or_none(item, field)
    except MalformedItem:
        return None


def _value(values: dict[str, list[Json]], code: str) -> Any:
    return first(values.get(code, [])).get("value")


def _invoice_amount(values: dict[str, list[Json]]) -> Decimal:
    """BILL_PRICE is missing while only the API has written the items; then their sums count."""
    price = _value(values, "BILL_PRICE")
    if price not in (None, ""):
        return amount(price, "BILL_PRICE")
    lines = [inside(line, "value") for line in values.get("ITEMS", [])]
    return sum((amount(line.get("total_sum"), "ITEMS") for line in lines), Decimal(0))
