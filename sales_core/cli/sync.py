"""``tablo sync --once``: one pass of the worker, for cron jobs, first set-ups and whoever cannot wait a minute."""

import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Annotated

import typer

from sales_core.cli.desk import Desk, open_desk
from sales_core.cli.output import say
from sales_core.config import load_settings
from sales_core.connection import ONE_SHOT, credentials_mark, open_client
from sales_core.i18n import N_, Language
from sales_core.store.locks import worker_lock
from sales_core.sync.passes import PassResult
from sales_core.sync.progress import Silence, progress_for
from sales_core.sync.session import Stopped
from sales_core.sync.worker import Worker

_INTERRUPTED = 130
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_LABELS = {
    "users": N_("users"),
    "pipelines": N_("pipelines"),
    "lead_fields": N_("deal fields"),
    "loss_reasons": N_("loss reasons"),
    "leads": N_("deals"),
    "trash": N_("deleted deals"),
    "contacts": N_("contacts"),
    "companies": N_("companies"),
    "tasks": N_("tasks"),
    "events": N_("events"),
    "catalogs": N_("lists"),
    "notes": N_("calls, mails and notes"),
    "invoices": N_("invoices"),
}


def sync(
    *,
    once: Annotated[bool, typer.Option("--once", help="One pass and then end; sync_worker.py goes on for ever.")],  # noqa: ARG001 - said so that it reads as it works
    full: Annotated[bool, typer.Option("--full", help="Read everything again, not only what changed.")] = False,
) -> None:
    """Read what changed in amoCRM into the database, once."""
    with open_desk() as desk:
        try:
            result = _run(desk, full=full)
        except Stopped:
            raise typer.Exit(_INTERRUPTED) from None
        for line in _told(result, desk.language):
            say(line)


def _run(desk: Desk, *, full: bool) -> PassResult:
    """One pass, while nobody else syncs this database. Bars only where a person watches: cron mails what it sees."""
    shown = progress_for(desk.language) if sys.stderr.isatty() else nullcontext(Silence())
    with worker_lock(desk.database), shown as progress:
        worker = Worker(
            desk.database,
            lambda: open_client(desk.settings, desk.database, ONE_SHOT),
            lambda: credentials_mark(load_settings(), desk.database),
            progress=progress,
        )
        with _stopped_by_signals(worker):
            return worker.run_once(full=full)


@contextmanager
def _stopped_by_signals(worker: Worker) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the pass at its page, so that what was read is whole."""
    before = [
        # On a thread of its own: a handler may interrupt the very locks that stopping needs.
        signal.signal(number, lambda *_: threading.Thread(target=worker.stop).start())
        for number in _SIGNALS
    ]
    try:
        yield
    finally:
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)


def _told(result: PassResult, language: Language) -> Iterator[str]:
    yield language.text("Requests to amoCRM: {n}", n=language.number(result.requests))
    yield language.text("Read: {what}", what=_counts(result.read, language))
    yield language.text("New or changed: {what}", what=_counts(result.changed, language))
    if result.unusable:
        yield language.text("Could not be understood and left out: {n}", n=language.number(result.unusable))
    for template, params in result.remarks:
        yield language.text(template, **params)


def _counts(counts: Mapping[str, int], language: Language) -> str:
    words = (
        f"{language.text(_LABELS.get(name, name))} {language.number(count)}" for name, count in counts.items() if count
    )
    return ", ".join(words) or language.text("nothing")
