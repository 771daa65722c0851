"""The step that connects the account."""

import streamlit as st

from sales_core.connection import AccountAccess, Begun, Origin, Way, begin_again, load_outcome
from sales_core.ui.connection.access import draw_access, draw_connection
from sales_core.ui.connection.forms import draw_consent, draw_forms
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.oauth_return import ATTEMPT
from sales_core.ui.reader import installation
from sales_core.ui.settings.edits import Edits
from sales_core.ui.setup.steps import Step, Wizard
from sales_core.ui.states import telling

_GIVEN = "setup.access"
"""Session-state key: what amoCRM answered when access was given in this session. Nothing of it is a secret."""
_AGAIN = "setup.connects_again"
"""Session-state key: the forms are wanted although the account is connected."""


def draw_connect(wizard: Wizard) -> Edits:
    board, state = wizard.desk.board, wizard.connection
    _draw_return(wizard)
    given: AccountAccess | None = st.session_state.get(_GIVEN)
    if given is not None:
        draw_access(given, board.language)
    elif state is not None:
        draw_connection(board, state)
    if state is not None and state.origin is Origin.ENVIRONMENT:
        st.caption(
            board.language.text("It is set outside, by TABLO_AMOCRM_… in the environment or in .env: change it there.")
        )
        if state.way is Way.OAUTH:
            _draw_agree_again(wizard)
    elif state is None or state.trouble is not None or st.session_state.get(_AGAIN):
        draw_forms(board, state.url if state else "", lambda access: _take(wizard, access))
    elif st.button(board.language.text("Connect again or another way"), type="tertiary"):
        st.session_state[_AGAIN] = True
        st.rerun()
    return Edits()


def _draw_return(wizard: Wizard) -> None:
    """amoCRM has sent the browser back here: how it ended."""
    attempt_id = st.query_params.get(ATTEMPT)
    if attempt_id is None:
        return
    outcome = load_outcome(wizard.desk.board.database, attempt_id)
    if outcome.access is not None:
        _take(wizard, outcome.access)
    if outcome.error is not None:
        st.error(escape_markdown(wizard.desk.language.error(outcome.error)), icon=":material/warning:")


def _take(wizard: Wizard, access: AccountAccess) -> None:
    st.session_state[_GIVEN] = access
    st.session_state.pop(_AGAIN, None)
    wizard.go(Step.CONNECT)


@telling
def _draw_agree_again(wizard: Wizard) -> None:
    """For an integration of the environment: access is given, or given anew, in amoCRM."""
    board, key = wizard.desk.board, "setup.begun"
    if st.button(board.language.text("Give access in amoCRM")):
        st.session_state[key] = begin_again(installation(), board.database)
    begun: Begun | None = st.session_state.get(key)
    if begun is not None:
        draw_consent(board, begun, lambda access: _take(wizard, access))
