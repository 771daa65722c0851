"""What is being read from its beginning, stage by stage, and how long it still takes."""

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.i18n import N_, Language
from sales_core.reporting import Reading
from sales_core.ui.connection.pace import Sample, seconds_left, with_sample
from sales_core.ui.kit import card, pack

_SAMPLES = "loading.samples"
"""Session-state key: how many pages were read when, by the resources that are being read."""

_FOR_THE_REPORT = {
    "references": N_("Users, pipelines and fields"),
    "leads": N_("All deals"),
    "invoices": N_("Invoices"),
    "hand_overs": N_("Hand-overs of deals"),
}
_HISTORY = ("names", "tasks", "event_history", "notes_leads", "notes_contacts", "notes_companies", "mail_history")
_UNREAD = Reading(0, None, is_complete=False, is_again=False)


def is_report_loaded(readings: Mapping[str, Reading]) -> bool:
    """Whether the report has all it stands on; reading it once more takes nothing away."""
    parts = [_of(readings, resource) for resource in _FOR_THE_REPORT]
    return all(part.is_complete or part.is_again for part in parts)


def draw_loading(readings: Mapping[str, Reading], language: Language, *, is_going_on: bool) -> None:
    """``is_going_on``: a worker is at it; otherwise nothing is promised."""
    history = _together([_of(readings, resource) for resource in _HISTORY])
    lines = [
        _line(language.text(name), _of(readings, resource), language) for resource, name in _FOR_THE_REPORT.items()
    ]
    data = {
        "title": language.text("Loading from amoCRM"),
        "estimate": _estimate(readings, language) if is_going_on else "",
        "lines": lines,
        "open": language.text("the report is complete from here on"),
        "history": _line(language.text("History of calls, tasks, mails and stages"), history, language),
    }
    card(Path(__file__).parent)(data=pack(data), key="loading")


def _of(readings: Mapping[str, Reading], resource: str) -> Reading:
    return readings.get(resource, _UNREAD)


def _together(parts: Sequence[Reading]) -> Reading:
    """Several lists as one; how long it is, is known only once it is known of each that is not complete."""
    expected = [part.done if part.is_complete else part.expected for part in parts]
    return Reading(
        done=sum(part.done for part in parts),
        expected=None if None in expected else sum(pages or 0 for pages in expected),
        is_complete=all(part.is_complete for part in parts),
        is_again=any(part.is_again for part in parts),
    )


def _line(name: str, reading: Reading, language: Language) -> dict[str, Any]:
    return {
        "name": name,
        "done": reading.is_complete,
        "begun": reading.done > 0,
        "pages": _pages(reading, language),
        "share": min(reading.done / reading.expected, 1) if reading.expected and not reading.is_complete else None,
    }


def _pages(reading: Reading, language: Language) -> str:
    if reading.is_complete:
        return language.text("done")
    if not reading.done:
        return ""
    if not reading.expected:
        return language.plural("{n} page", "{n} pages", reading.done)
    done, expected = language.number(reading.done), language.number(max(reading.expected, reading.done))
    return language.text("{done} of about {expected} pages", done=done, expected=expected)


def _estimate(readings: Mapping[str, Reading], language: Language) -> str:
    """Said with what it counts: how many invoices there are amoCRM does not tell before they are read."""
    if not is_report_loaded(readings):
        left_s = _left_s(_unread(readings, _FOR_THE_REPORT))
        if left_s is None:
            return language.text("How long it takes will be known in a few seconds")
        return language.text(
            "{time} until the report is complete, by the pages known so far", time=_time(left_s, language)
        )
    history = _unread(readings, _HISTORY)
    if not history:
        return ""
    left_s = _left_s(history)
    if left_s is None:
        return language.text("The figures are complete; the history is loaded in the background")
    return language.text("{time} for the history; the figures are complete", time=_time(left_s, language))


def _unread(readings: Mapping[str, Reading], resources: Iterable[str]) -> dict[str, Reading]:
    parts = {resource: _of(readings, resource) for resource in resources}
    return {resource: part for resource, part in parts.items() if not part.is_complete}


def _left_s(unread: Mapping[str, Reading]) -> float | None:
    """Of the parts whose length is known, by their own pace."""
    known = {resource: (part.done, part.expected) for resource, part in unread.items() if part.expected}
    every = st.session_state.setdefault(_SAMPLES, {})
    name = ",".join(known)
    sample = Sample(time.monotonic(), sum(done for done, _ in known.values()))
    every[name] = with_sample(every.get(name, ()), sample)
    return seconds_left(every[name], sum(max(expected - done, 0) for done, expected in known.values()))


def _time(seconds: float, language: Language) -> str:
    if seconds < 45:
        return language.text("Less than a minute")
    if seconds < 90 * 60:
        return language.plural("About {n} minute", "About {n} minutes", round(seconds / 60))
    return language.plural("About {n} hour", "About {n} hours", round(seconds / 3600))
