"""The computer the board runs on: its disk and its database."""

import shutil
from collections.abc import Iterator
from decimal import Decimal

from sales_core.checkup.finding import Finding, Level
from sales_core.i18n import Language
from sales_core.store.database import Database

_MEGABYTE = 1024**2
_FULL_BYTES, _SCARCE_BYTES = 200 * _MEGABYTE, 1024 * _MEGABYTE


def check_machine(database: Database, language: Language) -> Iterator[Finding]:
    """An open database has this program's tables already: one that is newer or damaged was refused before."""
    yield Finding(Level.FINE, language.text("The database {name} answers and is of this version", name=database.name))
    if database.path is not None:
        yield _disk(shutil.disk_usage(database.path.resolve().parent).free, language)


def _disk(free: int, language: Language) -> Finding:
    told = language.text("The database's disk has {size} GB free", size=_gigabytes(free, language))
    if free >= _SCARCE_BYTES:
        return Finding(Level.FINE, told)
    level = Level.WRONG if free < _FULL_BYTES else Level.WARNING
    return Finding(
        level, told, language.text("Free some space: on a full disk nothing that comes from amoCRM can be stored")
    )


def _gigabytes(size: int, language: Language) -> str:
    return language.number(Decimal(size * 10 // 1024**3) / 10)
