"""The key of the stored secrets: made once, for its owner alone, never written over, and missed in words."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from sales_core.config import Settings, load_settings
from sales_core.connection import LockedError, load_connection_state, load_credentials
from sales_core.connection.box import SecretBox, key_path, open_box
from sales_core.demo.oauth import ADMIN_TOKEN
from sales_core.errors import ConfigError
from sales_core.store.database import Database
from tests.connection.conftest import Person

ROOT = Path(__file__).parents[2]
KEY, OTHER_KEY = (b64encode(bytes([number]) * 32).decode() for number in (251, 7))
"""As ``openssl rand -base64 32`` prints them, ``+`` and ``/`` included."""


def test_what_is_sealed_is_opened_and_reads_like_nothing() -> None:
    box = SecretBox([KEY], "here")
    sealed = box.seal("a token")
    assert "a token" not in sealed
    assert box.open(sealed) == "a token"
    assert box.seal("a token") != sealed
    assert KEY not in repr(box) + repr(vars(box))


def test_the_key_is_a_file_for_its_owner_alone(settings: Settings, database: Database) -> None:
    open_box(settings, database)
    path = key_path(database)
    assert path == (database.path.with_suffix(".key") if database.path else Path("data/tablo.key"))
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    open_box(settings, database)
    assert path.read_bytes() == before
    assert [left for left in path.parent.iterdir() if ".part" in left.name] == []


def test_processes_that_come_together_make_one_key(settings: Settings, sqlite_database: Database) -> None:
    command = [sys.executable, "-m", "tests.connection.asking", sqlite_database.url, "seal"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(4)]
    sealed = [process.communicate(timeout=60)[0].strip() for process in running]
    box = open_box(settings, sqlite_database)
    assert [box.open(text) for text in sealed] == ["a secret"] * 4


def test_without_its_key_the_connection_is_locked_and_no_other_key_is_made(
    person: Person, settings: Settings, database: Database
) -> None:
    person.gives_token()
    path = key_path(database)
    key = path.read_bytes()
    path.unlink()
    with pytest.raises(LockedError, match=r"is missing .*: put it back, or connect the account again"):
        load_credentials(settings, database)
    assert not path.exists()
    state = load_connection_state(settings, database)
    assert state is not None
    assert isinstance(state.trouble, LockedError)
    path.write_bytes(key)
    assert load_credentials(settings, database).token == ADMIN_TOKEN


def test_a_wrong_key_is_told_and_loses_nothing(person: Person, settings: Settings, database: Database) -> None:
    person.gives_token()
    wrong = Settings(secret_key=OTHER_KEY)
    with pytest.raises(LockedError, match=r"The key \(TABLO_SECRET_KEY\) does not open"):
        load_credentials(wrong, database)
    assert load_credentials(settings, database).token == ADMIN_TOKEN


def test_a_lost_key_is_mended_by_connecting_again(person: Person, settings: Settings, database: Database) -> None:
    person.agrees()
    key_path(database).unlink()
    with pytest.raises(LockedError):
        load_credentials(settings, database)
    person.gives_token()
    assert load_credentials(settings, database).token == ADMIN_TOKEN


def test_a_new_key_before_the_old_one_seals_everything_anew(person: Person, database: Database) -> None:
    person.settings = Settings(secret_key=KEY, public_url=person.settings.public_url)
    person.agrees()
    load_credentials(Settings(secret_key=f"{OTHER_KEY}\n{KEY}"), database)
    state = load_connection_state(Settings(secret_key=OTHER_KEY), database)
    assert state is not None
    assert state.trouble is None
    with pytest.raises(LockedError):
        load_credentials(Settings(secret_key=KEY), database)


def test_the_key_may_come_from_a_file(
    person: Person, database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "key").write_text(KEY + "\n")
    monkeypatch.setenv("TABLO_SECRET_KEY_FILE", str(folder / "key"))
    person.settings = load_settings()
    person.gives_token()
    assert load_credentials(Settings(secret_key=KEY), database).token == ADMIN_TOKEN
    assert not key_path(database).exists()


@pytest.mark.parametrize("key", ["short", "ключ", "AAAA", KEY[:-4]])
def test_what_is_no_key_is_told_without_repeating_it(sqlite_database: Database, key: str) -> None:
    with pytest.raises(ConfigError, match="TABLO_SECRET_KEY holds no key") as caught:
        open_box(Settings(secret_key=key), sqlite_database)
    assert key not in str(caught.value)


def test_an_empty_key_file_is_told_and_left_alone(settings: Settings, sqlite_database: Database) -> None:
    key_path(sqlite_database).touch()
    with pytest.raises(ConfigError, match="holds no key"):
        open_box(settings, sqlite_database)
    assert key_path(sqlite_database).read_bytes() == b""


def test_a_folder_that_cannot_be_written_is_told(settings: Settings, database: Database) -> None:
    path = key_path(database)
    path.parent.mkdir(exist_ok=True)
    path.with_name(f"{path.name}.part").mkdir()
    with pytest.raises(ConfigError, match=r"cannot be written to .*tablo\.key"):
        open_box(settings, database)
