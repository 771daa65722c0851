"""``python -m sales_core.demo``: the demo amoCRM server on loopback; prints its address and serves until stopped."""

import argparse
import gc
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sales_core.demo.agenda import MOSCOW
from sales_core.demo.bulk import bulk_world
from sales_core.demo.company import build_company
from sales_core.demo.company_files import company_payments_csv, company_settings
from sales_core.demo.faults import KINDS, Faults
from sales_core.demo.life import PER_MINUTE, Life
from sales_core.demo.limits import Limits
from sales_core.demo.server import demo_app
from sales_core.demo.serving import address_of, listen, uvicorn_server
from sales_core.demo.world import World


def milliseconds(text: str) -> tuple[float, float]:
    """``60-150`` or ``100``."""
    low, _, high = text.partition("-")
    return float(low), float(high or low)


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sales_core.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--leads", type=int, help="so many plain leads instead of the company, for benchmarks")
    parser.add_argument("--events", type=int, default=0, help="with --leads: so many events")
    parser.add_argument("--invoices", type=int, default=0, help="with --leads: so many paid invoices")
    parser.add_argument("--latency", type=milliseconds, default=(0.0, 0.0), metavar="60-150", help="milliseconds")
    parser.add_argument("--limit", choices=["bucket", "strict", "off"], default="bucket")
    parser.add_argument("--strikes", type=int, help="after so many 429 everything is 403")
    parser.add_argument("--fault-rate", type=float, default=0.0)
    parser.add_argument("--fault", choices=KINDS, action="append", default=[], help="may be repeated")
    parser.add_argument("--alive", action=argparse.BooleanOptionalAction, default=True, help="things happen meanwhile")
    parser.add_argument("--still", dest="alive", action="store_false", help="the same as --no-alive")
    parser.add_argument("--per-minute", type=float, default=PER_MINUTE, help="how many things happen")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="write settings.toml and payments.csv there")
    return parser.parse_args(argv)


def make_world(asked: argparse.Namespace) -> World:
    if asked.leads is not None:
        return bulk_world(leads=asked.leads, events=asked.events, invoices=asked.invoices, seed=asked.seed)
    company = build_company(asked.seed, datetime.now(UTC).astimezone(MOSCOW).date())
    if asked.files:
        asked.files.mkdir(parents=True, exist_ok=True)
        (asked.files / "settings.toml").write_text(company_settings(company), encoding="utf-8")
        (asked.files / "payments.csv").write_text(company_payments_csv(company), encoding="utf-8")
    return company.world


def main(argv: Sequence[str] | None = None) -> None:
    asked = arguments(argv)
    world = make_world(asked)
    gc.freeze()  # a collection would walk the whole company, and requests would be counted late meanwhile
    app = demo_app(
        world,
        faults=Faults(asked.fault_rate, asked.fault, seed=asked.seed),
        limits=Limits(asked.limit, strikes=asked.strikes),
        latency_ms=asked.latency,
        life=Life(world, seed=asked.seed, per_minute=asked.per_minute).run if asked.alive else None,
    )
    bound = listen(asked.port)
    bound.listen()
    print(address_of(bound), flush=True)  # noqa: T201 - this is what the command prints
    with suppress(KeyboardInterrupt):
        uvicorn_server(app).run(sockets=[bound])


if __name__ == "__main__":
    main()
