"""Leads, the trash and what leads are linked to."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

from sales_core.demo.asking import Ask, Json, bad_request
from sales_core.demo.entities import ElementLink, Lead
from sales_core.demo.query import numbers, span, texts
from sales_core.demo.resources.account import loss_reason
from sales_core.demo.table import ORDERS

_SPANS = ("id", "created_at", "updated_at", "closed_at", "price")
_EQUALS = ("pipeline_id", "responsible_user_id", "created_by", "updated_by")
_MASS_LINKS = 250


def list_leads(ask: Ask) -> Json | None:
    world = ask.world
    trashed = "only_deleted" in ask.extras
    order, descending = ask.order(ORDERS)
    asked = ask.filter if world.knobs.filters_enabled else {}
    ranges = [span(field, asked[field]) for field in _SPANS if isinstance(asked.get(field), dict)] if asked else []
    ids = numbers(asked.get("id")) if "id" in asked and not _is_range(asked["id"]) else None
    rows, more = (world.trash if trashed else world.leads).page(
        offset=(ask.page - 1) * ask.limit(),
        limit=ask.limit(),
        order=order,
        descending=descending,
        spans=[found for found in ranges if found and not (found.field == "id" and ids is not None)],
        tests=_tests(ask, asked),
        ids=ids,
    )
    return ask.pages_of("leads", [(_skeleton if trashed else _lead)(ask, row) for row in rows], more=more)


def show_lead(ask: Ask) -> Json | None:
    lead = ask.world.leads.get(ask.ids["id"])
    if lead and ask.viewer.sees_lead(lead):
        return _lead(ask, lead)
    trashed = ask.world.trash.get(ask.ids["id"])
    if trashed and ask.world.knobs.trashed_by_id == 200:
        return _skeleton(ask, trashed)
    return None


def _is_range(value: Any) -> bool:
    return isinstance(value, dict) and bool({"from", "to"} & value.keys())


def _tests(ask: Ask, asked: Json) -> list[Callable[[Lead], bool]]:
    tests: list[Callable[[Lead], bool]] = [] if ask.viewer.is_admin else [ask.viewer.sees_lead]
    tests += [_equals(field, frozenset(numbers(asked[field]))) for field in _EQUALS if field in asked]
    if isinstance(asked.get("statuses"), dict):
        pairs = {(str(pair.get("pipeline_id")), str(pair.get("status_id"))) for pair in asked["statuses"].values()}
        tests.append(lambda lead: (str(lead.pipeline_id), str(lead.status_id)) in pairs)
    if "name" in asked:
        names = frozenset(texts(asked["name"]))
        tests.append(lambda lead: lead.name in names)
    return tests


def _equals(field: str, wanted: frozenset[int]) -> Callable[[Lead], bool]:
    return lambda lead: getattr(lead, field) in wanted


def _skeleton(ask: Ask, lead: Lead) -> Json:
    """A lead in the trash: amoCRM keeps nothing of it but these."""
    return {
        "id": lead.id,
        "name": None,
        "price": None,
        "responsible_user_id": None,
        "group_id": None,
        "status_id": None,
        "pipeline_id": None,
        "loss_reason_id": None,
        "created_by": None,
        "updated_by": lead.updated_by,
        "created_at": None,
        "updated_at": lead.updated_at,
        "closed_at": None,
        "closest_task_at": None,
        "is_deleted": True,
        "custom_fields_values": None,
        "score": None,
        "account_id": ask.world.account.id,
        "_links": ask.self_link(f"leads/{lead.id}"),
        "_embedded": {"tags": [], "companies": []},
    }


def _lead(ask: Ask, lead: Lead) -> Json:
    body: Json = {
        "id": lead.id,
        "name": lead.name,
        "price": lead.price,
        "responsible_user_id": lead.responsible_user_id,
        "group_id": ask.world.group_of(lead.responsible_user_id),
        "status_id": lead.status_id,
        "pipeline_id": lead.pipeline_id,
        "loss_reason_id": lead.loss_reason_id,
        "source_id": None,
        "created_by": lead.created_by,
        "updated_by": lead.updated_by,
        "created_at": lead.created_at,
        "updated_at": lead.updated_at,
        "closed_at": lead.closed_at,
        "closest_task_at": None,
        "is_deleted": False,
        "custom_fields_values": _choices(ask, lead) or None,
        "score": None,
        "account_id": ask.world.account.id,
        "labor_cost": None,
    }
    if "is_price_modified_by_robot" in ask.extras:
        body["is_price_modified_by_robot"] = False
    body["_links"] = ask.self_link(f"leads/{lead.id}")
    body["_embedded"] = _embedded(ask, lead)
    return body


def _embedded(ask: Ask, lead: Lead) -> Json:
    embedded: Json = {
        "tags": [{"id": 710_000 + crc32(tag.encode()) % 100_000, "name": tag, "color": None} for tag in lead.tags]
    }
    if "catalog_elements" in ask.extras:
        embedded["catalog_elements"] = [
            {"id": link.element_id, "metadata": _element_metadata(link)} for link in lead.elements
        ]
    if "loss_reason" in ask.extras:
        embedded["loss_reason"] = [
            loss_reason(ask, reason) for reason in ask.world.loss_reasons if reason.id == lead.loss_reason_id
        ]
    company = lead.company_id
    embedded["companies"] = [{"id": company, "_links": ask.self_link(f"companies/{company}")}] if company else []
    if "contacts" in ask.extras:
        embedded["contacts"] = [
            {"id": contact, "is_main": place == 0, "_links": ask.self_link(f"contacts/{contact}")}
            for place, contact in enumerate(lead.contact_ids)
        ]
    return embedded


def _choices(ask: Ask, lead: Lead) -> list[Json]:
    return [
        {
            "field_id": field.id,
            "field_name": field.name,
            "field_code": field.code,
            "field_type": field.type,
            "values": [{"value": option.value, "enum_id": option.id, "enum_code": option.code}],
        }
        for field in (ask.world.fields if lead.choices else ())
        for option in field.options
        if lead.choices.get(field.id) == option.id
    ]


def _element_metadata(link: ElementLink) -> Json:
    return {"quantity": link.quantity, "catalog_id": link.catalog_id, "price_id": None}


def list_links(ask: Ask) -> Json | None:
    """Links of one lead."""
    lead = ask.world.leads.get(ask.ids["id"])
    if lead is None or not ask.viewer.sees_lead(lead):
        return None
    return ask.whole("links", _links(ask, lead))


def list_mass_links(ask: Ask) -> Json:
    """Links of the leads named in ``filter[entity_id][]``, which is required."""
    wanted = numbers(ask.filter.get("entity_id"))[:_MASS_LINKS]
    if not wanted:
        raise bad_request("filter.entity_id", "NotBlank", "This value should not be blank.")
    leads = (ask.world.leads.get(lead_id) for lead_id in wanted)
    rows = [
        {"entity_id": lead.id, "entity_type": "leads"} | link
        for lead in leads
        if lead and ask.viewer.sees_lead(lead)
        for link in _links(ask, lead)
    ]
    return ask.whole("links", rows)


def _links(ask: Ask, lead: Lead) -> list[Json]:
    rows: list[Json] = [
        {"to_entity_id": link.element_id, "to_entity_type": "catalog_elements", "metadata": _element_metadata(link)}
        for link in lead.elements
    ]
    rows += [
        {"to_entity_id": contact, "to_entity_type": "contacts", "metadata": {"main_contact": place == 0}}
        for place, contact in enumerate(lead.contact_ids)
    ]
    if lead.company_id:
        rows.append({"to_entity_id": lead.company_id, "to_entity_type": "companies", "metadata": None})
    catalogs, types = numbers(ask.filter.get("to_catalog_id")), texts(ask.filter.get("to_entity_type"))
    if catalogs:
        rows = [row for row in rows if (row["metadata"] or {}).get("catalog_id") in catalogs]
    if types:
        rows = [row for row in rows if row["to_entity_type"] in types]
    return rows
