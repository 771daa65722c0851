"""The select fields of leads that could hold the deal type, with how many leads use each of their options."""

from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.store.field_use import load_field_use
from sales_core.store.import_lookups import load_select_fields


class TypeOption(NamedTuple):
    name: str
    leads: int


class TypeField(NamedTuple):
    """``options``: the most used first, those gone from amoCRM only if leads still have them."""

    id: int
    name: str
    is_deleted: bool
    options: tuple[TypeOption, ...]

    @property
    def leads(self) -> int:
        return sum(option.leads for option in self.options)


def load_type_fields(conn: Connection) -> tuple[TypeField, ...]:
    """The most used first; those gone from amoCRM last."""
    use = load_field_use(conn)
    fields = []
    for field, options in load_select_fields(conn).items():
        used = use.get(field.id, {})
        shown = [TypeOption(one.name, used.get(one.id, 0)) for one in options if used.get(one.id) or not one.is_deleted]
        shown.sort(key=lambda option: -option.leads)
        fields.append(TypeField(field.id, field.name, field.is_deleted, tuple(shown)))
    return tuple(sorted(fields, key=lambda field: (field.is_deleted, -field.leads)))
