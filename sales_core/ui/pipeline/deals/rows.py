"""A page of the deals behind a figure as ``deals.js`` draws it: the columns of the file to be downloaded, on screen."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sales_core.delivery.sheet import Column, Kind, Line, Sheet, Value
from sales_core.i18n import DASH, Language
from sales_core.money import round_half_away
from sales_core.ui.navigation import deal_address
from sales_core.ui.payments.rows import format_amount
from sales_core.ui.pipeline.behind import DealList

PAGE_SIZE = 50
_WIDTH_PX = {Kind.TEXT: 118, Kind.DAY: 82, Kind.MONEY: 96}
_NAME_PX, _COUNT_PX = 220, 72


def build_deals(deals: DealList, count: int, page: int, left_out: str, language: Language) -> dict[str, Any]:
    """Everything the component is given. ``count``: of all pages, the first of which is 1. ``left_out``: the title of a
    column that would say the same of every deal."""
    sheet = deals.sheet
    name, client = _place("Deal", sheet, language), _place("Client", sheet, language)
    shown = [
        i
        for i, column in enumerate(sheet.columns)
        if i not in (name, client) and column.title != left_out and _is_shown(i, column, sheet)
    ]
    columns = [{"title": language.text("Deal"), "width": _NAME_PX, "kind": "name"}]
    columns += [_column(sheet.columns[i]) for i in shown]
    link = next(i for i, column in enumerate(sheet.columns) if column.is_link)

    def row(lead_id: int, line: Line) -> dict[str, Any]:
        return {
            "name": line.values[name] or f"#{lead_id}",
            "client": line.values[client] or "",
            "deal": deal_address(lead_id),
            "url": line.values[link],
            "cells": [_told(line.values[i], sheet.columns[i], sheet, language) for i in shown],
        }

    return {
        "columns": columns,
        "rows": [row(lead_id, line) for lead_id, line in zip(deals.lead_ids, sheet.lines, strict=True)],
        "pager": _pager(count, page, language) if count > PAGE_SIZE else None,
        "words": {
            "caption": language.text("Deals"),
            "deal": language.text("Payments of the deal"),
            "amocrm": language.text("Open the deal in amoCRM"),
        },
    }


def _place(title: str, sheet: Sheet, language: Language) -> int:
    return [column.title for column in sheet.columns].index(language.text(title))


def _is_shown(place: int, column: Column, sheet: Sheet) -> bool:
    """A column of which the page has nothing is left out, and so is the link, which stands beside the name."""
    return not column.is_link and any(line.values[place] not in (None, "") for line in sheet.lines)


def _column(column: Column) -> dict[str, Any]:
    is_text = column.kind is Kind.TEXT
    return {
        "title": column.title,
        "width": _WIDTH_PX.get(column.kind, _COUNT_PX),
        "kind": "" if is_text or column.kind is Kind.DAY else "number",
    }


def _told(value: Value, column: Column, sheet: Sheet, language: Language) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return language.day(value)
    if column.kind is Kind.MONEY:
        return format_amount(int(value), sheet.currency, language) if value else DASH
    if column.kind is Kind.NUMBER:
        return language.number(Decimal(round_half_away(Fraction(value) * 10)).scaleb(-1))
    return language.number(int(value))


def _pager(count: int, page: int, language: Language) -> dict[str, Any]:
    pages = -(-count // PAGE_SIZE)

    def step(to: int, icon: str, label: str) -> dict[str, str]:
        return {"go": str(to) if 1 <= to <= pages else "", "icon": icon, "label": label}

    return {
        "label": language.text("Pages"),
        "text": language.text(
            "{first}–{last} of {all}",
            first=language.number((page - 1) * PAGE_SIZE + 1),
            last=language.number(min(page * PAGE_SIZE, count)),
            all=language.number(count),
        ),
        "earlier": step(page - 1, "left", language.text("Previous page")),
        "later": step(page + 1, "right", language.text("Next page")),
    }
