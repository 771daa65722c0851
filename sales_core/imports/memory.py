"""What a person has once said of a company's spreadsheets, so that the next one is a click: notes in the database."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from sales_core.imports.cells import DayStyle, MonthAs, Order
from sales_core.imports.columns import Layout
from sales_core.imports.foreign_rows import Recipe
from sales_core.imports.header_words import Field
from sales_core.store.setting_values import load_setting
from sales_core.store.settings import save_setting

_RECIPES, _DEALS = "import_columns", "import_deals"
_RECIPES_KEPT = 50
_DEALS_KEPT = 10_000


def remembered_recipe(conn: Connection, layout: Layout) -> Recipe | None:
    """How the last sheet with this header was read."""
    said = load_setting(conn, _RECIPES, {}).get(layout.signature)
    if said is None:
        return None
    fields = {place: Field(name) for place, name in enumerate(said["fields"]) if name is not None}
    month_as = said["month_as"]
    return Recipe(layout, fields, DayStyle(Order(said["order"]), None if month_as is None else MonthAs(month_as)))


def remember_recipe(conn: Connection, recipe: Recipe) -> None:
    places = range(len(recipe.layout.names))
    said = {
        "fields": [field.value if (field := recipe.fields.get(place)) else None for place in places],
        "order": recipe.style.order.value,
        "month_as": recipe.style.month_as and recipe.style.month_as.value,
    }
    _remember(conn, _RECIPES, {recipe.layout.signature: said}, _RECIPES_KEPT)


def remembered_deals(conn: Connection) -> dict[str, int]:
    """The deal that was chosen for rows that say this of it."""
    return dict(load_setting(conn, _DEALS, {}))


def remember_deals(conn: Connection, chosen: Mapping[str, int | None]) -> None:
    """What was left out is asked again: the deal may be there next time."""
    _remember(conn, _DEALS, {key: lead_id for key, lead_id in chosen.items() if lead_id is not None}, _DEALS_KEPT)


def _remember(conn: Connection, name: str, said: Mapping[str, Any], kept: int) -> None:
    """The newest first, so many of them."""
    before = load_setting(conn, name, {})
    if any(before.get(key) != value for key, value in said.items()):
        rest = {key: value for key, value in before.items() if key not in said}
        save_setting(conn, name, dict(islice({**said, **rest}.items(), kept)))
