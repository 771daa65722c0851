"""Contacts and companies: the clients' names."""

from sales_core.demo.asking import Ask, Json
from sales_core.demo.entities import Company, Contact
from sales_core.demo.query import numbers, span
from sales_core.demo.table import ORDERS, Span


def list_contacts(ask: Ask) -> Json | None:
    rows, more = ask.world.contacts.page(
        offset=(ask.page - 1) * ask.limit(),
        limit=ask.limit(),
        order=ask.order(ORDERS)[0],
        descending=ask.order(ORDERS)[1],
        spans=_spans(ask),
        tests=[] if ask.viewer.is_admin else [lambda row: row.responsible_user_id == ask.viewer.user_id],
        ids=numbers(ask.filter["id"]) if "id" in ask.filter else None,
    )
    return ask.pages_of("contacts", [_contact(ask, row) for row in rows], more=more)


def list_companies(ask: Ask) -> Json | None:
    rows, more = ask.world.companies.page(
        offset=(ask.page - 1) * ask.limit(),
        limit=ask.limit(),
        order=ask.order(ORDERS)[0],
        descending=ask.order(ORDERS)[1],
        spans=_spans(ask),
        tests=[] if ask.viewer.is_admin else [lambda row: row.responsible_user_id == ask.viewer.user_id],
        ids=numbers(ask.filter["id"]) if "id" in ask.filter else None,
    )
    return ask.pages_of("companies", [_company(ask, row) for row in rows], more=more)


def show_contact(ask: Ask) -> Json | None:
    contact = ask.world.contacts.get(ask.ids["id"])
    return _contact(ask, contact) if contact else None


def show_company(ask: Ask) -> Json | None:
    company = ask.world.companies.get(ask.ids["id"])
    return _company(ask, company) if company else None


def _spans(ask: Ask) -> list[Span]:
    found = (span(field, ask.filter.get(field)) for field in ("created_at", "updated_at"))
    return [each for each in found if each]


def _card(ask: Ask, row: Contact | Company, path: str) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "responsible_user_id": row.responsible_user_id,
        "group_id": ask.world.group_of(row.responsible_user_id),
        "created_by": row.created_by,
        "updated_by": row.created_by,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "closest_task_at": None,
        "is_deleted": False,
        "custom_fields_values": None,
        "account_id": ask.world.account.id,
        "_links": ask.self_link(f"{path}/{row.id}"),
        "_embedded": {"tags": []},
    }


def _contact(ask: Ask, contact: Contact) -> Json:
    first, _, last = contact.name.partition(" ")
    body = _card(ask, contact, "contacts") | {"first_name": first, "last_name": last, "is_unsorted": False}
    ways = [(600_201, "Телефон", "PHONE", contact.phone), (600_202, "Email", "EMAIL", contact.email)]
    body["custom_fields_values"] = [
        {
            "field_id": field_id,
            "field_name": name,
            "field_code": code,
            "field_type": "multitext",
            "values": [{"value": value, "enum_id": field_id + 20_000, "enum_code": "WORK"}],
        }
        for field_id, name, code, value in ways
        if value
    ] or None
    company = contact.company_id
    body["_embedded"]["companies"] = (
        [{"id": company, "_links": ask.self_link(f"companies/{company}")}] if company else []
    )
    return body


def _company(ask: Ask, company: Company) -> Json:
    return _card(ask, company, "companies")
