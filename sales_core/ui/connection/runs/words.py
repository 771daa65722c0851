"""Runs of the worker in words: what each read and changed, how it ended."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sales_core.i18n import N_, Language
from sales_core.reporting import Run

_TITLES = {
    "first": N_("First load"),
    "full": N_("Everything was read again"),
    "incremental": N_("Looked for changes"),
}
_ENDS = {
    "stopped": N_("It was stopped, and goes on from there"),
    "killed": N_("The worker was ended in the middle of it; it goes on from there"),
}


class Line(NamedTuple):
    """``mark``: ``done``, ``running``, ``failed`` or ``stopped``. ``notes``: what it had to remark."""

    mark: str
    when: str
    what: str
    text: str
    notes: tuple[str, ...]
    took: str


def tell_runs(runs: Sequence[Run], zone: ZoneInfo, language: Language) -> Iterator[Line]:
    """The newest first; quiet ones that follow each other are one line."""
    for is_quiet, group in groupby(runs, key=lambda run: run.is_quiet):
        found = list(group)
        if is_quiet and len(found) > 1:
            yield _tell_quiet(found, zone, language)
        else:
            yield from (tell_run(run, zone, language) for run in found)


def tell_run(run: Run, zone: ZoneInfo, language: Language) -> Line:
    return Line(
        mark=_mark(run),
        when=language.moment(run.started_at, zone),
        what=language.text(_TITLES.get(run.kind, run.kind)),
        text=_text(run, language),
        notes=tuple(language.error(remark) for remark in run.remarks),
        took="" if run.finished_at is None else tell_duration(run.finished_at - run.started_at, language),
    )


def _tell_quiet(runs: Sequence[Run], zone: ZoneInfo, language: Language) -> Line:
    times = language.plural("{n} time", "{n} times", len(runs))
    return Line(
        mark="done",
        when=f"{language.moment(runs[-1].started_at, zone)} – {language.time(runs[0].started_at, zone)}",
        what=language.text(_TITLES["incremental"]),
        text=language.text("{times}, nothing had changed", times=times),
        notes=(),
        took="",
    )


def _mark(run: Run) -> str:
    return run.outcome if run.outcome in ("done", "running", "failed") else "stopped"


def _text(run: Run, language: Language) -> str:
    if run.error is not None:
        return language.error(run.error)
    if run.outcome == "running":
        return language.text(run.stage)
    if run.outcome in _ENDS:
        return language.text(_ENDS[run.outcome])
    changes = ", ".join(_tell_count(name, count, language) for name, count in run.changes.items())
    return language.text("New or changed: {what}", what=changes) if changes else language.text("Nothing had changed")


def _tell_count(name: str, count: int, language: Language) -> str:
    match name:
        case "leads":
            return language.plural("{n} deal", "{n} deals", count)
        case "invoices":
            return language.plural("{n} invoice", "{n} invoices", count)
        case "events":
            return language.plural("{n} event", "{n} events", count)
    return f"{name} {language.number(count)}"


def tell_duration(seconds: int, language: Language) -> str:
    if seconds < 60:
        return language.text("{n} s", n=seconds)
    minutes = round(seconds / 60)
    if minutes < 90:
        return language.text("{n} min", n=minutes)
    return language.text("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
