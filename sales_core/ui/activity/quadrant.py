"""Sales and activity on the page of activity: the quadrant, each manager in words, and the figures to take away."""

from typing import NamedTuple

import streamlit as st

from sales_core.activity import ActivityFigure
from sales_core.activity_view import ActivityView
from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.quadrant_sheet import build_quadrant_sheet
from sales_core.delivery.quadrant_text import tell_point
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, Language
from sales_core.periods import Month
from sales_core.reporting.quadrant import load_trail
from sales_core.reports.quadrant import Point, Quadrant
from sales_core.ui.activity.behind import open_behind
from sales_core.ui.activity.desk import BY_WORDS, ActivityDesk
from sales_core.ui.activity.managers import Opened
from sales_core.ui.activity.quadrant_chart import CHOSEN, build_quadrant_chart, tell_chart
from sales_core.ui.board import Moment
from sales_core.ui.chart_kit import Spec
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.reader import is_dark
from sales_core.ui.states import telling

_CLICKED, _CLICKS = "activity.quadrant.clicked", "activity.quadrant.clicks"
"""Session-state keys: the manager whose point was just clicked, and how many were."""


class _Standing(NamedTuple):
    """The quadrant of the period, and those of the months before it."""

    now: Quadrant
    trail: tuple[Quadrant, ...]


@st.fragment
@telling
def draw_quadrant(desk: ActivityDesk) -> None:
    """A fragment of its own: a click on a point opens what the manager did, and runs this and not the whole page."""
    language, standing = desk.language, _standing_of(desk)
    title, about = language.text("Sales and activity"), language.text("whom to help, whom to ask")
    with st.container(border=True):
        st.markdown(f"**{title}** :small[:gray[{about}]]")
        if standing.now.drawn:
            _draw_chart(desk, standing)
            st.caption(_about_way(standing, language))
        else:
            st.caption(language.text("Nobody has both working days and a plan in this period"))
        _draw_figures(desk, standing)
    clicked = st.session_state.pop(_CLICKED, None)
    if clicked is not None:
        open_behind(desk.renewed(), Opened(ActivityFigure.TOTAL, clicked))


def _draw_chart(desk: ActivityDesk, standing: _Standing) -> None:
    """Another one after each click: of a point that is chosen already a click would not be told."""
    clicks = st.session_state.get(_CLICKS, 0)
    key = f"activity.quadrant.{clicks}"

    def click() -> None:
        chosen = st.session_state[key].selection[CHOSEN]
        if chosen:
            st.session_state[_CLICKED], st.session_state[_CLICKS] = int(chosen[0]["id"]), clicks + 1

    st.vega_lite_chart(
        _spec(desk.board.work_moment, desk.view, desk.language.code, is_dark(), desk),
        theme=None,
        key=key,
        on_select=click,
        selection_mode=CHOSEN,
        alt=tell_chart(standing.now, desk.language),
    )


def _about_way(standing: _Standing, language: Language) -> str:
    told = [language.text("A hollow point is behind the pace, a click opens what the manager did.")]
    if standing.trail and standing.now.pace.ratio:
        told.append(
            language.text(
                "Point at a manager to see the months before, each measured by its own average and its own pace; those"
                " beyond the edge stand at it."
            )
        )
    return " ".join(told)


def _draw_figures(desk: ActivityDesk, standing: _Standing) -> None:
    language = desk.language
    with st.expander(language.text("In words and figures")):
        st.markdown(_sentences(standing, language))
        st.dataframe(_months(standing, language), hide_index=True)
        title = language.text("Sales and activity")
        st.download_button(
            "CSV",
            lambda: format_csv(
                build_quadrant_sheet(*standing, title, desk.board.known_account.currency, language), language
            ),
            f"{language.text('sales-and-activity')}-{desk.span.text}.csv",
            key="quadrant.csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _sentences(standing: _Standing, language: Language) -> str:
    told = [tell_point(point, standing.now, language) for point in _in_report(standing.now)]
    return "\n".join(f"- {escape_markdown(sentence)}" for sentence in told)


def _months(standing: _Standing, language: Language) -> list[dict[str, str]]:
    """How each manager stands now and stood in the months before, the latest first."""
    now, trail = standing
    title = language.text("activity · plan")
    columns = [(title, now)] + [
        (f"{language.month_short(Month.of(each.scope.asked.first))}: {title}", each) for each in reversed(trail)
    ]
    by_manager = [(name, each, {point.manager.id: point for point in each.points}) for name, each in columns]
    return [
        {language.text("Manager"): manager_name(point.manager.id, point.manager.name, language)}
        | {name: _figures(points.get(point.manager.id), each, language) for name, each, points in by_manager}
        for point in _in_report(now)
    ]


def _in_report(quadrant: Quadrant) -> list[Point]:
    return [point for point in quadrant.points if not point.manager.others]


def _figures(point: Point | None, quadrant: Quadrant, language: Language) -> str:
    """«128 % · 75 %»: activity to the average, percent of the plan."""
    if point is None or (point.activity is None and point.percent is None):
        return DASH
    activity = language.percent(point.activity)
    return f"{activity} · {language.percent(point.percent, thresholds=quadrant.thresholds)}"


def _standing_of(desk: ActivityDesk) -> _Standing:
    return _load(desk.board.work_moment, desk.view, desk)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _load(moment: Moment, view: ActivityView, _desk: ActivityDesk) -> _Standing:  # noqa: ARG001 - what it is cached by
    now = _desk.quadrant()
    with _desk.board.database.read() as conn:
        return _Standing(now, load_trail(conn, view.scope))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_WORDS)
def _spec(moment: Moment, view: ActivityView, language: str, dark: bool, _desk: ActivityDesk) -> Spec:  # noqa: ARG001
    now, trail = _standing_of(_desk)
    return build_quadrant_chart(now, trail, Language(language), dark=dark)
