"""What a check-up says: how things stand with one part of the installation, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    WRONG = "wrong"
    """Figures are missing, stale or false until it is mended."""
    WARNING = "warning"
    FINE = "fine"


class Page(StrEnum):
    """Where in the app it is mended, by the page's address."""

    SETTINGS = "settings"
    PEOPLE = "people"
    GENERAL = "general"
    CONNECTION = "connection"
    MONTHS = "months"
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class Finding:
    """``what`` is so, in the reader's language, and ``mend`` says how to mend it (empty when all is well)."""

    level: Level
    what: str
    mend: str = ""
    page: Page | None = None
