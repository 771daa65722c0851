"""The two ways to give access, a long-lived token and OAuth. What is typed stays typed while something is wrong."""

from collections.abc import Callable

import streamlit as st

from sales_core.account_address import account_url
from sales_core.connection import AccountAccess, Begun, Way, begin_oauth, connect_by_token, load_outcome
from sales_core.errors import InputError
from sales_core.i18n import N_, Language
from sales_core.ui.board import Board
from sales_core.ui.frame import watch
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.reader import installation
from sales_core.ui.states import telling

_ADDRESS, _TOKEN = "connect.address", "connect.token"
_CLIENT_ID, _SECRET = "connect.client_id", "connect.client_secret"
_BEGUN = "connect.begun"
"""Session-state key: the attempt whose answer this tab waits for."""
_KOMMO = (".kommo.com", ".amocrm.com")

_STEPS_AMOCRM = (
    N_(
        "In amoCRM, as an administrator, open **amoМаркет → ⋯** (top right) **→ Создать интеграцию → "
        "Внешняя интеграция**."
    ),
    N_("Tick the access to all data, give it any name, for example “Tablo”, and save."),
    N_(
        "On the tab **Ключи и доступы** press **Сгенерировать долгосрочный токен**, choose a long term, and copy the "
        "token."
    ),
)
_STEPS_KOMMO = (
    N_("In Kommo, as an administrator, open **Settings → Integrations → Create integration**."),
    N_("Tick the access to all data, give it any name, for example “Tablo”, and save."),
    N_("On the tab **Keys and scopes** press **Generate long-lived token**, choose a long term, and copy the token."),
)
_OAUTH_AMOCRM = (
    N_(
        "In amoCRM, as an administrator, open **amoМаркет → ⋯** (top right) **→ Создать интеграцию → "
        "Внешняя интеграция**."
    ),
    N_("As **Ссылка для перенаправления** put the address below, tick the access to all data, and save."),
    N_("From the tab **Ключи и доступы** copy **ID интеграции** and **Секретный ключ**."),
)
_OAUTH_KOMMO = (
    N_("In Kommo, as an administrator, open **Settings → Integrations → Create integration**."),
    N_("As **Redirect URL** put the address below, tick the access to all data, and save."),
    N_("From the tab **Keys and scopes** copy **Integration ID** and **Secret key**."),
)
_WAYS = {Way.TOKEN: N_("Long-lived token"), Way.OAUTH: N_("OAuth")}


def draw_forms(board: Board, known: str, on_access: Callable[[AccountAccess], None]) -> None:
    """``known``: the account's address, where there is one already. ``on_access`` is told of a new connection."""
    language = board.language
    way = st.segmented_control(
        language.text("How to connect"),
        list(_WAYS),
        default=Way.TOKEN,
        required=True,
        format_func=lambda one: language.text(_WAYS[one]),
        label_visibility="collapsed",
        key="connect.way",
    )
    address = st.text_input(
        language.text("Address of the account"),
        value=known,
        placeholder="https://example.amocrm.ru",
        key=_ADDRESS,
        autocomplete="off",
    )
    draw = _draw_token if way == Way.TOKEN else _draw_oauth
    draw(board, address, on_access)


def is_kommo(address: str, language: Language) -> bool:
    """By its address; before one is typed, by the reader's language."""
    typed = address.strip().lower()
    return any(domain in typed for domain in _KOMMO) or (not typed and language.code != "ru")


def _draw_token(board: Board, address: str, on_access: Callable[[AccountAccess], None]) -> None:
    language = board.language
    _draw_steps(_STEPS_KOMMO if is_kommo(address, language) else _STEPS_AMOCRM, language)
    with st.form("connect.by_token", border=False):
        token = st.text_input(
            language.text("Long-lived token"), type="password", key=_TOKEN, autocomplete="new-password"
        )
        if not st.form_submit_button(language.text("Connect"), type="primary"):
            return
    with st.spinner(language.text("Asking amoCRM…")):
        _connect(board, address, token, on_access)


@telling
def _connect(board: Board, address: str, token: str, on_access: Callable[[AccountAccess], None]) -> None:
    access = connect_by_token(installation(), board.database, _required(address), token)
    _forget(_TOKEN)
    on_access(access)


def _draw_oauth(board: Board, address: str, on_access: Callable[[AccountAccess], None]) -> None:
    language = board.language
    _draw_steps(_OAUTH_KOMMO if is_kommo(address, language) else _OAUTH_AMOCRM, language)
    st.code(installation().redirect_uri, language=None)
    with st.form("connect.by_oauth", border=False):
        client_id = st.text_input(language.text("Integration ID"), key=_CLIENT_ID, autocomplete="off")
        secret = st.text_input(language.text("Secret key"), type="password", key=_SECRET, autocomplete="new-password")
        is_sent = st.form_submit_button(language.text("Go on"), type="primary")
    if is_sent:
        _begin(board, address, client_id, secret)
    if _BEGUN in st.session_state:
        draw_consent(board, st.session_state[_BEGUN], on_access)


@telling
def _begin(board: Board, address: str, client_id: str, secret: str) -> None:
    _forget(_BEGUN)
    st.session_state[_BEGUN] = begin_oauth(installation(), board.database, _required(address), client_id, secret)


def draw_consent(board: Board, begun: Begun, on_access: Callable[[AccountAccess], None]) -> None:
    """The link to amoCRM's page, which opens beside this one, and how it ended there."""
    language = board.language
    with st.container(border=True):
        st.markdown(language.text("Now agree in amoCRM: its page opens in a new tab, this one waits for the answer."))
        st.link_button(
            language.text("Open amoCRM and agree"), begun.consent_url, type="primary", icon=":material/open_in_new:"
        )

        def wait() -> None:
            outcome = load_outcome(board.database, begun.attempt_id)
            if outcome.error is not None:
                st.error(escape_markdown(language.error(outcome.error)), icon=":material/warning:")
            elif outcome.access is None:
                st.caption(language.text("Waiting for amoCRM's answer…"))
            else:
                _forget(_SECRET, _BEGUN)
                on_access(outcome.access)
                st.rerun(scope="app")

        watch(wait)


def _draw_steps(steps: tuple[str, ...], language: Language) -> None:
    st.markdown("\n".join(f"{number}. {language.text(step)}" for number, step in enumerate(steps, 1)))


def _required(address: str) -> str:
    if not address.strip():
        raise InputError("Give the address of the account: it looks like https://NAME.amocrm.ru")
    return account_url(address)


def _forget(*keys: str) -> None:
    for key in keys:
        st.session_state.pop(key, None)
