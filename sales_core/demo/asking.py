"""One request to the API as its resources see it, and the envelopes of their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sales_core.demo.entities import Event, Lead
from sales_core.demo.query import Tree, parse_query, texts
from sales_core.demo.world import World

Json = dict[str, Any]

DEFAULT_LIMIT = 50
MAX_LIMIT = 250
_FOREIGN_HOST = "https://shard152.amocrm.ru"


class Problem(Exception):  # noqa: N818 - it is amoCRM's word for an error's body
    """An answer that is not 200, with the body amoCRM gives."""

    def __init__(self, status: int, title: str, detail: str, **extra: Any) -> None:
        super().__init__(title)
        self.status = status
        self.body = extra | {
            "title": title,
            "type": f"https://httpstatus.es/{status}",
            "status": status,
            "detail": detail,
        }


def unauthorized() -> Problem:
    return Problem(401, "Unauthorized", "Invalid user name or password")


def forbidden() -> Problem:
    return Problem(403, "Forbidden", "Access denied")


def subscription_ended() -> Problem:
    return Problem(402, "Payment Required", "Account has no active subscription")


def not_found(path: str) -> Problem:
    return Problem(404, "Not Found", f"Cannot GET {path}")


def bad_request(path: str, code: str, detail: str) -> Problem:
    fault = {"request_id": "0", "errors": [{"code": code, "path": path, "detail": detail}]}
    return Problem(400, "Bad Request", "Request validation failed", **{"validation-errors": [fault]})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes a token lends: an admin sees everything, anyone else only what they are responsible for."""

    user_id: int
    is_admin: bool

    def sees_lead(self, lead: Lead) -> bool:
        return self.is_admin or lead.responsible_user_id == self.user_id


@dataclass
class Ask:
    """A GET: where, by whom, with which parameters. ``ids`` are the numbers in its path."""

    world: World
    viewer: Viewer
    base_url: str
    path: str
    pairs: list[tuple[str, str]]
    ids: dict[str, int]

    @cached_property
    def params(self) -> Tree:
        return parse_query(self.pairs)

    @cached_property
    def filter(self) -> Tree:
        found = self.params.get("filter")
        return found if isinstance(found, dict) else {}

    @cached_property
    def extras(self) -> frozenset[str]:
        """What ``with=`` asks for."""
        return frozenset(texts(self.params.get("with")))

    @cached_property
    def page(self) -> int:
        asked = str(self.params.get("page", "1"))
        return max(1, int(asked)) if asked.isdigit() else 1

    def limit(self, largest: int = MAX_LIMIT) -> int:
        """A limit that is absent, senseless or too large silently becomes 50."""
        asked = str(self.params.get("limit", DEFAULT_LIMIT))
        limit = int(asked) if asked.isdigit() else DEFAULT_LIMIT
        return limit if 1 <= limit <= largest else DEFAULT_LIMIT

    def order(self, allowed: Sequence[str], default: str = "id") -> tuple[str, bool]:
        """The first allowed field asked for and whether it is descending; any other is ignored."""
        asked = self.params.get("order")
        for field, way in (asked if isinstance(asked, dict) else {}).items():
            if field in allowed:
                return field, str(way).lower() == "desc"
        return default, False

    def sees_event(self, event: Event) -> bool:
        if self.viewer.is_admin or event.created_by == self.viewer.user_id:
            return True
        lead = self.world.leads.get(event.entity_id) if event.entity_type == "lead" else None
        return lead is not None and self.viewer.sees_lead(lead)

    def href(self, path: str) -> Json:
        host = _FOREIGN_HOST if self.world.knobs.foreign_links else self.base_url
        return {"href": f"{host}/api/v4/{path}"}

    def self_link(self, path: str) -> Json:
        return {"self": self.href(path)}

    def _page_href(self, page: int, limit: int) -> Json:
        kept = [(key, value) for key, value in self.pairs if key not in ("page", "limit")]
        asked = urlencode([*kept, ("page", page), ("limit", limit)])
        return self.href(f"{self.path.removeprefix('/api/v4/')}?{asked}")

    def pages_of(self, name: str, items: Sequence[Any], *, more: bool, largest: int = MAX_LIMIT) -> Json | None:
        """A page of a long list; ``None`` (204) where it is empty."""
        if not items:
            return None
        limit = self.limit(largest)
        links: Json = {"self": self._page_href(self.page, limit)}
        if more:
            links["next"] = self._page_href(self.page + 1, limit)
        if self.page > 1:
            links["first"] = self._page_href(1, limit)
            links["prev"] = self._page_href(self.page - 1, limit)
        return {"_page": self.page, "_links": links, "_embedded": {name: items}}

    def counted_pages_of(self, name: str, items: Sequence[Any], *, largest: int = MAX_LIMIT) -> Json | None:
        """A page, cut here, of a short list whose envelope also counts items and pages."""
        limit = self.limit(largest)
        start = (self.page - 1) * limit
        page = self.pages_of(name, items[start : start + limit], more=len(items) > start + limit, largest=largest)
        counts = {"_total_items": len(items), "_page": self.page, "_page_count": -(-len(items) // limit)}
        return counts | page if page else None

    def whole(self, name: str, items: Sequence[Any]) -> Json:
        """A list without pages."""
        asked = f"?{urlencode(self.pairs)}" if self.pairs else ""
        links = self.self_link(self.path.removeprefix("/api/v4/") + asked)
        return {"_total_items": len(items), "_links": links, "_embedded": {name: items}}
