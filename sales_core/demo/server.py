"""The demo server: amoCRM's API over HTTP, with its limits and its faults."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, Literal

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sales_core.demo import consent, control
from sales_core.demo.asking import (
    Ask,
    Json,
    Problem,
    Viewer,
    forbidden,
    not_found,
    subscription_ended,
    unauthorized,
)
from sales_core.demo.faults import Faults, Kind
from sales_core.demo.limits import Limits
from sales_core.demo.oauth import Grant, Tokens
from sales_core.demo.resources import account, history, leads, lists, people
from sales_core.demo.world import World

Handler = Callable[[Ask], Json | None]

RESOURCES: dict[str, Handler] = {
    "account": account.show_account,
    "users": account.list_users,
    "users/{id:int}": account.show_user,
    "leads/pipelines": account.list_pipelines,
    "leads/pipelines/{id:int}": account.show_pipeline,
    "leads/pipelines/{id:int}/statuses": account.list_statuses,
    "leads/custom_fields": account.list_lead_fields,
    "leads/loss_reasons": account.list_loss_reasons,
    "leads/links": leads.list_mass_links,
    "leads/notes": history.list_lead_notes,
    "leads": leads.list_leads,
    "leads/{id:int}": leads.show_lead,
    "leads/{id:int}/links": leads.list_links,
    "contacts": people.list_contacts,
    "contacts/notes": history.list_contact_notes,
    "contacts/{id:int}": people.show_contact,
    "companies": people.list_companies,
    "companies/notes": history.list_company_notes,
    "companies/{id:int}": people.show_company,
    "tasks": history.list_tasks,
    "tasks/{id:int}": history.show_task,
    "events": history.list_events,
    "events/types": history.list_event_types,
    "catalogs": lists.list_catalogs,
    "catalogs/{id:int}/elements": lists.list_elements,
    "catalogs/{id:int}/elements/{element_id:int}": lists.show_element,
    "catalogs/{id:int}/custom_fields": account.list_catalog_fields,
}

_HTML_ERROR = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"
_NUMBER = re.compile(r"/\d+(?=/|$)")


@dataclass
class Stats:
    """What was asked of the server; ``requests`` by path with numbers as ``{id}``."""

    requests: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)

    def reset(self) -> None:
        self.requests.clear()
        self.statuses.clear()


class CutResponse(Response):
    """Promises its whole body and closes the connection in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        body = bytes(self.body)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})


@dataclass
class Server:
    """Everything one demo server consists of; ``app.state.demo`` of the application."""

    world: World
    tokens: Tokens
    limits: Limits
    faults: Faults
    latency_ms: tuple[float, float] = (0.0, 0.0)
    stats: Stats = field(default_factory=Stats)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _refusals: "count[int]" = field(default_factory=count)
    _random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - latency

    async def answer(self, request: Request, handler: Handler) -> Response:
        """Limits and faults are judged on arrival; then latency, then the answer itself."""
        path = request.url.path
        self.stats.requests[_NUMBER.sub("/{id}", path)] += 1
        response = await self._answer(request, handler)
        self.stats.statuses[str(response.status_code)] += 1
        response.headers["X-Request-Id"] = f"demo-{next(self._numbers)}"
        return response

    async def _answer(self, request: Request, handler: Handler) -> Response:
        verdict = self.limits.verdict(self._integration(request))
        if verdict == "block":
            return html_error(403, "Forbidden")
        if verdict == "refuse":
            return self._too_many()
        fault = self.faults.next(request.url.path)
        if self.latency_ms[1] > 0:
            await asyncio.sleep(self._random.uniform(*self.latency_ms) / 1000)
        if fault in ("hang", "slow"):
            await asyncio.sleep(self.faults.hang_s if fault == "hang" else self.faults.slow_s)
        try:
            response = self._reply(request, handler)
        except Problem as problem:
            response = problem_response(problem)
        return self._spoiled(response, fault)

    def _reply(self, request: Request, handler: Handler) -> Response:
        world = self.world
        with world.lock:
            grant = self.tokens.grant(request.headers.get("Authorization", ""))
            if world.knobs.subscription == "closed":
                raise subscription_ended()
            ids = {name: int(value) for name, value in request.path_params.items()}
            base_url = str(request.base_url).rstrip("/")
            pairs = request.query_params.multi_items()
            ask = Ask(world, self._viewer(request, grant), base_url, request.url.path, pairs, ids)
            body = handler(ask)
        return Response(status_code=204) if body is None else json_response(body)

    def _viewer(self, request: Request, grant: Grant) -> Viewer:
        """An admin's token may look with another user's eyes."""
        asked = request.headers.get("X-Context-User-ID")
        if asked is None or not grant.viewer.is_admin:
            return grant.viewer
        user = self.world.users.get(int(asked)) if asked.isdigit() else None
        if user is None:
            raise unauthorized()
        return Viewer(user.id, user.is_admin)

    def _integration(self, request: Request) -> str:
        try:
            return self.tokens.grant(request.headers.get("Authorization", "")).integration
        except Problem:
            return "unknown"

    def _too_many(self) -> Response:
        """JSON and HTML by turns."""
        if next(self._refusals) % 2:
            return html_error(429, "Too Many Requests")
        return problem_response(Problem(429, "Too Many Requests", "Too many requests"))

    def _spoiled(self, response: Response, fault: Kind | None) -> Response:
        match fault:
            case None | "slow":
                return response
            case "cut" | "hang":
                return CutResponse(response.body or b"{}" * 50, media_type="application/hal+json")
            case "truncated":
                body = bytes(response.body)
                return Response(body[: len(body) // 2] or b'{"_page":', media_type="application/hal+json")
            case "html":
                return HTMLResponse(_HTML_ERROR.format("amoCRM"))
            case _:
                return self._refusal(fault)

    def _refusal(self, status: Literal["429", "403", "401", "500", "502", "503", "504"]) -> Response:
        match status:
            case "429":
                return self._too_many()
            case "403":
                return problem_response(forbidden())
            case "401":
                return problem_response(unauthorized())
            case _:
                return html_error(int(status), "Server Error")


def html_error(status: int, title: str) -> Response:
    return HTMLResponse(_HTML_ERROR.format(f"{status} {title}"), status_code=status)


def json_response(body: Any, status: int = 200, kind: str = "application/hal+json") -> Response:
    return Response(msgspec.json.encode(body), status_code=status, media_type=kind)


def problem_response(problem: Problem) -> Response:
    return json_response(problem.body, problem.status, "application/problem+json")


def demo_app(  # noqa: PLR0913 - one parameter for each part of the server
    world: World,
    *,
    faults: Faults | None = None,
    limits: Limits | None = None,
    latency_ms: tuple[float, float] = (0.0, 0.0),
    life: Callable[[], Coroutine[Any, Any, None]] | None = None,
    tokens: Tokens | None = None,
) -> Starlette:
    """The ASGI application. ``life`` makes things happen beside it."""
    demo = Server(world, tokens or demo_tokens(world), limits or Limits(), faults or Faults(), latency_ms)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        living = asyncio.create_task(life()) if life else None
        yield
        if living:
            living.cancel()
            with suppress(asyncio.CancelledError):
                await living

    routes = [
        *(Route(f"/api/v4/{path}", _endpoint(demo, handler), methods=["GET"]) for path, handler in RESOURCES.items()),
        Route("/oauth2/access_token", _exchange, methods=["POST"]),
        *consent.routes(),
        Route("/oauth2/account/current/subdomain", _subdomain, methods=["GET"]),
        *control.routes(),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _unknown_route, Problem: _told},
    )
    app.state.demo = demo
    return app


def demo_tokens(world: World) -> Tokens:
    admin = next(user.id for user in world.users.values() if user.is_admin)
    manager = next((user.id for user in world.users.values() if not user.is_admin and user.is_active), admin)
    return Tokens(clock=world.clock, account_id=world.account.id, admin_id=admin, manager_id=manager)


def _endpoint(demo: Server, handler: Handler) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await demo.answer(request, handler)

    return endpoint


async def _unknown_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem_response(not_found(request.url.path))
    if request.app.state.demo.world.knobs.subscription != "active":
        return problem_response(subscription_ended())
    detail = f"{request.method} is not supported"
    return problem_response(Problem(error.status_code, error.detail, detail))


async def _told(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)


async def _exchange(request: Request) -> Response:
    demo: Server = request.app.state.demo
    try:
        form = msgspec.json.decode(await request.body(), type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise Problem(400, "Bad Request", "Request validation failed") from error
    with demo.world.lock:
        return json_response(demo.tokens.exchange(form), kind="application/json")


async def _subdomain(request: Request) -> Response:
    facts = request.app.state.demo.world.account
    if "X-Refresh-Token" not in request.headers:
        raise unauthorized()
    body = {
        "id": facts.id,
        "subdomain": facts.subdomain,
        "domain": f"{facts.subdomain}.amocrm.ru",
        "top_level_domain": "ru",
    }
    return json_response(body, kind="application/json")
