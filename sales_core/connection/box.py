"""The box that secrets lie in: whatever gives access to amoCRM is stored sealed, and only the key opens it.

The key comes from ``TABLO_SECRET_KEY`` (or its ``_FILE``), else from a file beside the SQLite database that only its
owner may read; on PostgreSQL that file is ``data/tablo.key`` in the folder the program is started in. Several keys, one
a line, are a rotation: the first seals, each opens, and what an older one has sealed is sealed anew.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from filelock import FileLock

from sales_core.config import Settings
from sales_core.errors import ConfigError
from sales_core.i18n import N_
from sales_core.store.database import Database
from sales_core.store.secrets import TABLES, load_secrets, rewrite_secrets

_SEALED = "fernet:"
"""What sealed texts begin with; a text without it was stored by a version that sealed nothing."""

_KEY_NAME = "TABLO_SECRET_KEY"


_LOCKED = N_(
    "The key ({key}) does not open the stored access to amoCRM: put the old key back, or connect the account again, on "
    "the connection page or with tablo connect"
)
_NO_KEY = N_(
    "The key of the stored access to amoCRM is missing ({key}): put it back, or connect the account again, on the "
    "connection page or with tablo connect"
)


class LockedError(ConfigError):
    """A stored secret cannot be opened with the key there is."""


class SecretBox:
    """Seals texts and opens them. Neither a key nor a secret appears in its ``repr`` or in an error."""

    def __init__(self, keys: Sequence[str], place: str) -> None:
        """``place`` names where the keys came from, for errors. Raises ConfigError for what is no key."""
        try:
            fernets = [Fernet(key.translate(_URL_SAFE)) for key in keys]
        except ValueError:
            fernets = []
        if not fernets:
            raise ConfigError(
                "{place} holds no key: 32 random bytes in base64 are needed, as openssl rand -base64 32 prints them",
                place=place,
            )
        self._first, self._all, self._place = fernets[0], MultiFernet(fernets), place

    def seal(self, secret: str) -> str:
        return _SEALED + self._first.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises LockedError for what another key has sealed."""
        try:
            return self._all.decrypt(sealed.removeprefix(_SEALED)).decode()
        except InvalidToken:
            raise LockedError(_LOCKED, key=self._place) from None

    def renew(self, stored: str) -> str:
        """The text as it should be stored: sealed by the first key. What cannot be opened stays for who can."""
        if not is_sealed(stored):
            return self.seal(stored)
        token = stored.removeprefix(_SEALED)
        with suppress(InvalidToken):
            self._first.decrypt(token)
            return stored
        with suppress(InvalidToken):
            return _SEALED + self._all.rotate(token).decode()
        return stored


_URL_SAFE = str.maketrans("+/", "-_")


def is_sealed(stored: str) -> bool:
    return stored.startswith(_SEALED)


def open_box(settings: Settings, database: Database, *, for_new: bool = False) -> SecretBox:
    """The box of this installation, after which nothing stored is plain or sealed by an older key.

    The key file is made where there is none and nothing is sealed yet. ``for_new``: also where something is, for it is
    about to be replaced; otherwise that raises LockedError.
    """
    box = SecretBox(*_keys(settings, database, for_new=for_new))
    with database.read() as conn:
        is_settled = all(box.renew(stored) == stored for stored in load_secrets(conn))
    if not is_settled:
        with database.write() as conn:
            rewrite_secrets(conn, box.renew)
        database.erase_overwritten(*TABLES)
    return box


def key_path(database: Database) -> Path:
    """Where the key lies when the settings give none."""
    return database.path.with_suffix(".key") if database.path else Path("data/tablo.key")


def _keys(settings: Settings, database: Database, *, for_new: bool) -> tuple[list[str], str]:
    """The keys, and the name of their place."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().split(), _KEY_NAME
    path = key_path(database)
    if not path.exists():
        with database.read() as conn:
            is_lost = any(is_sealed(stored) for stored in load_secrets(conn))
        if is_lost and not for_new:
            raise LockedError(_NO_KEY, key=str(path))
        _make_key(path)
    try:
        return path.read_text("ascii").split(), str(path)
    except (OSError, UnicodeDecodeError):
        raise ConfigError("The key of the stored access to amoCRM cannot be read from {path}", path=str(path)) from None


def _make_key(path: Path) -> None:
    """Whole or not at all, readable by its owner only, and never over another one: worker and app may come together."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            if path.exists():
                return
            unfinished.unlink(missing_ok=True)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(Fernet.generate_key().decode() + "\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
    except OSError:
        raise ConfigError(
            "The key that access to amoCRM is stored under cannot be written to {path}: give the folder's rights to "
            "this user, or set TABLO_SECRET_KEY",
            path=str(path),
        ) from None
