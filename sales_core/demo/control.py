"""The demo's own switches under ``/_demo/…``: what amoCRM's people do in its pages, and what its machines do at night.

``GET stats`` · ``POST reset`` (counts, limits, faults) · ``POST faults`` · ``POST knobs`` · ``POST latency`` ·
``POST do`` (one deed of the world, or a list of them) · ``POST drift`` (n leads change at once) · ``POST integration``
(its redirect address).
"""

from dataclasses import asdict, is_dataclass
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sales_core.demo.world import World

if TYPE_CHECKING:
    from sales_core.demo.server import Server

DEEDS = frozenset(
    {
        "add_company",
        "add_contact",
        "create_lead",
        "move_lead",
        "reassign_lead",
        "price_lead",
        "rename_lead",
        "choose",
        "tag_lead",
        "touch_lead",
        "delete_lead",
        "restore_lead",
        "purge_lead",
        "merge_leads",
        "add_task",
        "complete_task",
        "postpone_task",
        "delete_task",
        "comment",
        "call",
        "mail",
        "chat",
        "add_invoice",
        "pay_invoice",
        "change_invoice",
        "link_invoice",
        "unlink_invoice",
        "delete_invoice",
        "restore_invoice",
        "drop_list_of_invoices",
    }
)


def routes() -> list[Route]:
    return [
        Route("/_demo/stats", _stats, methods=["GET"]),
        Route("/_demo/reset", _reset, methods=["POST"]),
        Route("/_demo/faults", _faults, methods=["POST"]),
        Route("/_demo/knobs", _knobs, methods=["POST"]),
        Route("/_demo/latency", _latency, methods=["POST"]),
        Route("/_demo/do", _do, methods=["POST"]),
        Route("/_demo/drift", _drift, methods=["POST"]),
        Route("/_demo/integration", _integration, methods=["POST"]),
    ]


def stats_of(demo: "Server") -> dict[str, Any]:
    return {
        "requests": dict(demo.stats.requests),
        "total": demo.stats.requests.total(),
        "statuses": dict(demo.stats.statuses),
        "refused": demo.limits.refused,
        "is_blocked": demo.limits.is_blocked,
        "faults": dict(demo.faults.done),
        "leads": len(demo.world.leads),
        "events": len(demo.world.events),
    }


def drift(world: World, number: int, seed: int) -> list[int]:
    """Changes the price of ``number`` leads picked by the seed; their ids."""
    with world.lock:
        picked = Random(seed).sample(sorted(lead.id for lead in world.leads), number)  # noqa: S311
        for lead_id in picked:
            world.price_lead(lead_id, world.leads[lead_id].price + 1000)
    return picked


async def _body(request: Request) -> Any:
    return msgspec.json.decode(await request.body() or b"{}")


async def _stats(request: Request) -> Response:
    return JSONResponse(stats_of(request.app.state.demo))


async def _reset(request: Request) -> Response:
    demo: Server = request.app.state.demo
    demo.stats.reset()
    demo.limits.reset()
    demo.faults.clear()
    demo.faults.done.clear()
    return JSONResponse(stats_of(demo))


async def _faults(request: Request) -> Response:
    """``{"rate": 0.1, "kinds": ["cut"], "only_path": "", "schedule": ["429"]}``, any part of it."""
    faults, asked = request.app.state.demo.faults, await _body(request)
    faults.rate = asked.get("rate", faults.rate)
    faults.kinds = tuple(asked.get("kinds", faults.kinds))
    faults.only_path = asked.get("only_path", faults.only_path)
    faults.schedule(*asked.get("schedule", ()))
    return JSONResponse({"rate": faults.rate, "kinds": list(faults.kinds)})


async def _knobs(request: Request) -> Response:
    knobs = request.app.state.demo.world.knobs
    for name, value in (await _body(request)).items():
        setattr(knobs, name, value)
    return JSONResponse(asdict(knobs))


async def _latency(request: Request) -> Response:
    demo, asked = request.app.state.demo, await _body(request)
    demo.latency_ms = (float(asked["from_ms"]), float(asked["to_ms"]))
    return JSONResponse({"latency_ms": demo.latency_ms})


async def _do(request: Request) -> Response:
    """``{"deed": "move_lead", "with": {"lead_id": 9000001, "status": 142}}``, or a list of such."""
    world, asked = request.app.state.demo.world, await _body(request)
    deeds = asked if isinstance(asked, list) else [asked]
    if not all(each["deed"] in DEEDS for each in deeds):
        return JSONResponse({"known": sorted(DEEDS)}, status_code=400)
    done = [getattr(world, each["deed"])(**each.get("with", {})) for each in deeds]
    return JSONResponse([_shown(result) for result in done])


def _shown(result: Any) -> Any:
    if isinstance(result, list):
        return [_shown(each) for each in result]
    return asdict(result) if is_dataclass(result) and not isinstance(result, type) else None


async def _drift(request: Request) -> Response:
    asked = await _body(request)
    changed = drift(request.app.state.demo.world, asked.get("leads", 10), asked.get("seed", 0))
    return JSONResponse({"changed": changed})


async def _integration(request: Request) -> Response:
    """``{"redirect_uri": "http://127.0.0.1:8511/connect"}``, on this computer only."""
    redirect_uri = str((await _body(request))["redirect_uri"])
    if urlsplit(redirect_uri).hostname not in ("localhost", "127.0.0.1", "::1"):
        return JSONResponse({"redirect_uri": "an address of this computer"}, status_code=400)
    request.app.state.demo.tokens.redirect_uri = redirect_uri
    return JSONResponse({"redirect_uri": redirect_uri})
