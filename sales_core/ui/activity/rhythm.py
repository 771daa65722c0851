"""When people work on the page of activity: the hours of the week, from when until when each manager works, and the
days without any action."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from sales_core.activity_view import ActivityView
from sales_core.delivery.activity_sheet import activity_title
from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.rhythm_sheet import build_days_sheet, build_hours_sheet
from sales_core.delivery.rhythm_text import format_hour, tell_findings, weekday_name
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Sheet
from sales_core.i18n import DASH, N_, Language
from sales_core.money import Currency
from sales_core.periods import day_of
from sales_core.reporting.rhythm import load_rhythm
from sales_core.reports.rhythm import PersonDays, Rhythm
from sales_core.reports.rhythm_findings import find_in_rhythm
from sales_core.ui.activity.behind_hour import open_behind_hour
from sales_core.ui.activity.desk import BY_WORDS, ActivityDesk
from sales_core.ui.activity.hours import draw_hours
from sales_core.ui.activity.hours.rows import build_hours
from sales_core.ui.board import Moment
from sales_core.ui.kit import pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import telling
from sales_core.worked_hours import format_clock

_MOST_NAMED = 6
"""So many days without action are named; of more only their number is told."""

_ALL = 0

BuildSheet = Callable[[Rhythm, str, Currency, Language], Sheet]


@st.fragment
@telling
def draw_rhythm(desk: ActivityDesk) -> None:
    """A fragment of its own: choosing a manager and opening an hour run this and not the whole page."""
    language, everybody = desk.language, _rhythm(desk, None)
    title, about = language.text("When we work"), language.text("actions in an hour, on the average such day")
    with st.container(border=True):
        st.markdown(f"**{title}** :small[:gray[{about}]]")
        manager_id = _choose_manager(everybody, language)
        rhythm = everybody if manager_id is None else _rhythm(desk, manager_id)
        asked = draw_hours(pack(build_hours(rhythm, language)))
        found = tell_findings(find_in_rhythm(rhythm), language)
        if found:
            st.caption(found)
        _draw_days(desk, everybody)
        _draw_figures(desk, rhythm)
    if asked:
        open_behind_hour(desk.renewed(), asked, manager_id)


def _choose_manager(rhythm: Rhythm, language: Language) -> int | None:
    """Of those with any action, in the order of the table; ``None`` for everybody."""
    people = [each.manager for each in rhythm.people if each.days]
    names = {_ALL: language.text("All managers")} | {
        each.id: manager_name(each.id, each.name, language) for each in people
    }
    chosen = st.selectbox(
        language.text("Manager"),
        list(names),
        format_func=lambda id_: names.get(id_, ""),
        key="activity.hours.manager",
        label_visibility="collapsed",
        width=260,
    )
    return None if chosen == _ALL else chosen


def _draw_days(desk: ActivityDesk, rhythm: Rhythm) -> None:
    """From when until when each manager usually works, and which days passed without any action."""
    language = desk.language
    with st.expander(language.text("Beginning and end of the day")):
        st.markdown(_days_table(rhythm, language))
        st.caption(language.text("Begins and ends: the middle of the days with actions"))
        _draw_download(desk, language.text("days-of-managers"), build_days_sheet, rhythm)


def _days_table(rhythm: Rhythm, language: Language) -> str:
    titles = (N_("Manager"), N_("Begins"), N_("Ends"), N_("Days without any"))
    head = " | ".join(language.text(title) for title in titles)
    lines = [f"| {head} |", "| --- | ---: | ---: | --- |"]
    return "\n".join([*lines, *(_days_line(each, language) for each in rhythm.people)])


def _days_line(person: PersonDays, language: Language) -> str:
    name = escape_markdown(manager_name(person.manager.id, person.manager.name, language))
    clocks = [DASH if each is None else format_clock(each) for each in (person.begin_s, person.end_s)]
    return f"| {' | '.join([name, *clocks, _tell_idle(person, language)])} |"


def _tell_idle(person: PersonDays, language: Language) -> str:
    """«2: 05.10, 06.10»."""
    if not person.idle:
        return DASH
    count = language.number(len(person.idle))
    days = ", ".join(language.day_of_year(day) for day in person.idle)
    return f"{count}: {days}" if len(person.idle) <= _MOST_NAMED else count


def _draw_figures(desk: ActivityDesk, rhythm: Rhythm) -> None:
    """How many actions there were in each hour, where the squares tell averages."""
    language = desk.language
    with st.expander(language.text("As a table")):
        st.markdown(_hours_table(rhythm, language))
        _draw_download(desk, language.text("hours-of-week"), build_hours_sheet, rhythm)


def _hours_table(rhythm: Rhythm, language: Language) -> str:
    head = [language.text("Hour"), *(weekday_name(each.weekday, language) for each in rhythm.weekdays)]
    days = [language.text("Days"), *(language.number(each.days) for each in rhythm.weekdays)]
    hours = [
        [
            format_hour(hour),
            *(language.number(each.hours[hour]) if each.hours[hour] else DASH for each in rhythm.weekdays),
        ]
        for hour in rhythm.shown
    ]
    total = [language.text("Total"), *(language.number(each.total) for each in rhythm.weekdays)]
    rules = ["---", *("---:" for _ in rhythm.weekdays)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rules, *hours, total, days])


def _draw_download(desk: ActivityDesk, name: str, build: BuildSheet, rhythm: Rhythm) -> None:
    language = desk.language

    def csv() -> bytes:
        title = activity_title(desk.scope, language)
        return format_csv(build(rhythm, title, desk.board.known_account.currency, language), language)

    st.download_button(
        "CSV",
        csv,
        f"{language.text('activity')}-{name}-{desk.span.text}.csv",
        key=f"activity.rhythm.{build.__name__}",
        icon=":material/download:",
        on_click="ignore",
    )


def _rhythm(desk: ActivityDesk, manager_id: int | None) -> Rhythm:
    today = day_of(desk.now, desk.board.known_account.zone)
    return _load(desk.board.work_moment, desk.view, manager_id, today, desk)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _load(
    moment: Moment,  # noqa: ARG001 - what it is cached by
    view: ActivityView,  # noqa: ARG001
    manager_id: int | None,
    today: date,  # noqa: ARG001
    _desk: ActivityDesk,
) -> Rhythm:
    with _desk.board.database.read() as conn:
        return load_rhythm(conn, _desk.report(), manager_id, _desk.now)
