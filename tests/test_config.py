"""Settings are read from the environment, ``.env`` and secret files; what is wrong is told by its name."""

from pathlib import Path

import pytest

from sales_core.config import Settings, load_settings
from sales_core.errors import ConfigError
from sales_core.i18n import language

SECRET = "eyJ0eXAi.s3cr3t"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and nothing of this machine's own settings."""
    monkeypatch.chdir(tmp_path)
    for name in [*Settings.model_fields, "env_file"]:
        monkeypatch.delenv(f"TABLO_{name.upper()}", raising=False)
        monkeypatch.delenv(f"TABLO_{name.upper()}_FILE", raising=False)
    return tmp_path


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def test_everything_has_a_default_but_the_account() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///data/tablo.db"
    assert settings.language == "ru"
    assert settings.public_url == "http://localhost:8501"
    assert settings.amocrm_url is None


def test_the_environment_wins_over_the_env_file(folder: Path, env: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("TABLO_LANGUAGE=en\nTABLO_PUBLIC_URL=https://board.example.org/\nOTHER=1\n")
    env.setenv("TABLO_LANGUAGE", "ru")
    settings = load_settings()
    assert settings.language == "ru"
    assert settings.public_url == "https://board.example.org"


def test_another_env_file_can_be_named_or_none(folder: Path, env: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("TABLO_LANGUAGE=en\n")
    (folder / "other.env").write_text("TABLO_PUBLIC_URL=https://other.example.org\n")
    env.setenv("TABLO_ENV_FILE", "other.env")
    assert load_settings().public_url == "https://other.example.org"
    env.setenv("TABLO_ENV_FILE", "")
    assert load_settings().language == "ru"


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_secret_is_read_from_a_file(folder: Path, env: pytest.MonkeyPatch, where: str) -> None:
    (folder / "token").write_text(SECRET + "\n")
    if where == ".env":
        (folder / ".env").write_text("TABLO_AMOCRM_TOKEN_FILE=token\n")
    else:
        env.setenv("TABLO_AMOCRM_TOKEN_FILE", str(folder / "token"))
    token = load_settings().amocrm_token
    assert token is not None
    assert token.get_secret_value() == SECRET


def test_a_token_in_the_environment_wins_over_a_file_named_in_the_env_file(
    folder: Path, env: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("TABLO_AMOCRM_TOKEN_FILE=absent\n")
    env.setenv("TABLO_AMOCRM_TOKEN", SECRET)
    with pytest.raises(ConfigError, match="TABLO_AMOCRM_TOKEN_FILE"):
        load_settings()
    (folder / "absent").write_text("another")
    token = load_settings().amocrm_token
    assert token is not None
    assert token.get_secret_value() == SECRET


def test_secrets_show_nowhere(env: pytest.MonkeyPatch) -> None:
    env.setenv("TABLO_AMOCRM_CLIENT_SECRET", SECRET)
    env.setenv("TABLO_DATABASE_URL", "postgresql://tablo:hunter2@db/tablo")
    settings = load_settings()
    assert "s3cr3t" not in f"{settings!r} {settings}"
    assert "hunter2" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://romashka.amocrm.ru", "https://romashka.amocrm.ru"),
        ("https://Romashka.amocrm.ru/leads/pipeline/?filter=1#x", "https://romashka.amocrm.ru"),
        ("https://romashka.kommo.com/", "https://romashka.kommo.com"),
        ("http://127.0.0.1:8600/", "http://127.0.0.1:8600"),
        ("http://amocrm:8600/mock", "http://amocrm:8600/mock"),
    ],
)
def test_an_account_address_is_kept_as_scheme_and_host(env: pytest.MonkeyPatch, given: str, kept: str) -> None:
    env.setenv("TABLO_AMOCRM_URL", given)
    assert load_settings().amocrm_url == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMOCRM_URL", "romashka.amocrm.ru"),
        ("AMOCRM_URL", "http://romashka.amocrm.ru"),
        ("AMOCRM_URL", "https://www.amocrm.ru"),
        ("AMOCRM_URL", "https://amocrm.ru"),
        ("AMOCRM_URL", "https://romashka.amocrm.ru.evil.com"),
        ("AMOCRM_URL", "https://user:pass@romashka.amocrm.ru"),
        ("AMOCRM_URL", "http://localhost:port"),
        ("AMOCRM_TOKEN", ""),
        ("AMOCRM_TOKEN", "   "),
        ("AMOCRM_TOKEN", f"Bearer {SECRET}"),
        ("AMOCRM_TOKEN", "токен-s3cr3t"),
        ("AMOCRM_TOKEN_FILE", "absent"),
        ("AMOCRM_REDIRECT_URI", "sales.example.org"),
        ("DATABASE_URL", "mysql://root@db/tablo"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "data/tablo.db"),
        ("LANGUAGE", "de"),
        ("PUBLIC_URL", "board"),
        ("ENV_FILE", "absent.env"),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence_that_names_it(env: pytest.MonkeyPatch, name: str, value: str) -> None:
    env.setenv(f"TABLO_{name}", value)
    with pytest.raises(ConfigError) as told:
        load_settings()
    for sentence in (str(told.value), language("ru").error(told.value)):
        assert f"TABLO_{name}" in sentence
        assert "\n" not in sentence
        assert "s3cr3t" not in sentence


def test_two_ways_to_give_one_secret_are_refused(folder: Path, env: pytest.MonkeyPatch) -> None:
    (folder / "token").write_text(SECRET)
    env.setenv("TABLO_AMOCRM_TOKEN", SECRET)
    env.setenv("TABLO_AMOCRM_TOKEN_FILE", "token")
    with pytest.raises(ConfigError, match="both set"):
        load_settings()


def test_an_env_file_that_is_no_text_is_told(folder: Path) -> None:
    (folder / ".env").write_bytes(b"TABLO_LANGUAGE=\xff\xfe")
    with pytest.raises(ConfigError, match=r"\.env cannot be read"):
        load_settings()


def test_a_token_and_oauth_together_are_refused(env: pytest.MonkeyPatch) -> None:
    env.setenv("TABLO_AMOCRM_TOKEN", SECRET)
    env.setenv("TABLO_AMOCRM_CLIENT_ID", "id")
    with pytest.raises(ConfigError, match="TABLO_AMOCRM_TOKEN and TABLO_AMOCRM_CLIENT_ID"):
        load_settings()


def test_what_is_missing_to_reach_amocrm_is_told_one_by_one(env: pytest.MonkeyPatch) -> None:
    for name, value in [
        ("TABLO_AMOCRM_URL", "https://romashka.amocrm.ru"),
        ("TABLO_AMOCRM_TOKEN", SECRET),
    ]:
        with pytest.raises(ConfigError, match=f"{name} is not set"):
            load_settings().require_amocrm()
        env.setenv(name, value)
    assert load_settings().require_amocrm() == "https://romashka.amocrm.ru"
    assert not load_settings().uses_oauth


def test_oauth_needs_all_three(env: pytest.MonkeyPatch) -> None:
    env.setenv("TABLO_AMOCRM_URL", "https://romashka.amocrm.ru")
    env.setenv("TABLO_AMOCRM_CLIENT_ID", "id")
    for name, value in [("CLIENT_SECRET", SECRET), ("REDIRECT_URI", "https://board.example.org/oauth")]:
        with pytest.raises(ConfigError, match=f"TABLO_AMOCRM_{name} is not set"):
            load_settings().require_amocrm()
        env.setenv(f"TABLO_AMOCRM_{name}", value)
    assert load_settings().uses_oauth
    assert load_settings().require_amocrm() == "https://romashka.amocrm.ru"


def test_no_account_here_is_no_fault_and_half_of_one_is(env: pytest.MonkeyPatch) -> None:
    env.setenv("TABLO_PUBLIC_URL", "https://board.example.org/")
    settings = load_settings()
    settings.check_account()
    assert not settings.names_account
    assert settings.redirect_uri == "https://board.example.org/connect"
    env.setenv("TABLO_AMOCRM_URL", "https://romashka.amocrm.ru")
    assert load_settings().names_account
    with pytest.raises(ConfigError, match="TABLO_AMOCRM_TOKEN is not set"):
        load_settings().check_account()
