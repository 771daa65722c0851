"""The access to amoCRM, asked anew: address, token, its rights, and whether the clocks agree."""

from collections.abc import Iterator

from sales_core.checkup.finding import Finding, Level, Page
from sales_core.config import Settings
from sales_core.connection import NOT_ADMIN, ONE_SHOT, AccountAccess, ask_for_access, open_client
from sales_core.errors import AmocrmError, ConfigError
from sales_core.i18n import Language
from sales_core.store.database import Database

_CLOCK_S = 120
"""A token is good for a day and a bookmark overlaps by less: a clock further out loses changes or renews too late."""


def check_account(settings: Settings, database: Database, language: Language) -> Iterator[Finding]:
    try:
        with open_client(settings, database, ONE_SHOT) as client:
            access = ask_for_access(client)
            offset_s = client.clock_offset_s
    except (ConfigError, AmocrmError) as error:
        yield Finding(
            Level.WRONG,
            language.error(error),
            language.text("Connect the account again: the page “amoCRM”, or tablo connect"),
            Page.CONNECTION,
        )
        return
    yield _access(access, language)
    if offset_s is not None:
        yield _clock(offset_s, language)


def _access(access: AccountAccess, language: Language) -> Finding:
    if not access.is_admin:
        mend = language.text("Make the token as an administrator of the account, and connect it again")
        return Finding(Level.WRONG, language.text(NOT_ADMIN), mend, Page.CONNECTION)
    users = language.plural("{n} user", "{n} users", access.users or 0)
    told = language.text(
        "amoCRM gives access to “{name}” ({url}) with an administrator's rights: {users}",
        name=access.name, url=access.url, users=users,
    )  # fmt: skip
    return Finding(Level.FINE, told)


def _clock(offset_s: int, language: Language) -> Finding:
    """``offset_s``: how far amoCRM's clock is ahead of this computer's."""
    if abs(offset_s) <= _CLOCK_S:
        return Finding(Level.FINE, language.text("This computer's clock agrees with amoCRM's"))
    minutes = language.plural("{n} minute", "{n} minutes", abs(offset_s) // 60)
    told = (
        language.text("This computer's clock is {minutes} behind amoCRM's", minutes=minutes)
        if offset_s > 0
        else language.text("This computer's clock is {minutes} ahead of amoCRM's", minutes=minutes)
    )
    return Finding(Level.WRONG, told, language.text("Let the computer set its clock by the internet (NTP)"))
