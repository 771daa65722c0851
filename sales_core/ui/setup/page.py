"""The page of the first set-up: the steps, the one in view, and the way back and on."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import streamlit as st

from sales_core.i18n import N_
from sales_core.settings.first_run import VIA_SETUP
from sales_core.settings.saving import ClashError
from sales_core.ui.settings.clash import open_clash
from sales_core.ui.settings.edits import Edits, drop_drafts
from sales_core.ui.settings.fields import draw_fields
from sales_core.ui.settings.people import draw_cards as draw_people
from sales_core.ui.settings.plans import draw_plans
from sales_core.ui.settings.scale import draw_scale, read_scale
from sales_core.ui.settings.shares import draw_shares
from sales_core.ui.setup.connect import draw_connect
from sales_core.ui.setup.done import draw_done
from sales_core.ui.setup.load import draw_load, draw_load_note
from sales_core.ui.setup.stepper import draw_stepper
from sales_core.ui.setup.steps import Standing, Step, Wizard, open_wizard, step_in_view

TITLE = N_("First set-up")
_NARROW, _WIDE = 720, 1120


class _Screen(NamedTuple):
    """``lead``: one sentence under the title. A ``wide`` one needs more than a column of text."""

    title: str
    lead: str
    draw: Callable[[Wizard], Edits]
    is_wide: bool = False


def draw_page() -> None:
    wizard = open_wizard()
    step = step_in_view(wizard)
    screen, language = _SCREENS[step], wizard.desk.language
    with st.container(horizontal_alignment="center"):
        with st.container(width=_NARROW):
            clicked = draw_stepper(wizard.standings, step, language)
            st.space("small")
        with st.container(width=_WIDE if screen.is_wide else _NARROW):
            with st.container(gap="xsmall"):
                st.title(language.text(screen.title), anchor=False)
                st.markdown(f":gray[{language.text(screen.lead)}]")
            edits = _draw(screen, step, wizard)
            _draw_feet(wizard, step, edits)
    if clicked is not None and clicked is not step:
        wizard.go(clicked)


def _draw(screen: _Screen, step: Step, wizard: Wizard) -> Edits:
    """What is decided needs the account's people and fields, which come with the first load."""
    if step in (Step.CONNECT, Step.LOAD):
        return screen.draw(wizard)
    if wizard.desk.board.account is None:
        st.info(wizard.desk.language.text("This step opens once the account is connected and its load has begun."))
        return Edits()
    draw_load_note(wizard)
    return screen.draw(wizard)


def _draw_feet(wizard: Wizard, step: Step, edits: Edits) -> None:
    language = wizard.desk.language
    st.space("small")
    with st.container(horizontal=True, vertical_alignment="center"):
        if step is not Step.CONNECT and st.button(language.text("Back"), type="tertiary", icon=":material/arrow_back:"):
            wizard.go(step.plus(-1))
        st.space("stretch")
        if step is Step.DONE:
            return
        if not _is_passable(wizard, step, edits) and st.button(language.text("Skip")):
            wizard.go(step.plus(1), passed=step, is_skipped=True)
        if st.button(
            language.text("Next"),
            type="primary",
            disabled=bool(edits.faults) or not _is_passable(wizard, step, edits),
            help=language.text("Mend what is marked first") if edits.faults else None,
        ):
            _go_on(wizard, step, edits)


def _is_passable(wizard: Wizard, step: Step, edits: Edits) -> bool:
    """Whether there is something to go on with, decided before or typed now; otherwise the step is skipped."""
    if step is Step.LOAD:
        return wizard.desk.board.account is not None
    is_by_itself = step is Step.PEOPLE and wizard.desk.board.account is not None
    return is_by_itself or bool(edits.count) or wizard.standings[step] is Standing.DONE


def _go_on(wizard: Wizard, step: Step, edits: Edits) -> None:
    try:
        wizard.desk.save(edits.changes, VIA_SETUP)
    except ClashError as clash:
        open_clash(wizard.desk, edits.changes, clash)
    else:
        drop_drafts()
        wizard.go(step.plus(1), passed=step)


def _draw_scale(wizard: Wizard) -> Edits:
    return draw_scale(wizard.desk, read_scale(wizard.desk))


_SCREENS: Mapping[Step, _Screen] = {
    Step.CONNECT: _Screen(
        N_("Connect amoCRM"), N_("Tablo only reads: nothing is ever changed in amoCRM."), draw_connect
    ),
    Step.LOAD: _Screen(
        N_("The first load"), N_("Go on while it runs: what is set below does not need to wait for it."), draw_load
    ),
    Step.TYPES: _Screen(
        N_("What is a deal type with you?"),
        N_("Margin is counted by the type of a deal. Choose the field of the deal that holds it."),
        lambda wizard: draw_fields(wizard.desk),
    ),
    Step.SHARES: _Screen(
        N_("How much of a payment is margin?"),
        N_("Of licences often half, of own work all of it. A type without a share counts whole."),
        lambda wizard: draw_shares(wizard.desk),
    ),
    Step.PEOPLE: _Screen(
        N_("Who is in the report?"),
        N_("By itself, everybody who has deals. Leave it so, or choose by name."),
        lambda wizard: draw_people(wizard.desk),
        is_wide=True,
    ),
    Step.PLANS: _Screen(
        N_("Plans for this month"),
        N_("The margin each manager is to bring in. The other months can be filled now or later."),
        lambda wizard: draw_plans(wizard.desk),
        is_wide=True,
    ),
    Step.SCALE: _Screen(
        N_("What does the margin earn?"),
        N_("Begin with an example and change it until it is yours; the curve shows at once what it pays."),
        _draw_scale,
        is_wide=True,
    ),
    Step.DONE: _Screen(N_("Done"), N_("The report is open. Below is what can still be set."), draw_done),
}
