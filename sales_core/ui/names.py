"""Short forms: of a name where there is no room for it, of a share."""

from decimal import Decimal

from sales_core.i18n import Language

_TINTS = 6


def initials(name: str) -> str:
    """The first letters of the first two words that begin with one; a dot where there is none."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return "".join(letters[:2]) or "·"


def tint(id_: int) -> int:
    """Which of the quiet grounds of ``kit/avatar.css`` a person's initials stand on."""
    return id_ % _TINTS


def format_share(share: Decimal | None, language: Language) -> str:
    """``50 %``, with as many decimals as it has and two at most."""
    digits = 0 if share is None or (share * 100) % 1 == 0 else 1 if (share * 1000) % 1 == 0 else 2
    return language.percent(share, digits=digits)
