"""Timing, and where the figures go: a table on the screen and one JSON line in ``benchmarks/results/``."""

import json
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def median_ms(work: Callable[[], object], runs: int = 15, warmups: int = 2) -> float:
    """The median wall time of a call in milliseconds, after warm-ups."""
    return statistics.median(times_ms(work, runs, warmups))


def times_ms(work: Callable[[], object], runs: int, warmups: int = 0) -> list[float]:
    for _ in range(warmups):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def peak_mb() -> float:
    """The largest resident size of this process so far, in MB (Linux); ``ru_maxrss`` would begin with the parent's."""
    return _status_mb("self", "VmHWM")


def resident_mb(pid: int | str = "self") -> float:
    """The resident size of a process now, in MB (Linux)."""
    return _status_mb(pid, "VmRSS")


def _status_mb(pid: int | str, field: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def report(name: str, figures: Mapping[str, Any], limits: Mapping[str, float] | None = None) -> None:
    """Prints the figures, each beside its limit where it has one, and appends them as a JSON line.

    A limit is an upper bound; a figure whose name ends in ``rate_ratio`` is bounded from below.
    """
    limits = limits or {}
    width = max(len(key) for key in figures)
    print(f"\n== {name}")
    for key, value in figures.items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        limit = limits.get(key)
        verdict = ""
        if limit is not None:
            from_below = key.endswith("rate_ratio")
            holds = value >= limit if from_below else value <= limit
            verdict = f"   {'≥' if from_below else '≤'} {limit} {'holds' if holds else 'MISSED'}"
        print(f"  {key:<{width}}  {shown}{verdict}")
    line = {
        "bench": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": {"python": platform.python_version(), "system": platform.system()},
        "figures": dict(figures),
        "limits": dict(limits),
    }
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / f"{name}.jsonl").open("a") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _commit() -> str:
    said = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return said.stdout.strip() or "unknown"
