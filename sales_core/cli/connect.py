"""``tablo connect``: access to the amoCRM account, by a long-lived token or by OAuth, tried and stored.

Where the environment names the account, its token is tried only, and its OAuth integration is given access.
"""

import sys
from collections.abc import Iterator, Mapping
from getpass import getpass
from typing import Annotated
from urllib.parse import parse_qsl

import typer

from sales_core.cli.desk import Desk, open_desk
from sales_core.cli.output import say
from sales_core.connection import (
    NOT_ADMIN,
    ONE_SHOT,
    AccountAccess,
    Begun,
    Outcome,
    ask_for_access,
    begin_again,
    begin_oauth,
    connect_by_code,
    connect_by_token,
    finish_oauth,
    load_connection_state,
    load_outcome,
    open_client,
)
from sales_core.errors import InputError
from sales_core.i18n import Language


def connect(
    *,
    oauth: Annotated[bool, typer.Option("--oauth", help="By OAuth instead of a long-lived token.")] = False,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="TEXT", help="The code that amoCRM gave by OAuth; nothing is asked then."),
    ] = None,
) -> None:
    """Give access to the amoCRM account by a token or OAuth; tell what it shows."""
    with open_desk() as desk:
        settings = desk.settings
        settings.check_account()
        if code is not None:
            access = connect_by_code(settings, desk.database, code)
        elif oauth or settings.uses_oauth:
            access = _by_oauth(desk)
        elif settings.names_account:
            with open_client(settings, desk.database, ONE_SHOT) as client:
                access = ask_for_access(client)
        else:
            access = _by_token(desk)
        for line in _told(access, desk.language):
            say(line)


def _by_token(desk: Desk) -> AccountAccess:
    words = desk.language
    address = _ask(words.text("The account's address, like https://NAME.amocrm.ru:"), _known(desk))
    token = _ask_secret(words.text("The long-lived token (it is not shown):"))
    return connect_by_token(desk.settings, desk.database, address, token)


def _by_oauth(desk: Desk) -> AccountAccess:
    begun = _begun(desk)
    words = desk.language
    say(words.text("Open this address where an administrator of the account is signed in to amoCRM, and agree:"))
    # In this mode amoCRM sends on the very window that was opened by hand.
    say(f"{begun.consent_url}&mode=post_message")
    say(words.text("Then paste the address that the browser was sent to (no page need open there):"))
    answer = dict(parse_qsl(sys.stdin.readline().strip().partition("?")[2].partition("#")[0]))
    outcome = _outcome_of(desk, answer)
    if outcome.error is not None:
        raise outcome.error
    assert outcome.access is not None
    return outcome.access


def _outcome_of(desk: Desk, answer: Mapping[str, str]) -> Outcome:
    if "state" in answer:
        return finish_oauth(desk.settings, desk.database, answer)
    if "attempt" in answer:  # the app is running, so its own route was quicker
        return load_outcome(desk.database, answer["attempt"])
    raise InputError("That is not the address with amoCRM's answer: copy all of it, as it stands after you agreed")


def _begun(desk: Desk) -> Begun:
    """With the environment's integration or, asked for, one whose ID and key are typed in."""
    if desk.settings.uses_oauth:
        return begin_again(desk.settings, desk.database)
    words, known = desk.language, load_connection_state(desk.settings, desk.database)
    say(words.text("In amoCRM, the integration's redirect address must be {url}", url=desk.settings.redirect_uri))
    address = _ask(words.text("The account's address, like https://NAME.amocrm.ru:"), _known(desk))
    client_id = _ask(words.text("The integration's ID:"), known.client_id if known else None)
    secret = _ask_secret(words.text("Its secret key (it is not shown):"))
    return begin_oauth(desk.settings, desk.database, address, client_id, secret)


def _known(desk: Desk) -> str | None:
    state = load_connection_state(desk.settings, desk.database)
    return state.url if state else None


def _ask(question: str, known: str | None = None) -> str:
    """What is typed; for nothing typed, what is known already."""
    say(f"{question} [{known}]" if known else question)
    return sys.stdin.readline().strip() or known or ""


def _ask_secret(question: str) -> str:
    """Without an echo where somebody types; a script sends a line."""
    if sys.stdin.isatty():
        return getpass(question + " ").strip()
    say(question)
    return sys.stdin.readline().strip()


def _told(access: AccountAccess, words: Language) -> Iterator[str]:
    yield words.text("amoCRM gives access to “{name}”, {url}", name=access.name, url=access.url)
    if access.users is not None:
        yield words.text("Users: {n}", n=words.number(access.users))
    yield words.text("Time zone: {zone}", zone=access.timezone)
    yield words.text("Currency: {currency}", currency=access.currency)
    if access.is_admin:
        yield words.text("The access is an administrator's: everything can be read")
    else:
        yield words.text(NOT_ADMIN)
