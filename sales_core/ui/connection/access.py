"""What a connection is and what it opens, as cards of facts."""

from sales_core.account_address import host_of
from sales_core.connection import NOT_ADMIN, AccountAccess, ConnectionState, Origin, Way
from sales_core.i18n import N_, Language
from sales_core.reporting import AccountInfo
from sales_core.ui.board import Board
from sales_core.ui.connection.facts import Fact, draw_facts

_WAYS = {Way.TOKEN: N_("by a long-lived token"), Way.OAUTH: N_("by OAuth")}


def draw_access(access: AccountAccess, language: Language) -> None:
    """What amoCRM has just answered."""
    facts = [
        Fact(language.text("Account"), access.name),
        Fact(language.text("Address"), host_of(access.url)),
        *([] if access.users is None else [Fact(language.text("Users"), language.number(access.users))]),
        Fact(language.text("Time zone"), access.timezone),
        Fact(language.text("Currency"), access.currency),
        _rights(language, is_admins=access.is_admin),
    ]
    draw_facts(language.text("Connection"), facts, key="facts.access", state=Fact("", language.text("amoCRM answers")))


def draw_connection(board: Board, state: ConnectionState) -> None:
    """What is known of the connection without asking amoCRM."""
    language, account = board.language, board.account
    facts = [
        *([Fact(language.text("Account"), account.name)] if account else []),
        Fact(language.text("Address"), state.host),
        Fact(language.text("Connected"), _made(state, board)),
        *(_known_of(account, language) if account else []),
        *([Fact(language.text("Trouble"), language.error(state.trouble), is_wrong=True)] if state.trouble else []),
    ]
    works = Fact("", language.text("connected")) if state.trouble is None else None
    broken = Fact("", language.text("does not work"), is_wrong=True)
    draw_facts(language.text("Connection"), facts, key="facts.connection", state=works or broken)


def _known_of(account: AccountInfo, language: Language) -> list[Fact]:
    return [
        Fact(language.text("Time zone"), account.zone.key),
        Fact(language.text("Currency"), account.currency.code),
        _rights(language, is_admins=account.is_admins),
    ]


def _rights(language: Language, *, is_admins: bool) -> Fact:
    told = language.text("an administrator's: everything can be read") if is_admins else language.text(NOT_ADMIN)
    return Fact(language.text("Access"), told, is_wrong=not is_admins)


def _made(state: ConnectionState, board: Board) -> str:
    language = board.language
    way = language.text(_WAYS[state.way])
    if state.origin is Origin.ENVIRONMENT:
        return language.text("{way}, by TABLO_AMOCRM_… in the environment or in .env", way=way)
    if state.connected_at is None or board.account is None:
        return way
    return language.text("{way}, {when}", way=way, when=language.moment(state.connected_at, board.account.zone))
