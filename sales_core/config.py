"""The settings of an installation: the environment, then ``.env``, with secrets also from files (``TABLO_…_FILE``).

What the sales head decides (shares, plans, the scale) is not here: it lives in the database. Every setting is described
in ``docs/operations.md``.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from sales_core.account_address import read_account_url, split_web_address
from sales_core.errors import ConfigError
from sales_core.i18n import LANGUAGES

PREFIX = "TABLO_"
SECRETS = ("database_url", "amocrm_token", "amocrm_client_secret", "secret_key")
"""The settings that may be given as the name of a file instead: ``TABLO_AMOCRM_TOKEN_FILE``."""

_DATABASES = ("sqlite", "postgresql")


class Settings(BaseSettings):
    """Where the data are, which amoCRM account they come from, and how the board is reached.

    Frozen. Secrets appear neither in its ``repr`` nor in an error.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: str = Field(default="sqlite:///data/tablo.db", repr=False)
    amocrm_url: str | None = None
    amocrm_token: SecretStr | None = None
    amocrm_client_id: str | None = None
    amocrm_client_secret: SecretStr | None = None
    amocrm_redirect_uri: str | None = None
    secret_key: SecretStr | None = None
    language: str = "ru"
    public_url: str = "http://localhost:8501"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - whole folders of secrets are not offered
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        assert isinstance(env_settings, EnvSettingsSource)
        assert isinstance(dotenv_settings, EnvSettingsSource)
        return (
            init_settings,
            env_settings,
            _SecretFiles(settings_cls, env_settings.env_vars),
            dotenv_settings,
            _SecretFiles(settings_cls, dotenv_settings.env_vars),
        )

    @field_validator("*", mode="before")
    @classmethod
    def _is_not_empty(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        if not value.strip():
            raise ConfigError("{name} is empty: give it a value or take it out", name=_variable(info))
        return value.strip()

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        scheme, _, rest = url.partition("://")
        if scheme.partition("+")[0] not in _DATABASES or rest in ("", "/", "/:memory:"):
            raise ConfigError(
                "TABLO_DATABASE_URL must look like sqlite:///data/tablo.db or postgresql://user@host/name"
            )
        return url

    @field_validator("amocrm_url")
    @classmethod
    def _is_an_account(cls, url: str | None) -> str | None:
        if url is None:
            return None
        account = read_account_url(url)
        if account is None:
            raise ConfigError(
                "TABLO_AMOCRM_URL must be your account's address, like https://NAME.amocrm.ru or https://NAME.kommo.com"
            )
        return account

    @field_validator("amocrm_token", "amocrm_client_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is not None and not all("!" <= sign <= "~" for sign in secret.get_secret_value()):
            raise ConfigError(
                "{name} has a space or a letter that no token has: copy it from amoCRM once more", name=_variable(info)
            )
        return secret

    @field_validator("amocrm_redirect_uri", "public_url")
    @classmethod
    def _is_a_web_address(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is not None and split_web_address(url) is None:
            raise ConfigError("{name} must be an address like https://sales.example.org", name=_variable(info))
        return url

    @field_validator("public_url")
    @classmethod
    def _without_last_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, code: str) -> str:
        if code not in LANGUAGES:
            raise ConfigError("TABLO_LANGUAGE must be ru or en, not “{code}”", code=code)
        return code

    @model_validator(mode="after")
    def _has_one_way_in(self) -> Self:
        if self.amocrm_token is not None and any(self._oauth.values()):
            raise ConfigError(
                "TABLO_AMOCRM_TOKEN and {name} are two ways to sign in to amoCRM: keep one of them",
                name=next(name for name, value in self._oauth.items() if value),
            )
        return self

    @property
    def _oauth(self) -> Mapping[str, object]:
        fields = ("amocrm_client_id", "amocrm_client_secret", "amocrm_redirect_uri")
        return {PREFIX + field.upper(): getattr(self, field) for field in fields}

    @property
    def uses_oauth(self) -> bool:
        return self.amocrm_token is None and any(self._oauth.values())

    @property
    def names_account(self) -> bool:
        """Whether the account is set here, at least in part; otherwise it is connected in the browser."""
        return self.amocrm_url is not None or self.amocrm_token is not None or self.uses_oauth

    def check_account(self) -> None:
        """Raises ConfigError, which names what is missing, where the account is set here in part only."""
        if self.names_account:
            self.require_amocrm()

    @property
    def redirect_uri(self) -> str:
        """Where amoCRM sends the browser after consent in an integration made for this app: the app's own route."""
        return f"{self.public_url}/connect"

    def require_amocrm(self) -> str:
        """The account's address, once everything needed to talk to it is set; ConfigError names what is missing."""
        if self.amocrm_url is None:
            raise ConfigError(
                "TABLO_AMOCRM_URL is not set: give the address of your amoCRM account, like https://NAME.amocrm.ru"
            )
        if self.amocrm_token is None and not self.uses_oauth:
            raise ConfigError("TABLO_AMOCRM_TOKEN is not set: create a long-lived token in amoCRM and put it into .env")
        missing = [name for name, value in self._oauth.items() if not value] if self.uses_oauth else []
        if missing:
            raise ConfigError("{name} is not set: signing in by OAuth needs it", name=missing[0])
        return self.amocrm_url


def load_settings() -> Settings:
    """The settings of this process. Raises ConfigError: one sentence that names the variable to mend.

    ``TABLO_ENV_FILE`` names another file instead of ``.env``; empty, it says to read none.
    """
    env_file = os.environ.get(PREFIX + "ENV_FILE", ".env") or None
    if env_file not in (None, ".env") and not Path(env_file).is_file():
        raise ConfigError("TABLO_ENV_FILE names {path}, and there is no such file", path=env_file)
    try:
        return Settings(_env_file=env_file)
    except (UnicodeDecodeError, OSError):
        raise ConfigError("{path} cannot be read: is it a text file in UTF-8?", path=env_file) from None


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads ``TABLO_NAME_FILE`` for each secret, from one layer of variables (the environment or ``.env``)."""

    def __init__(self, settings_cls: type[BaseSettings], variables: Mapping[str, str | None]) -> None:
        super().__init__(settings_cls)
        self._variables = {name.upper(): value for name, value in variables.items()}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base's signature
        plain = PREFIX + field_name.upper()
        path = self._variables.get(plain + "_FILE") if field_name in SECRETS else None
        if path is None:
            return None, field_name, False
        if self._variables.get(plain) is not None:
            raise ConfigError("{name} and {name}_FILE are both set: keep one of them", name=plain)
        try:
            return Path(path).read_text(encoding="utf-8"), field_name, False
        except (UnicodeDecodeError, OSError):
            raise ConfigError("{name} names {path}, which cannot be read", name=plain + "_FILE", path=path) from None

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def _variable(info: ValidationInfo) -> str:
    return PREFIX + str(info.field_name).upper()
