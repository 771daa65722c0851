"""What the scale being typed would have cost in past months, and who wins and loses by it."""

from pathlib import Path

import streamlit as st

from sales_core.i18n import Language
from sales_core.reports.bonus import Scale
from sales_core.scope import Scope
from sales_core.settings.simulation import Simulation, months_until, simulate
from sales_core.ui.board import Moment
from sales_core.ui.kit import component, pack
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.scale.drafts import Work
from sales_core.ui.settings.simulation.rows import build_effects, tell_outcome

_KEY = "settings.simulation"
_MONTHS = (3, 6, 12)
_AT_FIRST = 6


def draw_simulation(desk: Desk, work: Work) -> None:
    """Only while a scale or the rounding is typed and not saved."""
    language = desk.language
    proposed = work.proposed
    if proposed is None and not work.is_rounding_changed:
        return
    with st.container(border=True):
        finished = _draw_head(language)
        if proposed is not None and proposed.read.scale is None:
            st.caption(language.text("Mend what is marked, and it will be computed."))
            return
        scale = proposed.read.scale if proposed else None
        simulation = _simulation(desk, scale, work.rounding, finished)
        st.markdown(tell_outcome(simulation, work, desk.currency, language))
        if not simulation.is_nothing:
            data = build_effects(simulation, desk.currency, language)
            component(Path(__file__).parent)(data=pack(data), key=_KEY)


def _draw_head(language: Language) -> int:
    """The number of finished months chosen."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{language.text('What it would have cost')}**", width="content")
        chosen = st.segmented_control(
            language.text("Finished months"),
            _MONTHS,
            default=_AT_FIRST,
            required=True,
            format_func=lambda n: language.plural("{n} month", "{n} months", n),
            key=f"{_KEY}.months",
            label_visibility="collapsed",
        )
    return chosen or _AT_FIRST


def _simulation(desk: Desk, scale: Scale | None, rounding: str, finished: int) -> Simulation:
    default = desk.board.default
    scopes = tuple(Scope(month, default.as_of) for month in months_until(default.month, finished))
    return _simulated(desk.board.moment, scale, rounding, scopes, desk)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs={Moment: repr, Scale: repr, Scope: repr})
def _simulated(
    moment: Moment,  # noqa: ARG001 - what it is cached by
    scale: Scale | None,
    rounding: str,
    scopes: tuple[Scope, ...],
    _desk: Desk,
) -> Simulation:
    return simulate(_desk.board.database, _desk.entries, scale, rounding, scopes)
