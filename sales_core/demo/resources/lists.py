"""Catalogs («Списки») and the elements of the one that holds invoices."""

from sales_core.demo.asking import Ask, Json, not_found
from sales_core.demo.entities import Catalog, CustomField, Invoice
from sales_core.demo.query import numbers, texts


def list_catalogs(ask: Ask) -> Json | None:
    kinds = texts(ask.params.get("type"))
    found = [catalog for catalog in ask.world.catalogs if not kinds or catalog.type in kinds]
    start = (ask.page - 1) * ask.limit()
    page = [_catalog(ask, catalog) for catalog in found[start : start + ask.limit()]]
    return ask.pages_of("catalogs", page, more=len(found) > start + ask.limit())


def _catalog(ask: Ask, catalog: Catalog) -> Json:
    return {
        "id": catalog.id,
        "name": catalog.name,
        "created_by": catalog.created_by,
        "updated_by": catalog.created_by,
        "created_at": catalog.created_at,
        "updated_at": catalog.created_at,
        "sort": catalog.sort,
        "type": catalog.type,
        "can_add_elements": True,
        "can_show_in_cards": catalog.type == "invoices",
        "can_link_multiple": catalog.type != "invoices",
        "can_be_deleted": catalog.type == "regular",
        "sdk_widget_code": None,
        "account_id": ask.world.account.id,
        "_links": ask.self_link(f"catalogs/{catalog.id}"),
    }


def list_elements(ask: Ask) -> Json | None:
    """Only invoices have elements here. No filter by time and no order, as in amoCRM: ``filter[id]`` at most."""
    if ask.ids["id"] not in {catalog.id for catalog in ask.world.catalogs}:
        raise not_found(ask.path)
    if ask.ids["id"] != ask.world.account.invoices_catalog_id:
        return None
    asked = ask.filter.get("id", ask.params.get("id"))
    rows, more = ask.world.invoices.page(
        offset=(ask.page - 1) * ask.limit(), limit=ask.limit(), ids=None if asked is None else numbers(asked)
    )
    return ask.pages_of("elements", [_invoice(ask, row) for row in rows], more=more)


def show_element(ask: Ask) -> Json | None:
    invoice = ask.world.invoices.get(ask.ids["element_id"])
    if invoice is None and ask.world.knobs.missing_by_id == 404:
        raise not_found(ask.path)
    return _invoice(ask, invoice) if invoice else None


def _invoice(ask: Ask, invoice: Invoice) -> Json:
    path = f"catalogs/{ask.world.account.invoices_catalog_id}/elements/{invoice.id}"
    body: Json = {
        "id": invoice.id,
        "name": invoice.name,
        "created_by": invoice.created_by,
        "updated_by": invoice.updated_by,
        "created_at": invoice.created_at,
        "updated_at": invoice.updated_at,
        "is_deleted": invoice.is_deleted,
        "custom_fields_values": _values(ask, invoice) or None,
        "catalog_id": ask.world.account.invoices_catalog_id,
        "account_id": ask.world.account.id,
    }
    if invoice.currency_id is not None:
        body["currency_id"] = invoice.currency_id
    if "invoice_link" in ask.extras:
        body["invoice_link"] = f"https://pay.amocrm.ru/demo{invoice.id}"
    return body | {"_links": ask.self_link(path), "_embedded": {"warning": {"message": None}}}


def _values(ask: Ask, invoice: Invoice) -> list[Json]:
    """The invoice's fields that have a value, as ``custom_fields_values``."""
    fields = {field.code: field for field in ask.world.fields if field.catalog_id is not None}
    values: dict[str, list[Json]] = {
        "BILL_STATUS": _option(fields.get("BILL_STATUS"), invoice.status),
        "PAYER": [{"value": _payer(ask, invoice)}] if invoice.payer else [],
        "ITEMS": [{"value": _item(invoice)}] if invoice.item else [],
        "BILL_VAT_TYPE": _option(fields.get("BILL_VAT_TYPE"), "vat_exempt"),
        "BILL_PRICE": [{"value": invoice.price}] if invoice.price else [],
        "BILL_PAYMENT_DATE": [{"value": invoice.payment_at}] if invoice.payment_at is not None else [],
        "BILL_COMMENT": [{"value": invoice.comment}] if invoice.comment else [],
    }
    return [
        {
            "field_id": fields[code].id,
            "field_name": fields[code].name,
            "field_code": code,
            "field_type": fields[code].type,
            "values": found,
        }
        for code, found in values.items()
        if found and code in fields
    ]


def _option(field: CustomField | None, code: str) -> list[Json]:
    return [
        {"value": option.value, "enum_id": option.id, "enum_code": option.code}
        for option in (field.options if field else ())
        if option.code == code
    ]


def _payer(ask: Ask, invoice: Invoice) -> Json:
    company = ask.world.companies.get(invoice.payer_company_id or 0)
    linked = {"entity_type": "companies", "entity_id": company.id, "vat_id": company.inn} if company else {}
    return {"name": invoice.payer} | linked


def _item(invoice: Invoice) -> Json:
    total = float(invoice.price or 0)
    return {
        "sku": "",
        "product_id": None,
        "description": invoice.item,
        "unit_price": total,
        "unit_type": "шт.",
        "quantity": 1.0,
        "discount": {"type": "amount", "value": 0.0},
        "vat_rate_id": 0,
        "vat_rate_value": 0,
        "bonus_points_per_purchase": 0.0,
        "external_uid": "",
        "metadata": [],
        "is_discount_recalculated": False,
        "is_total_sum_recalculated": False,
        "total_sum": total,
    }
