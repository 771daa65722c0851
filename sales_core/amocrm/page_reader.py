"""One page of one list: asked for, understood, and in smaller parts when the server finds it too heavy."""

import logging
from collections.abc import Mapping
from typing import Any, Generic, Protocol, TypeVar

from sales_core.amocrm.errors import TooHeavy
from sales_core.amocrm.pacing import Need
from sales_core.amocrm.paging import Horizon, Page
from sales_core.amocrm.parsing import parse_items
from sales_core.amocrm.payload import Json, inside, objects
from sales_core.amocrm.resources import Resource

R = TypeVar("R")

_log = logging.getLogger(__name__)

Items = tuple[list[Json], bool]
"""A page's raw items and whether it is the last."""


class Get(Protocol):
    def __call__(self, path: str, params: Mapping[str, Any], *, needs_rights: bool, need: Need) -> Json | None: ...


class PageReader(Generic[R]):
    def __init__(self, get: Get, resource: Resource[R], params: Mapping[str, Any]) -> None:
        self._get = get
        self._resource = resource
        self._params = {**resource.params, **params}

    def read(self, number: int, horizon: Horizon) -> Page[R]:
        items, is_last = self._items(number, self._resource.limit, lambda: horizon.need(number))
        if is_last:
            horizon.ends_at(number)
        else:
            horizon.goes_on_after(number)
        records, faults = parse_items(self._resource.name, items, self._resource.parse)
        for fault in faults:
            _log.warning("%s %s was left out: no usable %s", fault.resource, fault.item, fault.field)
        return Page(number, records, is_last, faults, _fingerprint(items))

    def _items(self, number: int, limit: int | None, need: Need) -> Items:
        """Whether there is more is what ``_links.next`` says, never how full the page is: a limit that amoCRM finds too
        large silently becomes 50. The link itself is not followed: it may name another host."""
        place = {"limit": limit, "page": number} if limit or number > 1 else {}
        try:
            document = self._get(
                self._resource.path, {**self._params, **place}, needs_rights=self._resource.needs_rights, need=need
            )
        except TooHeavy as error:
            return self._items_in_parts(number, limit or 1, need, error)
        if document is None:
            return [], True
        items = objects(inside(document, "_embedded").get(self._resource.key))
        return items, not inside(document, "_links").get("next")

    def _items_in_parts(self, number: int, limit: int, need: Need, error: TooHeavy) -> Items:
        """The same rows by several smaller pages; ``error`` again where that cannot be done exactly."""
        parts = next((n for n in (2, 5) if limit % n == 0), None)
        if parts is None:
            raise error
        gathered: list[Json] = []
        size = limit // parts
        for part in range(parts):
            items, is_last = self._items((number - 1) * parts + part + 1, size, need)
            gathered += items
            if is_last:
                return gathered, True
            if len(items) != size:
                raise error  # amoCRM made its own page size of ours: these would not be the page's rows
        return gathered, False


def _fingerprint(items: list[Json]) -> int | None:
    return hash(tuple(repr(item.get("id", item)) for item in items)) if items else None
